#include "ledger/durable_file.h"

#include "ledger/descriptor.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <limits>
#include <memory>

namespace seihon::ledger {

namespace {

constexpr int kDepthLimit = 64;

struct CloseFolder {
    void operator()(DIR* folder) const { ::closedir(folder); }
};
using FolderStream = std::unique_ptr<DIR, CloseFolder>;

std::filesystem::path withoutTrailingSlash(const std::filesystem::path& path) {
    std::filesystem::path plain = std::filesystem::absolute(path).lexically_normal();
    return plain.has_filename() ? plain : plain.parent_path();
}

std::vector<std::string> namesIn(const Descriptor& folder, const std::filesystem::path& shown) {
    Descriptor own(::openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!own) {
        throwStorage(shown, "open folder", errno);
    }
    FolderStream stream(::fdopendir(own.get()));
    if (!stream) {
        throwStorage(shown, "read folder", errno);
    }
    own.release(); // the stream closes it
    std::vector<std::string> names;
    for (;;) {
        errno = 0;
        const dirent* entry = ::readdir(stream.get());
        if (entry == nullptr) {
            break;
        }
        const std::string name = entry->d_name;
        if (name != "." && name != "..") {
            names.push_back(name);
        }
    }
    if (errno != 0) {
        throwStorage(shown, "read folder", errno);
    }
    return names;
}

void syncBelow(const Descriptor& folder, const std::filesystem::path& shown, int depth) {
    if (depth > kDepthLimit) {
        throwStorageReason(shown, "folders are nested too deep");
    }
    for (const std::string& name : namesIn(folder, shown)) {
        struct stat status {};
        if (::fstatat(folder.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
            throwStorage(shown / name, "stat", errno);
        }
        if (S_ISDIR(status.st_mode)) {
            const Descriptor child(::openat(folder.get(), name.c_str(),
                                            O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
            if (!child) {
                throwStorage(shown / name, "open folder", errno);
            }
            syncBelow(child, shown / name, depth + 1);
        } else {
            const Descriptor file = openRegular({folder.get(), name}, shown / name);
            if (!file) {
                throwStorageReason(shown / name, "vanished while being synced");
            }
            syncOrThrow(file, shown / name);
        }
    }
    syncOrThrow(folder, shown);
}

} // namespace

void makeDurableFolder(const std::filesystem::path& folder) {
    const std::filesystem::path wanted = withoutTrailingSlash(folder);
    std::vector<std::filesystem::path> missing; // deepest first
    std::filesystem::path standing = wanted;
    struct stat status {};
    while (::stat(standing.c_str(), &status) != 0) {
        if (errno != ENOENT) {
            throwStorage(standing, "stat", errno);
        }
        missing.push_back(standing);
        standing = standing.parent_path();
    }
    if (!S_ISDIR(status.st_mode)) {
        throwStorageReason(standing, "is not a folder");
    }
    // The standing one may be from a run that died between mkdir and fsync. A parent that we may
    // not read was not made by us.
    const Descriptor above(
        ::open(standing.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (above) {
        syncOrThrow(above, standing.parent_path());
    } else if (errno != EACCES) {
        throwStorage(standing.parent_path(), "open folder", errno);
    }
    for (auto next = missing.rbegin(); next != missing.rend(); ++next) {
        const Descriptor parent = openFolder(next->parent_path());
        // EEXIST: another process makes the same one; the fsync is then ours as well.
        if (::mkdirat(parent.get(), next->filename().c_str(), 0750) != 0 && errno != EEXIST) {
            throwStorage(*next, "make folder", errno);
        }
        syncOrThrow(parent, next->parent_path());
    }
}

void renameDurably(const std::filesystem::path& from, const std::filesystem::path& to) {
    const std::filesystem::path source = withoutTrailingSlash(from);
    const std::filesystem::path target = withoutTrailingSlash(to);
    const Descriptor sourceParent = openFolder(source.parent_path());
    const Descriptor targetParent = openFolder(target.parent_path());
    const Place sourcePlace{sourceParent.get(), source.filename().string()};
    const Place targetPlace{targetParent.get(), target.filename().string()};
    if (const int error = renameNoReplace(sourcePlace, targetPlace); error != 0) {
        throwStorage(target, "rename " + source.string() + " to", error);
    }
    // The new name first: a power cut between the two leaves both names rather than none.
    for (const Descriptor* parent : {&targetParent, &sourceParent}) {
        if (untilDone([&] { return ::fsync(parent->get()); }) != 0) {
            const int error = errno;
            renameNoReplace(targetPlace, sourcePlace); // so that nobody takes it for kept
            throwStorage(target, "fsync the folder of", error);
        }
    }
}

void replaceByRename(const std::filesystem::path& from, const std::filesystem::path& to) {
    const Descriptor sourceParent = openFolder(from.parent_path());
    const Descriptor targetParent = openFolder(to.parent_path());
    if (::renameat(sourceParent.get(), from.filename().c_str(), targetParent.get(),
                   to.filename().c_str()) != 0) {
        throwStorage(to, "rename " + from.string() + " to", errno);
    }
    syncOrThrow(targetParent, to.parent_path());
    syncOrThrow(sourceParent, from.parent_path());
}

void syncTree(const std::filesystem::path& folder) {
    syncBelow(openFolder(folder), folder, 0);
}

std::int64_t freeBytes(const std::filesystem::path& folder) {
    struct statvfs status {};
    if (untilDone([&] { return ::statvfs(folder.c_str(), &status); }) != 0) {
        throwStorage(folder, "ask the free space of", errno);
    }
    const std::uint64_t blocks = status.f_bavail;
    const std::uint64_t size = status.f_frsize;
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return static_cast<std::int64_t>(size != 0 && blocks > kMost / size ? kMost : blocks * size);
}

} // namespace seihon::ledger
