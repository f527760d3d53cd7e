#pragma once

#include "record/film.h"
#include "record/page_image.h"

#include <cstdint>
#include <string>

// A step tablet, and what a device would deliver of it; for tests.
namespace seihon::test {

struct FilmDevice {
    std::int64_t dpi = 300;
    int bits = 16;                    // real ones; the rest is copied from them
    bool linear = false;              // counts light; else its logarithm
    double clearest = 0.1;            // density at which it counts 65535
    double densest = 4.7;             // and at which a logarithmic one counts 0
    double noise = 20;                // counts
    int blurAcross = 1, blurDown = 1; // pixels that a pixel really sees
    double stretchAcross = 1, stretchDown = 1;
    double turnedDegrees = 0;
};

// 16 steps from 0.2 to 3.8 in two rows between four slanted squares; 90 by 70 mm.
record::FilmTablet sampleTablet();
// Its certificate, as a person would have it.
std::string certificateOf(const record::FilmTablet& tablet);
record::PageImage scanOfTablet(const record::FilmTablet& tablet, const FilmDevice& device);
// A film with a ramp of densities and a side marker, all of it other noise for another seed.
record::PageImage sampleFilm(const FilmDevice& device, std::int64_t width, std::int64_t height,
                             unsigned seed);

} // namespace seihon::test
