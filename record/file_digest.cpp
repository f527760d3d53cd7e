#include "record/file_digest.h"

#include "record/fault.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace seihon::record {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

Fault unreadable(const std::filesystem::path& file, int error) {
    return {FaultKind::StorageFailed,
            file.string() + ": " + std::strerror(error),
            {{"file", file.string()}, {"reason", std::strerror(error)}}};
}

FileDigest digestOf(const std::filesystem::path& file, int flags) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | flags);
    if (fd < 0) {
        throw unreadable(file, errno);
    }
    Sha256 digest;
    FileDigest result;
    std::vector<std::uint8_t> piece(kPiece);
    for (;;) {
        const ::ssize_t got = ::read(fd, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            const int error = errno;
            ::close(fd);
            throw unreadable(file, error);
        }
        if (got == 0) {
            break;
        }
        digest.add({piece.data(), static_cast<std::size_t>(got)});
        result.bytes += got;
    }
    ::close(fd);
    result.sha256 = digest.finish();
    return result;
}

} // namespace

FileDigest digestOfFile(const std::filesystem::path& file) {
    return digestOf(file, O_NOFOLLOW);
}

Digest sha256OfFile(const std::filesystem::path& file) {
    return digestOf(file, 0).sha256;
}

} // namespace seihon::record
