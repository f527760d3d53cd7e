#include "signing/small_file.h"

#include "record/digest.h"
#include "record/fault.h"
#include "signing/descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace seihon::signing {

namespace {

[[noreturn]] void storageFailed(const char* call, const std::filesystem::path& file, int error) {
    const auto kind = error == ENOSPC || error == EDQUOT ? record::FaultKind::StorageFull
                      : error == ENOENT                  ? record::FaultKind::NotFound
                                                         : record::FaultKind::StorageFailed;
    throw record::Fault(kind, std::string(call) + ' ' + file.string() + ": " + std::strerror(error),
                        {{"file", file.string()}});
}

Descriptor openFile(const std::filesystem::path& file, int flags, ::mode_t mode = 0) {
    Descriptor opened(::open(file.c_str(), flags | O_CLOEXEC | O_NOFOLLOW, mode));
    if (opened.get() < 0) {
        storageFailed("open", file, errno);
    }
    return opened;
}

void writeAll(const Descriptor& out, const std::filesystem::path& file, std::string_view bytes) {
    while (!bytes.empty()) {
        const ::ssize_t written = ::write(out.get(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written < 0) {
            storageFailed("write", file, errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(out.get()) != 0) {
        storageFailed("fsync", file, errno);
    }
}

void syncFolderOf(const std::filesystem::path& file) {
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    const Descriptor directory = openFile(folder, O_RDONLY | O_DIRECTORY);
    if (::fsync(directory.get()) != 0) {
        storageFailed("fsync", folder, errno);
    }
}

} // namespace

void writeNewFile(const std::filesystem::path& file, std::string_view bytes, ::mode_t mode) {
    Descriptor out = openFile(file, O_WRONLY | O_CREAT | O_EXCL, mode);
    writeAll(out, file, bytes);
    if (::close(out.release()) != 0) {
        storageFailed("close", file, errno);
    }
    syncFolderOf(file);
}

void replaceFile(const std::filesystem::path& file, std::string_view bytes, ::mode_t mode) {
    const auto random = record::randomBytes32();
    const std::filesystem::path temporary =
        file.parent_path() / // readers of a whole folder pass over names with a dot
        ('.' + file.filename().string() + ".new-" + record::toHex(record::Bytes(random).first(8)));
    try {
        writeNewFile(temporary, bytes, mode);
        if (::rename(temporary.c_str(), file.c_str()) != 0) {
            storageFailed("rename", file, errno);
        }
    } catch (const record::Fault&) {
        ::unlink(temporary.c_str());
        throw;
    }
    syncFolderOf(file);
}

std::string readSmallFile(const std::filesystem::path& file, std::size_t limit) {
    const Descriptor in = openFile(file, O_RDONLY | O_NONBLOCK);
    struct ::stat status {};
    if (::fstat(in.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        throw record::Fault(record::FaultKind::StorageFailed,
                            "not a regular file: " + file.string(), {{"file", file.string()}});
    }
    std::string bytes;
    char piece[16384];
    for (;;) {
        const ::ssize_t count = ::read(in.get(), piece, sizeof piece);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            storageFailed("read", file, errno);
        }
        if (count == 0) {
            return bytes;
        }
        bytes.append(piece, static_cast<std::size_t>(count));
        if (bytes.size() > limit) {
            throw record::Fault(record::FaultKind::Malformed, "file too large: " + file.string(),
                                {{"file", file.string()}});
        }
    }
}

} // namespace seihon::signing
