#pragma once

#include "station_home.h"

#include "record/page_image.h"
#include "support/step_tablet.h"

#include <string>

namespace seihon::cli_test {

inline const test::FilmDevice kFilmDevice{.dpi = 150, .bits = 12, .noise = 25};

// A film of 16 bits as the feeder serves it.
record::PageImage film(unsigned seed);
void layTiff(const StationHome& home, const record::PageImage& image, const std::string& name);
record::PageImage decoded(const std::filesystem::path& file);

// A station with a film scanner, driven as a person would.
class FilmHome : public StationHome {
  public:
    FilmHome();
    Result calibrate(const test::FilmDevice& device = kFilmDevice) const;
    std::string job(const std::string& kind = "radiograph-film") const;
    Result scan(const std::string& job, const record::PageImage& film) const;
    Result side(const std::string& job, const std::string& answer,
                const std::string& reason = {}) const;
    // From the tray to the archive; gives the record's folder.
    std::filesystem::path sealedFilm(const record::PageImage& film) const;
};

} // namespace seihon::cli_test
