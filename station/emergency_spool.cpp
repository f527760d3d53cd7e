#include "station/emergency_spool.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace seihon::station {

namespace fs = std::filesystem;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;

namespace {

constexpr std::size_t kSpoolLineBytes = 64u << 10;
constexpr std::int64_t kReserved = 1 << 20;
constexpr int kLockTries = 200;
constexpr ::useconds_t kLockPause = 5000;

[[noreturn]] void throwSpool(const fs::path& file, const char* doing, int error) {
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    throw Fault(full ? FaultKind::StorageFull : FaultKind::StorageFailed,
                std::string(doing) + " " + file.string() + ": " + std::strerror(error),
                {{"file", file.string()}, {"reason", std::strerror(error)}});
}

class Closing {
  public:
    explicit Closing(int fd) : m_fd(fd) {}
    ~Closing() {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }
    Closing(const Closing&) = delete;
    Closing& operator=(const Closing&) = delete;
    int get() const { return m_fd; }
    int release() { return std::exchange(m_fd, -1); }

  private:
    int m_fd;
};

bool writeWhole(int fd, std::string_view text) {
    while (!text.empty()) {
        const ::ssize_t written = ::write(fd, text.data(), text.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<::ssize_t>(written, 0)));
    }
    return true;
}

bool lockSoon(int fd) {
    for (int i = 0; i < kLockTries; ++i) {
        if (::flock(fd, LOCK_EX | LOCK_NB) == 0) {
            return true;
        }
        ::usleep(kLockPause);
    }
    return false;
}

// Only what a look can be: a spool that somebody wrote into is no way to write the log.
bool isOfLooks(EntryKind kind) {
    return kind == EntryKind::RecordViewed || kind == EntryKind::RecordVerified ||
           kind == EntryKind::RecordSearched || kind == EntryKind::JobViewed ||
           kind == EntryKind::LoggedIn || kind == EntryKind::BreakGlassStarted;
}

std::optional<SpooledLook> lookIn(std::string_view line) {
    try {
        const Json json = record::parseJson(line, {.bytes = kSpoolLineBytes});
        if (json.asObject().size() != 3) {
            return std::nullopt;
        }
        SpooledLook look{json.at("id").asString(), record::entryFromPublicLine(json.at("line"))};
        if (const Json* facts = json.find("private"); facts != nullptr && !facts->isNull()) {
            static_cast<void>(facts->asObject());
            look.entry.what.privateFacts = *facts;
        }
        const bool good = record::isId(look.id) && isOfLooks(look.entry.what.kind) &&
                          look.entry.what.facts.isObject() && !look.entry.privateCommitment &&
                          spoolLineOf(look) == std::string(line) + "\n";
        return good ? std::optional(std::move(look)) : std::nullopt;
    } catch (const Fault&) {
        return std::nullopt;
    }
}

} // namespace

std::string spoolLineOf(const SpooledLook& look) {
    return record::canonical(Json::object({{"id", look.id},
                                           {"line", record::publicLine(look.entry)},
                                           {"private", look.entry.what.privateFacts}})) +
           "\n";
}

SpoolContent readSpool(std::string_view text) {
    SpoolContent content;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        auto look = end == text.npos || line.size() > kSpoolLineBytes ? std::nullopt : lookIn(line);
        if (look) {
            content.looks.push_back(std::move(*look));
        } else {
            ++content.damaged;
        }
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    return content;
}

void EmergencySpool::append(const std::string& line) {
    const bool isNew = ::access(m_file.c_str(), F_OK) != 0;
    const Closing fd(::open(
        m_file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600));
    struct stat status {};
    if (fd.get() < 0 || ::fstat(fd.get(), &status) != 0) {
        throwSpool(m_file, "open", errno);
    }
    if (!S_ISREG(status.st_mode) || !lockSoon(fd.get()) || ::fstat(fd.get(), &status) != 0) {
        throwSpool(m_file, "lock", EBUSY);
    }
    if (status.st_size + static_cast<std::int64_t>(line.size()) > kSpoolBytes) {
        throwSpool(m_file, "write", EFBIG);
    }
    // A crash may have torn the line before.
    char last = '\n';
    const bool torn =
        status.st_size > 0 && ::pread(fd.get(), &last, 1, status.st_size - 1) == 1 && last != '\n';
    if (!writeWhole(fd.get(), torn ? "\n" + line : line) || ::fsync(fd.get()) != 0) {
        const int error = errno;
        static_cast<void>(::ftruncate(fd.get(), status.st_size)); // nothing of it
        throwSpool(m_file, "write", error);
    }
    if (isNew) {
        const Closing folder(
            ::open(m_file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder.get() < 0 || ::fsync(folder.get()) != 0) {
            throwSpool(m_file.parent_path(), "fsync", errno);
        }
    }
}

void EmergencySpool::reserve() noexcept {
    std::error_code ignored;
    fs::create_directory(m_file.parent_path(), ignored);
    const Closing fd(
        ::open(m_file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600));
    struct stat status {};
    // Without the room the look goes to the next place; nothing depends on it.
    if (fd.get() >= 0 && ::fstat(fd.get(), &status) == 0 && status.st_blocks * 512 < kReserved) {
        static_cast<void>(::fallocate(fd.get(), FALLOC_FL_KEEP_SIZE, 0, kReserved));
        static_cast<void>(::fsync(fd.get()));
    }
}

std::int64_t EmergencySpool::waiting() const noexcept {
    struct stat status {};
    return ::lstat(m_file.c_str(), &status) == 0 && S_ISREG(status.st_mode) ? status.st_size : 0;
}

std::optional<EmergencySpool::Held> EmergencySpool::hold() const {
    if (waiting() == 0) {
        return std::nullopt;
    }
    Closing fd(::open(m_file.c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
    if (fd.get() < 0) {
        throwSpool(m_file, "open", errno);
    }
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        return std::nullopt; // somebody else is at it, and takes it over
    }
    Held held(fd.release(), m_file);
    const auto bytes = ledger::readWhole(m_file, kSpoolBytes + kReserved);
    held.m_text.assign(bytes.begin(), bytes.end());
    return held.m_text.empty() ? std::nullopt : std::optional(std::move(held));
}

EmergencySpool::Held::Held(int fd, fs::path file) : m_fd(fd), m_file(std::move(file)) {
}

EmergencySpool::Held::Held(Held&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1)), m_file(std::move(other.m_file)),
      m_text(std::move(other.m_text)) {
}

EmergencySpool::Held::~Held() {
    if (m_fd >= 0) {
        ::close(m_fd); // and with it the lock
    }
}

void EmergencySpool::Held::clear(bool keepCopy) {
    if (keepCopy) {
        ledger::writeDurably(m_file.string() + "." + record::sha256(m_text).hex() + ".damaged",
                             record::bytesOf(m_text));
    }
    if (::ftruncate(m_fd, 0) != 0 || ::fsync(m_fd) != 0) {
        throwSpool(m_file, "empty", errno);
    }
}

} // namespace seihon::station
