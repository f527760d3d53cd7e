#include "ledger/rebuild_ledger.h"

#include "ledger/checkpoint_files.h"
#include "ledger/entry_line.h"
#include "ledger/findings.h"
#include "ledger/ledger_folder.h"
#include "ledger/sqlite_ledger.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "record/merkle.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <system_error>

namespace seihon::ledger {

namespace {

namespace fs = std::filesystem;
using record::Digest;
using record::Entry;
using record::Fault;
using record::FindingId;
using record::Json;

constexpr std::uint64_t kInOneTransaction = 1000;
constexpr unsigned kPlainMode = 0600;

record::Finding gap(FindingId id, const std::string& subject) {
    record::Finding finding;
    finding.id = id;
    finding.subject = subject;
    return finding;
}

// What one segment of private files holds, by sequence.
std::map<std::uint64_t, Json> privateLines(const LineFiles& files, std::uint64_t segment) {
    std::map<std::uint64_t, Json> lines;
    std::optional<LineReader> reader = files.read(segment);
    while (reader) {
        const auto line = reader->next();
        if (!line) {
            break;
        }
        if (const auto sequence = sequenceIn(*line)) {
            lines.emplace(*sequence, record::parseJson(*line, {.bytes = kLineLimit}));
        }
    }
    return lines;
}

void openPrivate(Entry& entry, const std::map<std::uint64_t, Json>& lines,
                 record::Verdict& verdict) {
    const auto found = lines.find(entry.sequence);
    if (!entry.privateCommitment || found == lines.end()) {
        if (entry.privateCommitment) { // deleted by law, or lost: the line stands without it
            verdict.add(gap(FindingId::EntryFileDiffers,
                            "private facts of entry " + std::to_string(entry.sequence)));
            verdict.findings.back().severity = record::Severity::Warn;
        }
        return;
    }
    const Digest salt = record::digestIn(found->second, "salt");
    const Json& facts = found->second.at("facts");
    if (record::privateCommitmentOf(salt, facts) != *entry.privateCommitment) {
        verdict.add(gap(FindingId::EntryAltered,
                        "private facts of entry " + std::to_string(entry.sequence)));
        return;
    }
    entry.privateSalt = salt;
    entry.what.privateFacts = facts;
}

std::vector<std::uint64_t> checkpointSizes(const fs::path& folder) {
    std::vector<std::uint64_t> sizes;
    std::error_code error;
    for (const fs::directory_entry& file : fs::directory_iterator(folder, error)) {
        const std::string name = file.path().stem().string();
        std::uint64_t size = 0;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), size);
        if (file.path().extension() == ".note" && read.ec == std::errc() &&
            read.ptr == name.data() + name.size()) {
            sizes.push_back(size);
        }
    }
    std::sort(sizes.begin(), sizes.end());
    return sizes;
}

// The third line of a checkpoint's text; who signed it, `archive verify` looks.
std::string rootLineOf(const std::string& note) {
    const auto first = note.find('\n');
    const auto second = note.find('\n', first + 1);
    const auto third = note.find('\n', second + 1);
    const bool whole = first != note.npos && second != note.npos && third != note.npos;
    return whole ? note.substr(second + 1, third - second - 1) : std::string();
}

} // namespace

// Writes into a ledger of its own that nobody else sees yet.
class Rebuild {
  public:
    Rebuild(const fs::path& folder, const fs::path& fresh, const std::string& station)
        : m_folder(folder), m_station(station), m_public(entriesFolderOf(folder), "", kPlainMode),
          m_private(entriesFolderOf(folder), "private-", kPlainMode), m_ledger(fresh, station),
          m_sizes(checkpointSizes(checkpointsFolderOf(folder))) {}

    void readEntries(RebuildReport& report) {
        for (std::uint64_t segment = 0; m_public.exists(segment) && report.verdict.permitted();
             ++segment) {
            readSegment(segment, report);
        }
        finishBatch();
        report.entries = m_peaks.size();
        report.root = m_peaks.root();
        if (!m_sizes.empty() && m_sizes.back() > m_peaks.size()) {
            report.verdict.add(
                gap(FindingId::EntryMissing, "checkpoint " + std::to_string(m_sizes.back()) +
                                                 ", entries " + std::to_string(m_peaks.size())));
        }
    }

    void takeCheckpoint(std::uint64_t size, const Digest& root, record::Instant at,
                        RebuildReport& report) {
        const fs::path folder = checkpointsFolderOf(m_folder);
        const auto note = readWhole(noteFileOf(folder, size), kNoteLimit);
        Checkpoint checkpoint{size, root, at, std::string(note.begin(), note.end()), {}};
        if (rootLineOf(checkpoint.note) != record::toBase64(record::Bytes(root.bytes))) {
            report.verdict.add(
                gap(FindingId::CheckpointDisagrees, "checkpoint " + std::to_string(size)));
            return;
        }
        if (fs::exists(tokenFileOf(folder, size))) {
            checkpoint.token = readWhole(tokenFileOf(folder, size), kTokenLimit);
        }
        m_ledger.m_database.prepare("INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?, 1, ?)")
            .bind(size)
            .bind(root)
            .bind(at.time_since_epoch().count())
            .bind(checkpoint.note)
            .bind(record::Bytes(checkpoint.token))
            .bind(std::int64_t{checkpoint.token.empty() ? 0 : 1})
            .run();
        ++report.checkpoints;
    }

  private:
    void readSegment(std::uint64_t segment, RebuildReport& report) {
        const std::map<std::uint64_t, Json> opened = privateLines(m_private, segment);
        std::optional<LineReader> reader = m_public.read(segment);
        while (const auto line = reader ? reader->next() : std::nullopt) {
            takeLine(*line, opened, report);
            if (!report.verdict.permitted()) {
                return; // without this line the tree of those after it is nobody's
            }
        }
        if (reader && !reader->torn().empty()) { // a crash cut it short; it was never shown
            record::Finding torn =
                gap(FindingId::EntryFileDiffers, m_public.fileOf(segment).filename().string());
            torn.severity = record::Severity::Warn;
            report.verdict.add(std::move(torn));
        }
    }

    void takeLine(const std::string& line, const std::map<std::uint64_t, Json>& opened,
                  RebuildReport& report) {
        const std::string name = "entry " + std::to_string(m_peaks.size());
        try {
            Entry entry = entryFromLine(line);
            if (entry.sequence != m_peaks.size() || entry.station != m_station) {
                report.verdict.add(gap(FindingId::EntryMissing, name));
                return;
            }
            openPrivate(entry, opened, report.verdict);
            if (!m_batch) {
                m_batch.emplace(m_ledger.m_database, Transaction::Kind::Write);
            }
            m_ledger.storeEntry(entry, line, m_peaks);
            takeCheckpoints(entry.at, report);
        } catch (const Fault& fault) {
            if (fault.kind != record::FaultKind::Malformed) {
                throw;
            }
            report.verdict.add(gap(FindingId::EntryAltered, name));
            return;
        }
        if (m_peaks.size() % kInOneTransaction == 0) {
            finishBatch();
        }
    }

    // When one was made stands nowhere in it: the time of the last entry that it covers is the
    // least that is true.
    void takeCheckpoints(record::Instant at, RebuildReport& report) {
        while (m_next < m_sizes.size() && m_sizes[m_next] <= m_peaks.size()) {
            takeCheckpoint(m_sizes[m_next++], m_peaks.root(), at, report);
        }
    }

    void finishBatch() {
        if (!m_batch) {
            m_batch.emplace(m_ledger.m_database, Transaction::Kind::Write);
        }
        m_ledger.m_database.prepare("UPDATE head SET size = ?, peaks = ?, mirrored = ?")
            .bind(m_peaks.size())
            .bind(m_peaks.stored())
            .bind(m_peaks.size())
            .run();
        m_batch->commit();
        m_batch.reset();
    }

    fs::path m_folder;
    std::string m_station;
    LineFiles m_public, m_private;
    SqliteLedger m_ledger;
    std::vector<std::uint64_t> m_sizes;
    std::size_t m_next = 0;
    TreePeaks m_peaks;
    std::optional<Transaction> m_batch;
};

namespace {

// What the old database holds; nothing when it cannot be read at all.
std::optional<TreeHead> oldHead(const fs::path& file) {
    try {
        if (!fs::exists(file)) {
            return std::nullopt;
        }
        const Database old(file);
        const TreePeaks peaks = readPeaks(old);
        return TreeHead{peaks.size(), peaks.root()};
    } catch (const Fault& fault) {
        if (fault.kind == record::FaultKind::LedgerBusy) {
            throw;
        }
        return std::nullopt;
    }
}

} // namespace

RebuildReport rebuildLedger(const fs::path& folder, const std::string& stationId) {
    RebuildReport report;
    const fs::path fresh = folder / "rebuilding";
    fs::remove_all(fresh); // of one that was cut off
    const FileLock lock = lockLedger(lockFileOf(folder));
    const std::optional<TreeHead> old = oldHead(databaseFileOf(folder));
    {
        Rebuild rebuild(folder, fresh, stationId);
        rebuild.readEntries(report);
    }
    // What only the old database holds would be lost with it; bringing the files up is its affair.
    if (old &&
        (old->size > report.entries || (old->size == report.entries && old->root != report.root))) {
        report.verdict.add(
            gap(FindingId::EntryFileDiffers, "ledger.sqlite: " + std::to_string(old->size) +
                                                 ", entries/: " + std::to_string(report.entries)));
    }
    if (report.verdict.permitted()) {
        const fs::path database = databaseFileOf(folder);
        if (fs::exists(database)) {
            report.aside = folder / ("ledger.sqlite.before-" + freshSuffix());
            renameDurably(database, report.aside);
            const fs::path journal = database.string() + "-journal";
            if (fs::exists(journal)) { // belongs to that database and to no other
                renameDurably(journal, report.aside.string() + "-journal");
            }
        }
        syncTree(fresh);
        renameDurably(databaseFileOf(fresh), database);
    }
    fs::remove_all(fresh);
    return report;
}

} // namespace seihon::ledger
