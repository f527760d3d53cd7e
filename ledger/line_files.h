#pragma once

#include "ledger/descriptor.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::ledger {

// Cuts text that arrives in pieces into lines that end in '\n'.
class LineSplitter {
  public:
    explicit LineSplitter(std::size_t limit) : m_limit(limit) {}
    void add(std::string_view piece);
    // The next complete line, without its end. Faults: Malformed when one is longer than the limit.
    std::optional<std::string> next();
    // What stands after the last line end.
    std::string_view rest() const { return std::string_view(m_text).substr(m_start); }

  private:
    std::size_t m_limit;
    std::string m_text;
    std::size_t m_start = 0;   // of the line being read
    std::size_t m_scanned = 0; // no line end before this
};

// One file, read from its beginning in bounded pieces.
class LineReader {
  public:
    LineReader(Descriptor fd, std::filesystem::path shown, std::size_t limit);
    std::optional<std::string> next();
    std::string_view torn() const { return m_splitter.rest(); }

  private:
    Descriptor m_fd;
    std::filesystem::path m_shown;
    LineSplitter m_splitter;
    std::vector<char> m_block;
    bool m_ended = false;
};

struct FileTail {
    bool exists = false;
    std::optional<std::string> lastLine;
    std::string torn; // bytes after the last line end: a write that a crash cut short
};

// A row of append-only files PREFIXnnnnnn.jsonl, each holding one segment of the ledger's sequence.
class LineFiles {
  public:
    static constexpr std::uint64_t kLinesPerFile = 10'000;
    static std::uint64_t segmentOf(std::uint64_t sequence) { return sequence / kLinesPerFile; }

    LineFiles(std::filesystem::path folder, std::string prefix, unsigned mode);

    std::filesystem::path fileOf(std::uint64_t segment) const;
    // The segment that a file name stands for; nothing for names of another kind.
    std::optional<std::uint64_t> segmentNamed(std::string_view fileName) const;
    bool exists(std::uint64_t segment) const;
    FileTail readTail(std::uint64_t segment) const;
    std::optional<LineReader> read(std::uint64_t segment) const;
    // Adds text to the end; on return it is on the disk. Faults: StorageFull, StorageFailed.
    void append(std::uint64_t segment, std::string_view text);
    // The file anew without the lines that `goes` names, durably; nothing is changed when it names
    // none. Only for a legal deletion [F14].
    void rewriteWithout(std::uint64_t segment,
                        const std::function<bool(const std::string& line)>& goes);
    // Brings to the disk what another process may have died over between its write and its fsync.
    void sync(std::uint64_t segment);
    // The last bytes of the file, at most so many, and where they begin.
    std::string lastBytes(std::uint64_t segment, std::int64_t most, std::int64_t& from) const;
    // Takes away what lies behind `size`; on return that is on the disk.
    void cut(std::uint64_t segment, std::int64_t size);
    // Faults: StorageFailed once an fsync failed. The kernel then forgets which bytes did not reach
    // the disk, so what the files show proves nothing, and a second fsync would say "done".
    void requireSound() const;

  private:
    void syncAll(const Descriptor& fd, const std::filesystem::path& file);

    std::filesystem::path m_folder;
    std::string m_prefix;
    unsigned m_mode;
    bool m_syncFailed = false;
};

} // namespace seihon::ledger
