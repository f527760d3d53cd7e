#include "station/record_copies.h"

#include "record/clean_text.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/archive_places.h"
#include "station/findings.h"
#include "station/restic.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <system_error>

namespace seihon::station {

namespace fs = std::filesystem;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Severity;

namespace {

constexpr std::string_view kEntriesTag = "entries="; // station/backups.cpp

record::Finding copyFinding(FindingId id, Severity severity, std::string where, std::string what) {
    record::Finding finding = findingOf(id, severity, std::move(where));
    finding.measured = std::move(what);
    return finding;
}

// How much of the log lies in a snapshot; nullopt when nobody wrote that down.
std::optional<std::uint64_t> entriesOf(const ResticSnapshot& snapshot) {
    for (const std::string& tag : snapshot.tags) {
        std::uint64_t entries = 0;
        const char* const end = tag.data() + tag.size();
        if (tag.starts_with(kEntriesTag) &&
            std::from_chars(tag.data() + kEntriesTag.size(), end, entries).ptr == end) {
            return entries;
        }
    }
    return std::nullopt;
}

// Those that hold its files, and those whose log still opens its private facts.
std::vector<ResticSnapshot> holding(const Restic& restic, const GoingRecord& record) {
    std::vector<ResticSnapshot> all = restic.snapshots();
    std::vector<std::string> names{record.recordId + "*"};
    if (record::isId(record.job)) {
        names.push_back(record.job + "*");
    }
    const std::vector<std::string> found = restic.find(names);
    std::erase_if(all, [&](const ResticSnapshot& one) {
        const auto entries = entriesOf(one);
        const bool opens = entries && *entries > record.firstEntry && *entries <= record.carriedOut;
        const bool holds = std::any_of(found.begin(), found.end(), [&](const std::string& id) {
            return one.id.starts_with(id);
        });
        return !opens && !holds;
    });
    return all;
}

} // namespace

// REPLICA/STATION/yyyy/mm/dd/ID, and what a copy that was cut off left; deliveries/TARGET/ID;
// damaged/ID-….
std::vector<fs::path> RecordCopies::inFolders(const GoingRecord& record) const {
    std::vector<fs::path> places;
    for (const fs::path& replica : m_station.config().replicas) {
        const fs::path ours = replica / m_station.config().stationId;
        for (const fs::path& place : {ours / record::archivePathOfId(record.recordId),
                                      ours / ".incoming" / record.recordId}) {
            if (fs::exists(place)) {
                places.push_back(place);
            }
        }
    }
    // Objects on their way to another system.
    const fs::path deliveries = m_station.home().root / "deliveries";
    if (fs::is_directory(deliveries)) {
        for (const fs::directory_entry& target : fs::directory_iterator(deliveries)) {
            if (fs::exists(target.path() / record.recordId)) {
                places.push_back(target.path() / record.recordId);
            }
        }
    }
    const fs::path damaged = damagedOf(m_station.home());
    if (fs::is_directory(damaged)) {
        for (const fs::directory_entry& one : fs::directory_iterator(damaged)) {
            if (one.path().filename().string().find(record.recordId) != std::string::npos) {
                places.push_back(one.path());
            }
        }
    }
    return places;
}

bool RecordCopies::anyInFolders(const GoingRecord& record) const {
    return !inFolders(record).empty();
}

void RecordCopies::remove(const GoingRecord& record) const {
    for (const fs::path& place : inFolders(record)) {
        std::error_code error;
        fs::remove_all(place, error);
        if (error) {
            throw Fault(FaultKind::StorageFailed,
                        "a copy of a deleted record cannot be removed: " + place.string() + ": " +
                            error.message(),
                        {{"file", place.string()}}, true);
        }
        ledger::syncTree(place.parent_path());
    }
}

CopiesFound RecordCopies::look(const GoingRecord& record) const {
    CopiesFound found;
    for (const fs::path& place : inFolders(record)) {
        found.verdict.add(copyFinding(FindingId::DeletionCopyLeft, Severity::Refuse, place.string(),
                                      record.recordId));
    }
    for (const fs::path& replica : m_station.config().replicas) {
        if (fs::is_directory(replica)) {
            found.lookedAt.push_back("replica " + replica.string());
        } else { // a disk that is not mounted
            found.verdict.add(copyFinding(FindingId::DeletionCopyUnseen, Severity::Warn,
                                          replica.string(), "not there"));
        }
    }
    lookAtBackups(record, found);
    return found;
}

void RecordCopies::lookAtBackups(const GoingRecord& record, CopiesFound& found) const {
    const Home& home = m_station.home();
    for (const config::BackupTarget& target : m_station.config().backups) {
        try {
            const Restic restic(target, home.below(target.credentialsFile),
                                passwordIn(home.below(target.passwordFile)));
            restic.probe();
            for (const ResticSnapshot& one : holding(restic, record)) {
                found.verdict.add(copyFinding(
                    FindingId::DeletionCopyLeft, Severity::Refuse, "backup " + target.name,
                    one.id.substr(0, 8) + ", " + record::formatInstant(one.at)));
            }
            found.lookedAt.push_back("backup " + target.name);
        } catch (const Fault& fault) { // it does not answer: nothing is known of it
            found.verdict.add(copyFinding(FindingId::DeletionCopyUnseen, Severity::Warn,
                                          "backup " + target.name,
                                          record::cleanText(fault.what())));
        }
    }
}

} // namespace seihon::station
