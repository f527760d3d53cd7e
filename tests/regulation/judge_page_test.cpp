#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::Quantity;
using record::Severity;
using testing::ElementsAre;
using testing::IsEmpty;

record::Verdict judgedPage(const record::PageMeasurement& measurement,
                           const record::CaptureFacts& facts = sampleFacts(),
                           const std::string& kind = "letter") {
    return judgePage(sampleRegulation(), sampleOriginal(kind), facts, measurement);
}

TEST(JudgePage, FindsNothingOnACleanPage) {
    EXPECT_THAT(judgedPage(sampleMeasurement()).findings, IsEmpty());
}

struct LimitRow {
    Quantity quantity;
    std::int64_t inside, outside; // the last value that passes, the first that does not
    FindingId id;
    Severity severity;
    std::string_view unit;
};

class Limits : public testing::TestWithParam<LimitRow> {};

TEST_P(Limits, PassAtTheLimitAndFindBeyondIt) {
    const LimitRow& row = GetParam();
    record::PageMeasurement measurement = sampleMeasurement();
    replace(measurement, row.quantity, row.inside);
    EXPECT_THAT(judgedPage(measurement).findings, IsEmpty());

    remove(measurement, row.quantity);
    measurement.add(row.quantity, row.outside, record::AreaMm{1, 2, 3, 4});
    const auto verdict = judgedPage(measurement);
    ASSERT_EQ(verdict.findings.size(), 1u);
    const record::Finding& finding = verdict.findings.front();
    EXPECT_EQ(finding.id, row.id);
    EXPECT_EQ(finding.severity, row.severity);
    EXPECT_EQ(finding.measured.asInt(), row.outside);
    EXPECT_EQ(finding.required.asInt(), row.inside);
    EXPECT_EQ(finding.unit, row.unit);
    EXPECT_EQ(finding.where, (record::AreaMm{1, 2, 3, 4}));

    remove(measurement,
           row.quantity); // not measured is no finding: a blank page has no edges to be blurred
    if (row.quantity != Quantity::SheetTouchesTopPermille) {
        EXPECT_THAT(judgedPage(measurement).findings, IsEmpty());
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table, Limits,
    testing::Values(
        LimitRow{Quantity::SheetTouchesTopPermille, 300, 301, FindingId::SheetClipped,
                 Severity::Refuse, "permille"},
        LimitRow{Quantity::SheetTouchesBottomPermille, 300, 301, FindingId::SheetClipped,
                 Severity::Refuse, "permille"},
        LimitRow{Quantity::SheetTouchesLeftPermille, 300, 301, FindingId::SheetClipped,
                 Severity::Refuse, "permille"},
        LimitRow{Quantity::SheetTouchesRightPermille, 300, 301, FindingId::SheetClipped,
                 Severity::Refuse, "permille"},
        LimitRow{Quantity::InkAtEdgeMilliMm2, 3'000, 3'001, FindingId::ContentAtEdge,
                 Severity::Warn, "milliMm2"},
        LimitRow{Quantity::SkewMilliDegrees, 1'500, 1'501, FindingId::Skewed, Severity::Warn,
                 "milliDegrees"},
        LimitRow{Quantity::CornerMissingMilliMm2, 25'000, 25'001, FindingId::CornerFolded,
                 Severity::Refuse, "milliMm2"},
        LimitRow{Quantity::InkMilliMm2, 1'000, 999, FindingId::LooksBlank, Severity::Warn,
                 "milliMm2"},
        LimitRow{Quantity::EdgeWidthMilliPixels, 3'500, 3'501, FindingId::Blurred, Severity::Refuse,
                 "milliPixels"},
        LimitRow{Quantity::EffectiveDpi, 250, 249, FindingId::ResolutionBelowRequired,
                 Severity::Refuse, "dpi"},
        LimitRow{Quantity::JpegBlockRatioPermille, 1'120, 1'121, FindingId::JpegHistory,
                 Severity::Refuse, "ratioPermille"},
        LimitRow{Quantity::ClippedWhitePermille, 20, 21, FindingId::PaperToneClipped,
                 Severity::Warn, "permille"},
        LimitRow{Quantity::PaperTone, 165, 164, FindingId::Underexposed, Severity::Warn, ""},
        LimitRow{Quantity::PaperCast, 28, 29, FindingId::ColourCast, Severity::Warn, ""},
        LimitRow{Quantity::ShadowTone, 30, 31, FindingId::Shadow, Severity::Warn, ""},
        LimitRow{Quantity::ObjectOnPageMilliMm2, 250'000, 250'001, FindingId::ObjectOnPage,
                 Severity::Refuse, "milliMm2"},
        LimitRow{Quantity::ObjectEdgeMicrometres, 28'000, 28'001, FindingId::ObjectOnPage,
                 Severity::Refuse, "micrometres"},
        LimitRow{Quantity::OverlayEdgeMicrometres, 28'000, 28'001, FindingId::SheetOverlap,
                 Severity::Refuse, "micrometres"}));

TEST(JudgePage, ClippedPaperIsOverexposedFromAQuarterOn) {
    record::PageMeasurement measurement = sampleMeasurement();
    replace(measurement, Quantity::ClippedWhitePermille, 250);
    EXPECT_FALSE(judgedPage(measurement).has(FindingId::Overexposed));
    replace(measurement, Quantity::ClippedWhitePermille, 251);
    EXPECT_TRUE(judgedPage(measurement).has(FindingId::Overexposed));
}

TEST(JudgePage, BlurAlongTheFeedAloneIsFoundAndBlurBothWaysIsToldOnce) {
    const auto blurs = [](std::int64_t width, std::int64_t feed) {
        record::PageMeasurement measurement = sampleMeasurement();
        replace(measurement, Quantity::EdgeWidthMilliPixels, width);
        measurement.add(Quantity::FeedEdgeWidthMilliPixels, feed);
        const record::Verdict verdict = judgedPage(measurement);
        return std::count_if(
            verdict.findings.begin(), verdict.findings.end(),
            [](const record::Finding& finding) { return finding.id == FindingId::Blurred; });
    };
    EXPECT_EQ(blurs(2'000, 3'500), 0);
    EXPECT_EQ(blurs(2'000, 3'501), 1);
    EXPECT_EQ(blurs(3'501, 5'000), 1);
}

TEST(JudgePage, ACastIsThePapersOwnWhereTheBackingHasNone) {
    record::PageMeasurement measurement = sampleMeasurement();
    replace(measurement, Quantity::PaperCast, 40); // of 236: 169 thousandths
    EXPECT_EQ(find(judgedPage(measurement), FindingId::ColourCast)->severity, Severity::Warn);
    measurement.add(Quantity::BackingCastPermille, 112);
    EXPECT_EQ(find(judgedPage(measurement), FindingId::ColourCast)->severity, Severity::Note);
    replace(measurement, Quantity::BackingCastPermille, 113);
    EXPECT_EQ(find(judgedPage(measurement), FindingId::ColourCast)->severity, Severity::Warn);
}

TEST(JudgePage, AnEdgeToTheBorderIsANoteWhereTheSheetsOwnBorderIsNotSeen) {
    record::PageMeasurement measurement = sampleMeasurement();
    replace(measurement, Quantity::OverlayEdgeMicrometres, 28'001);
    EXPECT_EQ(find(judgedPage(measurement), FindingId::SheetOverlap)->severity, Severity::Refuse);
    std::erase_if(measurement.values, [](const record::Measured& one) {
        return one.quantity == Quantity::SheetTouchesTopPermille;
    });
    EXPECT_EQ(find(judgedPage(measurement), FindingId::SheetOverlap)->severity, Severity::Note);
    replace(measurement, Quantity::ObjectEdgeMicrometres, 28'001); // ends on the sheet
    EXPECT_EQ(find(judgedPage(measurement), FindingId::ObjectOnPage)->severity, Severity::Refuse);
}

TEST(JudgePage, AStreakOnOnePageIsANote) {
    record::PageMeasurement measurement = sampleMeasurement();
    measurement.add(Quantity::StreakPermille, 901, record::AreaMm{50, 0, 1, 297});
    EXPECT_THAT(judgedPage(measurement).findings, IsEmpty()) << "no column, no streak";
    measurement.add(Quantity::StreakColumnPixels, 600);
    measurement.add(Quantity::StreakTone, -20);
    const record::Verdict verdict = judgedPage(measurement);
    ASSERT_EQ(verdict.findings.size(), 1u);
    EXPECT_EQ(verdict.findings.front().id, FindingId::Streak);
    EXPECT_EQ(verdict.findings.front().severity, Severity::Note);
    EXPECT_EQ(verdict.findings.front().where, (record::AreaMm{50, 0, 1, 297}));
    replace(measurement, Quantity::StreakPermille, 900);
    EXPECT_THAT(judgedPage(measurement).findings, IsEmpty());
}

TEST(JudgePage, SkewCountsBothWays) {
    record::PageMeasurement measurement = sampleMeasurement();
    replace(measurement, Quantity::SkewMilliDegrees, -1'500);
    EXPECT_THAT(judgedPage(measurement).findings, IsEmpty());
    replace(measurement, Quantity::SkewMilliDegrees, -1'501);
    EXPECT_TRUE(judgedPage(measurement).has(FindingId::Skewed));
}

TEST(JudgePage, ALimitThatIsAbsentIsNotJudged) {
    Regulation regulation = sampleRegulation();
    regulation.classes.at("letter").quality.skewMilliDegrees.reset();
    record::PageMeasurement measurement = sampleMeasurement();
    replace(measurement, Quantity::SkewMilliDegrees, 40'000);
    EXPECT_THAT(judgePage(regulation, sampleOriginal(), sampleFacts(), measurement).findings,
                IsEmpty());
}

TEST(JudgePage, IdenticalRowsCountWhereTheSheetsEndWasNotSeenAndThePaperHasNoise) {
    record::PageMeasurement measurement = sampleMeasurement();
    replace(measurement, Quantity::IdenticalTailRows, 400);
    EXPECT_THAT(judgedPage(measurement).findings, IsEmpty()) << "the end of the sheet was seen";
    replace(measurement, Quantity::SheetTouchesBottomPermille, 200);
    EXPECT_THAT(refusals(judgedPage(measurement)), ElementsAre(FindingId::PageTruncated));
    replace(measurement, Quantity::IdenticalTailRows, 8);
    EXPECT_THAT(refusals(judgedPage(measurement)), ElementsAre(FindingId::PageTruncated));
    replace(measurement, Quantity::IdenticalTailRows, 7);
    EXPECT_THAT(judgedPage(measurement).findings, IsEmpty());
    replace(measurement, Quantity::IdenticalTailRows, 400);
    replace(measurement, Quantity::PaperTone, 254);
    EXPECT_THAT(judgedPage(measurement).findings, IsEmpty()) << "clipped paper has no noise";
    replace(measurement, Quantity::PaperTone, 253);
    remove(measurement, Quantity::SheetTouchesBottomPermille);
    EXPECT_TRUE(judgedPage(measurement).has(FindingId::PageTruncated)) << "no backing to see";
}

TEST(JudgePage, RowsThatDidNotArriveAreRefusedByAnyClass) {
    record::CaptureFacts facts = sampleFacts();
    facts.bytesRead -= 1;
    const auto verdict = judgedPage(sampleMeasurement(), facts, "copy");
    EXPECT_THAT(refusals(verdict), ElementsAre(FindingId::PageTruncated));
    EXPECT_EQ(verdict.findings.at(0).measured.asInt(), facts.lines - 1);
    facts.lines = -1; // the device did not know
    EXPECT_THAT(judgedPage(sampleMeasurement(), facts).findings, IsEmpty());
}

TEST(JudgePage, TheLengthIsComparedWithWhatWasAsked) {
    // 305 mm asked at 300 dpi: 3602 rows; 6 mm are 70.9 rows.
    record::PageMeasurement measurement = sampleMeasurement();
    const auto ids = [&](std::int64_t rows) {
        replace(measurement, Quantity::HeightPixels, rows);
        return refusals(judgedPage(measurement));
    };
    EXPECT_THAT(ids(3532), IsEmpty());
    EXPECT_THAT(ids(3531), ElementsAre(FindingId::PageTruncated));
    EXPECT_THAT(ids(3673), IsEmpty());
    EXPECT_THAT(ids(3674), ElementsAre(FindingId::PageTooLong));
    EXPECT_THAT(ids(3602), IsEmpty());
    replace(measurement, Quantity::SheetHeightMicrometres, 311'001);
    EXPECT_THAT(refusals(judgedPage(measurement)), ElementsAre(FindingId::PageTooLong));
}

TEST(JudgePage, WithoutItsSizeNothingWasMeasured) {
    EXPECT_THAT(refusals(judgedPage({})), ElementsAre(FindingId::NotMeasured));
    record::PageMeasurement measurement = sampleMeasurement();
    replace(measurement, Quantity::HeightPixels, 9'007'199'254'740'991);
    EXPECT_THAT(refusals(judgedPage(measurement)), ElementsAre(FindingId::NotMeasured));
}

TEST(JudgePage, WithoutBackingTheRecordSaysThatTheSheetWasNotSeen) {
    record::PageMeasurement measurement = sampleMeasurement();
    for (const Quantity touches :
         {Quantity::SheetTouchesTopPermille, Quantity::SheetTouchesBottomPermille,
          Quantity::SheetTouchesLeftPermille, Quantity::SheetTouchesRightPermille}) {
        remove(measurement, touches);
    }
    const auto verdict = judgedPage(measurement);
    EXPECT_TRUE(verdict.permitted());
    EXPECT_THAT(idsOf(verdict, Severity::Note), ElementsAre(FindingId::NotMeasured));
}

TEST(JudgePage, ColourDepthAndResolutionAreFloors) {
    record::CaptureFacts facts = sampleFacts();
    facts.mode = record::ColourMode::Grey;
    EXPECT_THAT(refusals(judgedPage(sampleMeasurement(), facts)),
                ElementsAre(FindingId::ColourBelowRequired));
    EXPECT_THAT(judgedPage(sampleMeasurement(), facts, "copy").findings, IsEmpty());
    facts = sampleFacts();
    facts.bitsPerSample = 1;
    EXPECT_THAT(refusals(judgedPage(sampleMeasurement(), facts)),
                ElementsAre(FindingId::DepthBelowRequired));
    facts = sampleFacts();
    facts.dpiX = 299;
    const auto verdict = judgedPage(sampleMeasurement(), facts);
    EXPECT_THAT(refusals(verdict), ElementsAre(FindingId::ResolutionBelowRequired));
    EXPECT_EQ(verdict.findings.at(0).subject, "delivered");
    EXPECT_THAT(judgedPage(sampleMeasurement(), facts, "copy").findings, IsEmpty());
}

TEST(JudgePage, LossyDataIsRefusedUnlessTheClassAllowsIt) {
    record::CaptureFacts facts = sampleFacts();
    for (const auto* format : {"png", "tiff", "raw"}) {
        facts.wireFormat = format;
        EXPECT_THAT(judgedPage(sampleMeasurement(), facts).findings, IsEmpty());
    }
    for (const auto* format : {"jpeg", "webp", ""}) {
        facts.wireFormat = format;
        EXPECT_THAT(refusals(judgedPage(sampleMeasurement(), facts)),
                    ElementsAre(FindingId::LossyWireFormat));
        EXPECT_THAT(judgedPage(sampleMeasurement(), facts, "copy").findings, IsEmpty());
    }
}

TEST(JudgePage, RefusesReportedDoubleFeedsAndImportedOriginals) {
    record::CaptureFacts facts = sampleFacts();
    facts.doubleFeedReported = true;
    EXPECT_THAT(refusals(judgedPage(sampleMeasurement(), facts)),
                ElementsAre(FindingId::DoubleFeedReported));
    facts = sampleFacts();
    facts.source = facts.asked.source = record::PaperSource::Folder;
    EXPECT_THAT(refusals(judgedPage(sampleMeasurement(), facts)),
                ElementsAre(FindingId::ImportedImage));
    EXPECT_TRUE(judgedPage(sampleMeasurement(), facts, "copy").permitted());
}

TEST(JudgePage, RefusesAnUnknownClass) {
    EXPECT_THAT(refusals(judgedPage(sampleMeasurement(), sampleFacts(), "nonsense")),
                ElementsAre(FindingId::ClassUnknown));
}

} // namespace

} // namespace seihon::regulation
