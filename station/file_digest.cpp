#include "station/file_digest.h"

#include "record/fault.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace seihon::station {

FileDigest digestOfFile(const std::filesystem::path& file) {
    const auto failed = [&]() -> record::Fault {
        return {record::FaultKind::StorageFailed,
                file.string() + ": " + std::strerror(errno),
                {{"file", file.string()}, {"reason", std::strerror(errno)}}};
    };
    const int fd = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) {
        throw failed();
    }
    record::Sha256 digest;
    FileDigest result;
    std::array<std::uint8_t, 256 << 10> piece;
    for (;;) {
        const ::ssize_t got = ::read(fd, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            const record::Fault fault = failed();
            ::close(fd);
            throw fault;
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

} // namespace seihon::station
