#include "station/emergency_looks.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/access_log.h"
#include "station/entry_walk.h"
#include "station/findings.h"

#include <syslog.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>

namespace seihon::station {

namespace fs = std::filesystem;
using record::Entry;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;

namespace {

constexpr std::size_t kSequencesInAnEntry = 1000;
constexpr const char* kEmergencyFact = "emergency";

// Of this process: looks that no spool took.
std::atomic<std::int64_t> onlyInSystemLog{0};

// Ids of looks of these spools that the log has already, and their entries.
std::map<std::string, std::uint64_t> takenBefore(ledger::Ledger& log, const SpoolContent& content,
                                                 std::set<std::uint64_t>& told) {
    std::set<std::string> wanted;
    std::uint64_t from = log.head().size;
    for (const SpooledLook& look : content.looks) {
        wanted.insert(look.id);
        from = std::min(from, look.entry.sequence);
    }
    std::map<std::string, std::uint64_t> known;
    forEntries(log, from, log.head().size, [&](const Entry& entry) {
        const Json& facts = entry.what.facts;
        if (entry.what.kind == EntryKind::EmergencyLooksTaken) {
            for (const Json& one : facts.at("sequences").asArray()) {
                told.insert(static_cast<std::uint64_t>(one.asInt()));
            }
        } else if (const Json* mark = facts.isObject() ? facts.find(kEmergencyFact) : nullptr;
                   mark != nullptr && mark->isObject()) {
            const std::string id = record::textIn(*mark, "id");
            if (wanted.contains(id)) {
                known.emplace(id, entry.sequence);
            }
        }
        return true;
    });
    return known;
}

record::EntryDraft draftOfTaken(const SpooledLook& look) {
    record::EntryDraft draft = look.entry.what;
    draft.facts.set(kEmergencyFact,
                    Json::object({{"id", look.id}, {"at", record::formatInstant(look.entry.at)}}));
    return draft;
}

} // namespace

bool isOfStorage(const Fault& fault) {
    return fault.kind == FaultKind::StorageFull || fault.kind == FaultKind::StorageFailed ||
           fault.kind == FaultKind::StorageDiffers || fault.kind == FaultKind::LedgerBusy ||
           fault.kind == FaultKind::LedgerBroken;
}

std::vector<EmergencySpool> emergencySpoolsOf(const Home& home,
                                              const config::StationConfig& config) {
    std::vector<EmergencySpool> spools;
    spools.emplace_back(home.root / "emergency" / "looks.jsonl");
    for (const fs::path& replica : config.replicas) {
        spools.emplace_back(replica / ("." + config.stationId + "-emergency-looks.jsonl"));
    }
    return spools;
}

void EmergencyLooks::spool(const record::EntryDraft& draft, record::Instant now) {
    Entry entry;
    entry.station = m_station.config().stationId;
    entry.at = now;
    entry.what = draft;
    try {
        entry.sequence = AccessLog(m_station).ledger().head().size;
    } catch (const Fault&) {
        entry.sequence = 0; // then the whole log is asked whether it has it
    }
    const std::string id = record::makeId(now);
    for (EmergencySpool& one : emergencySpoolsOf(m_station.home(), m_station.config())) {
        try {
            std::error_code ignored;
            if (one.file().parent_path().parent_path() == m_station.home().root) {
                fs::create_directory(one.file().parent_path(), ignored);
            }
            one.append(spoolLineOf({id, entry}));
            return;
        } catch (const Fault&) {
            continue; // the next place
        }
    }
    ++onlyInSystemLog;
    // The public line alone: a system log is no place for patients.
    ::syslog(LOG_AUTHPRIV | LOG_ALERT, "seihon: log and emergency spool cannot be written: %s",
             record::canonical(record::publicLine(entry)).c_str());
}

Entry EmergencyLooks::keep(const record::EntryDraft& draft, record::Instant now) {
    try {
        return AccessLog(m_station).ledger().append(draft, now);
    } catch (const Fault& fault) {
        if (!isOfStorage(fault)) {
            throw;
        }
    }
    spool(draft, now);
    Entry entry;
    entry.at = now;
    entry.what = draft;
    return entry;
}

void EmergencyLooks::takeOver(EmergencySpool& spool) {
    auto held = spool.hold();
    if (!held) {
        return;
    }
    ledger::Ledger& log = AccessLog(m_station).ledger();
    const SpoolContent content = readSpool(held->text());
    std::set<std::uint64_t> told;
    const auto known = takenBefore(log, content, told);
    std::vector<std::uint64_t> taken;
    for (const SpooledLook& look : content.looks) {
        const auto before = known.find(look.id);
        const std::uint64_t sequence =
            before != known.end() ? before->second
                                  : log.append(draftOfTaken(look), record::readClock()).sequence;
        if (!told.contains(sequence)) {
            taken.push_back(sequence);
        }
    }
    for (std::size_t from = 0; from < taken.size() || (from == 0 && content.damaged > 0);
         from += kSequencesInAnEntry) {
        Json sequences = Json::array();
        for (std::size_t i = from; i < std::min(taken.size(), from + kSequencesInAnEntry); ++i) {
            sequences.push(taken[i]);
        }
        record::EntryDraft draft;
        draft.kind = EntryKind::EmergencyLooksTaken;
        draft.actor = AccessLog(m_station).stationActor();
        draft.facts = Json::object({{"sequences", std::move(sequences)},
                                    {"damaged", from == 0 ? content.damaged : 0},
                                    {"spool", record::sha256(held->text()).hex()}});
        draft.regulation = m_station.regulation().digest;
        log.append(draft, record::readClock());
    }
    held->clear(content.damaged > 0);
    spool.reserve();
}

void EmergencyLooks::takeOver() {
    for (EmergencySpool& one : emergencySpoolsOf(m_station.home(), m_station.config())) {
        if (one.waiting() == 0) {
            continue;
        }
        try {
            takeOver(one);
        } catch (const Fault&) {
            continue; // it still waits, and is told of
        }
    }
}

void EmergencyLooks::reserve() {
    emergencySpoolsOf(m_station.home(), m_station.config()).front().reserve();
}

namespace {

record::Verdict standingOfSpools(const Home& home, const config::StationConfig& config) {
    record::Verdict verdict;
    for (const EmergencySpool& one : emergencySpoolsOf(home, config)) {
        if (one.waiting() == 0) {
            continue;
        }
        record::Finding finding =
            findingOf(FindingId::EmergencyLooksWaiting, Severity::Warn, one.file().string());
        try {
            const auto bytes = ledger::readWhole(one.file(), kSpoolBytes * 2);
            finding.measured =
                static_cast<std::int64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
        } catch (const Fault& fault) {
            finding.measured = fault.what();
        }
        verdict.add(std::move(finding));
    }
    if (onlyInSystemLog > 0) {
        record::Finding finding =
            findingOf(FindingId::EmergencyLookNotKept, Severity::Warn, config.stationId);
        finding.measured = onlyInSystemLog.load();
        verdict.add(std::move(finding));
    }
    std::error_code away;
    std::int64_t damaged = 0;
    for (fs::directory_iterator file(home.root / "emergency", away), end; !away && file != end;
         file.increment(away)) {
        damaged += file->path().extension() == ".damaged" ? 1 : 0;
    }
    if (damaged > 0) {
        record::Finding finding = findingOf(FindingId::EmergencySpoolDamaged, Severity::Warn,
                                            (home.root / "emergency").string());
        finding.measured = damaged;
        verdict.add(std::move(finding));
    }
    return verdict;
}

} // namespace

record::Verdict EmergencyLooks::standing() {
    return standingOfSpools(m_station.home(), m_station.config());
}

record::Verdict emergencyNotice(const fs::path& folder) {
    const Home home{fs::absolute(folder)};
    try {
        const auto bytes = ledger::readWhole(home.stationFile(), kConfigFileBytes);
        return standingOfSpools(home, config::parseStation(std::string(bytes.begin(), bytes.end()),
                                                           home.stationFile().string()));
    } catch (const Fault&) {
        return {}; // the verb has told of it
    }
}

} // namespace seihon::station
