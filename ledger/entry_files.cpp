#include "ledger/entry_files.h"

#include "ledger/durable_file.h"
#include "ledger/entry_line.h"
#include "ledger/ledger_folder.h"
#include "record/fault.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

namespace seihon::ledger {

namespace {

constexpr unsigned kPublicMode = 0640;
constexpr unsigned kPrivateMode = 0600;
constexpr std::size_t kWriteAtOnce = std::size_t{1} << 20;
constexpr int kLooks = 20;
constexpr std::chrono::milliseconds kBetweenLooks{20};
constexpr std::int64_t kCutOffAtMost = 2 << 20; // one write, and the line that made it longer

} // namespace

EntryFiles::EntryFiles(Database& database, const std::filesystem::path& ledgerFolder)
    : m_database(database), m_lockFile(lockFileOf(ledgerFolder)),
      m_folder(entriesFolderOf(ledgerFolder)), m_public(m_folder, "", kPublicMode),
      m_private(m_folder, "private-", kPrivateMode) {
}

void EntryFiles::catchUp() {
    m_public.requireSound();
    m_private.requireSound();
    const auto readSize = [&] {
        return m_database.integerOf("SELECT size FROM head");
    };
    if (static_cast<std::int64_t>(m_known) == readSize()) {
        return;
    }
    const std::uint64_t owed = m_known == 0 ? awaitWriter() : 0;
    const FileLock lock = lockLedger(m_lockFile);
    // Lines never change once committed, so no transaction is held while files are written; writers
    // stay free.
    Statement head = m_database.prepare("SELECT size, mirrored FROM head");
    if (!head.step()) {
        throwBroken(m_database.file(), "the head row is gone");
    }
    const std::uint64_t size = head.count(0);
    const std::uint64_t mirrored = std::max(head.count(1), m_known);
    head.finish();
    if (size < mirrored) {
        throwBroken(m_database.file(), "holds fewer entries (" + std::to_string(size) +
                                           ") than its files held before (" +
                                           std::to_string(mirrored) + ")");
    }
    if (m_known == 0) {
        cutZeros(size, mirrored); // at opening: only who was not there may have been cut off
    }
    // Private lines first: public lines up to N then prove that the private ones are there as well.
    mirrorPrivate(size, mirrored);
    const std::uint64_t held = mirrorPublic(size, mirrored);
    if (held > 0 && held < owed) {
        m_added = AddedLines{held, owed};
    }
    m_known = size;
}

// Another process that has just committed writes its lines itself, within milliseconds. How many
// lines the files should hold without anybody's help: all that were committed before the wait.
std::uint64_t EntryFiles::awaitWriter() const {
    std::uint64_t owed = 0;
    for (int i = 0; i < kLooks; ++i) {
        {
            const FileLock lock = lockLedger(m_lockFile);
            if (i == 0) {
                owed = static_cast<std::uint64_t>(m_database.integerOf("SELECT size FROM head"));
            }
            const FileTail tail = m_public.readTail(LineFiles::segmentOf(owed == 0 ? 0 : owed - 1));
            if (owed == 0 || (tail.lastLine && sequenceIn(*tail.lastLine) >= owed - 1)) {
                break;
            }
        }
        std::this_thread::sleep_for(kBetweenLooks);
    }
    return owed;
}

void EntryFiles::dropPrivate(const std::vector<std::uint64_t>& sequences) {
    const std::set<std::uint64_t> wanted(sequences.begin(), sequences.end());
    std::set<std::uint64_t> segments;
    for (const std::uint64_t sequence : sequences) {
        segments.insert(LineFiles::segmentOf(sequence));
    }
    for (const std::uint64_t segment : segments) {
        m_private.rewriteWithout(segment, [&](const std::string& line) {
            const auto sequence = sequenceIn(line);
            return sequence && wanted.contains(*sequence);
        });
    }
}

std::string EntryFiles::lineAt(std::uint64_t sequence) const {
    Statement query = m_database.prepare("SELECT line FROM lines WHERE sequence = ?");
    if (!query.bind(sequence).step()) {
        throwBroken(m_database.file(), "entry " + std::to_string(sequence) + " is missing");
    }
    return query.text(0);
}

std::optional<std::string> EntryFiles::privateLineAt(std::uint64_t sequence) const {
    Statement query = m_database.prepare("SELECT salt, facts FROM privates WHERE sequence = ?");
    if (!query.bind(sequence).step()) {
        return std::nullopt;
    }
    return privateLineOf(sequence, query.digest(0), query.text(1));
}

// The line as it stands in these files.
std::optional<std::string> EntryFiles::textAt(const LineFiles& files,
                                              std::uint64_t sequence) const {
    if (&files == &m_public) {
        return lineAt(sequence) + "\n";
    }
    const auto line = privateLineAt(sequence);
    return line ? std::optional(*line + "\n") : std::nullopt;
}

void EntryFiles::cutZeros(LineFiles& files, std::uint64_t segment, std::uint64_t size,
                          std::uint64_t mirrored) {
    std::int64_t from = 0;
    const std::string last = files.lastBytes(segment, kCutOffAtMost, from);
    const std::size_t zero = last.find('\0');
    if (zero == std::string::npos) {
        return;
    }
    std::string expected; // of the whole segment: this is rare, and happens once
    std::size_t known = 0;
    const std::uint64_t first = segment * LineFiles::kLinesPerFile;
    for (std::uint64_t sequence = first;
         sequence < std::min(size, first + LineFiles::kLinesPerFile); ++sequence) {
        if (const auto line = textAt(files, sequence)) {
            expected += *line;
            known = sequence < mirrored ? expected.size() : known;
        }
    }
    const auto start = static_cast<std::size_t>(from);
    bool isOurs = start + zero >= known && start + last.size() <= expected.size();
    for (std::size_t i = zero; isOurs && i < last.size(); ++i) {
        isOurs = last[i] == '\0' || last[i] == expected[start + i];
    }
    if (isOurs) { // anything else is left as it is, and refused below
        files.cut(segment, static_cast<std::int64_t>(start + zero));
    }
}

void EntryFiles::cutZeros(std::uint64_t size, std::uint64_t mirrored) {
    for (std::uint64_t segment = LineFiles::segmentOf(mirrored == 0 ? 0 : mirrored - 1);
         segment <= LineFiles::segmentOf(size); ++segment) {
        cutZeros(m_private, segment, size, mirrored);
        cutZeros(m_public, segment, size, mirrored);
    }
}

EntryFiles::Found EntryFiles::findPublic(std::uint64_t size, std::uint64_t mirrored) const {
    const std::uint64_t highest = LineFiles::segmentOf(size);
    const std::uint64_t lowest = mirrored == 0 ? 0 : LineFiles::segmentOf(mirrored - 1);
    if (m_public.exists(highest + 1)) {
        throwBroken(m_public.fileOf(highest + 1), "is ahead of the database");
    }
    Found found;
    std::optional<std::uint64_t> tornAt;
    for (std::uint64_t segment = highest + 1; segment-- > lowest;) {
        const std::filesystem::path file = m_public.fileOf(segment);
        const FileTail tail = m_public.readTail(segment);
        if (!tail.torn.empty()) {
            if (tornAt) {
                throwBroken(file, "two files end in a torn line");
            }
            tornAt = segment * LineFiles::kLinesPerFile;
            found.torn = tail.torn;
        }
        if (tail.lastLine) {
            const auto sequence = sequenceIn(*tail.lastLine);
            if (!sequence || LineFiles::segmentOf(*sequence) != segment || *sequence >= size ||
                *tail.lastLine != lineAt(*sequence)) {
                throwBroken(file, "its last line is not what the database holds");
            }
            found.lines = *sequence + 1;
            if (tornAt == segment * LineFiles::kLinesPerFile) {
                tornAt = found.lines;
            }
            break;
        }
    }
    if (found.lines < mirrored) {
        throwBroken(m_public.fileOf(lowest),
                    "lines are gone that it held before: " + std::to_string(found.lines) + " of " +
                        std::to_string(mirrored));
    }
    if (tornAt && (*tornAt != found.lines || found.lines >= size ||
                   !lineAt(found.lines).starts_with(found.torn))) {
        throwBroken(m_public.fileOf(LineFiles::segmentOf(*tornAt)),
                    "ends in bytes that are no part of the next entry");
    }
    return found;
}

std::uint64_t EntryFiles::mirrorPublic(std::uint64_t size, std::uint64_t mirrored) {
    const Found found = findPublic(size, mirrored);
    if (found.lines > mirrored) {
        // Written by a process that nobody has heard of since: perhaps it died before its fsync.
        for (std::uint64_t segment = LineFiles::segmentOf(mirrored);
             segment <= LineFiles::segmentOf(found.lines - 1); ++segment) {
            m_public.sync(segment);
        }
    }
    std::uint64_t next = found.lines;
    std::size_t skip = found.torn.size();
    while (next < size) {
        const std::uint64_t segment = LineFiles::segmentOf(next);
        std::string text;
        while (next < size && LineFiles::segmentOf(next) == segment && text.size() < kWriteAtOnce) {
            text += lineAt(next) + "\n";
            ++next;
        }
        m_public.append(segment, std::string_view(text).substr(skip));
        skip = 0;
    }
    return found.lines;
}

std::uint64_t EntryFiles::findPrivate(std::uint64_t lowestSegment, std::uint64_t size,
                                      std::string& torn) const {
    for (std::uint64_t segment = LineFiles::segmentOf(size) + 1; segment-- > lowestSegment;) {
        const std::filesystem::path file = m_private.fileOf(segment);
        const FileTail tail = m_private.readTail(segment);
        if (!tail.torn.empty()) {
            if (!torn.empty()) {
                throwBroken(file, "two files end in a torn line");
            }
            torn = tail.torn;
        }
        if (tail.lastLine) {
            const auto sequence = sequenceIn(*tail.lastLine);
            if (!sequence || LineFiles::segmentOf(*sequence) != segment ||
                privateLineAt(*sequence) != tail.lastLine) {
                throwBroken(file, "its last line is not what the database holds");
            }
            return *sequence + 1;
        }
    }
    return 0;
}

void EntryFiles::mirrorPrivate(std::uint64_t size, std::uint64_t mirrored) {
    Statement must = m_database.prepare(
        "SELECT coalesce(max(sequence) + 1, 0) FROM privates WHERE sequence < ?");
    must.bind(mirrored).step();
    const std::uint64_t needed = must.count(0);
    must.finish();
    std::string torn;
    const std::uint64_t lowest = LineFiles::segmentOf(needed > 0 ? needed - 1 : mirrored);
    const std::uint64_t held = findPrivate(lowest, size, torn);
    if (held < needed) {
        throwBroken(m_private.fileOf(lowest), "lines are gone that it held before");
    }
    if (held > mirrored) {
        m_private.sync(LineFiles::segmentOf(held - 1));
    }
    Statement rows = m_database.prepare(
        "SELECT sequence FROM privates WHERE sequence >= ? AND sequence < ? ORDER BY sequence");
    rows.bind(held).bind(size);
    std::vector<std::uint64_t> missing;
    while (rows.step()) {
        missing.push_back(rows.count(0));
    }
    rows.finish();
    if (!torn.empty() && missing.empty()) {
        throwBroken(m_private.fileOf(LineFiles::segmentOf(size)),
                    "ends in bytes that are no part of the next entry");
    }
    for (const std::uint64_t sequence : missing) {
        const std::uint64_t segment = LineFiles::segmentOf(sequence);
        const auto facts = privateLineAt(sequence);
        if (!facts) {
            throwBroken(m_database.file(), "private facts vanished while being copied");
        }
        const std::string line = *facts + "\n";
        if (!torn.empty() &&
            (!line.starts_with(torn) || m_private.readTail(segment).torn != torn)) {
            throwBroken(m_private.fileOf(segment),
                        "ends in bytes that are no part of the next entry");
        }
        m_private.append(segment, std::string_view(line).substr(torn.size()));
        torn.clear();
    }
}

} // namespace seihon::ledger
