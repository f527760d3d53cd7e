#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace seihon::regulation {

namespace {

using record::CaptureFacts;
using record::FindingId;
using record::Qualification;
using record::Severity;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

const record::Instant kScannedAt = at("2026-11-17T11:00:00+09:00");

TEST(JudgeDevice, PermitsTheQualifiedDeviceThatDidWhatWasAsked) {
    const auto qualification = sampleQualification();
    EXPECT_THAT(judgeDevice(sampleRegulation(), &qualification, sampleFacts(), kScannedAt).findings,
                IsEmpty());
}

TEST(JudgeDevice, RefusesADeviceWithoutQualification) {
    EXPECT_THAT(refusals(judgeDevice(sampleRegulation(), nullptr, sampleFacts(), kScannedAt)),
                ElementsAre(FindingId::DeviceNotQualified));
}

struct Spoil {
    std::string_view what;
    std::function<void(CaptureFacts&)> facts;
    FindingId id;
};

class SpoiledDevice : public testing::TestWithParam<Spoil> {};

TEST_P(SpoiledDevice, IsRefused) {
    const auto qualification = sampleQualification();
    CaptureFacts facts = sampleFacts();
    GetParam().facts(facts);
    const auto ids = refusals(judgeDevice(sampleRegulation(), &qualification, facts, kScannedAt));
    EXPECT_THAT(ids, Contains(GetParam().id)) << GetParam().what;
}

INSTANTIATE_TEST_SUITE_P(
    Table, SpoiledDevice,
    testing::Values(
        Spoil{"name", [](auto& f) { f.device.name = "paperfeed:paper1"; },
              FindingId::DeviceNotQualified},
        Spoil{"vendor", [](auto& f) { f.device.vendor = "X"; }, FindingId::DeviceNotQualified},
        Spoil{"model", [](auto& f) { f.device.model = "X"; }, FindingId::DeviceNotQualified},
        Spoil{"serial", [](auto& f) { f.device.serial = "S2"; }, FindingId::DeviceNotQualified},
        Spoil{"firmware", [](auto& f) { f.device.firmware = "1.1"; },
              FindingId::DeviceNotQualified},
        Spoil{"dpi not qualified", [](auto& f) { f.dpiX = f.dpiY = f.asked.dpi = 400; },
              FindingId::ResolutionNotQualified},
        Spoil{"mode not qualified",
              [](auto& f) { f.mode = f.asked.mode = record::ColourMode::LineArt; },
              FindingId::OptionNotQualified},
        Spoil{"source not qualified",
              [](auto& f) { f.source = f.asked.source = record::PaperSource::Flatbed; },
              FindingId::OptionNotQualified},
        Spoil{"depth not qualified", [](auto& f) { f.bitsPerSample = f.asked.bitsPerSample = 16; },
              FindingId::OptionNotQualified},
        Spoil{"other mode delivered", [](auto& f) { f.mode = record::ColourMode::Grey; },
              FindingId::OptionNotDelivered},
        Spoil{"other source delivered",
              [](auto& f) { f.source = record::PaperSource::FeederDuplex; },
              FindingId::OptionNotDelivered},
        Spoil{"imported although scanned", [](auto& f) { f.source = record::PaperSource::Folder; },
              FindingId::OptionNotDelivered},
        Spoil{"other depth delivered", [](auto& f) { f.asked.bitsPerSample = 16; },
              FindingId::OptionNotDelivered},
        Spoil{"coarser across", [](auto& f) { f.dpiX = 200; }, FindingId::OptionNotDelivered},
        Spoil{"finer along", [](auto& f) { f.dpiY = 600; }, FindingId::OptionNotDelivered},
        Spoil{"narrower area", [](auto& f) { f.areaWidthMicrometres -= 2'001; },
              FindingId::OptionNotDelivered},
        Spoil{"shorter area", [](auto& f) { f.areaHeightMicrometres = 279'360; },
              FindingId::OptionNotDelivered},
        Spoil{"option not set",
              [](auto& f) {
                  f.options.push_back({"swdeskew", "no", "yes"});
              },
              FindingId::OptionNotDelivered}));

TEST(JudgeDevice, ToleratesTheDevicesOwnRounding) {
    const auto qualification = sampleQualification();
    CaptureFacts facts = sampleFacts();
    facts.areaWidthMicrometres -= 2'000;
    facts.options = {{"br-x", "218", "217.991"}, {"resolution", "300", "300.0"}, {"x", "", "1"}};
    EXPECT_THAT(judgeDevice(sampleRegulation(), &qualification, facts, kScannedAt).findings,
                IsEmpty());
}

TEST(JudgeDevice, TheNameMayEndInAStar) {
    auto qualification = sampleQualification();
    qualification.device.name = "paperfeed:*";
    EXPECT_TRUE(
        judgeDevice(sampleRegulation(), &qualification, sampleFacts(), kScannedAt).permitted());
    qualification.device.name = "net:*";
    EXPECT_FALSE(
        judgeDevice(sampleRegulation(), &qualification, sampleFacts(), kScannedAt).permitted());
}

// Repaired since: nothing that was measured holds any more, until it is measured again.
TEST(JudgeDevice, AVoidedQualificationPermitsNothing) {
    auto qualification = sampleQualification();
    qualification.voidedAt = at("2026-11-01T00:00:00+09:00");
    qualification.voidReason = "new lamp";
    const auto verdict = judgeDevice(sampleRegulation(), &qualification, sampleFacts(), kScannedAt);
    EXPECT_THAT(refusals(verdict), ElementsAre(FindingId::QualificationVoided));
    EXPECT_EQ(verdict.findings[0].measured, record::Json("new lamp"));
    EXPECT_THAT(refusals(judgeProfile(sampleRegulation(), sampleOriginal(), &qualification, {},
                                      kScannedAt)),
                ElementsAre(FindingId::QualificationVoided));
}

// A file that says other than the log was written by somebody else than the station.
TEST(JudgeDevice, AQualificationThatTheLogDoesNotKnowPermitsNothing) {
    auto qualification = sampleQualification();
    qualification.logged = false;
    EXPECT_THAT(
        refusals(judgeDevice(sampleRegulation(), &qualification, sampleFacts(), kScannedAt)),
        ElementsAre(FindingId::QualificationNotLogged));
}

TEST(JudgeDevice, TheQualificationHasDates) {
    const auto qualification = sampleQualification();
    const auto judged = [&](std::string_view now) {
        return refusals(judgeDevice(sampleRegulation(), &qualification, sampleFacts(), at(now)));
    };
    EXPECT_THAT(judged("2026-03-31T23:59:59.999+09:00"),
                ElementsAre(FindingId::QualificationNotYetValid));
    EXPECT_THAT(judged("2026-04-01T00:00:00+09:00"), IsEmpty());
    EXPECT_THAT(judged("2027-03-31T23:59:59.999+09:00"), IsEmpty());
    EXPECT_THAT(judged("2027-04-01T00:00:00+09:00"), ElementsAre(FindingId::QualificationExpired));
}

TEST(JudgeDevice, ADemoQualificationIsGoodForTheDemoOnly) {
    auto qualification = sampleQualification();
    qualification.demo = true;
    Regulation regulation = sampleRegulation();
    EXPECT_THAT(refusals(judgeDevice(regulation, &qualification, sampleFacts(), kScannedAt)),
                ElementsAre(FindingId::DemoData));
    regulation.demo = true;
    const auto verdict = judgeDevice(regulation, &qualification, sampleFacts(), kScannedAt);
    EXPECT_TRUE(verdict.permitted());
    EXPECT_THAT(idsOf(verdict, Severity::Note), ElementsAre(FindingId::DemoData));
}

TEST(JudgeProfile, JudgesWhatIsAskedBeforeTheFirstFeed) {
    const auto qualification = sampleQualification();
    const Regulation regulation = sampleRegulation();
    const auto judged = [&](const record::ScanProfile& profile) {
        return refusals(
            judgeProfile(regulation, sampleOriginal(), &qualification, profile, kScannedAt));
    };
    EXPECT_THAT(judged({}), IsEmpty());
    EXPECT_THAT(judged({.dpi = 600}), IsEmpty());
    EXPECT_THAT(judged({.dpi = 299}),
                ElementsAre(FindingId::ResolutionBelowRequired, FindingId::ResolutionNotQualified));
    EXPECT_THAT(judged({.mode = record::ColourMode::Grey}),
                ElementsAre(FindingId::ColourBelowRequired));
    EXPECT_THAT(judged({.bitsPerSample = 1}),
                ElementsAre(FindingId::DepthBelowRequired, FindingId::OptionNotQualified));
    EXPECT_THAT(judged({.source = record::PaperSource::Flatbed}),
                ElementsAre(FindingId::OptionNotQualified));
    EXPECT_THAT(refusals(judgeProfile(regulation, sampleOriginal(), nullptr, {}, kScannedAt)),
                ElementsAre(FindingId::DeviceNotQualified));
    EXPECT_THAT(
        refusals(judgeProfile(regulation, sampleOriginal("no"), &qualification, {}, kScannedAt)),
        ElementsAre(FindingId::ClassUnknown));
    EXPECT_THAT(refusals(judgeProfile(regulation, sampleOriginal(), &qualification, {},
                                      at("2028-01-01T00:00:00Z"))),
                ElementsAre(FindingId::QualificationExpired));
}

TEST(JudgeProfile, ImportedImagesAreForReferenceCopiesOnly) {
    const Regulation regulation = sampleRegulation();
    const record::ScanProfile folder{.source = record::PaperSource::Folder};
    EXPECT_THAT(refusals(judgeProfile(regulation, sampleOriginal(), nullptr, folder, kScannedAt)),
                ElementsAre(FindingId::ImportedImage));
    const auto copy = judgeProfile(regulation, sampleOriginal("copy"), nullptr, folder, kScannedAt);
    EXPECT_TRUE(copy.permitted());
    EXPECT_THAT(idsOf(copy, Severity::Warn), ElementsAre(FindingId::ImportedImage));
}

TEST(JudgeProfile, AClassOutOfScopeMayBeScannedForCare) {
    const auto qualification = sampleQualification();
    const auto verdict =
        judgeProfile(sampleRegulation(), sampleOriginal("film"), &qualification, {}, kScannedAt);
    EXPECT_TRUE(verdict.permitted());
    EXPECT_THAT(idsOf(verdict, Severity::Warn), ElementsAre(FindingId::ClassOutOfScope));
}

} // namespace

} // namespace seihon::regulation
