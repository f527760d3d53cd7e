#include "capture/decode/foreign_image.h"

#include <array>
#include <bit>
#include <cmath>
#include <csetjmp>
#include <cstring>

#include <png.h>

namespace seihon::capture {

namespace {

// libpng reports by longjmp: the functions that call setjmp keep no object with a destructor.
struct PngReader {
    std::span<const std::uint8_t> file;
    std::size_t at = 0;
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::array<char, 200> why{};

    PngReader() = default;
    ~PngReader() { ::png_destroy_read_struct(&png, &info, nullptr); }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;
};

void onError(png_structp png, png_const_charp message) {
    auto* reader = static_cast<PngReader*>(::png_get_error_ptr(png));
    std::strncpy(reader->why.data(), message, reader->why.size() - 1);
    ::png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {
}

void onRead(png_structp png, png_bytep out, std::size_t length) {
    auto* reader = static_cast<PngReader*>(::png_get_io_ptr(png));
    if (length > reader->file.size() - reader->at) {
        ::png_error(png, "the file ends early");
    }
    std::memcpy(out, reader->file.data() + reader->at, length);
    reader->at += length;
}

// Only what changes the packing is asked of libpng, nothing that changes a value.
bool readHeader(PngReader& reader, const DecodeLimits& limits) {
    png_structp png = reader.png;
    png_infop info = reader.info;
    if (setjmp(png_jmpbuf(png)) != 0) {
        return false;
    }
    const auto side = static_cast<png_uint_32>(limits.pixelsPerSide);
    ::png_set_user_limits(png, side, side);
    ::png_set_chunk_malloc_max(png, 16u << 20);
    ::png_set_read_fn(png, &reader, onRead);
    ::png_read_info(png, info);
    const bool transparent = ::png_get_valid(png, info, PNG_INFO_tRNS) != 0;
    const int depth = ::png_get_bit_depth(png, info);
    const int type = ::png_get_color_type(png, info);
    if (type == PNG_COLOR_TYPE_PALETTE) {
        ::png_set_palette_to_rgb(png);
    } else if (depth == 1 && !transparent) {
        ::png_set_invert_mono(png);
    } else if (depth < 8) {
        ::png_set_expand_gray_1_2_4_to_8(png);
    }
    if (transparent) {
        ::png_set_tRNS_to_alpha(png);
    }
    if (depth == 16 && std::endian::native == std::endian::little) {
        ::png_set_swap(png);
    }
    ::png_set_interlace_handling(png);
    ::png_read_update_info(png, info);
    return true;
}

bool readRows(PngReader& reader, png_bytepp rows) {
    if (setjmp(png_jmpbuf(reader.png)) != 0) {
        return false;
    }
    ::png_read_image(reader.png, rows);
    ::png_read_end(reader.png, nullptr);
    return true;
}

std::int64_t dpiOf(png_uint_32 pixelsPerMetre) {
    return std::llround(static_cast<double>(pixelsPerMetre) * 0.0254);
}

} // namespace

ForeignImage decodePng(std::span<const std::uint8_t> file, const DecodeLimits& limits) {
    PngReader reader;
    reader.file = file;
    reader.png = ::png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, onError, onWarning);
    reader.info = reader.png != nullptr ? ::png_create_info_struct(reader.png) : nullptr;
    if (reader.info == nullptr) {
        throw std::bad_alloc();
    }
    if (!readHeader(reader, limits)) {
        throw UnreadableImage(std::string("PNG: ") + reader.why.data());
    }
    ForeignImage image;
    image.format = "png";
    image.width = ::png_get_image_width(reader.png, reader.info);
    image.height = ::png_get_image_height(reader.png, reader.info);
    const int samples = ::png_get_channels(reader.png, reader.info);
    image.channels = samples >= 3 ? 3 : 1;
    image.alpha = samples == 2 || samples == 4;
    image.bitsPerSample = ::png_get_bit_depth(reader.png, reader.info);
    png_uint_32 x = 0;
    png_uint_32 y = 0;
    int unit = PNG_RESOLUTION_UNKNOWN;
    if (::png_get_pHYs(reader.png, reader.info, &x, &y, &unit) != 0 &&
        unit == PNG_RESOLUTION_METER) {
        image.dpiX = dpiOf(x);
        image.dpiY = dpiOf(y);
    }
    makeRoom(image, limits);
    if (static_cast<std::int64_t>(::png_get_rowbytes(reader.png, reader.info)) !=
        image.rowBytes()) {
        throw UnreadableImage("PNG: a packing that is not known here");
    }
    std::vector<png_bytep> rows(static_cast<std::size_t>(image.height));
    for (std::int64_t row = 0; row < image.height; ++row) {
        rows[static_cast<std::size_t>(row)] = image.row(row);
    }
    if (!readRows(reader, rows.data())) {
        throw UnreadableImage(std::string("PNG: ") + reader.why.data());
    }
    clearTailBits(image);
    return image;
}

} // namespace seihon::capture
