#include "ledger/line_files.h"

#include "ledger/durable_file.h"
#include "ledger/entry_line.h"
#include "ledger/sqlite_handle.h"
#include "record/fault.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace seihon::ledger {

namespace {

constexpr std::size_t kBlock = std::size_t{64} << 10;
constexpr std::size_t kFileLineLimit = kLineLimit + 256; // private lines wrap their facts
constexpr std::size_t kDigits = 6;
constexpr std::string_view kEnding = ".jsonl";

std::string readAt(const Descriptor& fd, const std::filesystem::path& shown, std::int64_t from,
                   std::int64_t until) {
    std::string text(static_cast<std::size_t>(until - from), '\0');
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t count = untilDone([&] {
            return ::pread(fd.get(), text.data() + done, text.size() - done,
                           static_cast<off_t>(from) + static_cast<off_t>(done));
        });
        if (count < 0) {
            throwStorage(shown, "read", errno);
        }
        if (count == 0) {
            throwBroken(shown, "became shorter while being read");
        }
        done += static_cast<std::size_t>(count);
    }
    return text;
}

} // namespace

void LineSplitter::add(std::string_view piece) {
    m_text.erase(0, m_start);
    m_scanned -= m_start;
    m_start = 0;
    m_text.append(piece);
}

std::optional<std::string> LineSplitter::next() {
    const std::size_t end = m_text.find('\n', m_scanned);
    const std::size_t length = (end == std::string::npos ? m_text.size() : end) - m_start;
    if (length > m_limit) {
        throw record::Fault(record::FaultKind::Malformed,
                            "a line longer than " + std::to_string(m_limit) + " bytes");
    }
    if (end == std::string::npos) {
        m_scanned = m_text.size();
        return std::nullopt;
    }
    std::string line = m_text.substr(m_start, length);
    m_start = m_scanned = end + 1;
    return line;
}

LineReader::LineReader(Descriptor fd, std::filesystem::path shown, std::size_t limit)
    : m_fd(std::move(fd)), m_shown(std::move(shown)), m_splitter(limit), m_block(kBlock) {
    // Advice only: let the disk answer instead of what is remembered of it.
    ::posix_fadvise(m_fd.get(), 0, 0, POSIX_FADV_DONTNEED);
}

std::optional<std::string> LineReader::next() {
    for (;;) {
        if (auto line = m_splitter.next(); line || m_ended) {
            return line;
        }
        const ssize_t count =
            untilDone([&] { return ::read(m_fd.get(), m_block.data(), m_block.size()); });
        if (count < 0) {
            throwStorage(m_shown, "read", errno);
        }
        m_ended = count == 0;
        m_splitter.add({m_block.data(), static_cast<std::size_t>(count)});
    }
}

LineFiles::LineFiles(std::filesystem::path folder, std::string prefix, unsigned mode)
    : m_folder(std::move(folder)), m_prefix(std::move(prefix)), m_mode(mode) {
}

std::filesystem::path LineFiles::fileOf(std::uint64_t segment) const {
    std::string digits = std::to_string(segment);
    digits.insert(0, digits.size() < kDigits ? kDigits - digits.size() : 0, '0');
    return m_folder / (m_prefix + digits + std::string(kEnding));
}

std::optional<std::uint64_t> LineFiles::segmentNamed(std::string_view fileName) const {
    if (!fileName.starts_with(m_prefix) || !fileName.ends_with(kEnding) ||
        fileName.size() < m_prefix.size() + kDigits + kEnding.size()) {
        return std::nullopt;
    }
    const std::string_view digits =
        fileName.substr(m_prefix.size(), fileName.size() - m_prefix.size() - kEnding.size());
    const bool plain = std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (!plain || digits.size() > 15) {
        return std::nullopt;
    }
    const std::uint64_t segment = std::stoull(std::string(digits));
    return fileOf(segment).filename() == fileName ? std::optional(segment) : std::nullopt;
}

bool LineFiles::exists(std::uint64_t segment) const {
    struct stat status {};
    if (::lstat(fileOf(segment).c_str(), &status) == 0) {
        return true;
    }
    if (errno != ENOENT) {
        throwStorage(fileOf(segment), "stat", errno);
    }
    return false;
}

FileTail LineFiles::readTail(std::uint64_t segment) const {
    const std::filesystem::path file = fileOf(segment);
    const Descriptor fd = openRegular({AT_FDCWD, file.string()}, file);
    FileTail tail;
    if (!fd) {
        return tail;
    }
    tail.exists = true;
    const std::int64_t size = sizeOf(fd, file);
    constexpr auto kMost = static_cast<std::int64_t>(2 * (kFileLineLimit + 1));
    for (auto window = static_cast<std::int64_t>(kBlock);; window *= 2) {
        const std::int64_t from = std::max<std::int64_t>(0, size - std::min(window, kMost));
        const std::string text = readAt(fd, file, from, size);
        const std::size_t end = text.rfind('\n');
        if (end != std::string::npos) {
            const std::size_t before = end == 0 ? end : text.rfind('\n', end - 1);
            const bool startSeen = end > 0 && before != std::string::npos;
            if (startSeen || from == 0) {
                const std::size_t start = startSeen ? before + 1 : 0;
                tail.lastLine = text.substr(start, end - start);
                tail.torn = text.substr(end + 1);
                return tail;
            }
        } else if (from == 0) {
            tail.torn = text;
            return tail;
        }
        if (window >= kMost) {
            throwBroken(file, "holds a line that is longer than any ledger line");
        }
    }
}

std::string LineFiles::lastBytes(std::uint64_t segment, std::int64_t most,
                                 std::int64_t& from) const {
    const std::filesystem::path file = fileOf(segment);
    const Descriptor fd = openRegular({AT_FDCWD, file.string()}, file);
    from = 0;
    if (!fd) {
        return {};
    }
    const std::int64_t size = sizeOf(fd, file);
    from = std::max<std::int64_t>(0, size - most);
    return readAt(fd, file, from, size);
}

void LineFiles::cut(std::uint64_t segment, std::int64_t size) {
    requireSound();
    const std::filesystem::path file = fileOf(segment);
    const Descriptor fd(
        untilDone([&] { return ::open(file.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC); }));
    if (!fd || untilDone([&] { return ::ftruncate(fd.get(), size); }) != 0) {
        throwStorage(file, "cut", errno);
    }
    syncAll(fd, file);
}

std::optional<LineReader> LineFiles::read(std::uint64_t segment) const {
    const std::filesystem::path file = fileOf(segment);
    Descriptor fd = openRegular({AT_FDCWD, file.string()}, file);
    if (!fd) {
        return std::nullopt;
    }
    return LineReader(std::move(fd), file, kFileLineLimit);
}

void LineFiles::requireSound() const {
    if (m_syncFailed) {
        throwStorageReason(m_folder, "an earlier fsync failed here; start again after the disk is "
                                     "repaired");
    }
}

void LineFiles::syncAll(const Descriptor& fd, const std::filesystem::path& file) {
    // The folder too: the name is new, or its maker died before this.
    const Descriptor folder = openFolder(m_folder);
    try {
        syncOrThrow(fd, file);
        syncOrThrow(folder, m_folder);
    } catch (const record::Fault&) {
        m_syncFailed = true;
        throw;
    }
}

void LineFiles::sync(std::uint64_t segment) {
    requireSound();
    const std::filesystem::path file = fileOf(segment);
    if (const Descriptor fd = openRegular({AT_FDCWD, file.string()}, file)) {
        syncAll(fd, file);
    }
}

void LineFiles::rewriteWithout(std::uint64_t segment,
                               const std::function<bool(const std::string& line)>& goes) {
    requireSound();
    auto reader = read(segment);
    if (!reader) {
        return;
    }
    std::string kept;
    bool changed = false;
    while (const auto line = reader->next()) {
        if (goes(*line)) {
            changed = true;
        } else {
            kept += *line + "\n";
        }
    }
    kept += reader->torn(); // the next append completes it
    if (changed) {
        replaceDurably(fileOf(segment), record::bytesOf(kept));
    }
}

void LineFiles::append(std::uint64_t segment, std::string_view text) {
    requireSound();
    const std::filesystem::path file = fileOf(segment);
    const bool isNew = !exists(segment);
    Descriptor fd(untilDone([&] {
        return ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, m_mode);
    }));
    if (!fd) {
        throwStorage(file, "open", errno);
    }
    if (const int error = writeAll(fd, record::bytesOf(text)); error != 0) {
        throwStorage(file, "append to", error); // the torn line is completed by the next append
    }
    if (isNew) {
        syncAll(fd, file);
    } else if (untilDone([&] { return ::fsync(fd.get()); }) != 0) {
        m_syncFailed = true;
        throwStorage(file, "fsync", errno);
    }
    if (const int error = fd.close(); error != 0) {
        m_syncFailed = true;
        throwStorage(file, "close", error);
    }
}

} // namespace seihon::ledger
