#include "signing/record_folder.h"

#include "record/fault.h"
#include "signing/descriptor.h"
#include "signing/findings.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace seihon::signing {

namespace {

using record::FindingId;

constexpr std::size_t kMaxNames = 10'100;       // the manifest's limit and room for the fixed names
constexpr off_t kMaxFileBytes = off_t{4} << 30; // what a TIFF can address: a sparse file has no end
constexpr std::array<std::string_view, 2> kSubfolders{"META-INF", "pages"};

[[noreturn]] void readFailed(std::string_view path, int error) {
    throw record::Fault(record::FaultKind::StorageFailed,
                        std::string(path) + ": " + std::strerror(error),
                        {{"file", std::string(path)}});
}

record::Finding refusalAt(FindingId id, std::string_view path, const char* measured = nullptr) {
    return refusal(id, measured == nullptr ? record::Json() : record::Json(measured), nullptr,
                   RecordFolder::shown(path));
}

// Reads on after interruptions; 0 at the end.
std::size_t readSome(int file, void* into, std::size_t size, std::string_view path) {
    for (;;) {
        const ssize_t got = ::read(file, into, size);
        if (got >= 0) {
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR) {
            readFailed(path, errno);
        }
    }
}

} // namespace

struct RecordFolder::Folders {
    Descriptor root;
    std::map<std::string, Descriptor, std::less<>> inside;
};

RecordFolder::RecordFolder(const std::filesystem::path& folder)
    : m_folders(std::make_unique<Folders>()) {
    m_folders->root = Descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (m_folders->root.get() < 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            throw record::Fault(record::FaultKind::NotFound, folder.string() + ": no record folder",
                                {{"what", folder.string()}, {"file", folder.string()}});
        }
        readFailed(folder.string(), errno);
    }
    list(m_folders->root.get(), "");
    m_newest = numberedNewestArchiveManifest(m_files); // the folder may be an unzipped container
    if (m_newest) {
        m_files.erase(std::string(kNewestArchiveManifestPath));
        m_files.insert(*m_newest);
    }
}

RecordFolder::~RecordFolder() = default;

void RecordFolder::list(int folder, const std::string& prefix) {
    Descriptor own(::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const auto closeFolder = [](DIR* stream) {
        ::closedir(stream);
    };
    const std::unique_ptr<DIR, decltype(closeFolder)> stream(
        own.get() < 0 ? nullptr : ::fdopendir(own.get()), closeFolder);
    if (!stream) {
        readFailed(prefix, errno);
    }
    static_cast<void>(own.release()); // the stream closes it
    for (;;) {
        errno = 0;
        const dirent* const entry = ::readdir(stream.get());
        if (entry == nullptr) {
            break;
        }
        const std::string name = entry->d_name;
        if (name == "." || name == "..") {
            continue;
        }
        if (++m_seen > kMaxNames) {
            m_verdict.add(refusalAt(FindingId::FileNotListed, prefix + "(too many files)"));
            return;
        }
        struct stat facts {};
        if (::fstatat(folder, name.c_str(), &facts, AT_SYMLINK_NOFOLLOW) != 0) {
            readFailed(prefix + name, errno);
        }
        const bool known = prefix.empty() && (name == kSubfolders[0] || name == kSubfolders[1]);
        if (S_ISREG(facts.st_mode) && !known) {
            m_files.insert(prefix + name);
        } else if (S_ISDIR(facts.st_mode) && known) {
            Descriptor inside(
                ::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
            if (inside.get() < 0) {
                readFailed(name, errno);
            }
            list(inside.get(), name + "/");
            m_folders->inside.emplace(name, std::move(inside));
        } else if (S_ISDIR(facts.st_mode)) {
            m_verdict.add(refusalAt(FindingId::FileNotListed, prefix + name + "/"));
        } else {
            m_verdict.add(
                refusalAt(FindingId::FileUnreadable, prefix + name, "not a regular file"));
        }
    }
    if (errno != 0) {
        readFailed(prefix, errno);
    }
}

std::optional<int> RecordFolder::openFile(std::string_view path, record::Verdict& verdict) const {
    const std::size_t slash = path.find('/');
    int folder = m_folders->root.get();
    std::string name(path);
    if (slash != path.npos) {
        folder = m_folders->inside.find(path.substr(0, slash))->second.get();
        name = path.substr(slash + 1);
    }
    Descriptor file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat facts {};
    if (file.get() < 0 || ::fstat(file.get(), &facts) != 0) {
        if (errno == ENOENT) {
            verdict.add(refusalAt(FindingId::FileMissing, path));
            return std::nullopt;
        }
        readFailed(path, errno);
    }
    if (!S_ISREG(facts.st_mode)) {
        verdict.add(refusalAt(FindingId::FileUnreadable, path, "not a regular file"));
        return std::nullopt;
    }
    if (facts.st_size > kMaxFileBytes) {
        verdict.add(refusalAt(FindingId::FileUnreadable, path, "too large"));
        return std::nullopt;
    }
    return file.release();
}

bool RecordFolder::stream(std::string_view path, const Sink& sink, record::Verdict& verdict) const {
    if (!m_files.contains(std::string(path))) {
        verdict.add(refusalAt(FindingId::FileMissing, path));
        return false;
    }
    const std::optional<int> opened =
        openFile(path == m_newest ? kNewestArchiveManifestPath : path, verdict);
    if (!opened) {
        return false;
    }
    const Descriptor file(*opened);
    std::vector<std::uint8_t> buffer(1u << 20);
    while (const std::size_t got = readSome(file.get(), buffer.data(), buffer.size(), path)) {
        if (!sink(record::Bytes(buffer.data(), got))) {
            break;
        }
    }
    return true;
}

} // namespace seihon::signing
