#include "capture/decode/foreign_image.h"

#include <array>
#include <cmath>
#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <new>

#include <jerror.h>
#include <jpeglib.h>

namespace seihon::capture {

namespace {

// A progressive file may hold any number of scans over the whole page: the "JPEG bomb".
constexpr int kMaxScans = 200;

// libjpeg reports by a callback that may not return: the functions that call setjmp keep no object
// with a destructor.
struct JpegReader {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg_progress_mgr progress{};
    std::jmp_buf escape{};
    std::array<char, JMSG_LENGTH_MAX> why{};
    bool created = false;

    JpegReader() = default;
    ~JpegReader() {
        if (created) {
            ::jpeg_destroy_decompress(&jpeg);
        }
    }
    JpegReader(const JpegReader&) = delete;
    JpegReader& operator=(const JpegReader&) = delete;
};

JpegReader& readerOf(j_common_ptr jpeg) {
    return *static_cast<JpegReader*>(jpeg->client_data);
}

[[noreturn]] void onError(j_common_ptr jpeg) {
    JpegReader& reader = readerOf(jpeg);
    reader.errors.format_message(jpeg, reader.why.data());
    std::longjmp(reader.escape, 1);
}

// Level -1 is corrupt data that libjpeg would fill with grey. Filled-in pixels are no evidence.
void onMessage(j_common_ptr jpeg, int level) {
    if (level < 0) {
        onError(jpeg);
    }
}

void onProgress(j_common_ptr jpeg) {
    JpegReader& reader = readerOf(jpeg);
    if (reader.jpeg.input_scan_number > kMaxScans) {
        std::snprintf(reader.why.data(), reader.why.size(), "more than %d scans", kMaxScans);
        std::longjmp(reader.escape, 1);
    }
}

bool readHeader(JpegReader& reader, std::span<const std::uint8_t> file) {
    reader.jpeg.err = ::jpeg_std_error(&reader.errors);
    reader.errors.error_exit = onError;
    reader.errors.emit_message = onMessage;
    reader.jpeg.client_data = &reader;
    if (setjmp(reader.escape) != 0) {
        return false;
    }
    jpeg_create_decompress(&reader.jpeg);
    reader.created = true;
    reader.progress.progress_monitor = onProgress;
    reader.jpeg.progress = &reader.progress;
    ::jpeg_mem_src(&reader.jpeg, file.data(), static_cast<unsigned long>(file.size()));
    ::jpeg_read_header(&reader.jpeg, TRUE);
    reader.jpeg.out_color_space =
        reader.jpeg.jpeg_color_space == JCS_GRAYSCALE ? JCS_GRAYSCALE : JCS_RGB;
    return true;
}

bool readRows(JpegReader& reader, std::uint8_t* out, std::size_t rowBytes) {
    if (setjmp(reader.escape) != 0) {
        return false;
    }
    ::jpeg_start_decompress(&reader.jpeg);
    while (reader.jpeg.output_scanline < reader.jpeg.output_height) {
        JSAMPROW row = out + reader.jpeg.output_scanline * rowBytes;
        ::jpeg_read_scanlines(&reader.jpeg, &row, 1);
    }
    ::jpeg_finish_decompress(&reader.jpeg);
    return true;
}

void readDensity(const jpeg_decompress_struct& jpeg, ForeignImage& image) {
    const double perInch = jpeg.density_unit == 1 ? 1.0 : jpeg.density_unit == 2 ? 2.54 : 0.0;
    if (jpeg.saw_JFIF_marker != 0) {
        image.dpiX = std::llround(jpeg.X_density * perInch);
        image.dpiY = std::llround(jpeg.Y_density * perInch);
    }
}

} // namespace

ForeignImage decodeJpeg(std::span<const std::uint8_t> file, const DecodeLimits& limits) {
    JpegReader reader;
    if (!readHeader(reader, file)) {
        throw UnreadableImage(std::string("JPEG: ") + reader.why.data());
    }
    const int components = reader.jpeg.num_components;
    if (components != 1 && components != 3) {
        throw UnreadableImage("JPEG: " + std::to_string(components) + " components");
    }
    ForeignImage image;
    image.format = "jpeg";
    image.width = reader.jpeg.image_width;
    image.height = reader.jpeg.image_height;
    image.channels = components;
    readDensity(reader.jpeg, image);
    makeRoom(image, limits);
    if (!readRows(reader, image.bytes.data(), static_cast<std::size_t>(image.rowBytes()))) {
        throw UnreadableImage(std::string("JPEG: ") + reader.why.data());
    }
    return image;
}

} // namespace seihon::capture
