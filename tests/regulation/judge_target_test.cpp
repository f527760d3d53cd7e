#include "regulation/judge.h"

#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::TargetMeasurement;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<FindingId> targetRefusals(const TargetMeasurement& measured,
                                      const record::CaptureFacts& facts = sampleFacts()) {
    return refusals(judgeTarget(sampleRegulation(), facts, measured));
}

struct SpoiledTarget {
    const char* name;
    std::function<void(TargetMeasurement&)> spoil;
    FindingId id;
};

class SpoiledTargets : public testing::TestWithParam<SpoiledTarget> {};

// Each figure alone is enough to refuse the device, and nothing else is said.
TEST_P(SpoiledTargets, IsRefusedForThatAlone) {
    TargetMeasurement measured = sampleTarget();
    GetParam().spoil(measured);
    EXPECT_THAT(targetRefusals(measured), ElementsAre(GetParam().id));
}

INSTANTIATE_TEST_SUITE_P(
    All, SpoiledTargets,
    testing::Values(SpoiledTarget{"across",
                                  [](auto& m) { m.across.samplingEfficiencyPercent = 79; },
                                  FindingId::TargetBlurred},
                    SpoiledTarget{"down", [](auto& m) { m.down.samplingEfficiencyPercent = 79; },
                                  FindingId::TargetBlurred},
                    SpoiledTarget{"corner",
                                  [](auto& m) { m.down.leastSamplingEfficiencyPercent = 69; },
                                  FindingId::TargetUnevenlySharp},
                    SpoiledTarget{"sharpened", [](auto& m) { m.across.peakPermille = 1'201; },
                                  FindingId::TargetOversharpened},
                    SpoiledTarget{"interpolated", [](auto& m) { m.effectiveDpi = 254; },
                                  FindingId::TargetInterpolated},
                    SpoiledTarget{"unknown", [](auto& m) { m.effectiveDpi = std::nullopt; },
                                  FindingId::NotMeasured},
                    SpoiledTarget{"long", [](auto& m) { m.scaleErrorDownPpm = 10'001; },
                                  FindingId::TargetScaleWrong},
                    SpoiledTarget{"short", [](auto& m) { m.scaleErrorAcrossPpm = -10'001; },
                                  FindingId::TargetScaleWrong},
                    SpoiledTarget{"bent", [](auto& m) { m.distortionMicrometres = 501; },
                                  FindingId::TargetDistorted},
                    SpoiledTarget{"grainy", [](auto& m) { m.paperNoiseMilliTone = 5'001; },
                                  FindingId::TargetNoisy},
                    SpoiledTarget{"black", [](auto& m) { m.steps.back().noiseMilliTone = 5'001; },
                                  FindingId::TargetNoisy},
                    SpoiledTarget{"merged",
                                  [](auto& m) {
                                      for (std::size_t i = 9; i < 12; ++i) {
                                          m.steps[i].milliTone = m.steps[8].milliTone;
                                      }
                                  },
                                  FindingId::TargetStepsMerged},
                    SpoiledTarget{"white", [](auto& m) { m.clippedWhitePermille = 11; },
                                  FindingId::TargetToneClipped},
                    SpoiledTarget{"ink", [](auto& m) { m.clippedBlackPermille = 11; },
                                  FindingId::TargetToneClipped},
                    SpoiledTarget{"text", [](auto& m) { m.textContrastPermille = 349; },
                                  FindingId::TargetTextIllegible},
                    SpoiledTarget{"notext", [](auto& m) { m.textContrastPermille = std::nullopt; },
                                  FindingId::NotMeasured},
                    SpoiledTarget{"jpeg", [](auto& m) { m.jpegBlockRatioPermille = 1'121; },
                                  FindingId::JpegHistory}),
    [](const auto& tested) { return tested.param.name; });

TEST(JudgeTarget, AGoodScanIsPermitted) {
    EXPECT_THAT(judgeTarget(sampleRegulation(), sampleFacts(), sampleTarget()).findings, IsEmpty());
    TargetMeasurement edge = sampleTarget(); // exactly at each limit
    edge.across.samplingEfficiencyPercent = 80;
    edge.down.leastSamplingEfficiencyPercent = 70;
    edge.across.peakPermille = 1'200;
    edge.effectiveDpi = 255;
    edge.scaleErrorAcrossPpm = 10'000;
    edge.scaleErrorDownPpm = -10'000;
    edge.paperNoiseMilliTone = 5'000;
    edge.clippedWhitePermille = 10;
    edge.textContrastPermille = 350;
    edge.jpegBlockRatioPermille = 1'120;
    EXPECT_THAT(targetRefusals(edge), IsEmpty());
}

// Steps in the wrong order are no steps: a tone curve that turns back hides what it folds together.
TEST(JudgeTarget, StepsMustFall) {
    TargetMeasurement measured = sampleTarget();
    std::swap(measured.steps[3].milliTone, measured.steps[4].milliTone);
    std::swap(measured.steps[7].milliTone, measured.steps[8].milliTone);
    std::swap(measured.steps[9].milliTone, measured.steps[10].milliTone);
    EXPECT_THAT(targetRefusals(measured), ElementsAre(FindingId::TargetStepsMerged));
}

// A setting that the device did not take was not qualified, however good the picture.
TEST(JudgeTarget, SettingsMustBeAsAsked) {
    record::CaptureFacts facts = sampleFacts();
    facts.options.push_back({"swcrop", "no", "yes"});
    EXPECT_THAT(targetRefusals(sampleTarget(), facts), ElementsAre(FindingId::OptionNotDelivered));
    facts = sampleFacts();
    facts.wireFormat = "jpeg";
    const auto verdict = judgeTarget(sampleRegulation(), facts, sampleTarget());
    EXPECT_THAT(idsOf(verdict, record::Severity::Warn), ElementsAre(FindingId::LossyWireFormat));
}

TEST(JudgeTarget, TheQualificationEndsOnTheSameDayOfALaterMonth) {
    Regulation regulation = sampleRegulation();
    const auto ends = [&](std::int64_t months, std::string_view from) {
        regulation.qualification.validMonths = months;
        return qualificationEnd(regulation, at(from));
    };
    EXPECT_EQ(ends(12, "2026-11-22T10:00:00+09:00"), at("2027-11-22T00:00:00+09:00"));
    EXPECT_EQ(ends(1, "2027-01-31T10:00:00+09:00"), at("2027-02-28T00:00:00+09:00"));
    EXPECT_EQ(ends(1, "2026-11-21T16:00:00Z"), at("2026-12-22T00:00:00+09:00")); // the 22nd here
}

class JudgeBaseline : public testing::Test {
  protected:
    void SetUp() override {
        regulation.qualification.edgeWidthOfBaselinePercent = {130, record::Severity::Warn};
        regulation.qualification.resolutionOfBaselinePercent = {115, record::Severity::Note};
        record::QualifiedScan scan;
        scan.dpi = facts.dpiX;
        scan.source = facts.source;
        scan.side = facts.side;
        scan.mode = facts.mode;
        scan.edgeWidthMilliPixels = 2'000;
        qualification.scans.push_back(scan);
    }
    record::Verdict judged(std::int64_t width, const std::string& kind = "letter") const {
        record::PageMeasurement page = sampleMeasurement();
        replace(page, record::Quantity::EdgeWidthMilliPixels, width);
        return judgeBaseline(regulation, sampleOriginal(kind), &qualification, facts, page);
    }
    Regulation regulation = sampleRegulation();
    record::Qualification qualification = sampleQualification();
    record::CaptureFacts facts = sampleFacts();
};

TEST_F(JudgeBaseline, APageIsAsSharpAsItsDevice) {
    EXPECT_THAT(judged(2'300).findings, IsEmpty());
    EXPECT_THAT(idsOf(judged(2'301), record::Severity::Note),
                ElementsAre(FindingId::ResolutionBelowRequired));
    EXPECT_THAT(idsOf(judged(2'600), record::Severity::Note),
                ElementsAre(FindingId::ResolutionBelowRequired));
    const auto blurred = judged(2'601);
    EXPECT_THAT(idsOf(blurred, record::Severity::Warn), ElementsAre(FindingId::Blurred));
    ASSERT_EQ(blurred.findings.size(), 1u);
    EXPECT_EQ(blurred.findings[0].required, record::Json(2'600));
}

TEST_F(JudgeBaseline, OnlySettingsThatWereMeasuredAreCompared) {
    facts.side = record::Side::Back; // a sensor of its own
    EXPECT_THAT(judged(9'000).findings, IsEmpty());
    facts = sampleFacts();
    facts.dpiX = facts.dpiY = 600;
    EXPECT_THAT(judged(9'000).findings, IsEmpty());
    facts = sampleFacts();
    regulation.classes.at("letter").quality.edgeWidthMilliPixels = std::nullopt; // a photograph
    EXPECT_THAT(judged(9'000).findings, IsEmpty());
}

} // namespace

} // namespace seihon::regulation
