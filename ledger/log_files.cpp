#include "ledger/log_files.h"

#include "ledger/checkpoint_walk.h"
#include "ledger/entry_line.h"
#include "ledger/folder_verify.h"
#include "ledger/ledger_folder.h"
#include "ledger/line_files.h"
#include "ledger/private_judge.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "record/merkle.h"

#include <algorithm>
#include <set>

namespace seihon::ledger {

using record::Digest;
using record::Entry;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;

namespace {

constexpr record::JsonLimits kPrivateLimits{.bytes = kLineLimit + 256, .depth = 33};

struct PrivateLine {
    std::uint64_t sequence = 0;
    Digest salt;
    std::string facts; // canonical
};

// Strict: only text that privateLineOf could have written. Faults: Malformed.
PrivateLine privateLineFrom(const std::string& line) {
    const Json json = record::parseJson(line, kPrivateLimits);
    const std::int64_t sequence = json.at("sequence").asInt();
    PrivateLine read{static_cast<std::uint64_t>(sequence), record::digestIn(json, "salt"),
                     record::canonical(json.at("facts"))};
    if (sequence < 0 || privateLineOf(read.sequence, read.salt, read.facts) != line) {
        throw Fault(FaultKind::Malformed, "a private line that is not as it is written");
    }
    return read;
}

// One row of files read as one list of lines.
class LineRow {
  public:
    LineRow(const LineFiles& files, const std::vector<std::string>& names, Findings& findings)
        : m_files(files), m_findings(findings) {
        for (const std::string& name : names) {
            if (const auto segment = files.segmentNamed(name)) {
                m_segments.insert(*segment);
            }
        }
    }

    bool empty() const { return m_segments.empty(); }
    // The line that comes now; nothing at the end.
    const std::optional<std::string>& peek() {
        while (!m_pending && (m_reader || !m_segments.empty())) {
            read();
        }
        return m_pending;
    }
    void drop() {
        m_pending.reset();
        ++m_line;
    }
    // "entries/000000.jsonl, line 7"
    std::string place() const {
        return "entries/" + m_files.fileOf(m_segment).filename().string() + ", line " +
               std::to_string(m_line + 1);
    }
    std::uint64_t segment() const { return m_segment; }

  private:
    void read() {
        try {
            if (!m_reader) {
                m_segment = *m_segments.begin();
                m_segments.erase(m_segments.begin());
                m_line = 0;
                m_reader = m_files.read(m_segment);
                if (!m_reader) {
                    return;
                }
            }
            m_pending = m_reader->next();
            if (!m_pending) {
                if (!m_reader->torn().empty()) {
                    m_findings.add(FindingId::EntryFileDiffers, place() + ": a torn line");
                }
                m_reader.reset();
            }
        } catch (const Fault& fault) {
            m_findings.add(FindingId::EntryFileDiffers, place() + ": " + fault.what());
            m_reader.reset(); // nothing after an unreadable place can be trusted to be a line
        }
    }

    const LineFiles& m_files;
    Findings& m_findings;
    std::set<std::uint64_t> m_segments; // to come
    std::optional<LineReader> m_reader;
    std::optional<std::string> m_pending;
    std::uint64_t m_segment = 0;
    std::uint64_t m_line = 0;
};

class LogFilesWalk {
  public:
    LogFilesWalk(const std::filesystem::path& folder, const std::string& station,
                 const TakeEntry& take)
        : m_folder(entriesFolderOf(folder)), m_station(station), m_take(take),
          m_publicFiles(m_folder, "", 0), m_privateFiles(m_folder, "private-", 0),
          m_names(sortedNames(m_folder)), m_public(m_publicFiles, m_names, m_findings),
          m_private(m_privateFiles, m_names, m_findings) {}

    LogFilesReport run(std::vector<Checkpoint> checkpoints) {
        m_report.withPrivateFacts = !m_private.empty();
        m_tree.expect(std::move(checkpoints));
        nameStrangers();
        while (const auto& line = m_public.peek()) {
            takeLine(*line);
            m_public.drop();
        }
        while (m_private.peek()) {
            strayPrivate();
        }
        if (m_report.withPrivateFacts) {
            m_privates.finish();
        }
        m_tree.finish();
        m_report.entries = m_tree.size();
        m_report.destroyed = m_privates.destroyed();
        m_report.verdict = m_findings.take();
        return std::move(m_report);
    }

  private:
    void nameStrangers() {
        for (const std::string& name : m_names) {
            if (!m_publicFiles.segmentNamed(name) && !m_privateFiles.segmentNamed(name)) {
                m_findings.note(FindingId::LeftoverFile, "entries/" + name);
            }
        }
    }

    // The tree takes every line as it stands: whether it is the one that was written, the
    // checkpoints tell.
    void takeLine(const std::string& line) {
        std::optional<Entry> entry;
        try {
            entry = entryFromLine(line);
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::Malformed) {
                throw;
            }
            m_findings.add(FindingId::EntryAltered,
                           m_public.place() + ": entry " + std::to_string(m_next),
                           {fault.what(), {}});
            ++m_next;
        }
        if (entry && !isInPlace(*entry)) {
            return;
        }
        const Digest leaf = record::merkleLeaf(record::bytesOf(line));
        m_tree.add(leaf);
        m_report.leaves.push_back(leaf);
        if (!entry) {
            return;
        }
        if (entry->station != m_station) {
            m_findings.add(FindingId::EntryAltered,
                           m_public.place() + ": entry " + std::to_string(entry->sequence),
                           {entry->station, m_station});
        }
        if (m_report.withPrivateFacts) {
            takePrivate(*entry);
        }
        m_take(*entry);
    }

    // Gap-free, in the file that its sequence belongs into.
    bool isInPlace(const Entry& entry) {
        if (entry.sequence < m_next) {
            m_findings.add(FindingId::EntryFileDiffers, m_public.place() + ": entry " +
                                                            std::to_string(entry.sequence) +
                                                            " stands where it does not belong");
            return false;
        }
        if (entry.sequence > m_next) {
            m_findings.add(FindingId::EntryMissing, entry.sequence == m_next + 1
                                                        ? "entry " + std::to_string(m_next)
                                                        : "entries " + std::to_string(m_next) +
                                                              " to " +
                                                              std::to_string(entry.sequence - 1));
        }
        if (LineFiles::segmentOf(entry.sequence) != m_public.segment()) {
            m_findings.add(FindingId::EntryFileDiffers, m_public.place() + ": entry " +
                                                            std::to_string(entry.sequence) +
                                                            " belongs into another file");
        }
        m_next = entry.sequence + 1;
        return true;
    }

    void takePrivate(Entry& entry) {
        std::optional<Digest> salt;
        std::string facts;
        while (const auto& line = m_private.peek()) {
            std::optional<PrivateLine> read;
            try {
                read = privateLineFrom(*line);
            } catch (const Fault& fault) {
                m_findings.add(FindingId::EntryAltered, m_private.place(), {fault.what(), {}});
                m_private.drop();
                continue;
            }
            if (read->sequence > entry.sequence) {
                break;
            }
            if (read->sequence < entry.sequence || salt) {
                strayPrivate();
                continue;
            }
            salt = read->salt;
            facts = std::move(read->facts);
            m_private.drop();
        }
        m_privates.take(entry, salt, facts);
        if (salt) {
            entry.privateSalt = salt;
        }
    }

    void strayPrivate() {
        m_findings.add(FindingId::EntryFileDiffers,
                       m_private.place() + ": private facts where no entry has any");
        m_private.drop();
    }

    std::filesystem::path m_folder;
    const std::string& m_station;
    const TakeEntry& m_take;
    Findings m_findings;
    LineFiles m_publicFiles, m_privateFiles;
    std::vector<std::string> m_names;
    LineRow m_public, m_private;
    PrivateJudge m_privates{m_findings};
    CheckpointWalk m_tree{m_findings};
    std::uint64_t m_next = 0; // the sequence that must come now
    LogFilesReport m_report;
};

} // namespace

std::string stationOfLogFiles(const std::filesystem::path& folder) {
    const LineFiles files(entriesFolderOf(folder), "", 0);
    try {
        auto reader = files.read(0);
        const auto line = reader ? reader->next() : std::nullopt;
        return line ? entryFromLine(*line).station : std::string();
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::Malformed) {
            throw;
        }
        return {};
    }
}

LogFilesReport verifyLogFiles(const std::filesystem::path& folder, const std::string& station,
                              std::vector<Checkpoint> checkpoints, const TakeEntry& take) {
    if (!std::filesystem::is_directory(entriesFolderOf(folder))) {
        throw Fault(FaultKind::NotFound, "no log in " + folder.string() + ": entries/ is missing");
    }
    return LogFilesWalk(folder, station, take).run(std::move(checkpoints));
}

} // namespace seihon::ledger
