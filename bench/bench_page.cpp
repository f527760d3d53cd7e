#include "bench/bench_page.h"

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include <tiffio.h>

namespace seihon::bench {

// Noise from a table, or drawing it would take longer than what is measured.
record::PageImage makePage(double noise) {
    record::PageImage page;
    page.width = 2575;
    page.height = 3602;
    page.dpiX = page.dpiY = 300;
    page.stride = page.rowBytes();
    page.bytes.resize(static_cast<std::size_t>(page.stride * page.height));
    std::mt19937 random(1);
    std::normal_distribution<double> normal(0, 1);
    std::vector<int> table(65'521);
    for (int& value : table) {
        value = static_cast<int>(std::lround(noise * normal(random)));
    }
    std::size_t next = 0;
    for (std::int64_t y = 0; y < page.height; ++y) {
        for (std::int64_t x = 0; x < page.width; ++x) {
            const bool sheet = x >= 47 && x < 2527 && y >= 47 && y < 3555;
            const bool text = sheet && x > 300 && x < 2250 && y > 300 && y < 3200 &&
                              (y - 300) % 90 < 40 &&
                              ((x / 5) * 7919 + (y / 90) * 31 + (y / 9) * 17) % 11 < 4;
            const int tone = !sheet ? 40 : text ? 50 : 240;
            for (int channel = 0; channel < 3; ++channel) {
                page.row(y)[3 * x + channel] = static_cast<std::uint8_t>(tone + table[next]);
                next = (next + 1) % table.size();
            }
        }
    }
    return page;
}

void writeUncompressed(const std::filesystem::path& file, const record::PageImage& image) {
    ::TIFF* tiff = ::TIFFOpen(file.c_str(), "w");
    ::TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(image.width));
    ::TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(image.height));
    ::TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, image.bitsPerSample);
    ::TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, image.channels);
    ::TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
    ::TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    ::TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 128);
    ::TIFFSetField(tiff, TIFFTAG_XRESOLUTION, static_cast<double>(image.dpiX));
    ::TIFFSetField(tiff, TIFFTAG_YRESOLUTION, static_cast<double>(image.dpiY));
    ::TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    for (std::int64_t y = 0; y < image.height; ++y) {
        ::TIFFWriteScanline(tiff, const_cast<std::uint8_t*>(image.row(y)),
                            static_cast<std::uint32_t>(y), 0);
    }
    ::TIFFClose(tiff);
}

} // namespace seihon::bench
