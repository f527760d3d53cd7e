#include "regulation/findings.h"
#include "regulation/judge.h"

#include "record/page_image.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace seihon::regulation {

using record::CaptureFacts;
using record::FindingId;
using record::PageMeasurement;
using record::Quantity;
using record::Severity;
using record::Verdict;

namespace {

using Limit = QualityFloors::Limit;

// Paper tone at or above this is clipped: such paper has no noise, so identical rows mean nothing
// there.
constexpr std::int64_t kClippedTone = 254;

// A device's cast is about as large a share of the backing's tone as of the paper's; two thirds of
// that are enough to blame the device.
constexpr std::int64_t kBackingCounts = 3;
constexpr std::int64_t kPaperCounts = 2;

enum class Bound { AtMost, AtLeast };

struct LimitRow {
    Quantity quantity;
    std::optional<Limit> QualityFloors::*limit;
    Bound bound;
    FindingId id;
    std::string_view unit;
};

// [A2] edges, corners, blank sides · [A3] sharpness and resolution · [A7] history, clipping · tone.
constexpr std::array kRows = std::to_array<LimitRow>({
    {Quantity::SheetTouchesTopPermille, &QualityFloors::sheetTouchesPermille, Bound::AtMost,
     FindingId::SheetClipped, "permille"},
    {Quantity::SheetTouchesBottomPermille, &QualityFloors::sheetTouchesPermille, Bound::AtMost,
     FindingId::SheetClipped, "permille"},
    {Quantity::SheetTouchesLeftPermille, &QualityFloors::sheetTouchesPermille, Bound::AtMost,
     FindingId::SheetClipped, "permille"},
    {Quantity::SheetTouchesRightPermille, &QualityFloors::sheetTouchesPermille, Bound::AtMost,
     FindingId::SheetClipped, "permille"},
    {Quantity::InkAtEdgeMilliMm2, &QualityFloors::inkAtEdgeMilliMm2, Bound::AtMost,
     FindingId::ContentAtEdge, "milliMm2"},
    {Quantity::SkewMilliDegrees, &QualityFloors::skewMilliDegrees, Bound::AtMost, FindingId::Skewed,
     "milliDegrees"},
    {Quantity::CornerMissingMilliMm2, &QualityFloors::cornerMissingMilliMm2, Bound::AtMost,
     FindingId::CornerFolded, "milliMm2"},
    {Quantity::InkMilliMm2, &QualityFloors::blankInkMilliMm2, Bound::AtLeast, FindingId::LooksBlank,
     "milliMm2"},
    {Quantity::EdgeWidthMilliPixels, &QualityFloors::edgeWidthMilliPixels, Bound::AtMost,
     FindingId::Blurred, "milliPixels"},
    {Quantity::EffectiveDpi, &QualityFloors::effectiveDpi, Bound::AtLeast,
     FindingId::ResolutionBelowRequired, "dpi"},
    {Quantity::JpegBlockRatioPermille, &QualityFloors::jpegBlockRatioPermille, Bound::AtMost,
     FindingId::JpegHistory, "ratioPermille"},
    {Quantity::ClippedWhitePermille, &QualityFloors::clippedWhitePermille, Bound::AtMost,
     FindingId::PaperToneClipped, "permille"},
    {Quantity::PaperTone, &QualityFloors::paperToneLeast, Bound::AtLeast, FindingId::Underexposed,
     ""},
    {Quantity::ShadowTone, &QualityFloors::shadowTone, Bound::AtMost, FindingId::Shadow, ""},
    {Quantity::ClippedWhitePermille, &QualityFloors::overexposedPermille, Bound::AtMost,
     FindingId::Overexposed, "permille"},
    {Quantity::ObjectOnPageMilliMm2, &QualityFloors::objectOnPageMilliMm2, Bound::AtMost,
     FindingId::ObjectOnPage, "milliMm2"},
    {Quantity::ObjectEdgeMicrometres, &QualityFloors::overlayEdgeMicrometres, Bound::AtMost,
     FindingId::ObjectOnPage, "micrometres"},
    {Quantity::OverlayEdgeMicrometres, &QualityFloors::overlayEdgeMicrometres, Bound::AtMost,
     FindingId::SheetOverlap, "micrometres"},
});

bool oversteps(std::int64_t value, const LimitRow& row, std::int64_t limit) {
    return row.bound == Bound::AtLeast ? value < limit : std::abs(value) > limit;
}

// Without a dark backing the sheet's own border throws the shadow that another sheet would: a hint
// for people, no refusal of every page.
Severity severityOf(const LimitRow& row, const Limit& limit, const PageMeasurement& measurement) {
    const bool outlineSeen = measurement.find(Quantity::SheetTouchesTopPermille) != nullptr;
    return row.quantity == Quantity::OverlayEdgeMicrometres && !outlineSeen ? Severity::Note
                                                                            : limit.severity;
}

void judgeLimits(const QualityFloors& floors, const PageMeasurement& measurement,
                 Verdict& verdict) {
    for (const LimitRow& row : kRows) {
        const std::optional<Limit>& limit = floors.*row.limit;
        const record::Measured* measured = measurement.find(row.quantity);
        if (!limit || measured == nullptr || !oversteps(measured->value, row, limit->value)) {
            continue;
        }
        record::Finding finding = makeFinding(
            row.id, severityOf(row, *limit, measurement),
            {.measured = measured->value, .required = limit->value, .unit = std::string(row.unit)},
            std::string(record::enumName(row.quantity)));
        finding.where = measured->where;
        verdict.add(std::move(finding));
    }
}

// Paper that slips in the feeder is blurred the way it moves, and sharp across: the smaller of both
// widths says nothing of it. Where that one is too wide already, it is told once. [A3]
void judgeFeedBlur(const QualityFloors& floors, const PageMeasurement& measurement,
                   Verdict& verdict) {
    const std::optional<Limit>& limit = floors.edgeWidthMilliPixels;
    const record::Measured* const width = measurement.find(Quantity::EdgeWidthMilliPixels);
    const record::Measured* const feed = measurement.find(Quantity::FeedEdgeWidthMilliPixels);
    if (!limit || width == nullptr || feed == nullptr || width->value > limit->value ||
        feed->value <= limit->value) {
        return;
    }
    verdict.add(
        makeFinding(FindingId::Blurred, limit->severity,
                    {.measured = feed->value, .required = limit->value, .unit = "milliPixels"},
                    std::string(record::enumName(Quantity::FeedEdgeWidthMilliPixels))));
}

// Coloured paper is legitimate: where the backing was seen without cast, the colour is the paper's
// own, and only noted.
void judgeCast(const QualityFloors& floors, const PageMeasurement& measurement, Verdict& verdict) {
    const record::Measured* const cast = measurement.find(Quantity::PaperCast);
    if (!floors.paperCast || cast == nullptr || cast->value <= floors.paperCast->value) {
        return;
    }
    const record::Measured* const tone = measurement.find(Quantity::PaperTone);
    const record::Measured* const backing = measurement.find(Quantity::BackingCastPermille);
    const bool paperAlone =
        backing != nullptr && tone != nullptr && tone->value > 0 &&
        kBackingCounts * backing->value < kPaperCounts * 1000 * cast->value / tone->value;
    record::Finding finding =
        makeFinding(FindingId::ColourCast, paperAlone ? Severity::Note : floors.paperCast->severity,
                    {.measured = cast->value, .required = floors.paperCast->value},
                    std::string(record::enumName(Quantity::PaperCast)));
    finding.where = cast->where;
    verdict.add(std::move(finding));
}

// One page alone may have a printed line there: a note. Several sheets: judge_streaks.cpp.
void judgeStreak(const QualityFloors& floors, const PageMeasurement& measurement,
                 Verdict& verdict) {
    if (!hasStreak(floors, measurement)) {
        return;
    }
    const record::Measured& streak = *measurement.find(Quantity::StreakPermille);
    record::Finding finding = note(
        FindingId::Streak,
        {.measured = streak.value, .required = floors.streakPermille->value, .unit = "permille"},
        std::string(record::enumName(Quantity::StreakPermille)));
    finding.where = streak.where;
    verdict.add(std::move(finding));
}

// Page end missing or repeated. Identical rows speak only where the sheet's own end was not seen
// against the backing, and where the paper has noise left to differ by.
void judgeTail(const QualityFloors& floors, const PageMeasurement& measurement, Verdict& verdict) {
    const record::Measured* tail = measurement.find(Quantity::IdenticalTailRows);
    if (!floors.identicalTailRows || tail == nullptr ||
        tail->value <= floors.identicalTailRows->value) {
        return;
    }
    const record::Measured* touches = measurement.find(Quantity::SheetTouchesBottomPermille);
    const record::Measured* tone = measurement.find(Quantity::PaperTone);
    const bool endSeen = touches != nullptr && touches->value == 0;
    const bool clipped = tone != nullptr && tone->value >= kClippedTone;
    if (endSeen || clipped) {
        return;
    }
    record::Finding finding = makeFinding(
        FindingId::PageTruncated, floors.identicalTailRows->severity,
        {.measured = tail->value, .required = floors.identicalTailRows->value, .unit = "rows"},
        "identicalTailRows");
    finding.where = tail->where;
    verdict.add(std::move(finding));
}

// Rows that the device announced and did not deliver: no limit of any class can make that good
// [A2].
void judgeBytes(const CaptureFacts& facts, Verdict& verdict) {
    if (facts.lines > 0 && facts.bytesPerLine > 0 &&
        facts.bytesRead / facts.bytesPerLine < facts.lines) {
        verdict.add(refusal(FindingId::PageTruncated,
                            {.measured = facts.bytesRead / facts.bytesPerLine,
                             .required = facts.lines,
                             .unit = "rows"},
                            "delivered"));
    }
}

void judgeLength(const QualityFloors& floors, const CaptureFacts& facts,
                 const PageMeasurement& measurement, Verdict& verdict) {
    const record::Measured* height = measurement.find(Quantity::HeightPixels);
    const std::int64_t asked = facts.asked.areaHeightMicrometres;
    if (!floors.lengthToleranceMicrometres || height == nullptr || facts.dpiY <= 0 || asked <= 0 ||
        facts.source == record::PaperSource::Folder) {
        return;
    }
    const Limit& limit = *floors.lengthToleranceMicrometres;
    const std::int64_t page = height->value * 25'400 / facts.dpiY;
    const record::Measured* sheet = measurement.find(Quantity::SheetHeightMicrometres);
    const std::int64_t longest = std::max(page, sheet == nullptr ? 0 : sheet->value);
    if (page < asked - limit.value) {
        verdict.add(makeFinding(FindingId::PageTruncated, limit.severity,
                                {.measured = page, .required = asked, .unit = "micrometres"},
                                "length"));
    }
    if (longest > asked + limit.value) {
        verdict.add(makeFinding(FindingId::PageTooLong, limit.severity,
                                {.measured = longest, .required = asked, .unit = "micrometres"},
                                "length"));
    }
}

// Absent numbers are no clean bill: without the size nothing was measured at all; without the
// sheet's outline (no dark backing) nobody can say that the scan area held all of it, and the
// record says so.
bool wasMeasured(const QualityFloors& floors, const PageMeasurement& measurement,
                 Verdict& verdict) {
    for (const Quantity quantity : {Quantity::WidthPixels, Quantity::HeightPixels}) {
        const record::Measured* size = measurement.find(quantity);
        if (size == nullptr || size->value < 1 || size->value > record::kMaxPagePixelsPerSide) {
            verdict.add(
                refusal(FindingId::NotMeasured, {}, std::string(record::enumName(quantity))));
            return false;
        }
    }
    if (floors.sheetTouchesPermille &&
        measurement.find(Quantity::SheetTouchesTopPermille) == nullptr) {
        verdict.add(note(FindingId::NotMeasured, {}, "sheetTouches"));
    }
    return true;
}

void judgeCapture(const DocumentClass& kind, const CaptureFacts& facts, Verdict& verdict) {
    judgeFloors(kind,
                {.mode = facts.mode,
                 .bitsPerSample = facts.bitsPerSample,
                 .dpi = std::min(facts.dpiX, facts.dpiY)},
                verdict);
    const bool lossless =
        facts.wireFormat == "raw" || facts.wireFormat == "png" || facts.wireFormat == "tiff";
    if (!lossless &&
        !kind.quality.lossyWireFormatAllowed) { // [A7]; an unknown format counts as lossy
        verdict.add(refusal(FindingId::LossyWireFormat, {.measured = facts.wireFormat}));
    }
    verdict.merge(judgeDoubleFeed(facts));
    if (facts.source == record::PaperSource::Folder ||
        facts.asked.source == record::PaperSource::Folder) {
        verdict.add(importedImage(kind));
    }
}

} // namespace

void judgeFloors(const DocumentClass& kind, const record::ScanProfile& settings, Verdict& verdict) {
    const QualityFloors& floors = kind.quality;
    if (std::find(floors.modes.begin(), floors.modes.end(), settings.mode) == floors.modes.end()) {
        verdict.add(refusal(
            FindingId::ColourBelowRequired, // [A15]
            {.measured = record::enumName(settings.mode), .required = namesOf(floors.modes)}));
    } else if (settings.mode != record::ColourMode::LineArt &&
               settings.bitsPerSample <
                   floors.bitsPerSample) { // line art has one bit by its nature
        verdict.add(refusal(FindingId::DepthBelowRequired, {.measured = settings.bitsPerSample,
                                                            .required = floors.bitsPerSample,
                                                            .unit = "bits"}));
    }
    if (settings.dpi < floors.opticalDpi) { // [A3]
        verdict.add(
            refusal(FindingId::ResolutionBelowRequired,
                    {.measured = settings.dpi, .required = floors.opticalDpi, .unit = "dpi"},
                    std::string(kDeliveredResolution)));
    }
}

record::Finding importedImage(const DocumentClass& kind) {
    // Nobody can say which device made the pixels [A1]; as a reference copy the paper stays the
    // original [D].
    return makeFinding(FindingId::ImportedImage, kind.purpose == ClassPurpose::ReferenceCopy
                                                     ? Severity::Warn
                                                     : Severity::Refuse);
}

Verdict judgeDoubleFeed(const CaptureFacts& facts) {
    Verdict verdict;
    if (facts.doubleFeedReported) { // [A2]
        verdict.add(refusal(FindingId::DoubleFeedReported));
    }
    return verdict;
}

Verdict judgePage(const Regulation& regulation, const record::Original& original,
                  const CaptureFacts& facts, const PageMeasurement& measurement) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, original.documentClass);
    if (kind == nullptr) {
        return verdict.add(classUnknown(original.documentClass));
    }
    judgeCapture(*kind, facts, verdict);
    judgeBytes(facts, verdict);
    if (wasMeasured(kind->quality, measurement, verdict)) {
        judgeLength(kind->quality, facts, measurement, verdict);
        judgeTail(kind->quality, measurement, verdict);
        judgeLimits(kind->quality, measurement, verdict);
        judgeFeedBlur(kind->quality, measurement, verdict);
        judgeCast(kind->quality, measurement, verdict);
        judgeStreak(kind->quality, measurement, verdict);
    }
    return verdict;
}

} // namespace seihon::regulation
