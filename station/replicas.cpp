#include "station/replicas.h"

#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/archive_places.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/keeping.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;
using regulation::Authority;

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kRecordFileBytes = kTiffBytes;
constexpr std::int64_t kReplicaProgressBytes = 64 << 10;

// Every file of a record, by its place in it.
std::vector<fs::path> filesOf(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& one : fs::recursive_directory_iterator(folder)) {
        if (one.is_regular_file() && !one.is_symlink()) {
            files.push_back(one.path().lexically_relative(folder));
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

void copyTree(const fs::path& from, const fs::path& to) {
    ledger::makeDurableFolder(to);
    for (const fs::path& file : filesOf(from)) {
        ledger::makeDurableFolder((to / file).parent_path());
        ledger::writeDurably(to / file, ledger::readWhole(from / file, kRecordFileBytes));
    }
}

bool holdsSame(const fs::path& file, const std::vector<std::uint8_t>& bytes) {
    return fs::exists(file) && ledger::readWhole(file, kRecordFileBytes) == bytes;
}

std::map<std::string, std::uint64_t> progressIn(const fs::path& file) {
    std::map<std::string, std::uint64_t> progress;
    if (!fs::exists(file)) {
        return progress;
    }
    try {
        const auto bytes = ledger::readWhole(file, kReplicaProgressBytes);
        const Json kept =
            record::parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                              {.bytes = static_cast<std::size_t>(kReplicaProgressBytes)});
        for (const Json& one : kept.asArray()) {
            progress[one.at("replica").asString()] =
                static_cast<std::uint64_t>(std::max<std::int64_t>(0, one.at("entry").asInt()));
        }
    } catch (const Fault&) { // no evidence: everything is compared anew
        progress.clear();
    }
    return progress;
}

void keepProgress(const fs::path& file, const std::map<std::string, std::uint64_t>& progress) {
    Json list = Json::array();
    for (const auto& [replica, entry] : progress) {
        list.push(
            Json::object({{"replica", replica}, {"entry", static_cast<std::int64_t>(entry)}}));
    }
    ledger::replaceDurably(file, record::bytesOf(record::canonical(list)));
}

} // namespace

fs::path Replicas::placeOf(const fs::path& replica, const std::string& recordId) const {
    return replica / m_station.m_config.stationId / record::archivePathOfId(recordId);
}

// By its own seal, and by what the ledger says of it: an older copy that was whole then is not what
// it must be now.
record::Verdict Replicas::judgeCopy(const fs::path& folder, const std::string& recordId,
                                    const signing::Trust& believed, record::Instant now) const {
    const auto entry = m_station.m_ledger->sealedEntry(recordId);
    const record::ScanJob job =
        entry ? record::fold(m_station.m_ledger->entriesOfJob(entry->what.job)) : record::ScanJob{};
    record::Verdict verdict;
    if (!job.sealed) {
        return verdict.add(findingOf(FindingId::EntryMissing, Severity::Refuse));
    }
    const auto verification = signing::verifyRecord(folder, believed, now);
    verdict = verification.verdict;
    verdict.merge(compareKept(*job.sealed, folder));
    if (entry->what.facts.at("manifestDigest").asString() != verification.manifestDigest.hex()) {
        verdict.add(findingOf(FindingId::RecordDisagrees, Severity::Refuse,
                              "META-INF/ASiCManifest001.xml"));
    }
    return verdict;
}

record::Verdict Replicas::verify(const std::string& recordId, const signing::Trust& believed,
                                 record::Instant now) const {
    record::Verdict verdict;
    for (const fs::path& replica : m_station.m_config.replicas) {
        if (!fs::is_directory(replica)) {
            continue; // told once, by standing()
        }
        const fs::path copy = placeOf(replica, recordId);
        if (!fs::exists(copy)) {
            verdict.add(findingOf(FindingId::ReplicaMissing, Severity::Warn, replica.string()));
        } else if (!judgeCopy(copy, recordId, believed, now).permitted()) {
            verdict.add(findingOf(FindingId::ReplicaDiffers, Severity::Warn, replica.string()));
        }
    }
    return verdict;
}

// A copy that is damaged stays as it is, and is told: what is good is not put over what might be
// asked about.
void Replicas::copyRecord(const fs::path& replica, const std::string& recordId,
                          const signing::Trust& believed) const {
    const fs::path from = m_station.m_store->pathOf(recordId);
    const fs::path to = placeOf(replica, recordId);
    if (fs::exists(to)) { // what was laid over it since; the signature is completed in place
        for (const fs::path& file : filesOf(from)) {
            const auto bytes = ledger::readWhole(from / file, kRecordFileBytes);
            if (!fs::exists(to / file)) {
                ledger::writeDurably(to / file, bytes);
            } else if (file == kSignaturePath && !holdsSame(to / file, bytes)) {
                ledger::replaceDurably(to / file, bytes);
            }
        }
        return;
    }
    const fs::path incoming = replica / m_station.m_config.stationId / ".incoming" / recordId;
    fs::remove_all(incoming); // of a copy that was cut off
    copyTree(from, incoming);
    if (!judgeCopy(incoming, recordId, believed, record::readClock()).permitted()) {
        fs::remove_all(incoming); // damage is not spread
        return;
    }
    ledger::makeDurableFolder(to.parent_path());
    ledger::renameDurably(incoming, to);
}

std::uint64_t Replicas::bringUpOne(const fs::path& replica, std::uint64_t from,
                                   const signing::Trust& believed) const {
    ledger::Ledger& ledger = *m_station.m_ledger;
    const std::uint64_t until = ledger.head().size;
    std::set<std::string> records; // each once, whatever happened to it
    for (const EntryKind kind : {EntryKind::RecordSealed, EntryKind::RecordCompleted,
                                 EntryKind::RecordRenewed, EntryKind::RecordRepaired}) {
        forEachOfKind(
            ledger, kind, [&](const record::Entry& entry) { records.insert(entry.what.record); },
            from);
    }
    for (const std::string& id : records) {
        if (record::isId(id) && m_station.m_store->holds(id)) {
            copyRecord(replica, id, believed);
        }
    }
    return until;
}

void Replicas::bringUp() noexcept {
    try {
        if (m_station.m_config.replicas.empty()) {
            return;
        }
        const ledger::FileLock lock(m_station.m_home.locks() / "replicas");
        const ledger::FileLock keeping = m_station.lockKeeping(false);
        const signing::Trust believed = m_station.trust();
        const fs::path file = replicaProgressOf(m_station.m_home);
        std::map<std::string, std::uint64_t> progress = progressIn(file);
        for (const fs::path& replica : m_station.m_config.replicas) {
            // One that does not exist is a disk that is not mounted.
            if (!fs::is_directory(replica)) {
                continue;
            }
            // A disk that was exchanged for an empty one begins anew.
            const bool fresh = !fs::exists(replica / m_station.m_config.stationId);
            std::uint64_t& at = progress[replica.string()];
            const std::uint64_t before = at;
            at = bringUpOne(replica, fresh ? 0 : at, believed);
            if (at != before) {
                keepProgress(file, progress);
            }
        }
    } catch (...) { // see the header
    }
}

record::Verdict Replicas::standing() const {
    record::Verdict verdict;
    const auto progress = progressIn(replicaProgressOf(m_station.m_home));
    const auto newest = m_station.m_ledger->newestOfKind(EntryKind::RecordSealed);
    for (const fs::path& replica : m_station.m_config.replicas) {
        const auto known = progress.find(replica.string());
        if (!fs::is_directory(replica)) {
            verdict.add(findingOf(FindingId::ReplicaUnreachable, Severity::Warn, replica.string()));
        } else if (newest && (known == progress.end() || known->second <= newest->sequence) &&
                   !fs::exists(placeOf(replica, newest->what.record))) {
            verdict.add(findingOf(FindingId::ReplicaMissing, Severity::Warn,
                                  replica.string() + ": " + newest->what.record));
        }
    }
    return verdict;
}

fs::path Replicas::soundReplica(const std::string& recordId, const signing::Trust& believed,
                                record::Instant now) const {
    for (const fs::path& replica : m_station.m_config.replicas) {
        const fs::path copy = placeOf(replica, recordId);
        if (fs::exists(copy) && judgeCopy(copy, recordId, believed, now).permitted()) {
            return copy;
        }
    }
    return {};
}

std::string Replicas::untoldAside(const std::string& recordId) const {
    std::set<std::string> aside;
    const fs::path folder = damagedOf(m_station.m_home);
    if (fs::is_directory(folder)) {
        for (const fs::directory_entry& one : fs::directory_iterator(folder)) {
            if (one.path().filename().string().starts_with(recordId + "-")) {
                aside.insert(one.path().filename());
            }
        }
    }
    forEachOfKind(*m_station.m_ledger, EntryKind::RecordRepaired, [&](const record::Entry& entry) {
        aside.erase(record::textIn(entry.what.facts, "damaged"));
    });
    return aside.empty() ? std::string() : *aside.rbegin(); // the newest: ids rise
}

RepairOutcome Replicas::repair(const Session& session, const std::string& recordId) {
    const record::ScanJob job = m_station.jobOfRecord(recordId); // faults when there is none
    const ledger::FileLock keeping = m_station.lockKeeping(true);
    const record::Instant now = record::readClock();
    RepairOutcome outcome;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::KeepArchive, recordId, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    const signing::Trust believed = m_station.trust();
    const fs::path place = m_station.m_store->pathOf(recordId);
    const bool there = fs::exists(place);
    const std::string untold = untoldAside(recordId);
    const bool sound = there && judgeCopy(place, recordId, believed, now).permitted();
    if (sound && !untold.empty()) { // it was mended, and its entry never written
        outcome.from = place;
        outcome.asideAt = damagedOf(m_station.m_home) / untold;
        tellRepaired(draft, recordId, outcome, false);
        return outcome;
    }
    if (sound) {
        outcome.verdict.add(findingOf(FindingId::RecordNotDamaged, Severity::Refuse, recordId));
    }
    outcome.from = soundReplica(recordId, believed, now);
    if (outcome.from.empty()) {
        outcome.verdict.add(findingOf(FindingId::NoSoundReplica, Severity::Refuse, recordId));
    }
    // On the disk of the archive, so that it moves into its place in one step.
    const fs::path fresh = damagedOf(m_station.m_home) / ("incoming-" + recordId);
    if (outcome.verdict.permitted()) {
        fs::remove_all(fresh);
        copyTree(outcome.from, fresh);
        if (!judgeCopy(fresh, recordId, believed, now).permitted()) { // what was really written
            outcome.verdict.add(findingOf(FindingId::NoSoundReplica, Severity::Refuse, recordId));
        }
    }
    if (!outcome.verdict.permitted()) {
        fs::remove_all(fresh);
        draft.facts.set("act", record::enumName(EntryKind::RecordRepaired));
        draft.verdict = outcome.verdict;
        m_station.m_ledger->append(draft, now);
        return outcome;
    }
    if (there) {
        outcome.asideAt = damagedOf(m_station.m_home) / (recordId + "-" + record::makeId(now));
        ledger::makeDurableFolder(damagedOf(m_station.m_home));
        ledger::renameDurably(place, outcome.asideAt);
    } else if (!untold.empty()) { // by a repair that came no further
        outcome.asideAt = damagedOf(m_station.m_home) / untold;
    }
    ledger::makeDurableFolder(place.parent_path());
    ledger::renameDurably(fresh, place);
    tellRepaired(draft, recordId, outcome, outcome.asideAt.empty());
    return outcome;
}

void Replicas::tellRepaired(record::EntryDraft draft, const std::string& recordId,
                            const RepairOutcome& outcome, bool missing) const {
    draft.kind = EntryKind::RecordRepaired;
    draft.record = recordId;
    draft.facts = Json::object({{"from", outcome.from.string()},
                                {"damaged", outcome.asideAt.filename().string()},
                                {"missing", missing}});
    draft.verdict = outcome.verdict;
    m_station.m_ledger->append(draft, record::readClock());
}

} // namespace seihon::station
