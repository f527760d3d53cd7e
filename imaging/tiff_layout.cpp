#include "imaging/tiff_layout.h"

#include "record/page_image.h"

#include <cassert>

namespace seihon::imaging {
namespace {

using record::Bytes;

// TIFF 6.0 §2 and its tag numbers.
enum class Type : std::uint16_t { Short = 3, Long = 4, Rational = 5 };
enum class Tag : std::uint16_t {
    ImageWidth = 256,
    ImageLength = 257,
    BitsPerSample = 258,
    Compression = 259,
    PhotometricInterpretation = 262,
    StripOffsets = 273,
    SamplesPerPixel = 277,
    RowsPerStrip = 278,
    StripByteCounts = 279,
    XResolution = 282,
    YResolution = 283,
    PlanarConfiguration = 284,
    T6Options = 293,
    ResolutionUnit = 296,
    Predictor = 317,
};

constexpr std::uint32_t kAdobeDeflate = 8;
constexpr std::uint32_t kCcittT6 = 4;
constexpr std::uint32_t kNoT6Options = 0;
constexpr std::uint32_t kWhiteIsZero = 0;
constexpr std::uint32_t kBlackIsZero = 1;
constexpr std::uint32_t kRgb = 2;
constexpr std::uint32_t kInch = 2;
constexpr std::uint32_t kContiguous = 1;
constexpr std::uint32_t kNoPredictor = 1;
constexpr std::uint32_t kHorizontalDifference = 2;

constexpr std::size_t kHeaderSize = 8;
constexpr std::size_t kEntries = 14;
constexpr std::size_t kEntrySize = 12;
constexpr std::size_t kIfdSize = 2 + kEntries * kEntrySize + 4;
constexpr std::size_t kRationalSize = 8;

std::size_t entryAt(std::size_t index) {
    return kHeaderSize + 2 + index * kEntrySize;
}

// Where the values lie that do not fit into their entry.
struct Places {
    std::size_t bits, resolution, offsets, counts, end;
};

Places placesOf(std::size_t strips, int samples) {
    Places places{};
    places.bits = kHeaderSize + kIfdSize;
    places.resolution = places.bits + (samples > 1 ? 6 : 0);
    places.offsets = places.resolution + 2 * kRationalSize;
    places.counts = places.offsets + (strips > 1 ? 4 * strips : 0);
    places.end = places.counts + (strips > 1 ? 4 * strips : 0);
    return places;
}

class Writer {
  public:
    void shorts(std::uint32_t value) {
        m_bytes.push_back(static_cast<std::uint8_t>(value));
        m_bytes.push_back(static_cast<std::uint8_t>(value >> 8));
    }
    void longs(std::uint32_t value) {
        shorts(value & 0xFFFFU);
        shorts(value >> 16);
    }
    // A short in the entry is followed by two zero bytes, which is what the long writes (TIFF 6.0
    // §2: left-justified).
    void entry(Tag tag, Type type, std::size_t count, std::size_t value) {
        shorts(static_cast<std::uint32_t>(tag));
        shorts(static_cast<std::uint32_t>(type));
        longs(static_cast<std::uint32_t>(count));
        longs(static_cast<std::uint32_t>(value));
    }
    void entry(Tag tag, Type type, std::size_t value) { entry(tag, type, 1, value); }
    std::vector<std::uint8_t> take() { return std::move(m_bytes); }

  private:
    std::vector<std::uint8_t> m_bytes;
};

std::uint32_t photometricOf(const TiffLayout& layout) {
    if (layout.samples == 3) {
        return kRgb;
    }
    // SANE delivers line art with 1 for black.
    return layout.bits == 1 ? kWhiteIsZero : kBlackIsZero;
}

std::uint32_t longAt(Bytes file, std::size_t at) {
    return static_cast<std::uint32_t>(file[at]) | static_cast<std::uint32_t>(file[at + 1]) << 8 |
           static_cast<std::uint32_t>(file[at + 2]) << 16 |
           static_cast<std::uint32_t>(file[at + 3]) << 24;
}

std::uint16_t shortAt(Bytes file, std::size_t at) {
    return static_cast<std::uint16_t>(file[at] | file[at + 1] << 8);
}

bool withinLimits(const TiffLayout& layout) {
    const bool shape =
        (layout.samples == 1 || layout.samples == 3) &&
        (layout.bits == 8 || layout.bits == 16 || (layout.bits == 1 && layout.samples == 1));
    const std::int64_t width = layout.width;
    const std::int64_t height = layout.height;
    if (!shape || width < 1 || height < 1 || width > record::kMaxPagePixelsPerSide ||
        height > record::kMaxPagePixelsPerSide) {
        return false;
    }
    const std::int64_t rowBytes = (width * layout.samples * layout.bits + 7) / 8;
    return rowBytes * height <= record::kMaxPageBytes && layout.dpiX >= 1 && layout.dpiY >= 1 &&
           layout.dpiX <= kLargestDpi && layout.dpiY <= kLargestDpi;
}

void writeEntries(Writer& writer, const TiffLayout& layout, const Places& places) {
    const std::size_t strips = layout.stripBytes.size();
    writer.entry(Tag::ImageWidth, Type::Long, layout.width);
    writer.entry(Tag::ImageLength, Type::Long, layout.height);
    writer.entry(Tag::BitsPerSample, Type::Short, layout.samples,
                 layout.samples > 1 ? places.bits : layout.bits);
    const bool fax = layout.coding == StripCoding::FaxGroup4;
    writer.entry(Tag::Compression, Type::Short, fax ? kCcittT6 : kAdobeDeflate);
    writer.entry(Tag::PhotometricInterpretation, Type::Short, photometricOf(layout));
    writer.entry(Tag::StripOffsets, Type::Long, strips, strips > 1 ? places.offsets : places.end);
    writer.entry(Tag::SamplesPerPixel, Type::Short, layout.samples);
    writer.entry(Tag::RowsPerStrip, Type::Long, kRowsPerStrip);
    writer.entry(Tag::StripByteCounts, Type::Long, strips,
                 strips > 1 ? places.counts : layout.stripBytes.front());
    writer.entry(Tag::XResolution, Type::Rational, places.resolution);
    writer.entry(Tag::YResolution, Type::Rational, places.resolution + kRationalSize);
    writer.entry(Tag::PlanarConfiguration, Type::Short, kContiguous);
    if (fax) { // in the order of the tags, and as many entries either way
        writer.entry(Tag::T6Options, Type::Long, kNoT6Options);
        writer.entry(Tag::ResolutionUnit, Type::Short, kInch);
        return;
    }
    writer.entry(Tag::ResolutionUnit, Type::Short, kInch);
    writer.entry(Tag::Predictor, Type::Short,
                 layout.bits == 1 ? kNoPredictor : kHorizontalDifference);
}

} // namespace

std::size_t stripCount(std::int64_t height) {
    return static_cast<std::size_t>((height + kRowsPerStrip - 1) / kRowsPerStrip);
}

std::size_t prefixSize(std::size_t strips, int samples) {
    return placesOf(strips, samples).end;
}

std::vector<std::uint8_t> writePrefix(const TiffLayout& layout) {
    const std::size_t strips = layout.stripBytes.size();
    assert(strips == stripCount(layout.height));
    const Places places = placesOf(strips, layout.samples);
    Writer writer;
    writer.shorts(0x4949); // "II": little endian
    writer.shorts(42);
    writer.longs(kHeaderSize);
    writer.shorts(kEntries);
    writeEntries(writer, layout, places);
    writer.longs(0); // no further IFD
    if (layout.samples > 1) {
        for (int sample = 0; sample < layout.samples; ++sample) {
            writer.shorts(layout.bits);
        }
    }
    for (const std::uint32_t dpi : {layout.dpiX, layout.dpiY}) {
        writer.longs(dpi);
        writer.longs(1);
    }
    if (strips > 1) {
        auto offset = static_cast<std::uint32_t>(places.end);
        for (const std::uint32_t bytes : layout.stripBytes) {
            writer.longs(offset);
            offset += bytes;
        }
        for (const std::uint32_t bytes : layout.stripBytes) {
            writer.longs(bytes);
        }
    }
    std::vector<std::uint8_t> prefix = writer.take();
    assert(prefix.size() == places.end);
    return prefix;
}

std::optional<TiffLayout> readNumbers(Bytes file) {
    constexpr std::size_t kValue = 8; // offset of the value within an entry
    if (file.size() < prefixSize(1, 1)) {
        return std::nullopt;
    }
    TiffLayout layout;
    layout.width = longAt(file, entryAt(0) + kValue);
    layout.height = longAt(file, entryAt(1) + kValue);
    layout.samples = shortAt(file, entryAt(6) + kValue);
    if (layout.height > record::kMaxPagePixelsPerSide) {
        return std::nullopt;
    }
    const std::size_t strips = stripCount(layout.height);
    const Places places = placesOf(strips, layout.samples);
    if (file.size() < places.end) {
        return std::nullopt;
    }
    layout.bits = shortAt(file, layout.samples > 1 ? places.bits : entryAt(2) + kValue);
    layout.coding = layout.bits == 1 && shortAt(file, entryAt(3) + kValue) == kCcittT6
                        ? StripCoding::FaxGroup4
                        : StripCoding::Deflate;
    layout.dpiX = longAt(file, places.resolution);
    layout.dpiY = longAt(file, places.resolution + kRationalSize);
    if (!withinLimits(layout)) {
        return std::nullopt;
    }
    layout.stripBytes.reserve(strips);
    for (std::size_t strip = 0; strip < strips; ++strip) {
        layout.stripBytes.push_back(
            longAt(file, strips > 1 ? places.counts + 4 * strip : entryAt(8) + kValue));
    }
    return layout;
}

} // namespace seihon::imaging
