#include "injected.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>

namespace seihon::ledger::test {

namespace {

struct State {
    bool alive = false;
    bool recording = false; // also guards against calls from within
    std::optional<Injection> injection;
    std::map<Call, int> counts;
    std::vector<std::string> calls;
    bool struck = false;
};

State& state() {
    static State theState;
    return theState;
}

// The injection when it strikes this call.
std::optional<Injection> note(Call call, const char* name) {
    State& now = state();
    if (!now.alive || now.recording) {
        return std::nullopt;
    }
    now.recording = true;
    now.calls.emplace_back(name);
    const int count = ++now.counts[call];
    now.recording = false;
    const auto& injection = now.injection;
    if (!injection || injection->call != call ||
        (injection->fromThenOn ? count < injection->nth : count != injection->nth)) {
        return std::nullopt;
    }
    now.struck = true;
    return injection;
}

bool isFolder(int fd) {
    struct stat status {};
    return ::fstat(fd, &status) == 0 && S_ISDIR(status.st_mode);
}

} // namespace

Injected::Injected() {
    state() = {};
    state().alive = true;
}

Injected::Injected(const Injection& injection) : Injected() {
    state().injection = injection;
}

Injected::~Injected() {
    state().alive = false;
}

const std::vector<std::string>& Injected::calls() const {
    return state().calls;
}

bool Injected::struck() const {
    return state().struck;
}

} // namespace seihon::ledger::test

using seihon::ledger::test::Call;

extern "C" {

int fsync(int fd) {
    const bool folder = seihon::ledger::test::isFolder(fd);
    if (const auto hit =
            seihon::ledger::test::note(Call::Fsync, folder ? "fsync folder" : "fsync file")) {
        errno = hit->error;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_fsync, fd));
}

ssize_t write(int fd, const void* bytes, size_t count) {
    if (const auto hit = seihon::ledger::test::note(Call::Write, "write")) {
        if (hit->error != 0) {
            errno = hit->error;
            return -1;
        }
        count = std::max<size_t>(1, count / 2);
    }
    return ::syscall(SYS_write, fd, bytes, count);
}

ssize_t pread(int fd, void* bytes, size_t count, off_t offset) {
    const auto hit = seihon::ledger::test::note(Call::Pread, "pread");
    if (hit && hit->error != 0) {
        errno = hit->error;
        return -1;
    }
    const ssize_t result = ::syscall(SYS_pread64, fd, bytes, count, offset);
    if (hit && result > 0) {
        static_cast<unsigned char*>(bytes)[result / 2] ^= 1u;
    }
    return result;
}

int renameat2(int oldFolder, const char* oldName, int newFolder, const char* newName,
              unsigned int flags) noexcept {
    if (const auto hit = seihon::ledger::test::note(Call::RenameNoReplace, "rename")) {
        errno = hit->error;
        return -1;
    }
    return static_cast<int>(
        ::syscall(SYS_renameat2, oldFolder, oldName, newFolder, newName, flags));
}

int posix_fallocate(int fd, off_t offset, off_t length) {
    if (const auto hit = seihon::ledger::test::note(Call::Fallocate, "fallocate")) {
        return hit->error; // its way: not through errno
    }
    return ::syscall(SYS_fallocate, fd, 0, offset, length) == 0 ? 0 : errno;
}
}
