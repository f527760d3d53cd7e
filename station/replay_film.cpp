#include "record/json_fields.h"
#include "regulation/judge_film.h"
#include "station/findings.h"
#include "station/replay_judge.h"

// Films and their devices, judged again from stored facts [A4].
namespace seihon::station {

using record::Entry;
using record::EntryKind;
using record::FindingId;
using record::Json;
using record::Severity;
using record::Verdict;
using regulation::Authority;

namespace {

std::optional<record::FilmCalibration> calibrationIn(const Json& facts) {
    const Json* calibration = facts.find("filmCalibration");
    return calibration == nullptr || calibration->isNull()
               ? std::nullopt
               : std::optional(record::filmCalibrationFromJson(*calibration));
}

Verdict stepOfFilm(const Entry& entry, Authority authority, const ReplayFacts& facts) {
    Verdict verdict = authorityOf(entry, authority, facts);
    return verdict.merge(regulation::judgeStep(facts.jobs.before(entry).job, authority));
}

// A run for films, started or refused; empty for any other entry.
std::optional<Rejudged> filmRun(const Entry& entry, const ReplayFacts& facts) {
    const Json& said = entry.what.facts;
    const bool refused = entry.what.kind == EntryKind::Refused &&
                         record::textIn(said, "verb") == record::enumName(Authority::Scan);
    if (entry.what.job.empty() || said.find("profile") == nullptr ||
        !(refused || entry.what.kind == EntryKind::ScanStarted)) {
        return std::nullopt;
    }
    ReplayedJobs::Kept& kept = facts.jobs.before(entry);
    const regulation::Regulation& rules = facts.rulesOf(kept.job.regulation);
    if (!regulation::isFilm(rules, kept.job.original)) {
        return std::nullopt;
    }
    kept.runQualification.reset();
    Verdict verdict = stepOfFilm(entry, Authority::Scan, facts);
    if (!kept.job.prepared) {
        verdict.add(findingOf(FindingId::NotPrepared, Severity::Refuse));
    }
    if (said.at("device").asString() != "folder") {
        const auto calibration = calibrationIn(said);
        verdict.merge(regulation::judgeFilmProfile(
            rules, kept.job.original, calibration ? &*calibration : nullptr,
            record::scanProfileFromJson(said.at("profile")), entry.at));
    }
    return Rejudged{verdict, true};
}

Rejudged filmCalibrated(const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = authorityOf(entry, Authority::QualifyDevice, facts);
    const Json& said = entry.what.facts;
    if (const Json* measurements = said.find("measurements")) {
        record::FilmTablet tablet;
        tablet.id = said.at("tablet").at("id").asString();
        tablet.certifiedUntil =
            record::parseInstant(said.at("tablet").at("certifiedUntil").asString());
        verdict.merge(regulation::judgeFilmCalibration(
            facts.inForce, tablet, record::captureFactsFromJson(said.at("capture")),
            record::filmMeasurementFromJson(*measurements), entry.at));
    }
    return {verdict, false}; // a fault has no verdict
}

} // namespace

std::optional<Rejudged> rejudgeFilm(const Entry& entry, const ReplayFacts& facts) {
    switch (entry.what.kind) {
    case EntryKind::FilmCalibrated:
    case EntryKind::FilmCalibrationRefused:
        return filmCalibrated(entry, facts);
    case EntryKind::FilmCalibrationVoided:
        return Rejudged{authorityOf(entry, Authority::QualifyDevice, facts), true};
    case EntryKind::FilmSideAttested: {
        Verdict verdict = stepOfFilm(entry, Authority::Compare, facts);
        if (facts.jobs.before(entry).job.pages.empty()) {
            verdict.add(findingOf(FindingId::NoPages, Severity::Refuse));
        }
        return Rejudged{verdict, true};
    }
    default:
        return filmRun(entry, facts);
    }
}

} // namespace seihon::station
