#include "station/archive_overview.h"

#include "record/id.h"
#include "record/json_fields.h"
#include "station/backups.h"
#include "station/people.h"
#include "station/rights.h"
#include "station/witnesses.h"

#include <algorithm>
#include <filesystem>

namespace seihon::station {

using record::Entry;
using record::Json;
using regulation::Authority;

namespace {

constexpr std::size_t kMostGenerations = 500;
constexpr std::size_t kMostLooks = 200;

std::int64_t numberIn(const Json& facts, const char* name) {
    const Json* found = facts.find(name);
    return found == nullptr || found->isNull() ? 0 : found->asInt();
}

BackupGeneration generationOf(const Entry& entry) {
    const Json& facts = entry.what.facts;
    BackupGeneration one;
    one.madeAt = record::instantIn(facts, "madeAt").value_or(entry.at);
    one.target = record::textIn(facts, "target");
    one.store = record::textIn(facts, "store");
    one.snapshot = record::textIn(facts, "snapshot");
    one.readBack = record::textIn(facts, "readBack");
    one.records = numberIn(facts, "records");
    one.entries = numberIn(facts, "entries");
    one.bytesAdded = numberIn(facts, "bytesAdded");
    one.bytesTotal = numberIn(facts, "bytesTotal");
    one.seconds = numberIn(facts, "seconds");
    return one;
}

DrillLook drillOf(const Entry& entry) {
    const Json& facts = entry.what.facts;
    return {entry.at,
            record::textIn(facts, "target"),
            record::textIn(facts, "failure"),
            numberIn(facts, "records"),
            numberIn(facts, "entries"),
            numberIn(facts, "fetchSeconds"),
            numberIn(facts, "verifySeconds")};
}

ArchiveLook lookOf(const Entry& entry) {
    const Json& facts = entry.what.facts;
    ArchiveLook look;
    look.at = entry.at;
    look.part = {numberIn(facts, "part"), numberIn(facts, "parts")};
    look.records = numberIn(facts, "records");
    look.valid = facts.at("valid").asBool();
    if (const std::string digest = record::textIn(facts, "reportSha256"); !digest.empty()) {
        look.reportFile = "archive-" + digest + ".note";
    }
    return look;
}

// Findings that name this place, or none where there is one for all of them.
record::Verdict about(const record::Verdict& all, const std::string& place) {
    record::Verdict verdict;
    for (const record::Finding& finding : all.findings) {
        if (finding.subject.starts_with(place)) {
            verdict.add(finding);
        }
    }
    return verdict;
}

// Findings about a record begin with where it lies, yyyy/mm/dd/ID; empty: about something else.
std::string recordNamed(const record::Finding& finding) {
    const std::string path = finding.subject.substr(0, finding.subject.find(": "));
    const std::string id = path.substr(path.rfind('/') + 1);
    return record::isId(id) && path != id ? id : std::string();
}

void putBackups(Station& station, record::Instant now, ArchiveOverview& overview) {
    Backups backups(station);
    overview.backups = backups.standing(now);
    const regulation::BackupFacts facts = backups.facts();
    const std::vector<config::BackupTarget>& targets = station.config().backups;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        BackupPlace place{targets[i], facts.targets.at(i).lastGood, {}, facts.targets[i].failure};
        if (place.lastGood) {
            place.age = std::chrono::floor<std::chrono::minutes>(now - *place.lastGood);
        }
        overview.places.push_back(std::move(place));
    }
    ArchiveParts log(station);
    for (const Entry& entry : log.newest(record::EntryKind::BackupMade, kMostGenerations)) {
        overview.generations.push_back(generationOf(entry));
    }
    for (const Entry& entry : log.newest(record::EntryKind::RestoreDrilled, 1)) {
        overview.drill = drillOf(entry);
    }
}

} // namespace

ArchiveOverview overviewOfArchive(Station& station, const Session& session) {
    ArchiveOverview overview;
    const record::Instant now = record::readClock();
    overview.mayKeep = judgeRight(station, session, Authority::KeepArchive, now);
    overview.mayVerify = judgeRight(station, session, Authority::VerifyArchive, now);
    putBackups(station, now, overview);
    ArchiveParts parts(station);
    overview.covered = parts.covered();
    overview.next = parts.nextPart();
    overview.archive = parts.standing(now);
    for (const Entry& entry : parts.newest(record::EntryKind::ArchivePartVerified, kMostLooks)) {
        overview.looks.push_back(lookOf(entry));
    }
    const record::Verdict replicas = Replicas(station).standing();
    for (const std::filesystem::path& replica : station.config().replicas) {
        overview.replicas.push_back({replica.string(), about(replicas, replica.string())});
    }
    const record::Verdict witnesses = Witnesses(station).standing();
    for (const config::WitnessService& witness : station.config().witnesses) {
        overview.witnesses.push_back({witness.name, about(witnesses, witness.name)});
    }
    return overview;
}

std::vector<DamagedRecord> damagedIn(const record::Verdict& found) {
    std::vector<DamagedRecord> damaged;
    for (const record::Finding& finding : found.findings) {
        const std::string id = recordNamed(finding);
        if (finding.severity != record::Severity::Refuse || id.empty()) {
            continue;
        }
        const auto known = std::find_if(damaged.begin(), damaged.end(),
                                        [&](const auto& one) { return one.recordId == id; });
        (known == damaged.end() ? damaged.emplace_back(DamagedRecord{id, {}}) : *known)
            .verdict.add(finding);
    }
    return damaged;
}

ArchiveLookOutcome lookAtArchive(Station& station, const Session& session, const PartOf& part) {
    ArchiveLookOutcome outcome;
    const Viewer viewer(session);
    outcome.verdict = People(station).judgeLook(viewer, Authority::VerifyArchive, {});
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    ArchiveParts parts(station);
    outcome.report = parts.verify(part, {});
    parts.log(outcome.report, viewer);
    outcome.damaged = damagedIn(outcome.report.found.verdict);
    for (const record::Finding& finding : outcome.report.found.verdict.findings) {
        if (finding.severity == record::Severity::Refuse && recordNamed(finding).empty()) {
            outcome.others.add(finding);
        }
    }
    return outcome;
}

} // namespace seihon::station
