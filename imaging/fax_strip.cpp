#include "imaging/fax_strip.h"

#include "record/fault.h"

#include <tiffio.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace seihon::imaging {
namespace {

using record::Bytes;
using record::Fault;
using record::FaultKind;
using record::PageImage;

// A TIFF file of one strip that lies in memory, for libtiff to write and to read.
struct MemoryFile {
    std::vector<std::uint8_t> bytes;
    std::size_t at = 0;
};

MemoryFile& fileOf(::thandle_t handle) {
    return *static_cast<MemoryFile*>(handle);
}

::tmsize_t readSome(::thandle_t handle, void* into, ::tmsize_t size) {
    MemoryFile& file = fileOf(handle);
    const std::size_t left = file.bytes.size() - std::min(file.at, file.bytes.size());
    const std::size_t count = std::min(left, static_cast<std::size_t>(size));
    if (count > 0) {
        std::memcpy(into, file.bytes.data() + file.at, count);
    }
    file.at += count;
    return static_cast<::tmsize_t>(count);
}

::tmsize_t writeSome(::thandle_t handle, void* from, ::tmsize_t size) {
    MemoryFile& file = fileOf(handle);
    const std::size_t end = file.at + static_cast<std::size_t>(size);
    file.bytes.resize(std::max(file.bytes.size(), end));
    std::memcpy(file.bytes.data() + file.at, from, static_cast<std::size_t>(size));
    file.at = end;
    return size;
}

::toff_t seekTo(::thandle_t handle, ::toff_t offset, int whence) {
    MemoryFile& file = fileOf(handle);
    const std::size_t base = whence == SEEK_CUR   ? file.at
                             : whence == SEEK_END ? file.bytes.size()
                                                  : 0;
    file.at = base + static_cast<std::size_t>(offset);
    return file.at;
}

int closeNothing(::thandle_t) {
    return 0;
}

::toff_t sizeOf(::thandle_t handle) {
    return fileOf(handle).bytes.size();
}

// What libtiff has to say is said by what it returns, not on standard error.
int keepQuiet(::TIFF*, void*, const char*, const char*, va_list) {
    return 1;
}

struct TiffDeleter {
    void operator()(::TIFF* tiff) const { ::TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<::TIFF, TiffDeleter>;

Tiff openTiff(MemoryFile& file, const char* mode) {
    const std::unique_ptr<::TIFFOpenOptions, void (*)(::TIFFOpenOptions*)> options(
        ::TIFFOpenOptionsAlloc(), ::TIFFOpenOptionsFree);
    ::TIFFOpenOptionsSetErrorHandlerExtR(options.get(), keepQuiet, nullptr);
    ::TIFFOpenOptionsSetWarningHandlerExtR(options.get(), keepQuiet, nullptr);
    file.at = 0;
    return Tiff(::TIFFClientOpenExt("strip", mode, &file, readSome, writeSome, seekTo, closeNothing,
                                    sizeOf, nullptr, nullptr, options.get()));
}

void describe(::TIFF* tiff, std::int64_t width, std::int64_t rows) {
    ::TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(width));
    ::TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(rows));
    ::TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(rows));
    ::TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
    ::TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
    ::TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    ::TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    ::TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
}

std::size_t rowBytesOf(std::int64_t width) {
    return static_cast<std::size_t>((width + 7) / 8);
}

// The rows without padding, spare bits zero.
std::vector<std::uint8_t> gatherRows(const PageImage& page, std::int64_t first, std::int64_t rows) {
    const std::size_t rowBytes = rowBytesOf(page.width);
    const auto spareBits = static_cast<unsigned>(rowBytes * 8) - static_cast<unsigned>(page.width);
    std::vector<std::uint8_t> gathered(rowBytes * static_cast<std::size_t>(rows));
    for (std::int64_t y = 0; y < rows; ++y) {
        std::uint8_t* const row = gathered.data() + static_cast<std::size_t>(y) * rowBytes;
        std::memcpy(row, page.row(first + y), rowBytes);
        row[rowBytes - 1] = static_cast<std::uint8_t>(row[rowBytes - 1] & (0xffU << spareBits));
    }
    return gathered;
}

std::vector<std::uint8_t> encodeRows(std::vector<std::uint8_t> rows, std::int64_t width,
                                     std::int64_t count) {
    MemoryFile file;
    const auto size = static_cast<::tmsize_t>(rows.size());
    bool written = false;
    if (const Tiff tiff = openTiff(file, "wl")) {
        describe(tiff.get(), width, count);
        written = ::TIFFWriteEncodedStrip(tiff.get(), 0, rows.data(), size) == size;
    }
    const Tiff tiff = written ? openTiff(file, "r") : nullptr;
    if (!tiff) {
        throw Fault(FaultKind::Internal, "libtiff cannot encode line art");
    }
    std::vector<std::uint8_t> stream(::TIFFGetStrileByteCount(tiff.get(), 0));
    const auto length = static_cast<::tmsize_t>(stream.size());
    if (::TIFFReadRawStrip(tiff.get(), 0, stream.data(), length) != length) {
        throw Fault(FaultKind::Internal, "libtiff does not give back what it encoded");
    }
    return stream;
}

} // namespace

void appendFaxGroup4(const PageImage& page, std::int64_t first, std::int64_t rows,
                     std::vector<std::uint8_t>& out) {
    const std::vector<std::uint8_t> stream =
        encodeRows(gatherRows(page, first, rows), page.width, rows);
    out.insert(out.end(), stream.begin(), stream.end());
}

bool decodeFaxGroup4(Bytes stream, std::int64_t width, std::int64_t rows,
                     std::span<std::uint8_t> out) {
    const auto size = static_cast<::tmsize_t>(rowBytesOf(width) * static_cast<std::size_t>(rows));
    MemoryFile file;
    bool written = false;
    if (const Tiff tiff = openTiff(file, "wl")) {
        describe(tiff.get(), width, rows);
        const auto length = static_cast<::tmsize_t>(stream.size());
        written = ::TIFFWriteRawStrip(tiff.get(), 0, const_cast<std::uint8_t*>(stream.data()),
                                      length) == length;
    }
    const Tiff tiff = written ? openTiff(file, "r") : nullptr;
    if (!tiff || ::TIFFReadEncodedStrip(tiff.get(), 0, out.data(), size) != size) {
        return false;
    }
    // libtiff passes over damage as a fax machine must; a master has none.
    const std::vector<std::uint8_t> again =
        encodeRows({out.begin(), out.begin() + size}, width, rows);
    return std::equal(again.begin(), again.end(), stream.begin(), stream.end());
}

bool faxHoldsRows(Bytes stream, const PageImage& page, std::int64_t first, std::int64_t rows) {
    const std::vector<std::uint8_t> expected = gatherRows(page, first, rows);
    std::vector<std::uint8_t> found(expected.size());
    return decodeFaxGroup4(stream, page.width, rows, found) && found == expected;
}

} // namespace seihon::imaging
