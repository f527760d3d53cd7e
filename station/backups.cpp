#include "station/backups.h"

#include "ledger/durable_file.h"
#include "record/clean_text.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "station/backup_stage.h"
#include "station/checkpoints.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/restic.h"

#include <algorithm>
#include <map>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

namespace fs = std::filesystem;
using StopWatch = std::chrono::steady_clock;

constexpr std::int64_t kCacheRoom = std::int64_t{64} << 20;
// So long a failed backup waits before `work` tries again.
constexpr std::chrono::minutes kTryAgain{60};

std::int64_t secondsFrom(StopWatch::time_point start) {
    return std::chrono::ceil<std::chrono::seconds>(StopWatch::now() - start).count();
}

// "disk", "sftp", "s3", "rest": where it lies, without anybody's address.
std::string kindOf(const config::BackupTarget& target) {
    const auto colon = target.repository.find(':');
    return target.repository.starts_with("/") ? "disk" : target.repository.substr(0, colon);
}

// restic waits many minutes for a cache that cannot be written: better none.
fs::path cacheIfRoom(const fs::path& cache) {
    std::error_code error;
    fs::create_directories(cache, error);
    return !error && ledger::freeBytes(cache) >= kCacheRoom ? cache : fs::path();
}

// At which of restic's commands it failed; empty: before.
std::string stepOf(const std::exception& error) {
    const auto* const fault = dynamic_cast<const Fault*>(&error);
    if (fault == nullptr || !fault->context.contains("step")) {
        return {};
    }
    return fault->context.at("step");
}

// Whether this failure says that what is kept is damaged, and not that it could not be reached.
bool saysDamaged(const record::Entry& failed) {
    return record::textIn(failed.what.facts, "step") == "check";
}

} // namespace

const config::BackupTarget& backupTargetOf(const config::StationConfig& config,
                                           const std::string& name) {
    for (const config::BackupTarget& target : config.backups) {
        if (target.name == name || (name.empty() && config.backups.size() == 1)) {
            return target;
        }
    }
    throw Fault(FaultKind::NotFound,
                config.backups.empty()
                    ? "station.toml names no target of backups ([[backup]])"
                    : "station.toml names no backup target \"" + name.substr(0, 64) + "\"");
}

ledger::FileLock Backups::lock() const {
    return ledger::FileLock(m_station.m_home.locks() / "backup");
}

// Which part of the repository is read again this time: each in its turn.
std::string Backups::nextPart(const config::BackupTarget& target) {
    std::int64_t made = 0;
    forEachOfKind(*m_station.m_ledger, EntryKind::BackupMade, [&](const record::Entry& entry) {
        made += record::textIn(entry.what.facts, "target") == target.name ? 1 : 0;
    });
    return std::to_string(made % target.readBackParts + 1) + "/" +
           std::to_string(target.readBackParts);
}

// One moment of the whole home: while the ledger is held, no entry comes, and whatever bytes are
// ahead of it are what a crash at that moment would leave. Nothing is added to sealed records
// meanwhile (lockKeeping), so that the archive may be read for hours.
BackupNote Backups::stage(BackupStage& stage) {
    BackupNote note;
    note.station = m_station.m_config.stationId;
    note.archive = fs::weakly_canonical(m_station.archive());
    Checkpoints(m_station).make(); // what is restored is covered
    const ledger::TreeHead head = m_station.m_ledger->copyTo(stage.ledger(), [&] {
        note.madeAt = record::readClock();
        stage.linkHome(note.archive);
    });
    note.entries = head.size;
    note.root = head.root;
    ledger::RecordQuery all;
    all.limit = INT32_MAX;
    note.records = std::ssize(m_station.m_ledger->searchRecords(all));
    note.leftOut = stage.leftOut();
    stage.write(note);
    return note;
}

void Backups::carry(const config::BackupTarget& target, bool newRepository,
                    BackupOutcome& outcome) {
    const Home& home = m_station.m_home;
    const Restic restic(target, home.below(target.credentialsFile),
                        passwordIn(home.below(target.passwordFile)),
                        cacheIfRoom(home.backup() / "cache"));
    if (newRepository) {
        restic.make();
    }
    restic.probe();
    restic.unlock();
    const ledger::FileLock keeping = m_station.lockKeeping(true);
    BackupStage staged(home);
    outcome.note = stage(staged);
    const ResticSummary made = restic.backup(
        home.backup(), {kStageName, outcome.note.archive.string()}, outcome.note.station,
        {"seihon", "entries=" + std::to_string(outcome.note.entries)});
    outcome.snapshot = made.snapshot;
    outcome.bytesAdded = made.bytesAdded;
    outcome.bytesTotal = made.bytesTotal;
    if (!target.appendOnly) {
        restic.forget(outcome.note.station);
    }
    outcome.readBack = nextPart(target);
    restic.check(outcome.readBack);
}

BackupOutcome Backups::makeOne(const config::BackupTarget& target, const record::EntryDraft& draft,
                               bool newRepository) {
    BackupOutcome outcome;
    outcome.target = target.name;
    const auto start = StopWatch::now();
    record::EntryDraft entry = draft;
    entry.kind = EntryKind::BackupMade;
    try {
        carry(target, newRepository, outcome);
        outcome.seconds = secondsFrom(start);
        entry.facts = Json::object({{"target", target.name},
                                    {"store", kindOf(target)},
                                    {"snapshot", outcome.snapshot},
                                    {"madeAt", record::formatInstant(outcome.note.madeAt)},
                                    {"entries", static_cast<std::int64_t>(outcome.note.entries)},
                                    {"root", outcome.note.root.hex()},
                                    {"records", outcome.note.records},
                                    {"readBack", outcome.readBack},
                                    {"bytesAdded", outcome.bytesAdded},
                                    {"bytesTotal", outcome.bytesTotal},
                                    {"appendOnly", target.appendOnly},
                                    {"seconds", outcome.seconds}});
    } catch (const std::exception& error) {
        outcome.failure = record::cleanText(error.what());
        entry.kind = EntryKind::BackupFailed;
        entry.facts = Json::object(
            {{"target", target.name}, {"step", stepOf(error)}, {"reason", outcome.failure}});
    }
    entry.regulation = m_station.m_regulation->digest;
    m_station.m_ledger->append(entry, record::readClock());
    return outcome;
}

std::vector<BackupOutcome> Backups::make(const Session& session, const std::string& name,
                                         bool newRepository) {
    std::vector<config::BackupTarget> targets = m_station.m_config.backups;
    if (!name.empty() || targets.empty()) {
        targets = {backupTargetOf(m_station.m_config, name)};
    }
    const ledger::FileLock one = lock();
    record::Verdict verdict;
    const record::EntryDraft draft =
        m_station.draftFor(session, Authority::KeepArchive, {}, record::readClock(), verdict);
    std::vector<BackupOutcome> outcomes;
    if (!verdict.permitted()) {
        outcomes.emplace_back().verdict = verdict;
        return outcomes;
    }
    for (const config::BackupTarget& target : targets) {
        outcomes.push_back(makeOne(target, draft, newRepository));
    }
    return outcomes;
}

void Backups::makeWhenDue() noexcept {
    try {
        const record::Instant now = record::readClock();
        std::map<std::string, record::Instant> tried;
        forNewest(*m_station.m_ledger, EntryKind::BackupFailed, [&](const record::Entry& entry) {
            tried.try_emplace(record::textIn(entry.what.facts, "target"), entry.at);
            return now - entry.at < kTryAgain;
        });
        const regulation::BackupFacts known = facts();
        for (std::size_t i = 0; i < known.targets.size(); ++i) {
            const regulation::BackupTargetFacts& target = known.targets[i];
            const auto failed = tried.find(target.name);
            // In time, so that it is made before anybody must be warned.
            const auto most = m_station.m_regulation->backup.backupWithin * 4 / 5;
            const bool due =
                !target.lastGood || now - *target.lastGood > most || *target.lastGood > now;
            if (due && (failed == tried.end() || now - failed->second >= kTryAgain)) {
                const ledger::FileLock one = lock();
                record::EntryDraft draft;
                draft.actor = m_station.stationActor();
                makeOne(m_station.m_config.backups[i], draft, false);
            }
        }
    } catch (...) { // see the header; `doctor` tells that none is made
    }
}

DrillOutcome Backups::drill(const Session& session, const std::string& name) {
    const config::BackupTarget& target = backupTargetOf(m_station.m_config, name);
    const Home& home = m_station.m_home;
    const ledger::FileLock one = lock();
    DrillOutcome outcome;
    record::EntryDraft draft = m_station.draftFor(session, Authority::KeepArchive, {},
                                                  record::readClock(), outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    RestoreRequest request;
    request.target = target;
    request.target.passwordFile = home.below(target.passwordFile);
    request.target.credentialsFile = home.below(target.credentialsFile);
    request.to = home.backup() / "drill";
    draft.kind = EntryKind::RestoreDrilled;
    draft.facts = Json::object({{"target", target.name}});
    try {
        outcome.report = restoreForDrill(request);
        const RestoreReport& report = outcome.report;
        draft.facts.set("snapshot", report.snapshot);
        draft.facts.set("madeAt", record::formatInstant(report.note.madeAt));
        draft.facts.set("records", report.records);
        draft.facts.set("entries", report.entries);
        draft.facts.set("files", report.files);
        draft.facts.set("bytes", report.bytes);
        draft.facts.set("fetchSeconds", report.fetchSeconds);
        draft.facts.set("verifySeconds", report.verifySeconds);
        draft.facts.set("failure", report.verdict.permitted() ? "" : "damage");
    } catch (const std::exception& error) {
        outcome.failure = record::cleanText(error.what());
        draft.facts.set("failure", outcome.failure);
    }
    m_station.m_ledger->append(draft, record::readClock());
    return outcome;
}

regulation::BackupFacts Backups::facts() {
    std::map<std::string, record::Entry> made;
    std::map<std::string, record::Entry> failed;
    std::map<std::string, bool> damaged;
    const auto target = [](const record::Entry& entry) {
        return record::textIn(entry.what.facts, "target");
    };
    forEachOfKind(*m_station.m_ledger, EntryKind::BackupMade,
                  [&](const record::Entry& entry) { made[target(entry)] = entry; });
    forEachOfKind(*m_station.m_ledger, EntryKind::BackupFailed, [&](const record::Entry& entry) {
        const auto good = made.find(target(entry));
        if (good == made.end() || good->second.sequence < entry.sequence) {
            damaged[target(entry)] |= saysDamaged(entry);
        }
        failed[target(entry)] = entry;
    });
    regulation::BackupFacts facts;
    for (const config::BackupTarget& one : m_station.m_config.backups) {
        regulation::BackupTargetFacts known{one.name, {}, {}};
        const auto good = made.find(one.name);
        if (good != made.end() && !damaged[one.name]) {
            known.lastGood = record::instantIn(good->second.what.facts, "madeAt");
        }
        const auto bad = failed.find(one.name);
        if (bad != failed.end() &&
            (good == made.end() || good->second.sequence < bad->second.sequence)) {
            known.failure = record::textIn(bad->second.what.facts, "reason");
        }
        facts.targets.push_back(std::move(known));
    }
    if (const auto drilled = m_station.m_ledger->newestOfKind(EntryKind::RestoreDrilled)) {
        facts.lastDrill = {drilled->at, target(*drilled),
                           record::textIn(drilled->what.facts, "failure")};
    }
    return facts;
}

std::optional<record::Instant> Backups::lastGood() {
    std::optional<record::Instant> newest;
    for (const regulation::BackupTargetFacts& target : facts().targets) {
        if (target.lastGood) {
            newest = std::max(newest.value_or(*target.lastGood), *target.lastGood);
        }
    }
    return newest;
}

record::Verdict Backups::standing(record::Instant now) {
    record::Verdict verdict = regulation::judgeBackups(*m_station.m_regulation, facts(), now);
    for (record::Finding& finding : verdict.findings) {
        if (m_station.m_config.demo && m_station.m_config.backups.empty()) {
            finding.severity = record::Severity::Note; // a demo holds nothing that is missed
        }
    }
    return verdict;
}

} // namespace seihon::station
