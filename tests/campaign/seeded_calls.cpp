#include "seeded_calls.h"

#include "simulated_disk.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace seihon::campaign {
namespace {

constexpr int kToldFd = 9;

struct OpenFile {
    Inode inode = 0;
    bool isNew = false; // what this one writes is told of by its close alone
    bool isWritten = false;
    std::vector<std::uint8_t> before; // durable bytes when it was first written through this one
};

struct Simulation {
    std::unique_ptr<SimulatedDisk> disk;
    Bug bug = Bug::None;
    std::string order, images, told;
    int number = 0;
    int moments = 0, syncs = 0, closes = 0, writes = 0, taken = 0;
    std::map<int, OpenFile> open;
    int heldForLater = -1; // SyncAfterRename
};

// Off before main() and inside of the wrappers.
thread_local bool isWithin = true;

Simulation& simulation() {
    static Simulation the;
    return the;
}

class Within {
  public:
    Within() : m_before(isWithin), m_error(errno) { isWithin = true; }
    ~Within() {
        isWithin = m_before;
        errno = m_error;
    }
    Within(const Within&) = delete;
    Within& operator=(const Within&) = delete;
    void keepError() { m_error = errno; }

  private:
    bool m_before;
    int m_error;
};

} // namespace

bool has(Bug bug) {
    return simulation().bug == bug;
}

namespace {

bool isNow(const char* order, int count) {
    return simulation().order == order && simulation().number == count;
}

Inode inodeAt(int folder, const char* path) {
    struct stat status {};
    return ::fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_ino : 0;
}

Inode inodeOfFd(int fd) {
    struct stat status {};
    return ::fstat(fd, &status) == 0 ? status.st_ino : 0;
}

struct Name {
    Inode folder = 0;
    std::string name;
    bool isOurs = false;
};

// A name below the simulated home?
Name nameOf(int folder, const char* path) {
    const std::filesystem::path whole(path);
    const std::filesystem::path parent = whole.parent_path();
    Name name;
    name.name = whole.filename().string();
    name.folder = parent.empty() && folder != AT_FDCWD
                      ? inodeOfFd(folder)
                      : inodeAt(folder, parent.empty() ? "." : parent.c_str());
    name.isOurs = name.folder != 0 && simulation().disk && simulation().disk->knows(name.folder) &&
                  simulation().disk->isFolder(name.folder);
    return name;
}

void takeImages() {
    Simulation& now = simulation();
    if (now.images.empty()) {
        return;
    }
    for (int left = 0; left < SimulatedDisk::kLefts; ++left) {
        const std::string folder = now.images + "/" + std::to_string(now.taken++);
        now.disk->image(folder + "/home", static_cast<SimulatedDisk::Left>(left),
                        static_cast<unsigned>(now.taken));
        std::ofstream(folder + "/told") << now.told;
    }
}

// A change of names, or a sync: here power goes, or the process.
void moment() {
    if (isNow("STOP", ++simulation().moments)) {
        ::_exit(137);
    }
    takeImages();
}

int rawOpen(int folder, const char* path, int flags, mode_t mode) {
    return static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
}

} // namespace

int opened(int folder, const char* path, int flags, mode_t mode) {
    if (isWithin || !simulation().disk) {
        return rawOpen(folder, path, flags, mode);
    }
    Within guard;
    const Name name = nameOf(folder, path);
    const bool wasThere = inodeAt(folder, path) != 0;
    const int fd = rawOpen(folder, path, flags, mode);
    guard.keepError();
    if (fd < 0 || !name.isOurs) {
        return fd;
    }
    const Inode inode = inodeOfFd(fd);
    if (!wasThere && (flags & O_CREAT) != 0) {
        const int held = rawOpen(folder, path, O_RDONLY | O_CLOEXEC, 0);
        simulation().disk->create(name.folder, name.name, inode, false, held);
        moment();
    }
    if ((flags & O_ACCMODE) != O_RDONLY) {
        simulation().open[fd] = {inode, !wasThere, false, {}};
    }
    return fd;
}

namespace {

void noteWritten(int fd, std::int64_t from, std::int64_t until) {
    const auto file = simulation().open.find(fd);
    if (file == simulation().open.end() || !simulation().disk->knows(file->second.inode)) {
        return;
    }
    if (!file->second.isWritten) {
        file->second.before = simulation().disk->durableBytes(file->second.inode);
        file->second.isWritten = true;
    }
    simulation().disk->written(file->second.inode, from, until);
}

ssize_t rawWrite(int fd, const void* bytes, std::size_t count, std::optional<off_t> at) {
    return at ? ::syscall(SYS_pwrite64, fd, bytes, count, *at)
              : ::syscall(SYS_write, fd, bytes, count);
}

} // namespace

ssize_t wrote(int fd, const void* bytes, std::size_t count, std::optional<off_t> at) {
    if (isWithin || !simulation().disk) {
        return rawWrite(fd, bytes, count, at);
    }
    Within guard;
    if (fd == kToldFd) {
        simulation().told.append(static_cast<const char*>(bytes), count);
        const ssize_t result = rawWrite(fd, bytes, count, at);
        takeImages();
        return result;
    }
    std::size_t take = count;
    if (simulation().open.contains(fd) && isNow("SHORT", ++simulation().writes) && count > 1) {
        take = count / 2;
    }
    ssize_t result = rawWrite(fd, bytes, take, at);
    guard.keepError();
    if (result > 0) {
        const off_t end = at ? *at + result : ::lseek(fd, 0, SEEK_CUR);
        noteWritten(fd, end - result, end);
    }
    if (result > 0 && has(Bug::IgnoreShortWrite)) {
        result = static_cast<ssize_t>(count);
    }
    return result;
}

namespace {

// 0 or errno.
int syncOnce(int fd, Inode inode) {
    if (isNow("SYNC", ++simulation().syncs)) {
        simulation().disk->failSync(inode);
        return EIO;
    }
    moment();
    const int result = static_cast<int>(::syscall(SYS_fsync, fd));
    simulation().disk->sync(inode);
    takeImages();
    return result;
}

} // namespace

int synced(int fd, bool isData) {
    if (isWithin || !simulation().disk) {
        return static_cast<int>(::syscall(isData ? SYS_fdatasync : SYS_fsync, fd));
    }
    Within guard;
    const Inode inode = inodeOfFd(fd);
    if (!simulation().disk->knows(inode)) {
        return static_cast<int>(::syscall(isData ? SYS_fdatasync : SYS_fsync, fd));
    }
    const bool isFolder = simulation().disk->isFolder(inode);
    if ((isData && has(Bug::SkipDataSync)) || (!isData && isFolder && has(Bug::SkipFolderSync)) ||
        (!isData && !isFolder && has(Bug::SkipFileSync))) {
        return 0;
    }
    if (!isData && !isFolder && has(Bug::SyncAfterRename)) {
        simulation().heldForLater = ::dup(fd);
        return 0;
    }
    int error = syncOnce(fd, inode);
    if (error != 0 && has(Bug::RetryFsync)) {
        error = syncOnce(fd, inode);
    }
    errno = error;
    guard.keepError();
    return error == 0 ? 0 : -1;
}

int closed(int fd) {
    if (isWithin || !simulation().disk || !simulation().open.contains(fd)) {
        return static_cast<int>(::syscall(SYS_close, fd));
    }
    Within guard;
    const OpenFile file = simulation().open.at(fd);
    simulation().open.erase(fd);
    ::syscall(SYS_close, fd);
    if (!file.isNew || !file.isWritten || !isNow("CLOSE", ++simulation().closes)) {
        return 0;
    }
    simulation().disk->lose(file.inode, file.before);
    if (has(Bug::IgnoreClose)) {
        return 0;
    }
    errno = EIO;
    guard.keepError();
    return -1;
}

int removed(int folder, const char* path, int flags) {
    const auto raw = [&] {
        return static_cast<int>(::syscall(SYS_unlinkat, folder, path, flags));
    };
    if (isWithin || !simulation().disk) {
        return raw();
    }
    Within guard;
    const Name name = nameOf(folder, path);
    const int result = raw();
    guard.keepError();
    if (result == 0 && name.isOurs) {
        simulation().disk->unlink(name.folder, name.name);
        moment();
    }
    return result;
}

int madeFolder(int folder, const char* path, mode_t mode) {
    const auto raw = [&] {
        return static_cast<int>(::syscall(SYS_mkdirat, folder, path, mode));
    };
    if (isWithin || !simulation().disk) {
        return raw();
    }
    Within guard;
    const Name name = nameOf(folder, path);
    const int result = raw();
    guard.keepError();
    if (result == 0 && name.isOurs) {
        const int held = rawOpen(folder, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
        simulation().disk->create(name.folder, name.name, inodeAt(folder, path), true, held);
        moment();
    }
    return result;
}

int linked(int fromFolder, const char* from, int toFolder, const char* to) {
    const auto raw = [&] {
        return static_cast<int>(::syscall(SYS_linkat, fromFolder, from, toFolder, to, 0));
    };
    if (isWithin || !simulation().disk) {
        return raw();
    }
    Within guard;
    const Name name = nameOf(toFolder, to);
    const int result = raw();
    guard.keepError();
    if (result == 0 && name.isOurs) {
        simulation().disk->link(name.folder, name.name, inodeAt(toFolder, to));
        moment();
    }
    return result;
}

namespace {

// The new bytes over the old ones, as an editor without care does it.
int overwritten(int fromFolder, const char* from, int toFolder, const char* to) {
    const int source = ::openat(fromFolder, from, O_RDONLY | O_CLOEXEC);
    const int target = ::openat(toFolder, to, O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (source < 0 || target < 0) {
        return -1;
    }
    ::ftruncate(target, 0);
    std::array<char, 4096> block{};
    for (ssize_t count = 0; (count = ::read(source, block.data(), block.size())) > 0;) {
        if (::write(target, block.data(), static_cast<std::size_t>(count)) != count) {
            return -1;
        }
    }
    ::fsync(target);
    ::close(target);
    ::close(source);
    return ::unlinkat(fromFolder, from, 0);
}

} // namespace

int renamed(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) {
    if (!isWithin && flags == 0 && has(Bug::TruncateInPlace) && inodeAt(toFolder, to) != 0) {
        return overwritten(fromFolder, from, toFolder, to);
    }
    const unsigned meant = has(Bug::OverwriteOnRename) ? 0 : flags;
    const auto raw = [&] {
        return static_cast<int>(::syscall(SYS_renameat2, fromFolder, from, toFolder, to, meant));
    };
    if (isWithin || !simulation().disk) {
        return raw();
    }
    Within guard;
    const Name source = nameOf(fromFolder, from);
    const Name target = nameOf(toFolder, to);
    const int result = raw();
    guard.keepError();
    if (result == 0 && source.isOurs && target.isOurs) {
        simulation().disk->rename(source.folder, source.name, target.folder, target.name);
        moment();
    }
    if (simulation().heldForLater >= 0) {
        const int fd = std::exchange(simulation().heldForLater, -1);
        syncOnce(fd, inodeOfFd(fd));
        ::syscall(SYS_close, fd);
    }
    return result;
}

int truncated(int fd, off_t size) {
    const int result = static_cast<int>(::syscall(SYS_ftruncate, fd, size));
    if (!isWithin && simulation().disk && result == 0) {
        Within guard;
        noteWritten(fd, 0, std::max<off_t>(size, 1));
    }
    return result;
}

namespace {

void endSimulation() {
    const char* last = std::getenv(kLastVariable);
    const Simulation& now = simulation();
    if (last == nullptr || !now.disk) {
        return;
    }
    isWithin = true;
    now.disk->image(std::string(last) + "/home", SimulatedDisk::Left::Synced, 0);
    std::ofstream(std::string(last) + "/counts")
        << now.moments << " " << now.syncs << " " << now.closes << " " << now.writes << "\n";
}

// Before main(): the home as it is, and what is asked.
__attribute__((constructor)) void startSimulation() {
    const char* home = std::getenv(kHomeVariable);
    const char* bug = std::getenv(kBugVariable);
    const char* order = std::getenv(kDiskVariable);
    Simulation& now = simulation();
    now.bug = static_cast<Bug>(bug == nullptr ? 0 : std::atoi(bug));
    if (home != nullptr) {
        now.disk = std::make_unique<SimulatedDisk>(home);
    }
    const std::string words = order == nullptr ? "" : order;
    now.order = words.substr(0, words.find('='));
    const std::string value = words.substr(std::min(words.size(), now.order.size() + 1));
    now.number = std::atoi(value.c_str());
    now.images = now.order == "IMAGES" ? value : "";
    std::atexit(endSimulation);
    isWithin = false;
}

} // namespace
int allocated(int fd, off_t from, off_t size) {
    if (::syscall(SYS_fallocate, fd, 0, from, size) != 0) {
        return errno;
    }
    if (!isWithin && simulation().disk) {
        Within guard;
        noteWritten(fd, from, from + size);
    }
    return 0;
}

} // namespace seihon::campaign
