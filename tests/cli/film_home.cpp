#include "film_home.h"

#include "imaging/tiff.h"
#include "record/instant.h"

#include <gtest/gtest.h>

namespace seihon::cli_test {

record::PageImage film(unsigned seed) {
    return test::sampleFilm(kFilmDevice, 400, 340, seed);
}

void layTiff(const StationHome& home, const record::PageImage& image, const std::string& name) {
    const std::vector<std::uint8_t> bytes = imaging::encodeTiff(image);
    writeFile(home.tray() / name, std::string(bytes.begin(), bytes.end()));
}

record::PageImage decoded(const std::filesystem::path& file) {
    const std::string bytes = readFile(file);
    return imaging::decodeTiff(
        record::Bytes(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

FilmHome::FilmHome() {
    writeFile(path() / "tablet.toml", test::certificateOf(test::sampleTablet()));
}

Result FilmHome::calibrate(const test::FilmDevice& device) const {
    layTiff(*this, test::scanOfTablet(test::sampleTablet(), device), "0000.tif");
    return as("admin",
              {"device", "calibrate-film", "--tablet", (path() / "tablet.toml").string(),
               "--tablet-in-place", "--dpi", std::to_string(device.dpi), "--area", "100x80"});
}

std::string FilmHome::job(const std::string& kind) const {
    const Result made =
        as("clerk", {"job", "register", "--class", kind, "--patient", "P-000123", "--sheets", "1",
                     "--created", record::formatInstant(record::readClock())});
    EXPECT_EQ(made.code, 0) << made.out << made.err;
    const std::string id = made.json().at("job").asString();
    EXPECT_EQ(as("clerk", {"job", "open", id}).code, 0);
    EXPECT_EQ(as("clerk", {"job", "prepare", id, "--sheets", "1", "--attest-complete"}).code, 0);
    return id;
}

Result FilmHome::scan(const std::string& job, const record::PageImage& film) const {
    layTiff(*this, film, "0001.tif");
    return as("clerk", {"job", "scan", job, "--dpi", std::to_string(film.dpiX), "--area", "80x70"});
}

Result FilmHome::side(const std::string& job, const std::string& answer,
                      const std::string& reason) const {
    std::vector<std::string> args{"job", "film-side", job, "--answer", answer};
    if (!reason.empty()) {
        args.insert(args.end(), {"--reason", reason});
    }
    return as("clerk", args);
}

std::filesystem::path FilmHome::sealedFilm(const record::PageImage& film) const {
    EXPECT_EQ(calibrate().code, 0);
    const std::string id = job();
    EXPECT_EQ(scan(id, film).code, 0);
    EXPECT_EQ(as("clerk", {"job", "compare", id, "--same"}).code, 0);
    EXPECT_EQ(side(id, "correct").code, 0);
    EXPECT_EQ(as("clerk", {"job", "submit", id}).code, 0);
    EXPECT_EQ(as("manager", {"job", "accept", id}).code, 0);
    const Result sealed = as("manager", {"job", "seal", id});
    EXPECT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    return archivedRecords().at(0);
}

} // namespace seihon::cli_test
