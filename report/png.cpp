#include "report/png.h"

#include "record/fault.h"

#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <libdeflate.h>
#include <memory>
#include <new>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace seihon::report {

namespace {

void putWord(std::vector<std::uint8_t>& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

void putChunk(std::vector<std::uint8_t>& out, std::string_view type, record::Bytes data) {
    putWord(out, static_cast<std::uint32_t>(data.size()));
    const std::size_t begin = out.size();
    out.insert(out.end(), type.begin(), type.end());
    out.insert(out.end(), data.begin(), data.end());
    putWord(out, ::libdeflate_crc32(0, out.data() + begin, out.size() - begin));
}

std::vector<std::uint8_t> header(const record::PageImage& image) {
    std::vector<std::uint8_t> data;
    putWord(data, static_cast<std::uint32_t>(image.width));
    putWord(data, static_cast<std::uint32_t>(image.height));
    const std::uint8_t colourType = image.channels == 1 ? 0 : 2;
    data.insert(data.end(), {8, colourType, 0, 0, 0});
    return data;
}

// Pixels per metre in both directions, unit 1 (metre).
std::vector<std::uint8_t> resolution(const record::PageImage& image) {
    std::vector<std::uint8_t> data;
    for (const std::int64_t dpi : {image.dpiX, image.dpiY}) {
        putWord(data, static_cast<std::uint32_t>((dpi * 10000 + 127) / 254));
    }
    data.push_back(1);
    return data;
}

enum RowFilter : std::uint8_t { kSub = 1, kUp = 2 }; // PNG specification §9.2

// The filter that leaves the smaller differences, judged by every seventh byte.
RowFilter filterFor(const std::uint8_t* row, const std::uint8_t* above, std::size_t length,
                    std::size_t step) {
    std::uint64_t sub = 0, up = 0;
    const auto magnitude = [](int a, int b) {
        return static_cast<std::uint64_t>(std::abs(static_cast<std::int8_t>(a - b)));
    };
    for (std::size_t i = step; i < length; i += 7) {
        sub += magnitude(row[i], row[i - step]);
        up += magnitude(row[i], above[i]);
    }
    return sub < up ? kSub : kUp;
}

std::vector<std::uint8_t> filteredRows(const record::PageImage& image) {
    const auto length = static_cast<std::size_t>(image.rowBytes());
    const auto step = static_cast<std::size_t>(image.channels);
    std::vector<std::uint8_t> filtered((length + 1) * static_cast<std::size_t>(image.height));
    const std::vector<std::uint8_t> nothing(length, 0);
    const std::uint8_t* above = nothing.data();
    std::uint8_t* out = filtered.data();
    for (std::int64_t y = 0; y < image.height; ++y) {
        const std::uint8_t* row = image.row(y);
        const RowFilter filter = filterFor(row, above, length, step);
        *out++ = filter;
        for (std::size_t i = 0; i < length; ++i) {
            const std::uint8_t left = i < step ? std::uint8_t{0} : row[i - step];
            *out++ = static_cast<std::uint8_t>(row[i] - (filter == kSub ? left : above[i]));
        }
        above = row;
    }
    return filtered;
}

std::vector<std::uint8_t> zlibStream(const std::vector<std::uint8_t>& data) {
    constexpr int kFastest = 1; // pages for a look or a feeder: nobody keeps them
    const std::unique_ptr<::libdeflate_compressor, void (*)(::libdeflate_compressor*)> compressor(
        ::libdeflate_alloc_compressor(kFastest), ::libdeflate_free_compressor);
    if (!compressor) {
        throw std::bad_alloc();
    }
    std::vector<std::uint8_t> stream(
        ::libdeflate_zlib_compress_bound(compressor.get(), data.size()));
    stream.resize(::libdeflate_zlib_compress(compressor.get(), data.data(), data.size(),
                                             stream.data(), stream.size()));
    assert(!stream.empty()); // it fits: the bound says so
    return stream;
}

[[noreturn]] void storageFault(const std::filesystem::path& path, int error) {
    const auto kind =
        error == ENOSPC ? record::FaultKind::StorageFull : record::FaultKind::StorageFailed;
    throw record::Fault(kind, path.string() + ": " + std::generic_category().message(error),
                        {{"file", path.string()}});
}

// Closes the file, and removes it unless it was kept.
class PartFile {
  public:
    explicit PartFile(std::filesystem::path path)
        : m_path(std::move(path)),
          m_descriptor(::open(m_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
        if (m_descriptor < 0) {
            storageFault(m_path, errno);
        }
    }
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile() {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
        if (!m_kept) {
            ::unlink(m_path.c_str());
        }
    }

    void write(const std::vector<std::uint8_t>& bytes) {
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t count = ::write(m_descriptor, bytes.data() + done, bytes.size() - done);
            if (count < 0 && errno != EINTR) {
                storageFault(m_path, errno);
            }
            done += count > 0 ? static_cast<std::size_t>(count) : 0;
        }
    }

    void keepAs(const std::filesystem::path& name) {
        const int descriptor = std::exchange(m_descriptor, -1);
        if (::close(descriptor) != 0 || ::rename(m_path.c_str(), name.c_str()) != 0) {
            storageFault(name, errno);
        }
        m_kept = true;
    }

  private:
    std::filesystem::path m_path;
    int m_descriptor;
    bool m_kept = false;
};

} // namespace

std::vector<std::uint8_t> encodePng(const record::PageImage& image) {
    const bool sized = image.width >= 1 && image.height >= 1 &&
                       image.width <= record::kMaxPagePixelsPerSide &&
                       image.height <= record::kMaxPagePixelsPerSide;
    const bool resolved =
        image.dpiX >= 1 && image.dpiY >= 1 && image.dpiX <= 100000 && image.dpiY <= 100000;
    if (image.bitsPerSample != 8 || (image.channels != 1 && image.channels != 3) || !sized ||
        !resolved || image.rowBytes() * image.height > record::kMaxPageBytes) {
        throw record::Fault(record::FaultKind::Usage,
                            "only 8-bit grey or RGB images of usual size become PNG files");
    }
    assert(static_cast<std::int64_t>(image.bytes.size()) >=
           (image.height - 1) * image.stride + image.rowBytes());
    std::vector<std::uint8_t> png{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    putChunk(png, "IHDR", header(image));
    putChunk(png, "pHYs", resolution(image));
    putChunk(png, "IDAT", zlibStream(filteredRows(image)));
    putChunk(png, "IEND", {});
    return png;
}

void writePng(const std::filesystem::path& path, const record::PageImage& image) {
    const std::vector<std::uint8_t> bytes = encodePng(image);
    // A leading dot and a foreign ending: no folder import takes it for a page.
    PartFile file(path.parent_path() / ("." + path.filename().string() + ".part"));
    file.write(bytes);
    file.keepAs(path);
}

} // namespace seihon::report
