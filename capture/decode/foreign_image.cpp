#include "capture/decode/foreign_image.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seihon::capture {

namespace {

bool startsWith(std::span<const std::uint8_t> file, std::string_view magic) {
    return file.size() >= magic.size() && std::memcmp(file.data(), magic.data(), magic.size()) == 0;
}

struct OpenFile {
    int fd;
    explicit OpenFile(const std::string& path) : fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~OpenFile() {
        if (fd >= 0) {
            ::close(fd);
        }
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
};

template <typename Sample>
bool alphaIsOpaque(const ForeignImage& image, Sample opaque) {
    const auto samples = static_cast<std::size_t>(image.samples());
    const std::size_t step = samples * sizeof(Sample);
    for (std::size_t at = (samples - 1) * sizeof(Sample); at < image.bytes.size(); at += step) {
        Sample value = 0;
        std::memcpy(&value, image.bytes.data() + at, sizeof value);
        if (value != opaque) {
            return false;
        }
    }
    return true;
}

} // namespace

ForeignImage decodeImage(std::span<const std::uint8_t> file, const DecodeLimits& limits) {
    using namespace std::string_view_literals;
    if (startsWith(file, "\x89PNG\r\n\x1a\n"sv)) {
        return decodePng(file, limits);
    }
    if (startsWith(file, "\xff\xd8\xff"sv)) {
        return decodeJpeg(file, limits);
    }
    for (const std::string_view magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
        if (startsWith(file, magic)) {
            return decodeTiff(file, limits);
        }
    }
    throw UnreadableImage("neither PNG nor TIFF nor JPEG");
}

std::vector<std::uint8_t> readWholeFile(const std::string& path, std::int64_t maxBytes) {
    const auto failed = [&path] {
        return std::system_error(errno, std::generic_category(), "cannot read " + path);
    };
    const OpenFile file(path);
    struct ::stat status {};
    if (file.fd < 0 || ::fstat(file.fd, &status) != 0) {
        throw failed();
    }
    if (!S_ISREG(status.st_mode)) {
        throw UnreadableImage("not a regular file");
    }
    if (status.st_size > maxBytes) {
        throw UnreadableImage("larger than " + std::to_string(maxBytes) + " bytes");
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(status.st_size));
    std::size_t have = 0;
    while (have < bytes.size()) {
        const ssize_t got = ::read(file.fd, bytes.data() + have, bytes.size() - have);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw failed();
        }
        if (got == 0) {
            throw UnreadableImage("the file shrank while it was read");
        }
        have += static_cast<std::size_t>(got);
    }
    return bytes;
}

bool dropOpaqueAlpha(ForeignImage& image) {
    if (!image.alpha) {
        return true;
    }
    const bool opaque = image.bitsPerSample == 16
                            ? alphaIsOpaque<std::uint16_t>(image, std::uint16_t{0xffff})
                            : alphaIsOpaque<std::uint8_t>(image, std::uint8_t{0xff});
    if (!opaque) {
        return false;
    }
    const auto sampleBytes = static_cast<std::size_t>(image.bitsPerSample) / 8;
    const std::size_t from = static_cast<std::size_t>(image.samples()) * sampleBytes;
    const std::size_t to = static_cast<std::size_t>(image.channels) * sampleBytes;
    const std::size_t pixels = image.bytes.size() / from;
    for (std::size_t i = 0; i < pixels; ++i) {
        std::memmove(image.bytes.data() + i * to, image.bytes.data() + i * from, to);
    }
    image.bytes.resize(pixels * to);
    image.alpha = false;
    return true;
}

void makeRoom(ForeignImage& image, const DecodeLimits& limits) {
    if (image.width <= 0 || image.height <= 0 || image.width > limits.pixelsPerSide ||
        image.height > limits.pixelsPerSide) {
        throw UnreadableImage(std::to_string(image.width) + " x " + std::to_string(image.height) +
                              " pixels, at most " + std::to_string(limits.pixelsPerSide) +
                              " a side are read");
    }
    const std::int64_t bytes = image.rowBytes() * image.height;
    if (bytes > limits.bytes) {
        throw UnreadableImage(std::to_string(bytes) + " bytes of pixels, at most " +
                              std::to_string(limits.bytes) + " are read");
    }
    image.bytes.resize(static_cast<std::size_t>(bytes));
}

void clearTailBits(ForeignImage& image) {
    const std::int64_t used = (image.width * image.samples()) % 8;
    if (image.bitsPerSample != 1 || used == 0) {
        return;
    }
    const auto mask = static_cast<std::uint8_t>(0xff << (8 - used));
    for (std::int64_t y = 0; y < image.height; ++y) {
        std::uint8_t& last = image.row(y)[image.rowBytes() - 1];
        last = static_cast<std::uint8_t>(last & mask);
    }
}

} // namespace seihon::capture
