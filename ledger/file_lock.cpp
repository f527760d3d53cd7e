#include "ledger/durable_file.h"

#include "ledger/descriptor.h"
#include "record/fault.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <utility>

namespace seihon::ledger {

FileLock::FileLock(const std::filesystem::path& file, bool wait) {
    // The file is never removed: a lock on a name that somebody else made anew would exclude
    // nobody.
    Descriptor fd(untilDone(
        [&] { return ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600); }));
    if (!fd) {
        throwStorage(file, "open lock", errno);
    }
    const int operation = wait ? LOCK_EX : LOCK_EX | LOCK_NB;
    if (untilDone([&] { return ::flock(fd.get(), operation); }) != 0) {
        if (errno == EWOULDBLOCK) {
            throw record::Fault(record::FaultKind::JobBusy,
                                file.string() + ": another process holds the lock",
                                {{"file", file.string()}, {"reason", "in use elsewhere"}}, true);
        }
        throwStorage(file, "lock", errno);
    }
    m_fd = fd.release();
}

FileLock::~FileLock() {
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

FileLock::FileLock(FileLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {
}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
    if (this != &other) {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
        m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
}

} // namespace seihon::ledger
