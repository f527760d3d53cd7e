#include "regulation/judge_film.h"

#include "record/film_fit.h"
#include "regulation/judge.h"
#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace seihon::regulation {

namespace {

using record::FilmCalibration;
using record::FilmMeasurement;
using record::FilmSide;
using record::FindingId;
using record::PaperSource;
using record::Quantity;
using record::Severity;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

const record::Instant kFilmScannedAt = at("2026-11-17T11:00:00+09:00");

Regulation filmRegulation() {
    Regulation regulation = sampleRegulation();
    DocumentClass kind = regulation.classes.at("letter");
    kind.id = "xray";
    kind.film = FilmRules{};
    kind.film->saturatedDarkPermille = QualityFloors::Limit{10, Severity::Warn};
    kind.profile.source = PaperSource::Transparency;
    kind.profile.mode = record::ColourMode::Grey;
    kind.profile.bitsPerSample = 16;
    kind.quality.modes = {record::ColourMode::Grey};
    kind.quality.bitsPerSample = 16;
    kind.quality.opticalDpi = 127;
    regulation.classes.emplace(kind.id, kind);
    kind.id = "breast";
    kind.film->kind = FilmKind::Mammography;
    regulation.classes.emplace(kind.id, kind); // as an original, which no file can say
    return regulation;
}

record::ScanProfile filmProfile() {
    return filmRegulation().classes.at("xray").profile;
}

record::CaptureFacts filmFacts() {
    record::CaptureFacts facts = sampleFacts();
    facts.asked = filmProfile();
    facts.source = PaperSource::Transparency;
    facts.mode = record::ColourMode::Grey;
    facts.bitsPerSample = 16;
    return facts;
}

FilmMeasurement goodTablet() {
    FilmMeasurement measurement;
    for (std::int64_t i = 0; i < 16; ++i) {
        const std::int64_t density = 200 + 240 * i;
        measurement.steps.push_back({density, 14'000 * (4'600 - density), 20'000, 0});
    }
    measurement.significantBits = 14;
    measurement.across.samplingEfficiencyPercent = measurement.down.samplingEfficiencyPercent = 90;
    measurement.across.peakPermille = measurement.down.peakPermille = 1'000;
    measurement.pitchAcrossNanometres = measurement.pitchDownNanometres = 84'667;
    return measurement;
}

record::FilmTablet goodCertificate() {
    record::FilmTablet tablet;
    tablet.id = "T-1";
    tablet.certifiedUntil = at("2027-01-01T00:00:00+09:00");
    return tablet;
}

FilmCalibration goodCalibration() {
    FilmCalibration calibration;
    calibration.id = "c1";
    calibration.device = filmFacts().device;
    calibration.dpi = 300;
    calibration.calibratedAt = at("2026-11-01T00:00:00+09:00");
    calibration.validUntil = at("2026-12-01T00:00:00+09:00");
    calibration.curve = record::usableSteps(goodTablet(), {});
    calibration.range = record::rangeOf(calibration.curve);
    calibration.pitchAcrossNanometres = calibration.pitchDownNanometres = 84'667;
    return calibration;
}

record::PageMeasurement goodFilm() {
    record::PageMeasurement measurement;
    measurement.add(Quantity::WidthPixels, 2'000);
    measurement.add(Quantity::HeightPixels, 2'500);
    measurement.add(Quantity::SignificantBits, 12);
    measurement.add(Quantity::SaturatedDarkPermille, 10);
    measurement.add(Quantity::SaturatedBrightPermille, 1'000); // this class does not judge it
    return measurement;
}

std::vector<FindingId> filmPage(const std::function<void(record::CaptureFacts&)>& change,
                                const FilmCalibration& calibration = goodCalibration(),
                                const record::PageMeasurement& measurement = goodFilm()) {
    record::CaptureFacts facts = filmFacts();
    change(facts);
    return refusals(judgeFilmPage(filmRegulation(), sampleOriginal("xray"), facts, measurement,
                                  &calibration, kFilmScannedAt));
}

record::ScanJob filmJob(std::optional<FilmSide> answer, const std::string& reason = {}) {
    record::ScanJob job;
    job.original = sampleOriginal("xray");
    if (answer) {
        job.filmSide = record::Attestation{
            "film-side", std::string(record::enumName(*answer)), reason, "clerk", clerk(), {}};
    }
    return job;
}

} // namespace

TEST(JudgeFilm, AGoodTabletIsGood) {
    EXPECT_THAT(judgeFilmCalibration(filmRegulation(), goodCertificate(), filmFacts(), goodTablet(),
                                     kFilmScannedAt)
                    .findings,
                IsEmpty());
    EXPECT_EQ(filmCalibrationEnd(filmRegulation(), kFilmScannedAt),
              kFilmScannedAt + std::chrono::days(31));
}

struct SpoiledTablet {
    const char* name;
    std::function<void(FilmMeasurement&)> spoil;
    FindingId id;
};

class SpoiledTablets : public testing::TestWithParam<SpoiledTablet> {};

TEST_P(SpoiledTablets, IsRefusedForThatAlone) {
    FilmMeasurement measured = goodTablet();
    GetParam().spoil(measured);
    EXPECT_THAT(refusals(judgeFilmCalibration(filmRegulation(), goodCertificate(), filmFacts(),
                                              measured, kFilmScannedAt)),
                ElementsAre(GetParam().id));
}

INSTANTIATE_TEST_SUITE_P(
    All, SpoiledTablets,
    testing::Values(
        SpoiledTablet{"across", [](auto& m) { m.across.samplingEfficiencyPercent = 59; },
                      FindingId::TargetBlurred},
        SpoiledTablet{"down", [](auto& m) { m.down.samplingEfficiencyPercent = 59; },
                      FindingId::TargetBlurred},
        SpoiledTablet{"sharpened", [](auto& m) { m.down.peakPermille = 1'201; },
                      FindingId::TargetOversharpened},
        SpoiledTablet{"long", [](auto& m) { m.scaleErrorDownPpm = 10'001; },
                      FindingId::TargetScaleWrong},
        SpoiledTablet{"short", [](auto& m) { m.scaleErrorAcrossPpm = -10'001; },
                      FindingId::TargetScaleWrong},
        SpoiledTablet{"shallow", [](auto& m) { m.significantBits = 11; },
                      FindingId::FilmDepthNotReal},
        SpoiledTablet{"bent", [](auto& m) { m.steps[5].milliCount += 14'000 * 60; },
                      FindingId::FilmCurveResidual},
        SpoiledTablet{"few", [](auto& m) { m.steps.resize(4); }, FindingId::TargetStepsMerged}),
    [](const auto& one) { return one.param.name; });

TEST(JudgeFilm, ABrighterStepAnotherSourceAndAnOldCertificateAreRefused) {
    FilmMeasurement measured = goodTablet();
    measured.steps[9].milliCount = measured.steps[8].milliCount + 50'000;
    EXPECT_THAT(refusals(judgeFilmCalibration(filmRegulation(), goodCertificate(), filmFacts(),
                                              measured, kFilmScannedAt)),
                Contains(FindingId::FilmStepsNotMonotonic));
    record::CaptureFacts facts = filmFacts();
    facts.source = facts.asked.source = PaperSource::Flatbed;
    EXPECT_THAT(refusals(judgeFilmCalibration(filmRegulation(), goodCertificate(), facts,
                                              goodTablet(), kFilmScannedAt)),
                ElementsAre(FindingId::FilmSourceNeeded));
    EXPECT_THAT(refusals(judgeFilmCalibration(filmRegulation(), goodCertificate(), filmFacts(),
                                              goodTablet(), at("2027-01-01T00:00:00+09:00"))),
                ElementsAre(FindingId::FilmTabletExpired));
}

TEST(JudgeFilm, AGoodFilmIsGood) {
    EXPECT_THAT(filmPage([](auto&) {}), IsEmpty());
}

TEST(JudgeFilm, OnlyTheVeryDeviceAtItsResolutionIsCalibrated) {
    for (const auto& change : std::vector<std::function<void(record::CaptureFacts&)>>{
             [](auto& f) { f.device.name = "other:0"; }, [](auto& f) { f.device.vendor = "x"; },
             [](auto& f) { f.device.model = "x"; }, [](auto& f) { f.device.serial = "x"; },
             [](auto& f) { f.device.firmware = "2"; },
             [](auto& f) {
                 f.dpiX = f.dpiY = f.asked.dpi = 200;
             }}) {
        EXPECT_THAT(filmPage(change), ElementsAre(FindingId::FilmNotCalibrated));
    }
    EXPECT_THAT(refusals(judgeFilmPage(filmRegulation(), sampleOriginal("xray"), filmFacts(),
                                       goodFilm(), nullptr, kFilmScannedAt)),
                ElementsAre(FindingId::FilmNotCalibrated));
    FilmCalibration demo = goodCalibration();
    demo.demo = true;
    EXPECT_THAT(filmPage([](auto&) {}, demo), ElementsAre(FindingId::FilmNotCalibrated));
}

TEST(JudgeFilm, ACalibrationEndsToTheSecond) {
    const auto judgedAt = [](record::Instant now) {
        const FilmCalibration calibration = goodCalibration();
        return refusals(judgeFilmPage(filmRegulation(), sampleOriginal("xray"), filmFacts(),
                                      goodFilm(), &calibration, now));
    };
    const FilmCalibration calibration = goodCalibration();
    const auto second = std::chrono::seconds(1);
    EXPECT_THAT(judgedAt(calibration.validUntil - second), IsEmpty());
    EXPECT_THAT(judgedAt(calibration.validUntil), ElementsAre(FindingId::FilmCalibrationExpired));
    EXPECT_THAT(judgedAt(calibration.calibratedAt), IsEmpty());
    EXPECT_THAT(judgedAt(calibration.calibratedAt - second),
                ElementsAre(FindingId::FilmNotCalibrated));
}

// Scanning goes on for care; sealing does not [B6].
TEST(JudgeFilm, AMissingCalibrationOnlyWarnsBeforeTheScan) {
    const auto verdict = judgeFilmProfile(filmRegulation(), sampleOriginal("xray"), nullptr,
                                          filmProfile(), kFilmScannedAt);
    EXPECT_TRUE(verdict.permitted());
    EXPECT_TRUE(verdict.has(FindingId::FilmNotCalibrated));
    FilmCalibration old = goodCalibration();
    old.validUntil = kFilmScannedAt;
    const auto late = judgeFilmProfile(filmRegulation(), sampleOriginal("xray"), &old,
                                       filmProfile(), kFilmScannedAt);
    EXPECT_TRUE(late.permitted());
    EXPECT_TRUE(late.has(FindingId::FilmCalibrationExpired));
    record::ScanProfile profile = filmProfile();
    profile.source = PaperSource::FeederSimplex;
    EXPECT_THAT(refusals(judgeFilmProfile(filmRegulation(), sampleOriginal("xray"), &old, profile,
                                          kFilmScannedAt)),
                ElementsAre(FindingId::FilmSourceNeeded));
    // In a box of old paper the profile is another one.
    const record::Qualification qualification = sampleQualification();
    EXPECT_FALSE(judgeProfile(filmRegulation(), sampleOriginal("xray"), &qualification, profile,
                              kFilmScannedAt)
                     .permitted());
}

TEST(JudgeFilm, PitchRangeAndDepthAreFloors) {
    FilmCalibration calibration = goodCalibration();
    calibration.pitchAcrossNanometres = 200'000;
    EXPECT_THAT(filmPage([](auto&) {}, calibration), IsEmpty());
    calibration.pitchAcrossNanometres = 200'001;
    EXPECT_THAT(filmPage([](auto&) {}, calibration), ElementsAre(FindingId::FilmPitchTooCoarse));
    calibration = goodCalibration();
    calibration.range = {501, 3'800};
    EXPECT_THAT(filmPage([](auto&) {}, calibration), ElementsAre(FindingId::FilmRangeTooSmall));
    calibration.range = {500, 3'499};
    EXPECT_THAT(filmPage([](auto&) {}, calibration), ElementsAre(FindingId::FilmRangeTooSmall));
    calibration.range = {500, 3'500};
    EXPECT_THAT(filmPage([](auto&) {}, calibration), IsEmpty());
    record::PageMeasurement shallow = goodFilm();
    replace(shallow, Quantity::SignificantBits, 11);
    EXPECT_THAT(filmPage([](auto&) {}, goodCalibration(), shallow),
                ElementsAre(FindingId::FilmDepthNotReal));
    remove(shallow, Quantity::SignificantBits);
    EXPECT_THAT(filmPage([](auto&) {}, goodCalibration(), shallow),
                ElementsAre(FindingId::NotMeasured));
}

TEST(JudgeFilm, SaturationIsTold) {
    record::PageMeasurement dark = goodFilm();
    replace(dark, Quantity::SaturatedDarkPermille, 11);
    const FilmCalibration calibration = goodCalibration();
    const auto verdict = judgeFilmPage(filmRegulation(), sampleOriginal("xray"), filmFacts(), dark,
                                       &calibration, kFilmScannedAt);
    EXPECT_TRUE(verdict.permitted());
    EXPECT_THAT(idsOf(verdict, Severity::Warn), ElementsAre(FindingId::FilmSaturated));
}

TEST(JudgeFilm, MammographyIsRefusedWhateverAFileSays) {
    const FilmCalibration calibration = goodCalibration();
    EXPECT_THAT(refusals(judgeFilmPage(filmRegulation(), sampleOriginal("breast"), filmFacts(),
                                       goodFilm(), &calibration, kFilmScannedAt)),
                ElementsAre(FindingId::MammographyRefused));
    record::ScanJob job = acceptedJob();
    job.original.documentClass = "breast";
    const auto sealing = judgeSealing(filmRegulation(), job, clerk(), sampleCertificate(),
                                      at("2026-11-17T12:00:00+09:00"));
    EXPECT_TRUE(sealing.has(FindingId::ClassOutOfScope));
    EXPECT_FALSE(sealing.permitted());
}

TEST(JudgeFilm, ItsSideIsAttestedBeforeSubmission) {
    const DocumentClass kind = filmRegulation().classes.at("xray");
    const auto judged = [&](std::optional<FilmSide> answer, const std::string& reason = {}) {
        return refusals(judgeFilmSide(kind, filmJob(answer, reason)));
    };
    EXPECT_THAT(judged(std::nullopt), ElementsAre(FindingId::FilmSideNotAttested));
    EXPECT_THAT(judged(FilmSide::Correct), IsEmpty());
    EXPECT_THAT(judged(FilmSide::NoMarker), ElementsAre(FindingId::FilmSideWrong));
    EXPECT_THAT(judged(FilmSide::NoMarker, "the label says L"), IsEmpty());
    EXPECT_THAT(judged(FilmSide::Mirrored, "R reads backwards"),
                ElementsAre(FindingId::FilmSideWrong));
    EXPECT_THAT(judged(FilmSide::Turned, "x"), ElementsAre(FindingId::FilmSideWrong));
    EXPECT_THAT(judged(FilmSide::Mammogram, "x"), ElementsAre(FindingId::MammographyRefused));
    record::ScanJob paper = filmJob(std::nullopt);
    EXPECT_THAT(judgeFilmSide(sampleRegulation().classes.at("letter"), paper).findings, IsEmpty());
    record::ScanJob job = openJob();
    job.original.documentClass = "xray";
    EXPECT_TRUE(judgeSubmission(filmRegulation(), job).has(FindingId::FilmSideNotAttested));
}

} // namespace seihon::regulation
