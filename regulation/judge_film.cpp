#include "regulation/judge_film.h"

#include "record/film_fit.h"
#include "regulation/findings.h"

#include <algorithm>
#include <cstdlib>

namespace seihon::regulation {

using record::CaptureFacts;
using record::FilmCalibration;
using record::FilmLimits;
using record::FilmMeasurement;
using record::FindingId;
using record::Quantity;
using record::Severity;
using record::Verdict;

namespace {

void judgeTabletSharpness(const FilmLimits& limits, const FilmMeasurement& measured,
                          Verdict& verdict) {
    for (const auto& [response, name] :
         {std::pair(&measured.across, "across"), std::pair(&measured.down, "down")}) {
        if (response->samplingEfficiencyPercent < limits.samplingEfficiencyPercent) {
            verdict.add(refusal(FindingId::TargetBlurred,
                                {.measured = response->samplingEfficiencyPercent,
                                 .required = limits.samplingEfficiencyPercent,
                                 .unit = "percent"},
                                name));
        }
        if (response->peakPermille > limits.peakPermille) {
            verdict.add(refusal(FindingId::TargetOversharpened,
                                {.measured = response->peakPermille,
                                 .required = limits.peakPermille,
                                 .unit = "permille"},
                                name));
        }
    }
    judgeScale(measured.scaleErrorAcrossPpm, measured.scaleErrorDownPpm, limits.scaleErrorPpm,
               verdict);
}

void judgeTabletSteps(const FilmLimits& limits, const FilmMeasurement& measured, Verdict& verdict) {
    if (const auto step = record::brighterThanBefore(measured)) {
        verdict.add(refusal(FindingId::FilmStepsNotMonotonic, {},
                            std::to_string(measured.steps[*step].density) + "/1000"));
    }
    const std::vector<record::FilmStep> usable = record::usableSteps(measured, limits);
    const auto count = static_cast<std::int64_t>(usable.size());
    if (count < limits.steps) {
        verdict.add(refusal(FindingId::TargetStepsMerged,
                            {.measured = count, .required = limits.steps, .unit = "steps"}));
    }
    const std::int64_t residual = record::largestResidual(usable);
    if (residual > limits.residualDensity) {
        verdict.add(refusal(
            FindingId::FilmCurveResidual,
            {.measured = residual, .required = limits.residualDensity, .unit = "milliDensity"}));
    }
}

void judgeDepth(std::optional<std::int64_t> bits, std::int64_t required, Verdict& verdict) {
    if (!bits) {
        verdict.add(refusal(FindingId::NotMeasured, {}, "significantBits"));
    } else if (*bits < required) { // measured, not declared
        verdict.add(refusal(FindingId::FilmDepthNotReal,
                            {.measured = *bits, .required = required, .unit = "bits"}));
    }
}

void judgeSource(record::PaperSource source, Verdict& verdict) {
    constexpr auto kNeeded = record::PaperSource::Transparency;
    if (source != kNeeded && source != record::PaperSource::Folder) { // that is told elsewhere
        verdict.add(refusal(FindingId::FilmSourceNeeded, {.measured = record::enumName(source),
                                                          .required = record::enumName(kNeeded)}));
    }
}

void judgePitch(const FilmRules& rules, std::int64_t nanometres, std::string_view way,
                Verdict& verdict) {
    const std::int64_t micrometres = (nanometres + 999) / 1000;
    if (micrometres > rules.pitchMicrometres) {
        verdict.add(refusal(
            FindingId::FilmPitchTooCoarse,
            {.measured = micrometres, .required = rules.pitchMicrometres, .unit = "micrometres"},
            std::string(way)));
    }
}

void judgeRange(const FilmRules& rules, const FilmCalibration& calibration, Verdict& verdict) {
    if (calibration.range.least > rules.leastDensity) {
        verdict.add(refusal(FindingId::FilmRangeTooSmall,
                            {.measured = calibration.range.least,
                             .required = rules.leastDensity,
                             .unit = "milliDensity"},
                            "clear"));
    }
    if (calibration.range.most < rules.mostDensity) {
        verdict.add(refusal(FindingId::FilmRangeTooSmall,
                            {.measured = calibration.range.most,
                             .required = rules.mostDensity,
                             .unit = "milliDensity"},
                            "dense"));
    }
}

void judgeSaturated(const std::optional<QualityFloors::Limit>& limit,
                    const record::Measured* measured, std::string_view end, Verdict& verdict) {
    if (limit && measured != nullptr && measured->value > limit->value) {
        record::Finding finding =
            makeFinding(FindingId::FilmSaturated, limit->severity,
                        {.measured = measured->value, .required = limit->value, .unit = "permille"},
                        std::string(end));
        finding.where = measured->where;
        verdict.add(std::move(finding));
    }
}

void judgeMammography(const DocumentClass& kind, Verdict& verdict) {
    if (kind.film->kind == FilmKind::Mammography) {
        verdict.add(refusal(FindingId::MammographyRefused, {}, kind.id));
    }
}

} // namespace

bool isFilm(const Regulation& regulation, const record::Original& original) {
    const DocumentClass* kind = findClass(regulation, original.documentClass);
    return kind != nullptr && kind->film.has_value();
}

Verdict judgeFilmCalibration(const Regulation& regulation, const record::FilmTablet& tablet,
                             const CaptureFacts& facts, const FilmMeasurement& measured,
                             record::Instant now) {
    const FilmLimits& limits = regulation.filmCalibration.limits;
    Verdict verdict;
    judgeDelivery(facts, verdict);
    judgeSource(facts.source, verdict);
    if (now >= tablet.certifiedUntil) {
        verdict.add(refusal(FindingId::FilmTabletExpired,
                            {.measured = localTime(regulation, now),
                             .required = localTime(regulation, tablet.certifiedUntil)},
                            tablet.id));
    }
    judgeDepth(measured.significantBits, limits.significantBits, verdict);
    judgeTabletSharpness(limits, measured, verdict);
    judgeTabletSteps(limits, measured, verdict);
    return verdict;
}

record::Instant filmCalibrationEnd(const Regulation& regulation, record::Instant from) {
    return std::chrono::floor<std::chrono::seconds>(from) +
           std::chrono::days(regulation.filmCalibration.validDays);
}

Verdict judgeCalibrated(const Regulation& regulation, const FilmCalibration* calibration,
                        const record::DeviceIdentity& device, std::int64_t dpi,
                        record::Instant now) {
    Verdict verdict;
    if (calibration == nullptr) {
        return verdict.add(refusal(FindingId::FilmNotCalibrated, {.measured = device.name}));
    }
    // Exactly this device: after a repair or a firmware change nobody knows what it counts [A1].
    const std::array same = std::to_array<std::pair<std::string_view, bool>>({
        {"name", calibration->device.name == device.name},
        {"vendor", calibration->device.vendor == device.vendor},
        {"model", calibration->device.model == device.model},
        {"serial", calibration->device.serial == device.serial},
        {"firmware", calibration->device.firmware == device.firmware},
        {"resolution", calibration->dpi == dpi},
        {"not yet valid", now >= calibration->calibratedAt},
        {"demo", !calibration->demo || regulation.demo},
    });
    for (const auto& [what, fits] : same) {
        if (!fits) {
            verdict.add(refusal(FindingId::FilmNotCalibrated, {.measured = device.name},
                                std::string(what)));
        }
    }
    if (now >= calibration->validUntil) {
        verdict.add(refusal(FindingId::FilmCalibrationExpired,
                            {.measured = localTime(regulation, now),
                             .required = localTime(regulation, calibration->validUntil)}));
    }
    return verdict;
}

Verdict judgeFilmProfile(const Regulation& regulation, const record::Original& original,
                         const FilmCalibration* calibration, const record::ScanProfile& profile,
                         record::Instant now) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, original.documentClass);
    if (kind == nullptr || !kind->film) {
        return verdict.add(classUnknown(original.documentClass));
    }
    if (kind->purpose == ClassPurpose::OutOfScope || kind->film->kind == FilmKind::Mammography) {
        // It may be scanned for care [B6]; the desk learns that it can never be sealed [A9a].
        verdict.add(
            makeFinding(FindingId::ClassOutOfScope, Severity::Warn, {}, original.documentClass));
    }
    judgeFloors(*kind,
                {.mode = profile.mode, .bitsPerSample = profile.bitsPerSample, .dpi = profile.dpi},
                verdict);
    if (profile.source == record::PaperSource::Folder) {
        return verdict.add(importedImage(*kind));
    }
    judgeSource(profile.source, verdict);
    judgePitch(*kind->film, 25'400'000 / std::max<std::int64_t>(1, profile.dpi), "asked", verdict);
    // Which device answers is known later; its name alone is told now.
    const record::DeviceIdentity device =
        calibration == nullptr ? record::DeviceIdentity{} : calibration->device;
    for (record::Finding finding :
         judgeCalibrated(regulation, calibration, device, profile.dpi, now).findings) {
        finding.severity = Severity::Warn;
        verdict.add(std::move(finding));
    }
    return verdict;
}

Verdict judgeFilmPage(const Regulation& regulation, const record::Original& original,
                      const CaptureFacts& facts, const record::PageMeasurement& measurement,
                      const FilmCalibration* calibration, record::Instant now) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, original.documentClass);
    if (kind == nullptr || !kind->film) {
        return verdict.add(classUnknown(original.documentClass));
    }
    const FilmRules& rules = *kind->film;
    judgeMammography(*kind, verdict);
    judgeDelivery(facts, verdict);
    if (facts.source == record::PaperSource::Folder) {
        return verdict; // judgePage says ImportedImage
    }
    judgeSource(facts.source, verdict);
    verdict.merge(judgeCalibrated(regulation, calibration, facts.device,
                                  std::min(facts.dpiX, facts.dpiY), now));
    if (calibration != nullptr) {
        judgePitch(rules, calibration->pitchAcrossNanometres, "across", verdict);
        judgePitch(rules, calibration->pitchDownNanometres, "down", verdict);
        judgeRange(rules, *calibration, verdict);
    }
    const record::Measured* const bits = measurement.find(Quantity::SignificantBits);
    judgeDepth(bits == nullptr ? std::nullopt : std::optional(bits->value), rules.significantBits,
               verdict);
    judgeSaturated(rules.saturatedDarkPermille, measurement.find(Quantity::SaturatedDarkPermille),
                   "dark", verdict);
    judgeSaturated(rules.saturatedBrightPermille,
                   measurement.find(Quantity::SaturatedBrightPermille), "bright", verdict);
    return verdict;
}

Verdict judgeFilmSide(const DocumentClass& kind, const record::ScanJob& job) {
    Verdict verdict;
    if (!kind.film) {
        return verdict;
    }
    judgeMammography(kind, verdict);
    if (!job.filmSide) {
        return verdict.add(refusal(FindingId::FilmSideNotAttested));
    }
    const auto answer = record::enumFromName<record::FilmSide>(job.filmSide->answer);
    if (answer == record::FilmSide::Mammogram) {
        return verdict.add(refusal(FindingId::MammographyRefused, {}, job.filmSide->reason));
    }
    const bool explained = answer == record::FilmSide::NoMarker && !job.filmSide->reason.empty();
    if (answer != record::FilmSide::Correct && !explained) {
        verdict.add(refusal(FindingId::FilmSideWrong, {.measured = job.filmSide->answer}));
    }
    return verdict;
}

} // namespace seihon::regulation
