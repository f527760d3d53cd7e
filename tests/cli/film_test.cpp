// Films from the step tablet to the sealed record [A4].
#include "film_home.h"

#include "record/digest.h"
#include "record/film_fit.h"

#include <gtest/gtest.h>

#include <cstring>

namespace seihon::cli_test {

namespace fs = std::filesystem;

TEST(FilmRecord, goes_from_tray_to_archive_pixel_for_pixel) {
    const FilmHome home;
    const Result calibrated = home.calibrate();
    ASSERT_EQ(calibrated.code, 0) << calibrated.out << calibrated.err;
    EXPECT_GE(calibrated.json().at("calibration").at("mostDensity").asInt(), 3'500);
    const std::string job = home.job();
    const record::PageImage laid = film(3);
    const Result scanned = home.scan(job, laid);
    ASSERT_EQ(scanned.code, 0) << scanned.out << scanned.err;
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    // Compared is not enough: which way round it lies is a question of its own.
    const Result early = home.as("clerk", {"job", "submit", job});
    EXPECT_EQ(early.code, 1);
    EXPECT_TRUE(early.has("FilmSideNotAttested"));
    ASSERT_EQ(home.side(job, "correct").code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
    ASSERT_EQ(home.as("manager", {"job", "accept", job}).code, 0);
    const Result sealed = home.as("manager", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;

    const std::string folder = home.archivedRecords().at(0).string();
    const record::Json made = record::parseJson(readFile(fs::path(folder) / "record.json"));
    const record::Json& page = made.at("pages").asArray().at(0);
    EXPECT_EQ(page.at("bitsPerSample").asInt(), 16);
    const record::PageImage kept = decoded(fs::path(folder) / "pages/0001.tif");
    ASSERT_EQ(kept.bitsPerSample, 16);
    const record::RectPx rect = record::rectPxFromJson(page.at("sheetRect"));
    ASSERT_EQ(rect.w, laid.width);
    ASSERT_EQ(rect.h, laid.height);
    for (std::int64_t y = 0; y < rect.h; ++y) {
        ASSERT_EQ(std::memcmp(kept.row(rect.y + y) + 2 * rect.x, laid.row(y),
                              static_cast<std::size_t>(2 * rect.w)),
                  0)
            << "row " << y;
    }
    // Densities are read from the record alone.
    const auto calibration = record::filmCalibrationFromJson(page.at("filmCalibration"));
    const record::FilmScale scale = record::filmScaleOf(calibration);
    EXPECT_NEAR(static_cast<double>(scale.pitchAcrossNanometres), 169'333, 100);
    std::uint16_t value = 0; // in the middle the film has density 0.3 + 1.4
    std::memcpy(&value, laid.row(300) + 2 * 200, 2);
    EXPECT_NEAR(scale.densityOfValue[value], 1'700, 15);
    EXPECT_EQ(made.at("attestations").asArray().back().at("question").asString(), "film-side");
    EXPECT_EQ(runProgram({std::string(SEIHON_BIN_DIR) + "/seihon-verify", folder, "--trust",
                          (home.path() / "trust").string()})
                  .code,
              0);
    // An object says what its values mean [A8].
    const fs::path objects = home.path() / "objects";
    const Result dicom =
        home.as("manager", {"record", "dicom", fs::path(folder).filename().string(), "--to",
                            objects.string()});
    ASSERT_EQ(dicom.code, 0) << dicom.out << dicom.err;
    if (runProgram({"dcmdump", "--version"}).code == 0) {
        const std::string object = objects / "0001.dcm";
        const std::string dump = runProgram({"dcmdump", object}).out;
        for (const char* said : {"[DF]", "[RG]", "[OD]", "[MONOCHROME1]", "[0.169", "[110020]"}) {
            EXPECT_NE(dump.find(said), dump.npos) << said;
        }
        EXPECT_EQ(dump.find(" PixelSpacing"), dump.npos);
        runProgram({"dcmdump", "+W", objects.string(), object});
        const std::string raw = readFile(objects / "0001.dcm.0.raw");
        ASSERT_EQ(raw.size(), static_cast<std::size_t>(kept.height * kept.rowBytes()));
        for (std::int64_t y = 0; y < kept.height; ++y) {
            ASSERT_EQ(std::memcmp(raw.data() + y * kept.rowBytes(), kept.row(y),
                                  static_cast<std::size_t>(kept.rowBytes())),
                      0);
        }
    }
    const Result replay = home.seihon({"audit", "replay"});
    EXPECT_EQ(replay.code, 0) << replay.out;
    EXPECT_EQ(home.seihon({"archive", "verify"}).code, 0);
}

TEST(FilmRecord, without_a_calibration_it_is_scanned_and_not_submitted) {
    const FilmHome home;
    const std::string job = home.job();
    const Result scanned = home.scan(job, film(3));
    EXPECT_TRUE(scanned.has("FilmNotCalibrated")) << scanned.out << scanned.err;
    ASSERT_EQ(home.as("clerk", {"job", "show", job}).json().at("pages").asArray().size(), 1u);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    ASSERT_EQ(home.side(job, "correct").code, 0);
    const Result refused = home.as("clerk", {"job", "submit", job});
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(refused.has("PageUndecided"));
    // Nor can a person say that the film is like that.
    ASSERT_EQ(home.as("clerk", {"job", "page", job, "1", "--as-on-paper", "it is"}).code, 0);
    EXPECT_EQ(home.as("clerk", {"job", "submit", job}).code, 1);
    // Calibrated afterwards it is scanned again.
    ASSERT_EQ(home.calibrate().code, 0);
    layTiff(home, film(3), "0001.tif");
    const Result again =
        home.as("clerk", {"job", "scan", job, "--replace", "1", "--dpi", "150", "--area", "80x70"});
    EXPECT_EQ(again.code, 0) << again.out << again.err;
    EXPECT_TRUE(home.as("clerk", {"job", "submit", job}).has("FilmSideNotAttested")); // once more
    EXPECT_EQ(home.seihon({"audit", "replay"}).code, 0);
}

TEST(FilmRecord, a_repair_ends_the_calibration) {
    const FilmHome home;
    ASSERT_EQ(home.calibrate().code, 0);
    const Result list = home.seihon({"device", "calibrations"});
    ASSERT_EQ(list.json().at("calibrations").asArray().size(), 1u);
    EXPECT_TRUE(list.json().at("calibrations").asArray().at(0).at("inForce").asBool());
    EXPECT_EQ(home.as("clerk", {"device", "calibrate-film", "--void", "--reason", "x"}).code, 1);
    ASSERT_EQ(home.as("admin", {"device", "calibrate-film", "--void", "--reason", "new lamp"}).code,
              0);
    EXPECT_FALSE(home.seihon({"device", "calibrations"})
                     .json()
                     .at("calibrations")
                     .asArray()
                     .at(0)
                     .at("inForce")
                     .asBool());
    EXPECT_TRUE(home.scan(home.job(), film(4)).has("FilmNotCalibrated"));
    EXPECT_EQ(home.seihon({"audit", "replay"}).code, 0);
}

TEST(FilmRecord, a_poor_device_is_not_calibrated_and_its_scan_is_kept) {
    const FilmHome home;
    const Result padded = home.calibrate({.dpi = 150, .bits = 8, .noise = 100});
    EXPECT_EQ(padded.code, 1) << padded.out;
    EXPECT_TRUE(padded.has("FilmDepthNotReal")) << padded.out;
    const Result blurred = home.calibrate({.dpi = 150, .bits = 12, .noise = 25, .blurDown = 5});
    EXPECT_EQ(blurred.code, 1);
    EXPECT_TRUE(blurred.has("TargetBlurred")) << blurred.out;
    EXPECT_TRUE(fs::exists(home.path() / "qualifications" / blurred.json().at("id").asString() /
                           "tablet.tif"));
    const Result stretched =
        home.calibrate({.dpi = 150, .bits = 12, .noise = 25, .stretchAcross = 1.02});
    EXPECT_TRUE(stretched.has("TargetScaleWrong")) << stretched.out;
    EXPECT_TRUE(
        home.seihon({"device", "calibrations"}).json().at("calibrations").asArray().empty());
    layTiff(home, film(9), "0000.tif"); // no tablet at all
    const Result none = home.as("admin", {"device", "calibrate-film", "--tablet",
                                          (home.path() / "tablet.toml").string(),
                                          "--tablet-in-place", "--dpi", "150", "--area", "100x80"});
    EXPECT_NE(none.code, 0);
    EXPECT_NE(none.out.find("TargetNotFound"), std::string::npos) << none.out << none.err;
    EXPECT_EQ(home.as("clerk", {"device", "calibrate-film", "--tablet",
                                (home.path() / "tablet.toml").string(), "--tablet-in-place"})
                  .code,
              1);
    EXPECT_EQ(home.seihon({"audit", "replay"}).code, 0);
}

TEST(FilmRecord, mirrored_films_and_mammograms_are_not_submitted) {
    const FilmHome home;
    ASSERT_EQ(home.calibrate().code, 0);
    const std::string job = home.job();
    ASSERT_EQ(home.scan(job, film(5)).code, 0);
    ASSERT_EQ(home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    EXPECT_NE(home.side(job, "mirrored").code, 0); // says why
    EXPECT_TRUE(home.side(job, "mirrored", "R reads backwards").has("FilmSideWrong"));
    EXPECT_TRUE(home.as("clerk", {"job", "submit", job}).has("FilmSideWrong"));
    EXPECT_TRUE(home.side(job, "mammogram", "it is one").has("MammographyRefused"));
    EXPECT_TRUE(home.as("clerk", {"job", "submit", job}).has("MammographyRefused"));
    ASSERT_EQ(home.side(job, "no-marker", "the label says L").code, 0);
    EXPECT_EQ(home.as("clerk", {"job", "submit", job}).code, 0);
    const std::string breast = home.job("mammography-film");
    EXPECT_TRUE(home.scan(breast, film(6)).has("MammographyRefused"));
    const Result paper =
        home.as("clerk", {"job", "film-side", home.openJob(1), "--answer", "correct"});
    EXPECT_NE(paper.code, 0); // no film
    EXPECT_EQ(home.seihon({"audit", "replay"}).code, 0);
}

TEST(FilmRecord, padded_pixels_and_saturated_areas_are_told) {
    const FilmHome home;
    ASSERT_EQ(home.calibrate().code, 0);
    const Result padded =
        home.scan(home.job(), test::sampleFilm({.dpi = 150, .bits = 8, .noise = 150}, 400, 340, 3));
    EXPECT_TRUE(padded.has("FilmDepthNotReal")) << padded.out;
    record::PageImage burnt = film(8);
    for (std::int64_t y = 100; y < 200; ++y) {
        std::memset(burnt.row(y) + 2 * 200, 0xff, 2 * 100);
    }
    const Result told = home.scan(home.job(), burnt);
    EXPECT_EQ(told.code, 0) << told.out; // a warning
    EXPECT_TRUE(told.has("FilmSaturated")) << told.out;
}

} // namespace seihon::cli_test
