#include "station/log_verifier.h"

#include "ledger/log_files.h"
#include "ledger/private_judge.h"
#include "record/fault.h"
#include "record/log_times.h"
#include "signing/checkpoint.h"
#include "station/anchors.h"
#include "station/checkpoint_rules.h"
#include "station/checkpoints.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/people.h"

#include <algorithm>
#include <charconv>

namespace seihon::station {

namespace fs = std::filesystem;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Severity;

namespace {

constexpr std::int64_t kMostNoteBytes = 64 << 10;
constexpr std::int64_t kMostTokenBytes = 1 << 20;
constexpr std::uint64_t kToldEvery = 2048; // entries

void putTimes(const record::LogTimes& times, LogReport& report) {
    report.first = times.first();
    report.latest = times.latest();
    report.stepsBack = times.stepsBack();
    report.restarts = times.restarts();
    report.verdict.merge(times.verdict());
}

void putAnchors(const AnchorReport& anchored, LogReport& report) {
    report.verdict.merge(anchored.verdict);
    report.anchors = anchored.compared;
    report.anchoredAt = anchored.newest ? anchored.newest->stampedAt : std::nullopt;
}

void putCheckpoints(const std::vector<ledger::Checkpoint>& checkpoints, LogReport& report) {
    report.checkpoints = std::ssize(checkpoints);
    for (const ledger::Checkpoint& one : checkpoints) {
        report.covered = std::max(report.covered, one.size);
        if (!one.token.empty()) {
            ++report.timestamped;
            report.stamped = std::max(report.stamped, one.size);
        }
    }
}

void putDestroyed(LogReport& report) {
    if (report.destroyed > 0) {
        report.verdict.add(measuredFinding(FindingId::PrivateFactsDestroyed, Severity::Note,
                                           static_cast<std::int64_t>(report.destroyed)));
    }
}

// SIZE of SIZE.note or SIZE.tst; nothing for other names.
std::optional<std::uint64_t> sizeNamed(const fs::path& file) {
    const std::string name = file.stem().string();
    std::uint64_t size = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), size);
    const bool whole =
        error == std::errc() && stop == name.data() + name.size() && std::to_string(size) == name;
    return whole ? std::optional(size) : std::nullopt;
}

// The checkpoints of a copied folder, by size; what cannot be read as one is a finding.
std::vector<ledger::Checkpoint> checkpointsIn(const fs::path& folder, const std::string& key,
                                              record::Verdict& verdict) {
    std::vector<ledger::Checkpoint> found;
    std::error_code none;
    std::vector<fs::path> files;
    for (const fs::directory_entry& file : fs::directory_iterator(folder, none)) {
        files.push_back(file.path());
    }
    for (const fs::path& file : files) {
        if (file.extension() == ".tst" && sizeNamed(file) &&
            fs::exists(fs::path(file).replace_extension(".note"))) {
            continue; // read with its note
        }
        try {
            const auto size = sizeNamed(file);
            if (!size || file.extension() != ".note") {
                verdict.add(
                    findingOf(FindingId::CheckpointDisagrees, Severity::Refuse,
                              "checkpoints/" + file.filename().string() + ": no checkpoint"));
                continue;
            }
            const auto bytes = ledger::readWhole(file, kMostNoteBytes);
            ledger::Checkpoint one;
            one.note = {bytes.begin(), bytes.end()};
            const signing::CheckpointBody body = signing::openCheckpoint(one.note, key);
            one.size = body.size;
            one.root = body.root;
            const fs::path token = fs::path(file).replace_extension(".tst");
            if (fs::exists(token)) {
                one.token = ledger::readWhole(token, kMostTokenBytes);
            }
            if (one.size != *size) {
                throw Fault(FaultKind::Malformed, "it says another size");
            }
            found.push_back(std::move(one));
        } catch (const Fault& fault) {
            if (fault.kind == FaultKind::StorageFailed) {
                throw;
            }
            verdict.add(findingOf(FindingId::CheckpointInvalid, Severity::Refuse,
                                  "checkpoints/" + file.filename().string()));
        }
    }
    std::sort(found.begin(), found.end(),
              [](const auto& a, const auto& b) { return a.size < b.size; });
    return found;
}

// "7" or "7-9".
std::string linesAdded(const record::Json& facts) {
    const std::int64_t from = facts.at("from").asInt();
    const std::int64_t last = facts.at("until").asInt() - 1;
    return std::to_string(from) + (last > from ? "-" + std::to_string(last) : "");
}

// What is asked of every entry when the log is read from its beginning.
struct LogQuestions {
    LogQuestions(const std::vector<ledger::Checkpoint>& known, const signing::Trust& trust,
                 record::Instant at)
        : checkpoints(known), believed(trust), now(at) {}

    void take(const record::Entry& entry) {
        times.take(entry);
        try {
            takeCompletion(entry);
            judgeLoggedToken(entry, checkpoints, verdict);
            witnesses.take(entry, checkpoints, believed, verdict);
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::Malformed) {
                throw;
            }
            verdict.add(findingOf(FindingId::EntryAltered, Severity::Refuse,
                                  "entry " + std::to_string(entry.sequence)));
        }
        const bool behind = checkpoints.empty() || entry.sequence >= checkpoints.back().size;
        if (behind && !uncovered && isUncovered(entry, now)) {
            uncovered = true;
            verdict.add(findingOf(FindingId::CheckpointInvalid, Severity::Refuse,
                                  "none covers entry " + std::to_string(entry.sequence)));
        }
    }

    void takeCompletion(const record::Entry& entry) {
        if (entry.what.kind == EntryKind::LogFilesCompleted) {
            verdict.add({.id = FindingId::LogFilesCompleted,
                         .severity = Severity::Warn,
                         .measured = linesAdded(entry.what.facts),
                         .required = record::formatInstant(entry.at),
                         .unit = {},
                         .where = std::nullopt,
                         .subject = "entry " + std::to_string(entry.sequence)});
        }
    }

    const std::vector<ledger::Checkpoint>& checkpoints;
    const signing::Trust& believed;
    record::Instant now;
    record::LogTimes times;
    WitnessStanding witnesses;
    record::Verdict verdict;
    bool uncovered = false;
};

} // namespace

LogReport LogVerifier::verify(const Viewer& viewer, const std::vector<fs::path>& anchors,
                              const LogProgress& progress) {
    const signing::Trust believed = m_station.trust();
    ledger::Ledger& log = *m_station.m_ledger;
    LogReport report;
    report.station = m_station.m_config.stationId;
    report.verdict = log.verify();
    report.entries = log.head().size;
    const std::vector<ledger::Checkpoint> checkpoints = log.checkpoints();
    putCheckpoints(checkpoints, report);
    const record::Instant now = record::readClock();
    report.verdict.merge(judgeCheckpoints(checkpoints, report.station, believed, now));
    LogQuestions questions(checkpoints, believed, now);
    try {
        forEntries(log, 0, report.entries, [&](const record::Entry& entry) {
            report.destroyed += ledger::destroyedBy(entry).size();
            questions.take(entry);
            if (progress && entry.sequence % kToldEvery == 0) {
                progress(entry.sequence, report.entries);
            }
            return true;
        });
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::LedgerBroken) { // its place is named above
            throw;
        }
    }
    questions.witnesses.finish(questions.verdict);
    report.verdict.merge(questions.verdict);
    report.cosignatures = questions.witnesses.cosignatures();
    putTimes(questions.times, report);
    putAnchors(Anchors(m_station).verify(believed, anchors), report);
    putDestroyed(report);
    record::EntryDraft draft =
        People::draftOfLook(m_station, viewer, EntryKind::LogVerified); // [F5]
    draft.facts.set("entries", report.entries);
    draft.facts.set("valid", report.verdict.permitted());
    draft.facts.set("findings", std::ssize(report.verdict.findings));
    log.append(draft, now);
    return report;
}

LogReport verifyLogFolder(const fs::path& folder, const signing::Trust& believed,
                          const std::vector<fs::path>& anchors) {
    LogReport report;
    report.station = ledger::stationOfLogFiles(folder);
    const record::Instant now = record::readClock();
    const std::vector<ledger::Checkpoint> checkpoints = checkpointsIn(
        folder / "checkpoints", trustedStationKey(believed, report.station), report.verdict);
    putCheckpoints(checkpoints, report);
    report.verdict.merge(judgeCheckpoints(checkpoints, report.station, believed, now));
    LogQuestions questions(checkpoints, believed, now);
    const ledger::LogFilesReport files =
        ledger::verifyLogFiles(folder, report.station, checkpoints,
                               [&](const record::Entry& entry) { questions.take(entry); });
    report.verdict.merge(files.verdict);
    report.entries = files.entries;
    report.destroyed = files.destroyed;
    report.withPrivateFacts = files.withPrivateFacts;
    questions.witnesses.finish(questions.verdict);
    report.verdict.merge(questions.verdict);
    report.cosignatures = questions.witnesses.cosignatures();
    putTimes(questions.times, report);
    const auto leavesFrom = [&](std::uint64_t from, std::uint64_t limit) {
        const std::size_t start = std::min<std::size_t>(from, files.leaves.size());
        const std::size_t end = std::min<std::size_t>(start + limit, files.leaves.size());
        return std::vector<record::Digest>(files.leaves.begin() +
                                               static_cast<std::ptrdiff_t>(start),
                                           files.leaves.begin() + static_cast<std::ptrdiff_t>(end));
    };
    putAnchors(compareWithAnchors({report.station, believed, {}, anchors}, leavesFrom), report);
    putDestroyed(report);
    return report;
}

} // namespace seihon::station
