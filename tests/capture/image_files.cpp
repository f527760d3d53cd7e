#include "image_files.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <stdexcept>

#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>

namespace seihon::capture::test {

namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File create(const std::filesystem::path& path) {
    std::filesystem::create_directories(path.parent_path());
    File file(std::fopen(path.c_str(), "wb"));
    if (!file) {
        throw std::runtime_error("cannot write " + path.string());
    }
    return file;
}

int pngType(const Picture& picture) {
    switch (picture.channels) {
    case 1:
        return PNG_COLOR_TYPE_GRAY;
    case 2:
        return PNG_COLOR_TYPE_GRAY_ALPHA;
    case 3:
        return PNG_COLOR_TYPE_RGB;
    default:
        return PNG_COLOR_TYPE_RGB_ALPHA;
    }
}

} // namespace

Picture makePicture(std::int64_t width, std::int64_t height, unsigned seed, int channels,
                    int bits) {
    Picture picture{width, height, channels, bits, {}};
    picture.bytes.resize(static_cast<std::size_t>(picture.rowBytes() * height));
    std::mt19937 random(seed);
    for (std::uint8_t& byte : picture.bytes) {
        byte = static_cast<std::uint8_t>(random());
    }
    if (bits == 1 && width % 8 != 0) {
        for (std::int64_t y = 0; y < height; ++y) {
            std::uint8_t& last =
                picture.bytes[static_cast<std::size_t>((y + 1) * picture.rowBytes() - 1)];
            last = static_cast<std::uint8_t>(last & (0xff << (8 - width % 8)));
        }
    }
    return picture;
}

void writePng(const std::filesystem::path& path, const Picture& picture, int dpi) {
    const File file = create(path);
    png_structp png = ::png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = ::png_create_info_struct(png);
    ::png_init_io(png, file.get());
    ::png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width),
                   static_cast<png_uint_32>(picture.height), picture.bits, pngType(picture),
                   PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (dpi > 0) {
        const auto perMetre = static_cast<png_uint_32>(dpi / 0.0254 + 0.5);
        ::png_set_pHYs(png, info, perMetre, perMetre, PNG_RESOLUTION_METER);
    }
    ::png_set_compression_level(png, 1);
    ::png_write_info(png, info);
    if (picture.bits == 16) {
        ::png_set_swap(png);
    } else if (picture.bits == 1) {
        ::png_set_invert_mono(png);
    }
    for (std::int64_t y = 0; y < picture.height; ++y) {
        ::png_write_row(png, picture.bytes.data() + y * picture.rowBytes());
    }
    ::png_write_end(png, info);
    ::png_destroy_write_struct(&png, &info);
}

void writeTiff(const std::filesystem::path& path, const std::vector<Picture>& pictures,
               const TiffStyle& style) {
    std::filesystem::create_directories(path.parent_path());
    TIFF* tiff = ::TIFFOpen(path.c_str(), "w");
    for (const Picture& picture : pictures) {
        const bool grey = picture.channels == 1;
        ::TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(picture.width));
        ::TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(picture.height));
        ::TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, picture.bits);
        ::TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, picture.channels);
        ::TIFFSetField(tiff, TIFFTAG_PLANARCONFIG,
                       style.planes ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
        ::TIFFSetField(tiff, TIFFTAG_COMPRESSION, style.compression);
        ::TIFFSetField(tiff, TIFFTAG_ORIENTATION, style.orientation);
        ::TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC,
                       !grey              ? PHOTOMETRIC_RGB
                       : style.minIsWhite ? PHOTOMETRIC_MINISWHITE
                                          : PHOTOMETRIC_MINISBLACK);
        if (style.dpi > 0) {
            ::TIFFSetField(tiff, TIFFTAG_XRESOLUTION, static_cast<double>(style.dpi));
            ::TIFFSetField(tiff, TIFFTAG_YRESOLUTION, static_cast<double>(style.dpi));
            ::TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
        }
        const auto samples = static_cast<std::size_t>(picture.channels);
        std::vector<std::uint8_t> line(static_cast<std::size_t>(picture.rowBytes()));
        for (std::uint16_t plane = 0; plane < (style.planes ? samples : 1); ++plane) {
            for (std::int64_t y = 0; y < picture.height; ++y) {
                const std::uint8_t* row = picture.bytes.data() + y * picture.rowBytes();
                std::copy(row, row + picture.rowBytes(), line.begin());
                for (std::size_t x = 0; style.planes && x < line.size() / samples; ++x) {
                    line[x] = row[x * samples + plane];
                }
                ::TIFFWriteScanline(tiff, line.data(), static_cast<std::uint32_t>(y), plane);
            }
        }
        ::TIFFWriteDirectory(tiff);
    }
    ::TIFFClose(tiff);
}

void writeJpeg(const std::filesystem::path& path, const Picture& picture, int dpi) {
    const File file = create(path);
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = ::jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    ::jpeg_stdio_dest(&jpeg, file.get());
    jpeg.image_width = static_cast<JDIMENSION>(picture.width);
    jpeg.image_height = static_cast<JDIMENSION>(picture.height);
    jpeg.input_components = picture.channels;
    jpeg.in_color_space = picture.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
    ::jpeg_set_defaults(&jpeg);
    jpeg.density_unit = dpi > 0 ? 1 : 0;
    jpeg.X_density = static_cast<UINT16>(dpi > 0 ? dpi : 1);
    jpeg.Y_density = jpeg.X_density;
    ::jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        auto* row =
            const_cast<JSAMPLE*>(picture.bytes.data() + jpeg.next_scanline * picture.rowBytes());
        ::jpeg_write_scanlines(&jpeg, &row, 1);
    }
    ::jpeg_finish_compress(&jpeg);
    ::jpeg_destroy_compress(&jpeg);
}

void writeText(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::uint8_t> readBytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace seihon::capture::test
