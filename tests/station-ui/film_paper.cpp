#include "tests/station-ui/film_paper.h"

#include "imaging/tiff.h"
#include "station/film_desk.h"
#include "tests/support/step_tablet.h"

#include <fstream>

namespace seihon::station_ui {

namespace fs = std::filesystem;

namespace {

const test::FilmDevice kFilmFeeder{.dpi = 150, .bits = 12, .noise = 25};

void clearFilms(const fs::path& home) {
    const fs::path tray = home / "feeder" / "tray";
    fs::remove_all(tray);
    fs::create_directories(tray);
}

void layFilm(const fs::path& home, const record::PageImage& film) {
    const std::vector<std::uint8_t> bytes = imaging::encodeTiff(film);
    std::ofstream(home / "feeder" / "tray" / "0001.tif", std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
}

} // namespace

fs::path certificateBeside(const fs::path& home) {
    fs::path certificate = home.parent_path() / "tablet.toml";
    std::ofstream(certificate) << test::certificateOf(test::sampleTablet());
    return certificate;
}

void layTablet(const fs::path& home, bool tooFewBits) {
    test::FilmDevice device = kFilmFeeder;
    device.bits = tooFewBits ? 8 : device.bits;
    clearFilms(home);
    layFilm(home, test::scanOfTablet(test::sampleTablet(), device));
}

bool calibrateFeeder(const fs::path& home) {
    const fs::path certificate = certificateBeside(home);
    layTablet(home, false);
    station::Station station(home);
    station::CalibrateRequest request;
    request.dpi = kFilmFeeder.dpi;
    request.certificate = certificate;
    request.areaWidthMicrometres = 100'000;
    request.areaHeightMicrometres = 80'000;
    return station::FilmDesk(station)
        .calibrate(station.login("admin", station::Pin("123456")), request, {})
        .calibration.has_value();
}

std::string scanFilm(const fs::path& home) {
    clearFilms(home);
    layFilm(home, test::sampleFilm(kFilmFeeder, 900, 700, 4));
    station::Station station(home);
    const station::Session session = station.login("clerk", station::Pin("123456"));
    record::Original original;
    original.documentClass = "radiograph-film";
    original.patient = {"P-000123", "試作 健一"};
    original.receivedAt = original.createdAt = record::readClock();
    original.evidence = record::ReceptionEvidence::CounterRegistration;
    original.sheets = 1;
    const std::string job = station.registerOriginal(session, {original}).job.id;
    static_cast<void>(station.open(session, job));
    static_cast<void>(station.prepare(session, job, {1, true, "flag"}));
    station::ScanRequest request;
    request.dpi = kFilmFeeder.dpi;
    request.areaWidthMicrometres = 165'000;
    request.areaHeightMicrometres = 130'000;
    const station::Outcome outcome = station.scan(session, job, request, {}, {});
    return outcome.verdict.permitted() && outcome.job.pages.size() == 1 ? job : std::string();
}

} // namespace seihon::station_ui
