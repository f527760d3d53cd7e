#include "ledger/durable_file.h"

#include "ledger/descriptor.h"
#include "record/fault.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

namespace seihon::ledger {

using record::Bytes;
using record::Fault;
using record::FaultKind;

namespace {

constexpr mode_t kEvidenceMode = 0440;
constexpr mode_t kSettingsMode = 0640;

// A file under a name of its own, until it has earned the real one.
class TempFile {
  public:
    TempFile(const Descriptor& folder, std::filesystem::path target);
    ~TempFile() { removeName(); }
    TempFile(const TempFile&) = delete;
    TempFile& operator=(const TempFile&) = delete;

    // Reserves, writes, gives the mode, fsyncs and closes: the data are on the disk afterwards.
    void fill(Bytes bytes, mode_t mode);
    Place place() const { return {m_folder.get(), m_name}; }
    void disown() { m_owned = false; }
    void removeName();

  private:
    void reserve(std::size_t size);
    // What the disk failed to take is kept for people to look at, under a name that no program
    // reads.
    [[noreturn]] void quarantine(const std::string& doing, int error);

    const Descriptor& m_folder;
    std::filesystem::path m_target;
    std::string m_name;
    Descriptor m_fd;
    bool m_owned = true;
};

TempFile::TempFile(const Descriptor& folder, std::filesystem::path target)
    : m_folder(folder), m_target(std::move(target)), m_name(".tmp-" + freshSuffix()) {
    m_fd = Descriptor(untilDone([&] {
        return ::openat(m_folder.get(), m_name.c_str(),
                        O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    }));
    if (!m_fd) {
        m_owned = false;
        throwStorage(m_target, "create", errno);
    }
}

void TempFile::removeName() {
    if (m_owned) {
        ::unlinkat(m_folder.get(), m_name.c_str(), 0);
        m_owned = false;
    }
}

void TempFile::quarantine(const std::string& doing, int error) {
    const Place kept{m_folder.get(), ".quarantine-" + freshSuffix()};
    if (renameNoReplace(place(), kept) == 0) {
        m_owned = false;
    }
    throwStorage(m_target, doing, error);
}

void TempFile::reserve(std::size_t size) {
    if (size == 0) {
        return;
    }
    // A full disk shows here, before anything is written. It returns its error instead of setting
    // errno.
    int error = EINTR;
    while (error == EINTR) {
        error = ::posix_fallocate(m_fd.get(), 0, static_cast<off_t>(size));
    }
    if (error != 0 && error != EOPNOTSUPP && error != EINVAL) {
        throwStorage(m_target, "reserve space for", error);
    }
}

void TempFile::fill(Bytes bytes, mode_t mode) {
    reserve(bytes.size());
    if (const int error = writeAll(m_fd, bytes); error != 0) {
        if (error == EIO) {
            quarantine("write", error);
        }
        throwStorage(m_target, "write", error);
    }
    // Before the fsync, so that the mode is as durable as the data.
    if (::fchmod(m_fd.get(), mode) != 0) {
        throwStorage(m_target, "chmod", errno);
    }
    if (untilDone([&] { return ::fsync(m_fd.get()); }) != 0) {
        quarantine("fsync", errno);
    }
    if (const int error = m_fd.close(); error != 0) {
        quarantine("close", error);
    }
}

// A name must not stay on bytes that are not proven: a later retry would find it and trust it.
void withdraw(const Place& place) {
    renameNoReplace(place, {place.folder, ".quarantine-" + freshSuffix()});
}

void syncFolderOrWithdraw(const Descriptor& folder, const Place& place,
                          const std::filesystem::path& file) {
    if (untilDone([&] { return ::fsync(folder.get()); }) != 0) {
        const int error = errno;
        withdraw(place);
        throwStorage(file, "fsync the folder of", error);
    }
}

void readBackOrWithdraw(const Place& place, Bytes bytes, const std::filesystem::path& file) {
    const Descriptor fd = openRegular(place, file);
    if (!fd || !holdsExactly(fd, bytes, file)) {
        withdraw(place);
        throw Fault(FaultKind::StorageDiffers, file.string() + ": reads back different bytes",
                    {{"file", file.string()}, {"reason", "reads back different bytes"}});
    }
}

// The answer to "the name is taken": fine when a crash interrupted this very write after the
// rename.
void acceptOnlySame(const Descriptor& existing, const Descriptor& folder, Bytes bytes,
                    const std::filesystem::path& file) {
    syncOrThrow(existing, file);
    if (!holdsExactly(existing, bytes, file)) {
        throwStorageReason(file, "exists already with other content; nothing was replaced");
    }
    syncOrThrow(folder, file);
}

// Mode of the regular file at that place; nothing when there is none.
std::optional<mode_t> modeAt(const Place& place, const std::filesystem::path& file) {
    struct stat status {};
    if (::fstatat(place.folder, place.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) {
            return std::nullopt;
        }
        throwStorage(file, "stat", errno);
    }
    if (!S_ISREG(status.st_mode)) {
        throwStorageReason(file, "is not a regular file");
    }
    return status.st_mode & 07777;
}

void requireName(const std::filesystem::path& file) {
    const auto name = file.filename();
    if (name.empty() || name == "." || name == "..") {
        throwStorageReason(file, "is not a file name");
    }
}

} // namespace

void writeDurably(const std::filesystem::path& file, Bytes bytes) {
    requireName(file);
    const Descriptor folder = openFolder(file.parent_path());
    const Place place{folder.get(), file.filename().string()};
    if (const Descriptor existing = openRegular(place, file)) {
        acceptOnlySame(existing, folder, bytes, file);
        return;
    }
    TempFile temp(folder, file);
    temp.fill(bytes, kEvidenceMode);
    if (const int error = renameNoReplace(temp.place(), place); error != 0) {
        if (error != EEXIST) {
            throwStorage(file, "rename to", error);
        }
        temp.removeName();
        const Descriptor winner = openRegular(place, file); // another process was faster
        if (!winner) {
            throwStorage(file, "rename to", error);
        }
        acceptOnlySame(winner, folder, bytes, file);
        return;
    }
    temp.disown();
    syncFolderOrWithdraw(folder, place, file);
    readBackOrWithdraw(place, bytes, file);
}

void replaceDurably(const std::filesystem::path& file, Bytes bytes) {
    requireName(file);
    const Descriptor folder = openFolder(file.parent_path());
    const Place place{folder.get(), file.filename().string()};
    const mode_t mode = modeAt(place, file).value_or(kSettingsMode);
    TempFile temp(folder, file);
    temp.fill(bytes, mode);
    if (::renameat(folder.get(), temp.place().name.c_str(), folder.get(), place.name.c_str()) !=
        0) {
        throwStorage(file, "rename to", errno);
    }
    temp.disown();
    // The old bytes are gone: taking the new ones away too would leave nothing, so a failure is
    // only reported.
    syncOrThrow(folder, file);
    const Descriptor fd = openRegular(place, file);
    if (!fd || !holdsExactly(fd, bytes, file)) {
        throw Fault(FaultKind::StorageDiffers, file.string() + ": reads back different bytes",
                    {{"file", file.string()}, {"reason", "reads back different bytes"}});
    }
}

std::vector<std::uint8_t> readWhole(const std::filesystem::path& file, std::int64_t limitBytes) {
    const Descriptor fd = openRegular({AT_FDCWD, file.string()}, file);
    if (!fd) {
        throw Fault(FaultKind::NotFound, file.string() + " does not exist",
                    {{"file", file.string()}, {"reason", "does not exist"}});
    }
    const std::int64_t size = sizeOf(fd, file);
    const std::string tooLong = "is longer than " + std::to_string(limitBytes) + " bytes";
    if (size > limitBytes) {
        throwStorageReason(file, tooLong);
    }
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size) + 1); // one more: end of file
    std::size_t length = 0;
    for (;;) {
        const ssize_t count = untilDone(
            [&] { return ::read(fd.get(), bytes.data() + length, bytes.size() - length); });
        if (count < 0) {
            throwStorage(file, "read", errno);
        }
        if (count == 0) {
            break;
        }
        length += static_cast<std::size_t>(count);
        if (static_cast<std::int64_t>(length) > limitBytes) {
            throwStorageReason(file, tooLong); // it grew while being read
        }
        if (length == bytes.size()) {
            bytes.resize(bytes.size() + (std::size_t{64} << 10));
        }
    }
    bytes.resize(length);
    return bytes;
}

} // namespace seihon::ledger
