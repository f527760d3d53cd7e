// One A4 side in colour and one film of 12 in 16 bits as DICOM objects, in each lossless syntax:
// made, written into memory, read afresh, every element and pixel compared, hashed. Writes the same
// side as page.bmp for img2dcm (bench/dicom.sh).   usage: bench-dicom WORK-FOLDER
#include "bench/bench_page.h"
#include "dicom/document.h"
#include "dicom/uid.h"
#include "record/id.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>

namespace {

using namespace seihon;

constexpr int kTurns = 5;

record::PageImage filmImage() {
    const record::PageImage side = bench::makePage(1.5);
    record::PageImage film;
    film.width = 2756;
    film.height = 3386;
    film.channels = 1;
    film.bitsPerSample = 16;
    film.dpiX = film.dpiY = 200;
    film.stride = film.rowBytes();
    film.bytes.resize(static_cast<std::size_t>(film.stride * film.height));
    for (std::int64_t y = 0; y < film.height; ++y) {
        for (std::int64_t x = 0; x < film.width; ++x) {
            // Tones of the side with four bits of their neighbour's noise below.
            const std::uint8_t* at = side.row(y) + 3 * std::min(x, side.width - 1);
            const auto value = static_cast<std::uint16_t>(at[0] << 4 | (at[1] & 15));
            std::memcpy(film.row(y) + 2 * x, &value, sizeof value);
        }
    }
    return film;
}

void writeBmp(const std::string& file, const record::PageImage& page) {
    const auto row = static_cast<std::uint32_t>((page.width * 3 + 3) / 4 * 4);
    const auto size =
        static_cast<std::uint32_t>(54 + row * static_cast<std::uint32_t>(page.height));
    std::vector<std::uint8_t> bytes(size);
    const auto put = [&](std::size_t at, std::uint32_t value, int count) {
        std::memcpy(bytes.data() + at, &value, static_cast<std::size_t>(count));
    };
    put(0, 0x4d42, 2);
    put(2, size, 4);
    put(10, 54, 4);
    put(14, 40, 4);
    put(18, static_cast<std::uint32_t>(page.width), 4);
    put(22, static_cast<std::uint32_t>(page.height), 4);
    put(26, 1, 2);
    put(28, 24, 2);
    for (std::int64_t y = 0; y < page.height; ++y) { // from below, blue first
        std::uint8_t* to =
            bytes.data() + 54 + row * static_cast<std::uint32_t>(page.height - 1 - y);
        for (std::int64_t x = 0; x < page.width; ++x) {
            for (int c = 0; c < 3; ++c) {
                to[3 * x + c] = page.row(y)[3 * x + 2 - c];
            }
        }
    }
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(size));
}

void measure(const char* name, const record::PageImage& page, dicom::TransferSyntax syntax) {
    double best = 1e9;
    std::size_t bytes = 0;
    for (int turn = 0; turn < kTurns; ++turn) {
        dicom::Document document;
        document.pages.push_back(page.clone());
        for (std::string* uid : {&document.study.uid, &document.series.uid, &document.object.uid}) {
            *uid = dicom::uidOfUuid(record::makeId(record::readClock()));
        }
        document.series.modality = "OT";
        document.bitsStored = page.bitsPerSample == 16 ? 12 : 0;
        dicom::WriteOptions options;
        options.syntax = syntax;
        const std::clock_t from = std::clock(); // the machine may be shared: CPU, not the wall
        bytes = dicom::writeObject(document, options).bytes.size();
        best = std::min(best, static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC);
    }
    std::printf("%-34s %6.2f s CPU  %6.2f MB\n", name, best, static_cast<double>(bytes) / 1e6);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        return 2;
    }
    const record::PageImage side = bench::makePage(1.5), film = filmImage();
    writeBmp(std::string(argv[1]) + "/page.bmp", side);
    using enum dicom::TransferSyntax;
    measure("A4 colour, raw", side, ExplicitLittleEndian);
    measure("A4 colour, JPEG lossless", side, JpegLossless);
    measure("A4 colour, JPEG-LS", side, JpegLs);
    measure("film 12 bits, raw", film, ExplicitLittleEndian);
    measure("film 12 bits, JPEG lossless", film, JpegLossless);
    measure("film 12 bits, JPEG-LS", film, JpegLs);
    return 0;
}
