#include "station/qualify.h"

#include "config/write.h"
#include "imaging/target.h"
#include "imaging/tiff.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "record/target_layout.h"
#include "station/findings.h"
#include "station/station.h"
#include "station/typed_text.h"

#include <algorithm>
#include <utility>

// Qualification of scanners [A1]: bytes first, then the entry, then the file that scans look into.
// The log decides: what the file says otherwise counts for nothing.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using record::Qualification;
using regulation::Authority;

namespace {

// Entries of one kind; scanners are qualified a few times a year.
constexpr std::uint64_t kMostQualifications = 100'000;

Json toJson(const TargetScan& scan) {
    return Json::object({{"file", scan.file.filename().string()},
                         {"sha256", scan.fileDigest.hex()},
                         {"capture", record::toJson(scan.capture)},
                         {"measurements", record::toJson(scan.measurement)},
                         {"verdict", record::toJson(scan.verdict)}});
}

Json scansJson(const QualifyOutcome& outcome) {
    Json scans = Json::array();
    for (const TargetScan& scan : outcome.scans) {
        scans.push(toJson(scan));
    }
    return scans;
}

std::int64_t sidesOf(record::PaperSource source) {
    return source == record::PaperSource::FeederDuplex ? 2 : 1;
}

std::string fileNameOf(const record::CaptureFacts& facts) {
    return std::to_string(facts.dpiX) + "dpi-" + std::string(record::enumName(facts.source)) + "-" +
           std::string(record::enumName(facts.mode)) + "-" +
           std::string(record::enumName(facts.side)) + ".tif";
}

std::vector<record::ScanProfile> profilesOf(const QualifyRequest& request) {
    std::vector<record::ScanProfile> profiles;
    for (const record::PaperSource source : request.sources) {
        for (const record::ColourMode mode : request.modes) {
            for (const std::int64_t dpi : request.dpi) {
                record::ScanProfile profile;
                profile.source = source;
                profile.mode = mode;
                profile.bitsPerSample = request.bitsPerSample;
                profile.dpi = dpi;
                if (source == record::PaperSource::Flatbed) { // glass is seldom larger than A4
                    profile.areaWidthMicrometres = record::kTargetWidth;
                    profile.areaHeightMicrometres = record::kTargetHeight;
                }
                profiles.push_back(profile);
            }
        }
    }
    return profiles;
}

record::QualifiedScan summaryOf(const TargetScan& scan) {
    record::QualifiedScan summary;
    summary.dpi = std::min(scan.capture.dpiX, scan.capture.dpiY);
    summary.source = scan.capture.source;
    summary.side = scan.capture.side;
    summary.mode = scan.capture.mode;
    summary.edgeWidthMilliPixels = scan.measurement.edgeWidthMilliPixels.value();
    summary.samplingEfficiencyPercent = std::min(scan.measurement.across.samplingEfficiencyPercent,
                                                 scan.measurement.down.samplingEfficiencyPercent);
    summary.fileDigest = scan.fileDigest;
    return summary;
}

// What this driver can never tell stands in the first scan's verdict, for whoever decides whether
// the device will do: a firmware that nobody can read is a change that nobody will see.
record::Verdict guaranteesOf(const std::vector<record::DeviceProfile>& profiles,
                             const record::CaptureFacts& facts) {
    std::vector<std::string> options;
    for (const record::DeviceOption& option : facts.options) {
        options.push_back(option.name);
    }
    return regulation::judgeGuarantees(*record::findProfile(profiles, facts.device), facts.device,
                                       options);
}

// The same as the log has it? Its end may come earlier, when a newer one took its place.
bool sameAsLogged(Qualification one, const Json& logged) {
    const record::Instant end = record::parseInstant(logged.at("validUntil").asString());
    if (one.validUntil > end) {
        return false;
    }
    one.validUntil = end;
    one.voidedAt.reset();
    one.voidReason.clear();
    return record::toJson(one) == logged;
}

} // namespace

void replaceOlder(std::vector<Qualification>& list, const Qualification& newer) {
    std::erase_if(list, [&](const Qualification& old) {
        return old.device == newer.device && !old.voidedAt && old.validFrom >= newer.validFrom;
    });
    for (Qualification& old : list) {
        if (old.device == newer.device && !old.voidedAt && old.validUntil > newer.validFrom) {
            old.validUntil = newer.validFrom;
        }
    }
}

const Qualification* newestQualification(std::span<const Qualification> list,
                                         const std::string& device) {
    // Newest first in the file's order: a re-qualification stands after the one it replaces.
    const auto fits = [&](const Qualification& q) {
        const std::string& name = q.device.name;
        return name.ends_with('*') ? device.starts_with(name.substr(0, name.size() - 1))
                                   : device == name;
    };
    const auto found = std::find_if(list.rbegin(), list.rend(), fits);
    return found == list.rend() ? nullptr : &*found;
}

record::Verdict judgeQualified(const Qualification* qualification, const std::string& device,
                               record::Instant now) {
    using record::FindingId;
    constexpr auto kRefuse = record::Severity::Refuse;
    record::Verdict verdict;
    if (qualification == nullptr) {
        verdict.add(measuredFinding(FindingId::DeviceNotQualified, kRefuse, device));
    } else if (qualification->voidedAt) {
        verdict.add(
            measuredFinding(FindingId::QualificationVoided, kRefuse, qualification->voidReason));
    } else if (!qualification->logged) {
        verdict.add(findingOf(FindingId::QualificationNotLogged, kRefuse, qualification->id));
    } else if (now >= qualification->validUntil) {
        verdict.add(measuredFinding(FindingId::QualificationExpired, kRefuse, {},
                                    record::formatInstant(qualification->validUntil)));
    }
    return verdict;
}

std::size_t targetSheetsFor(const QualifyRequest& request) {
    return request.dpi.size() * request.sources.size() * request.modes.size();
}

void Station::readQualifications() {
    const std::vector<std::uint8_t> bytes =
        ledger::readWhole(m_home.qualificationsFile(), kConfigFileBytes);
    m_qualifications = config::parseQualifications(std::string(bytes.begin(), bytes.end()),
                                                   m_home.qualificationsFile().string());
    const auto made = m_ledger->entriesOfKind(EntryKind::DeviceQualified, 0, kMostQualifications);
    const auto voided =
        m_ledger->entriesOfKind(EntryKind::QualificationVoided, 0, kMostQualifications);
    for (Qualification& one : m_qualifications) {
        one.logged = std::any_of(made.begin(), made.end(), [&](const record::Entry& entry) {
            return sameAsLogged(one, entry.what.facts.at("qualification"));
        });
        // Whoever takes the mark of a repair out of the file does not make it good again.
        const bool ended = std::any_of(voided.begin(), voided.end(), [&](const auto& entry) {
            return entry.what.facts.at("id").asString() == one.id;
        });
        one.logged = one.logged && ended == one.voidedAt.has_value();
    }
}

void Station::writeQualifications(const std::vector<Qualification>& list) {
    ledger::replaceDurably(m_home.qualificationsFile(),
                           record::bytesOf(config::qualificationsToml(list)));
    std::filesystem::permissions(m_home.qualificationsFile(), std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    readQualifications();
}

// One setting of the device: the target's sides, kept and read back, measured and judged.
void Station::scanTarget(const record::ScanProfile& profile, QualifyOutcome& outcome,
                         const TargetSeen& seen, std::stop_token stop) {
    capture::WorkerConfig config = worker();
    config.sheetsAhead = 0; // this setting takes one sheet, and no other
    const auto source = capture::openScanner(config, outcome.device.name, profile);
    for (std::int64_t side = 0; side < sidesOf(profile.source); ++side) {
        std::optional<capture::CapturedPage> page = source->next({stop, stop});
        if (!page) {
            throw Fault(FaultKind::FeederEmpty, "no target sheet for " +
                                                    std::to_string(profile.dpi) + " dpi from " +
                                                    std::string(record::enumName(profile.source)));
        }
        TargetScan scan;
        scan.file = m_home.qualification(outcome.id) / fileNameOf(page->facts);
        const std::vector<std::uint8_t> bytes = imaging::encodeTiff(page->image);
        if (record::pixelDigest(imaging::decodeTiff(bytes)) != record::pixelDigest(page->image)) {
            throw Fault(FaultKind::StorageDiffers, "the encoded scan does not decode to its pixels",
                        {{"file", "TIFF"}});
        }
        scan.fileDigest = record::sha256(bytes);
        ledger::writeDurably(scan.file, bytes);
        scan.capture = std::move(page->facts);
        if (outcome.scans.empty()) {
            outcome.device = scan.capture.device;
        } else if (scan.capture.device != outcome.device) {
            throw Fault(FaultKind::DeviceSettingsDiffer, "another device answered in between",
                        {{"option", "device"},
                         {"asked", outcome.device.serial},
                         {"delivered", scan.capture.device.serial}});
        }
        scan.measurement = imaging::measureTarget(page->image);
        scan.verdict = regulation::judgeTarget(*m_regulation, scan.capture, scan.measurement);
        if (outcome.scans.empty()) {
            scan.verdict.merge(guaranteesOf(config.deviceProfiles, scan.capture));
        }
        outcome.verdict.merge(scan.verdict);
        outcome.scans.push_back(std::move(scan));
        if (seen) {
            seen(outcome.scans.back());
        }
    }
}

Qualification Station::qualificationFrom(const QualifyOutcome& outcome,
                                         const QualifyRequest& request) const {
    Qualification made;
    made.id = outcome.id;
    made.device = outcome.device;
    made.opticalDpi = request.dpi;
    made.modes = request.modes;
    made.sources = request.sources;
    made.bitsPerSample = {request.bitsPerSample};
    made.validFrom = std::chrono::floor<std::chrono::seconds>(outcome.at);
    made.validUntil = regulation::qualificationEnd(*m_regulation, outcome.at);
    made.qualifiedBy = outcome.actor.name;
    made.demo = m_config.demo;
    for (const TargetScan& scan : outcome.scans) {
        made.scans.push_back(summaryOf(scan));
    }
    return made;
}

// Empty draft of one act on devices by this person; refused attempts are logged too [A13].
QualifyOutcome Station::qualify(const Session& session, const QualifyRequest& request,
                                const TargetSeen& seen, std::stop_token stop) {
    QualifyOutcome outcome;
    outcome.at = record::readClock();
    record::EntryDraft draft =
        draftFor(session, Authority::QualifyDevice, {}, outcome.at, outcome.verdict);
    outcome.actor = draft.actor;
    outcome.device.name = request.device.empty() ? m_config.defaultDevice : request.device;
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    const ledger::FileLock lock(m_home.locks() / "qualifications", false);
    requireSpace();
    outcome.id = record::makeId(outcome.at);
    ledger::makeDurableFolder(m_home.qualification(outcome.id));
    draft.kind = EntryKind::QualificationRefused;
    try {
        for (const record::ScanProfile& profile : profilesOf(request)) {
            scanTarget(profile, outcome, seen, stop);
        }
    } catch (const Fault& fault) {
        draft.facts = Json::object({{"id", outcome.id},
                                    {"device", record::toJson(outcome.device)},
                                    {"fault", nameOf(fault.kind)},
                                    {"scans", scansJson(outcome)}});
        m_ledger->append(draft, record::readClock());
        throw;
    }
    outcome.at = record::readClock();
    draft.facts = Json::object({{"id", outcome.id},
                                {"device", record::toJson(outcome.device)},
                                {"scans", scansJson(outcome)}});
    draft.verdict = outcome.verdict;
    if (outcome.verdict.permitted()) {
        outcome.qualification = qualificationFrom(outcome, request);
        draft.kind = EntryKind::DeviceQualified;
        draft.facts.set("qualification", record::toJson(*outcome.qualification));
    }
    m_ledger->append(draft, outcome.at);
    if (outcome.qualification) {
        readQualifications(); // another process may have written since we began
        std::vector<Qualification> list = m_qualifications;
        replaceOlder(list, *outcome.qualification);
        list.push_back(*outcome.qualification);
        writeQualifications(list);
    }
    return outcome;
}

record::Verdict Station::voidQualification(const Session& session, const std::string& device,
                                           const std::string& reason) {
    requireReason(reason);
    const record::Instant now = record::readClock();
    record::Verdict verdict;
    record::EntryDraft draft = draftFor(session, Authority::QualifyDevice, {}, now, verdict);
    if (!verdict.permitted()) {
        return verdict;
    }
    const ledger::FileLock lock(m_home.locks() / "qualifications", false);
    readQualifications();
    std::vector<Qualification> list = m_qualifications;
    std::int64_t ended = 0;
    for (Qualification& one : list) {
        if (one.device.name != device || one.voidedAt || one.validUntil <= now) {
            continue;
        }
        one.voidedAt = std::chrono::floor<std::chrono::seconds>(now);
        one.voidReason = reason;
        draft.kind = EntryKind::QualificationVoided;
        draft.facts = Json::object({{"id", one.id}, {"device", device}, {"reason", reason}});
        m_ledger->append(draft, now);
        ++ended;
    }
    if (ended == 0) {
        throw Fault(FaultKind::NotFound,
                    "no qualification of \"" + device.substr(0, 64) + "\" is in force");
    }
    writeQualifications(list);
    return verdict;
}

} // namespace seihon::station
