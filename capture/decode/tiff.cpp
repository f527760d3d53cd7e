#include "capture/decode/foreign_image.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>

#include <tiffio.h>

namespace seihon::capture {

namespace {

// One open TIFF in memory. libtiff goes on after many errors with whatever the buffer holds, so
// each report counts, and so does a warning while pixels are read (a fax codec pads a bad row).
struct TiffSource {
    std::span<const std::uint8_t> file;
    std::uint64_t at = 0;
    bool readingPixels = false;
    bool failed = false;
    std::array<char, 200> why{};
};

void note(void* user, const char* format, std::va_list arguments) {
    auto* source = static_cast<TiffSource*>(user);
    if (!source->failed) {
        source->failed = true;
        std::vsnprintf(source->why.data(), source->why.size(), format, arguments);
    }
}

int onError(TIFF*, void* user, const char*, const char* format, std::va_list arguments) {
    note(user, format, arguments);
    return 1;
}

int onWarning(TIFF*, void* user, const char*, const char* format, std::va_list arguments) {
    if (static_cast<TiffSource*>(user)->readingPixels) {
        note(user, format, arguments);
    }
    return 1;
}

tmsize_t onRead(thandle_t handle, void* out, tmsize_t size) {
    auto* source = static_cast<TiffSource*>(handle);
    const std::uint64_t left =
        source->at < source->file.size() ? source->file.size() - source->at : 0;
    const std::uint64_t count = std::min(left, static_cast<std::uint64_t>(size));
    if (count > 0) {
        std::memcpy(out, source->file.data() + source->at, count);
    }
    source->at += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t onWrite(thandle_t, void*, tmsize_t) {
    return 0;
}

toff_t onSeek(thandle_t handle, toff_t offset, int whence) {
    auto* source = static_cast<TiffSource*>(handle);
    const std::uint64_t base = whence == SEEK_SET   ? 0
                               : whence == SEEK_CUR ? source->at
                                                    : source->file.size();
    source->at = base + offset;
    return source->at;
}

int onClose(thandle_t) {
    return 0;
}

toff_t onSize(thandle_t handle) {
    return static_cast<TiffSource*>(handle)->file.size();
}

struct CloseTiff {
    void operator()(TIFF* tiff) const { ::TIFFClose(tiff); }
};
struct FreeOptions {
    void operator()(TIFFOpenOptions* options) const { ::TIFFOpenOptionsFree(options); }
};
using TiffHandle = std::unique_ptr<TIFF, CloseTiff>;

[[noreturn]] void refuse(const std::string& why) {
    throw UnreadableImage("TIFF: " + why);
}

void throwIfFailed(const TiffSource& source) {
    if (source.failed) {
        refuse(source.why.data());
    }
}

TiffHandle openTiff(TiffSource& source, const DecodeLimits& limits) {
    const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(::TIFFOpenOptionsAlloc());
    if (!options) {
        throw std::bad_alloc();
    }
    ::TIFFOpenOptionsSetErrorHandlerExtR(options.get(), onError, &source);
    ::TIFFOpenOptionsSetWarningHandlerExtR(options.get(), onWarning, &source);
    ::TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(limits.bytes));
    // "m": no memory map; the bytes are in memory already.
    TiffHandle tiff(::TIFFClientOpenExt("image", "rm", &source, onRead, onWrite, onSeek, onClose,
                                        onSize, nullptr, nullptr, options.get()));
    throwIfFailed(source);
    if (!tiff) {
        refuse("cannot be opened");
    }
    return tiff;
}

std::uint16_t shortTag(TIFF* tiff, std::uint32_t tag, std::uint16_t absent) {
    std::uint16_t value = absent;
    return ::TIFFGetFieldDefaulted(tiff, tag, &value) == 1 ? value : absent;
}

bool isKnownCompression(std::uint16_t compression) {
    constexpr std::array known{
        COMPRESSION_NONE,          COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3,
        COMPRESSION_CCITTFAX4,     COMPRESSION_LZW,      COMPRESSION_JPEG,
        COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE,  COMPRESSION_PACKBITS};
    return std::find(known.begin(), known.end(), int{compression}) != known.end();
}

struct Layout {
    std::uint16_t photometric = 0;
    std::uint16_t planar = PLANARCONFIG_CONTIG;
    std::uint16_t samples = 1;
};

void readDensity(TIFF* tiff, ForeignImage& image) {
    float x = 0;
    float y = 0;
    const std::uint16_t unit = shortTag(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    const float perInch = unit == RESUNIT_INCH ? 1.0f : unit == RESUNIT_CENTIMETER ? 2.54f : 0.0f;
    const auto rounded = [perInch](float value) -> std::int64_t {
        const double dpi = static_cast<double>(value) * static_cast<double>(perInch);
        return dpi > 0 && dpi < 1e6 ? std::llround(dpi) : 0; // false for NaN too
    };
    if (::TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x) == 1 &&
        ::TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &y) == 1) {
        image.dpiX = rounded(x);
        image.dpiY = rounded(y);
    }
}

bool readAlpha(TIFF* tiff, std::uint16_t extra) {
    if (extra == 0) {
        return false;
    }
    std::uint16_t count = 0;
    const std::uint16_t* kinds = nullptr;
    if (extra != 1 || ::TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) != 1 ||
        count != 1 || kinds[0] != EXTRASAMPLE_UNASSALPHA) {
        refuse("extra samples that are not plain transparency");
    }
    return true;
}

Layout readLayout(TIFF* tiff, ForeignImage& image) {
    if (::TIFFIsTiled(tiff) != 0) {
        refuse("tiles are not read");
    }
    Layout layout;
    layout.planar = shortTag(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    layout.samples = shortTag(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    const std::uint16_t bits = shortTag(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    const std::uint16_t compression = shortTag(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
    if (!isKnownCompression(compression)) {
        refuse("compression " + std::to_string(compression));
    }
    if (shortTag(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT) != ORIENTATION_TOPLEFT) {
        refuse("rows are not stored from the top left");
    }
    if (shortTag(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT) != SAMPLEFORMAT_UINT) {
        refuse("samples are not unsigned integers");
    }
    if (::TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.photometric) != 1) {
        refuse("does not say what its samples mean");
    }
    image.format = compression == COMPRESSION_JPEG ? "jpeg" : "tiff";
    if (layout.photometric == PHOTOMETRIC_YCBCR && compression == COMPRESSION_JPEG) {
        ::TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        layout.photometric = PHOTOMETRIC_RGB;
    }
    const bool grey = layout.photometric == PHOTOMETRIC_MINISBLACK ||
                      layout.photometric == PHOTOMETRIC_MINISWHITE;
    const bool palette = layout.photometric == PHOTOMETRIC_PALETTE;
    const int colours = layout.photometric == PHOTOMETRIC_RGB ? 3 : grey || palette ? 1 : 0;
    if (colours == 0 || layout.samples < colours) {
        refuse("photometric interpretation " + std::to_string(layout.photometric));
    }
    image.alpha = readAlpha(tiff, static_cast<std::uint16_t>(layout.samples - colours));
    image.channels = palette ? 3 : colours;
    image.bitsPerSample = bits;
    const bool oneBit = bits == 1 && grey && layout.samples == 1;
    const bool deep = bits == 16 && !palette;
    if (!oneBit && bits != 8 && !deep) {
        refuse(std::to_string(bits) + " bits a sample with " + std::to_string(layout.samples) +
               " samples");
    }
    if (palette && image.alpha) {
        refuse("a palette with transparency");
    }
    return layout;
}

// MinIsWhite grey becomes 0 = black; 1-bit becomes 1 = black, as SANE has it.
void unifyPolarity(ForeignImage& image, const Layout& layout) {
    const bool whiteIsZero = layout.photometric == PHOTOMETRIC_MINISWHITE;
    const bool invert =
        image.channels == 1 && (image.bitsPerSample == 1 ? !whiteIsZero : whiteIsZero);
    if (!invert) {
        return;
    }
    if (image.alpha) {
        refuse("inverted grey with transparency");
    }
    for (std::uint8_t& byte : image.bytes) {
        byte = static_cast<std::uint8_t>(~byte);
    }
}

struct Palette {
    const std::uint16_t* red = nullptr;
    const std::uint16_t* green = nullptr;
    const std::uint16_t* blue = nullptr;
};

Palette readPalette(TIFF* tiff) {
    std::uint16_t* red = nullptr;
    std::uint16_t* green = nullptr;
    std::uint16_t* blue = nullptr;
    if (::TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue) != 1 || red == nullptr ||
        green == nullptr || blue == nullptr) {
        refuse("a palette image without palette");
    }
    return {red, green, blue};
}

// Spreads one scan line into the row: all of it, one plane of it, or through the palette.
void placeLine(ForeignImage& image, const std::vector<std::uint8_t>& line, std::int64_t y,
               int plane) {
    const auto sampleBytes = static_cast<std::size_t>(image.bitsPerSample) / 8;
    const auto step = static_cast<std::size_t>(image.samples()) * sampleBytes;
    std::uint8_t* out = image.row(y) + static_cast<std::size_t>(plane) * sampleBytes;
    for (std::int64_t x = 0; x < image.width; ++x) {
        const auto i = static_cast<std::size_t>(x);
        std::memcpy(out + i * step, line.data() + i * sampleBytes, sampleBytes);
    }
}

void readPixels(TIFF* tiff, ForeignImage& image, const Layout& layout) {
    const bool palette = layout.photometric == PHOTOMETRIC_PALETTE;
    const Palette colours = palette ? readPalette(tiff) : Palette{};
    const bool planes = layout.planar == PLANARCONFIG_SEPARATE && layout.samples > 1;
    const std::int64_t lineBytes =
        planes || palette ? (image.width * image.bitsPerSample + 7) / 8 : image.rowBytes();
    if (static_cast<std::int64_t>(::TIFFScanlineSize64(tiff)) != lineBytes) {
        refuse("rows of an unexpected size");
    }
    std::vector<std::uint8_t> line(static_cast<std::size_t>(lineBytes));
    for (int plane = 0; plane < (planes ? layout.samples : 1); ++plane) {
        for (std::int64_t y = 0; y < image.height; ++y) {
            void* into = planes || palette ? line.data() : image.row(y);
            if (::TIFFReadScanline(tiff, into, static_cast<std::uint32_t>(y),
                                   static_cast<std::uint16_t>(plane)) != 1) {
                refuse("row " + std::to_string(y) + " cannot be read");
            }
            if (planes) {
                placeLine(image, line, y, plane);
            }
            for (std::int64_t x = 0; palette && x < image.width; ++x) {
                const std::uint8_t index = line[static_cast<std::size_t>(x)];
                std::uint8_t* pixel = image.row(y) + x * 3;
                pixel[0] = static_cast<std::uint8_t>(colours.red[index] >> 8);
                pixel[1] = static_cast<std::uint8_t>(colours.green[index] >> 8);
                pixel[2] = static_cast<std::uint8_t>(colours.blue[index] >> 8);
            }
        }
    }
}

} // namespace

ForeignImage decodeTiff(std::span<const std::uint8_t> file, const DecodeLimits& limits) {
    TiffSource source;
    source.file = file;
    const TiffHandle tiff = openTiff(source, limits);
    // One file is one page side: taking the first of several would lose the others in silence.
    if (::TIFFLastDirectory(tiff.get()) == 0) {
        refuse("holds more than one image");
    }
    ForeignImage image;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    if (::TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width) != 1 ||
        ::TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height) != 1) {
        refuse("has no size");
    }
    image.width = width;
    image.height = height;
    const Layout layout = readLayout(tiff.get(), image);
    throwIfFailed(source);
    readDensity(tiff.get(), image);
    makeRoom(image, limits);
    source.readingPixels = true;
    readPixels(tiff.get(), image, layout);
    throwIfFailed(source);
    unifyPolarity(image, layout);
    clearTailBits(image);
    return image;
}

} // namespace seihon::capture
