#include "station/film_desk.h"

#include "config/config.h"
#include "imaging/film_tablet.h"
#include "imaging/tiff.h"
#include "record/fault.h"
#include "record/film_fit.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "regulation/judge_film.h"
#include "station/findings.h"
#include "station/typed_text.h"
#include "station/verb.h"

#include <algorithm>
#include <set>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FilmCalibration;
using record::Json;
using regulation::Authority;

namespace {

constexpr std::uint64_t kMostCalibrations = 100'000; // a device is calibrated once a month
constexpr std::int64_t kCertificateBytes = 64 << 10;

Json tabletJson(const record::FilmTablet& tablet) {
    return Json::object({{"id", tablet.id},
                         {"certifiedBy", tablet.certifiedBy},
                         {"certifiedUntil", record::formatInstant(tablet.certifiedUntil)},
                         {"sha256", tablet.digest.hex()}});
}

} // namespace

// Bytes first, then the entry: the scan and the certificate lie beside those of qualifications.
void FilmDesk::scanTablet(const record::ScanProfile& profile, CalibrateOutcome& outcome,
                          Json& facts, std::stop_token stop) {
    capture::WorkerConfig config = m_station.worker();
    config.sheetsAhead = 0;
    const auto source = capture::openScanner(config, outcome.device.name, profile);
    const std::optional<capture::CapturedPage> page = source->next({stop, stop});
    if (!page) {
        throw Fault(FaultKind::FeederEmpty, "no step tablet lies in the device");
    }
    outcome.device = page->facts.device;
    const std::vector<std::uint8_t> bytes = imaging::encodeTiff(page->image);
    if (record::pixelDigest(imaging::decodeTiff(bytes)) != record::pixelDigest(page->image)) {
        throw Fault(FaultKind::StorageDiffers, "the encoded scan does not decode to its pixels",
                    {{"file", "TIFF"}});
    }
    ledger::writeDurably(outcome.file, bytes);
    facts.set("device", record::toJson(outcome.device));
    facts.set("scanSha256", record::sha256(bytes).hex());
    facts.set("capture", record::toJson(page->facts));
    outcome.measurement =
        imaging::measureTablet(page->image, page->facts.sheetRect, outcome.tablet);
    facts.set("measurements", record::toJson(outcome.measurement));
    outcome.verdict.merge(regulation::judgeFilmCalibration(*m_station.m_regulation, outcome.tablet,
                                                           page->facts, outcome.measurement,
                                                           record::readClock()));
}

FilmCalibration FilmDesk::calibrationFrom(const CalibrateOutcome& outcome, std::int64_t dpi,
                                          const record::Actor& actor, record::Instant at) const {
    const regulation::Regulation& rules = *m_station.m_regulation;
    FilmCalibration made;
    made.id = outcome.id;
    made.device = outcome.device;
    made.dpi = dpi;
    made.calibratedAt = std::chrono::floor<std::chrono::seconds>(at);
    made.validUntil = std::min<record::Instant>(
        regulation::filmCalibrationEnd(rules, at),
        std::chrono::floor<std::chrono::seconds>(outcome.tablet.certifiedUntil));
    made.calibratedBy = actor.name;
    made.tablet = outcome.tablet.id;
    made.tabletDigest = outcome.tablet.digest;
    made.curve = record::usableSteps(outcome.measurement, rules.filmCalibration.limits);
    made.range = record::rangeOf(made.curve);
    made.tableDigest = record::digestOfTable(record::densityTable(made.curve));
    made.pitchAcrossNanometres = outcome.measurement.pitchAcrossNanometres;
    made.pitchDownNanometres = outcome.measurement.pitchDownNanometres;
    made.demo = m_station.m_config.demo;
    return made;
}

CalibrateOutcome FilmDesk::calibrate(const Session& session, const CalibrateRequest& request,
                                     std::stop_token stop) {
    const std::vector<std::uint8_t> certificate =
        ledger::readWhole(request.certificate, kCertificateBytes);
    CalibrateOutcome outcome;
    outcome.tablet = config::parseFilmTablet(std::string(certificate.begin(), certificate.end()),
                                             request.certificate.filename().string());
    record::EntryDraft draft = m_station.draftFor(session, Authority::QualifyDevice, {},
                                                  record::readClock(), outcome.verdict);
    outcome.device.name =
        request.device.empty() ? m_station.m_config.defaultDevice : request.device;
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    const ledger::FileLock lock(m_station.m_home.locks() / "qualifications", false);
    m_station.requireSpace();
    outcome.id = record::makeId(record::readClock());
    const std::filesystem::path folder = m_station.m_home.qualification(outcome.id);
    ledger::makeDurableFolder(folder);
    ledger::writeDurably(folder / "tablet.toml", certificate);
    outcome.file = folder / "tablet.tif";
    record::ScanProfile profile;
    profile.source = record::PaperSource::Transparency;
    profile.mode = record::ColourMode::Grey;
    profile.bitsPerSample = 16;
    profile.dpi = request.dpi;
    profile.areaWidthMicrometres = request.areaWidthMicrometres.value_or(218'000);
    profile.areaHeightMicrometres = request.areaHeightMicrometres.value_or(305'000);
    draft.kind = EntryKind::FilmCalibrationRefused;
    draft.facts = Json::object({{"id", outcome.id},
                                {"device", record::toJson(outcome.device)},
                                {"tablet", tabletJson(outcome.tablet)}});
    try {
        scanTablet(profile, outcome, draft.facts, stop);
    } catch (const Fault& fault) {
        draft.facts.set("fault", nameOf(fault.kind));
        m_station.m_ledger->append(draft, record::readClock());
        throw;
    }
    const record::Instant at = record::readClock();
    draft.verdict = outcome.verdict;
    if (outcome.verdict.permitted()) {
        outcome.calibration = calibrationFrom(outcome, profile.dpi, draft.actor, at);
        outcome.calibration->scanDigest = record::digestIn(draft.facts, "scanSha256");
        draft.kind = EntryKind::FilmCalibrated;
        draft.facts.set("calibration", record::toJson(*outcome.calibration));
    }
    m_station.m_ledger->append(draft, at);
    return outcome;
}

std::vector<CalibrationRow> FilmDesk::list(record::Instant now) {
    std::vector<CalibrationRow> rows;
    std::map<std::string, record::Instant> voided;
    for (const record::Entry& entry : m_station.m_ledger->entriesOfKind(
             EntryKind::FilmCalibrationVoided, 0, kMostCalibrations)) {
        voided.emplace(entry.what.facts.at("id").asString(), entry.at);
    }
    const auto made =
        m_station.m_ledger->entriesOfKind(EntryKind::FilmCalibrated, 0, kMostCalibrations);
    std::set<std::pair<std::string, std::int64_t>> seen;
    for (auto entry = made.rbegin(); entry != made.rend(); ++entry) {
        CalibrationRow row;
        row.calibration = record::filmCalibrationFromJson(entry->what.facts.at("calibration"));
        const FilmCalibration& one = row.calibration;
        row.newest = seen.insert({one.device.name, one.dpi}).second;
        if (const auto end = voided.find(one.id); end != voided.end()) {
            row.voidedAt = end->second;
        }
        row.standing = regulation::judgeCalibrated(
            *m_station.m_regulation, row.voidedAt ? nullptr : &one, one.device, one.dpi, now);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::optional<FilmCalibration> FilmDesk::calibrationOf(const std::string& device,
                                                       std::int64_t dpi) {
    for (CalibrationRow& row : list(record::readClock())) {
        const bool this_ = row.calibration.device.name == device && row.calibration.dpi == dpi;
        if (row.newest && this_ && !row.voidedAt) {
            return std::move(row.calibration);
        }
    }
    return std::nullopt;
}

record::Verdict FilmDesk::voidCalibration(const Session& session, const std::string& device,
                                          const std::string& reason) {
    requireReason(reason);
    const record::Instant now = record::readClock();
    record::Verdict verdict;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::QualifyDevice, {}, now, verdict);
    if (!verdict.permitted()) {
        return verdict;
    }
    const ledger::FileLock lock(m_station.m_home.locks() / "qualifications", false);
    std::int64_t ended = 0;
    for (const CalibrationRow& row : list(now)) {
        const FilmCalibration& one = row.calibration;
        if (one.device.name == device && !row.voidedAt && one.validUntil > now) {
            draft.kind = EntryKind::FilmCalibrationVoided;
            draft.facts = Json::object({{"id", one.id}, {"device", device}, {"reason", reason}});
            m_station.m_ledger->append(draft, now);
            ++ended;
        }
    }
    if (ended == 0) {
        throw Fault(FaultKind::NotFound,
                    "no film calibration of \"" + device.substr(0, 64) + "\" is in force");
    }
    return verdict;
}

Outcome FilmDesk::attestSide(const Session& session, const std::string& jobId,
                             record::FilmSide answer, const std::string& reason) {
    Station::Verb verb(m_station, jobId, Authority::Compare, session);
    if (!regulation::isFilm(verb.rules(), verb.job.original)) {
        throw Fault(FaultKind::Usage, "the job is of no films");
    }
    if (answer != record::FilmSide::Correct) {
        requireReason(reason);
    }
    record::Verdict verdict = verb.judgeStep();
    if (verb.job.pages.empty()) {
        verdict.add(findingOf(record::FindingId::NoPages, record::Severity::Refuse));
    }
    if (verb.permits(verdict)) {
        const record::Attestation attestation{"film-side", std::string(record::enumName(answer)),
                                              reason,      session.person.user,
                                              verb.actor,  verb.now};
        verb.append(EntryKind::FilmSideAttested,
                    Json::object({{"attestation", record::toJson(attestation)}}));
        // What it means is judged at submission; whoever answers is told at once.
        verdict.merge(regulation::judgeFilmSide(verb.documentClass(), verb.job));
    }
    return {verb.job, verdict};
}

void FilmDesk::health(HealthLine& line) {
    const record::Instant now = record::readClock();
    std::int64_t devices = 0;
    for (const CalibrationRow& row : list(now)) {
        if (!row.newest || row.voidedAt) {
            continue;
        }
        ++devices;
        const auto days =
            std::chrono::duration_cast<std::chrono::days>(now - row.calibration.calibratedAt);
        line.detail += (line.detail.empty() ? "" : ", ") + row.calibration.device.name + " " +
                       std::to_string(row.calibration.dpi) + " dpi, " +
                       std::to_string(days.count()) + " d";
        for (record::Finding finding : row.standing.findings) {
            finding.severity = record::Severity::Warn; // paper goes on
            line.verdict.add(std::move(finding));
        }
    }
    if (devices == 0) {
        line.detail = "0";
    }
}

} // namespace seihon::station
