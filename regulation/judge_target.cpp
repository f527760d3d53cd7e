#include "regulation/findings.h"
#include "regulation/judge.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>

// The target scan of a qualification, and every page against it [A1].
namespace seihon::regulation {

using record::FindingId;
using record::Severity;
using record::TargetLimits;
using record::TargetMeasurement;
using record::Verdict;

namespace {

struct TargetLimit {
    FindingId id;
    std::int64_t value;
    std::int64_t limit;
    std::string_view unit;
    std::string_view subject;
};

void atLeast(const TargetLimit& row, Verdict& verdict) {
    if (row.value < row.limit) {
        verdict.add(refusal(
            row.id, {.measured = row.value, .required = row.limit, .unit = std::string(row.unit)},
            std::string(row.subject)));
    }
}

void atMost(const TargetLimit& row, Verdict& verdict) {
    if (row.value > row.limit) {
        verdict.add(refusal(
            row.id, {.measured = row.value, .required = row.limit, .unit = std::string(row.unit)},
            std::string(row.subject)));
    }
}

void judgeSharpness(const TargetLimits& limits, const TargetMeasurement& measured,
                    Verdict& verdict) {
    for (const auto& [response, name] :
         {std::pair(&measured.across, "across"), std::pair(&measured.down, "down")}) {
        atLeast({FindingId::TargetBlurred, response->samplingEfficiencyPercent,
                 limits.samplingEfficiencyPercent, "percent", name},
                verdict);
        atLeast({FindingId::TargetUnevenlySharp, response->leastSamplingEfficiencyPercent,
                 limits.leastSamplingEfficiencyPercent, "percent", name},
                verdict);
        atMost({FindingId::TargetOversharpened, response->peakPermille, limits.peakPermille,
                "permille", name},
               verdict);
    }
}

void judgeGeometry(const TargetLimits& limits, const TargetMeasurement& measured,
                   Verdict& verdict) {
    judgeScale(measured.scaleErrorAcrossPpm, measured.scaleErrorDownPpm, limits.scaleErrorPpm,
               verdict);
    atMost({FindingId::TargetDistorted, measured.distortionMicrometres,
            limits.distortionMicrometres, "micrometres", "marks"},
           verdict);
}

void judgeTones(const TargetLimits& limits, const TargetMeasurement& measured, Verdict& verdict) {
    atLeast({FindingId::TargetStepsMerged, record::distinctSteps(measured), limits.distinctSteps,
             "steps", "greys"},
            verdict);
    // A printer makes its greys of dots: noise is judged where there are none.
    atMost({FindingId::TargetNoisy, measured.paperNoiseMilliTone, limits.noiseMilliTone,
            "milliTone", "paper"},
           verdict);
    if (!measured.steps.empty()) {
        atMost({FindingId::TargetNoisy, measured.steps.back().noiseMilliTone, limits.noiseMilliTone,
                "milliTone", "black"},
               verdict);
    }
    atMost({FindingId::TargetToneClipped, measured.clippedWhitePermille, limits.clippedPermille,
            "permille", "white"},
           verdict);
    atMost({FindingId::TargetToneClipped, measured.clippedBlackPermille, limits.clippedPermille,
            "permille", "black"},
           verdict);
}

void judgeRealResolution(const TargetLimits& limits, const record::CaptureFacts& facts,
                         const TargetMeasurement& measured, Verdict& verdict) {
    const std::int64_t declared = std::min(facts.dpiX, facts.dpiY);
    if (!measured.effectiveDpi || !measured.edgeWidthMilliPixels) {
        verdict.add(refusal(FindingId::NotMeasured, {}, "effectiveDpi")); // no proof is no proof
        return;
    }
    atLeast({FindingId::TargetInterpolated, *measured.effectiveDpi,
             declared * limits.effectiveResolutionPercent / 100, "dpi", "pixels"},
            verdict);
}

void judgeSmallText(const TargetLimits& limits, const TargetMeasurement& measured,
                    Verdict& verdict) {
    if (!measured.textContrastPermille) {
        verdict.add(refusal(FindingId::NotMeasured, {}, "textContrast"));
        return;
    }
    atLeast({FindingId::TargetTextIllegible, *measured.textContrastPermille,
             limits.textContrastPermille, "permille", "text"},
            verdict);
}

// The target scan made with the same settings by the same sensor.
const record::QualifiedScan* scanLike(const record::Qualification& qualification,
                                      const record::CaptureFacts& facts) {
    const auto found =
        std::find_if(qualification.scans.begin(), qualification.scans.end(), [&](const auto& scan) {
            return scan.dpi == std::min(facts.dpiX, facts.dpiY) && scan.source == facts.source &&
                   scan.side == facts.side && scan.mode == facts.mode;
        });
    return found == qualification.scans.end() ? nullptr : &*found;
}

} // namespace

void judgeScale(std::int64_t acrossPpm, std::int64_t downPpm, std::int64_t limitPpm,
                Verdict& verdict) {
    for (const auto& [error, name] : {std::pair(acrossPpm, "across"), std::pair(downPpm, "down")}) {
        if (std::abs(error) > limitPpm) {
            verdict.add(refusal(FindingId::TargetScaleWrong,
                                {.measured = error, .required = limitPpm, .unit = "ppm"}, name));
        }
    }
}

Verdict judgeTarget(const Regulation& regulation, const record::CaptureFacts& facts,
                    const TargetMeasurement& measured) {
    const TargetLimits& limits = regulation.qualification.target;
    Verdict verdict;
    judgeDelivery(facts, verdict);
    judgeSharpness(limits, measured, verdict);
    judgeRealResolution(limits, facts, measured, verdict);
    judgeGeometry(limits, measured, verdict);
    judgeTones(limits, measured, verdict);
    judgeSmallText(limits, measured, verdict);
    if (measured.jpegBlockRatioPermille) {
        atMost({FindingId::JpegHistory, *measured.jpegBlockRatioPermille,
                limits.jpegBlockRatioPermille, "ratioPermille", "target"},
               verdict);
    }
    if (facts.wireFormat != "raw" && facts.wireFormat != "png" && facts.wireFormat != "tiff") {
        // Some classes allow it [A7]; who qualifies the device is told.
        verdict.add(makeFinding(FindingId::LossyWireFormat, Severity::Warn,
                                {.measured = facts.wireFormat}));
    }
    return verdict;
}

record::Instant qualificationEnd(const Regulation& regulation, record::Instant from) {
    using namespace std::chrono;
    // The same day of a later month, hospital's time; the last of the month where it has none.
    const auto local = from + regulation.calendar.utcOffset;
    const auto day = floor<days>(local);
    year_month_day date(day);
    date += months(regulation.qualification.validMonths);
    if (!date.ok()) {
        date = date.year() / date.month() / last;
    }
    return record::Instant(sys_days(date) - regulation.calendar.utcOffset);
}

Verdict judgeBaseline(const Regulation& regulation, const record::Original& original,
                      const record::Qualification* qualification, const record::CaptureFacts& facts,
                      const record::PageMeasurement& measurement) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, original.documentClass);
    const record::Measured* width = measurement.find(record::Quantity::EdgeWidthMilliPixels);
    const record::QualifiedScan* scan =
        qualification == nullptr ? nullptr : scanLike(*qualification, facts);
    // A class whose sharpness nobody judges (photographs) is not judged by the device's either.
    if (kind == nullptr || !kind->quality.edgeWidthMilliPixels || width == nullptr ||
        scan == nullptr) {
        return verdict;
    }
    const auto exceeded = [&](const std::optional<QualityFloors::Limit>& limit, FindingId id) {
        if (!limit || width->value * 100 <= scan->edgeWidthMilliPixels * limit->value) {
            return false;
        }
        verdict.add(makeFinding(id, limit->severity,
                                {.measured = width->value,
                                 .required = scan->edgeWidthMilliPixels * limit->value / 100,
                                 .unit = "milliPixels"},
                                "baseline"));
        verdict.findings.back().where = width->where;
        return true;
    };
    const QualificationRules& rules = regulation.qualification;
    if (!exceeded(rules.edgeWidthOfBaselinePercent, FindingId::Blurred)) {
        exceeded(rules.resolutionOfBaselinePercent, FindingId::ResolutionBelowRequired);
    }
    return verdict;
}

} // namespace seihon::regulation
