#include "ledger/ledger_verify.h"

#include "ledger/checkpoint_files.h"
#include "ledger/checkpoint_walk.h"
#include "ledger/entry_line.h"
#include "ledger/findings.h"
#include "ledger/folder_verify.h"
#include "ledger/ledger_folder.h"
#include "ledger/mirror_walk.h"
#include "ledger/sqlite_ledger.h"
#include "ledger/stored_line.h"
#include "record/fault.h"
#include "record/merkle.h"

#include <algorithm>
#include <map>
#include <utility>

namespace seihon::ledger {

using record::Digest;
using record::Fault;
using record::FaultKind;
using record::FindingId;

namespace {

constexpr std::uint64_t kChunk = 500;

std::string nameOfEntry(std::uint64_t sequence) {
    return "entry " + std::to_string(sequence);
}

class LedgerVerifier {
  public:
    LedgerVerifier(Database& database, EntryFiles& files, const LedgerIdentity& identity)
        : m_database(database), m_files(files), m_identity(identity),
          m_public(files.publicFiles(), m_findings), m_private(files.privateFiles(), m_findings) {}

    record::Verdict run();

  private:
    struct JobRow {
        std::uint64_t first = 0, last = 0;
        std::string lastKind;
        bool sealOpen = false;
        bool isOpen = false;
        std::int64_t label = 0;
        friend bool operator==(const JobRow&, const JobRow&) = default;
    };

    void readAll();
    bool bringFilesUp();
    void readLines(std::uint64_t until, bool withFiles);
    void addMissing(std::uint64_t until);
    void take(const StoredLine& row, bool withFiles);
    void foldJob(const record::Entry& entry);
    void compareHead();
    void compareJobs();
    void compareStrays(std::uint64_t size);
    void compareStructure();

    Database& m_database;
    EntryFiles& m_files;
    const LedgerIdentity& m_identity;
    Findings m_findings;
    MirrorWalk m_public, m_private;
    PrivateJudge m_privates{m_findings};
    CheckpointWalk m_tree{m_findings};
    std::uint64_t m_next = 0; // the sequence that must come now
    std::map<std::string, JobRow> m_jobs;
    bool m_allRead = true; // no entry is missing or unreadable
};

record::Verdict LedgerVerifier::run() {
    try {
        readAll();
    } catch (const Fault& fault) {
        // Busy or failing storage is no finding: it says nothing about the entries.
        if (fault.kind != FaultKind::LedgerBroken) {
            throw;
        }
        m_findings.add(FindingId::EntryAltered, m_database.file().filename().string(),
                       {fault.what(), {}});
    }
    return m_findings.take();
}

bool LedgerVerifier::bringFilesUp() {
    try {
        m_files.catchUp();
        return true;
    } catch (const Fault& fault) {
        if (fault.kind == FaultKind::LedgerBusy) {
            throw;
        }
        return false; // the comparison line by line names the place
    }
}

void LedgerVerifier::readAll() {
    std::vector<Checkpoint> checkpoints;
    for (FiledCheckpoint& filed : readCheckpoints(m_database)) {
        checkpoints.push_back(std::move(filed.checkpoint));
    }
    m_tree.expect(std::move(checkpoints));
    // Lines are never changed, so a long read needs no transaction, which would keep writers out.
    // What another writer has committed but not yet copied to the files is left for the short
    // transaction at the end.
    const bool filesUp = bringFilesUp();
    const std::uint64_t size = filesUp ? m_files.known() : readPeaks(m_database).size();
    readLines(size, true);
    // Names before size and rows: whatever has a name by now is in the database, which commits
    // first.
    const auto entryNames = sortedNames(m_files.folder());
    const auto checkpointNames = sortedNames(checkpointsFolderOf(m_identity.folder));
    const auto askSize = [this] {
        return readPeaks(m_database).size();
    };
    m_public.finish(size, askSize);
    m_private.finish(size, askSize);
    verifyEntryNames(entryNames, {m_files, m_public, m_private}, m_findings);
    const std::filesystem::path folder = checkpointsFolderOf(m_identity.folder);
    verifyCheckpointFiles({folder, checkpointNames}, readCheckpoints(m_database), m_findings);
    compareStructure();

    // A short one, for the tables that do change.
    Transaction still(m_database, Transaction::Kind::Read);
    readLines(readPeaks(m_database).size(), false);
    compareHead();
    compareJobs();
    compareStrays(m_next);
    m_privates.finish();
    m_tree.finish();
}

void LedgerVerifier::readLines(std::uint64_t until, bool withFiles) {
    while (m_next < until) {
        const std::uint64_t chunkEnd = std::min(until, m_next + kChunk);
        for (const StoredLine& row : readStoredLines(m_database, m_next, chunkEnd)) {
            addMissing(row.sequence);
            take(row, withFiles);
            m_next = row.sequence + 1;
        }
        addMissing(chunkEnd);
        m_next = chunkEnd;
    }
}

// Names what should stand from m_next to below `until`.
void LedgerVerifier::addMissing(std::uint64_t until) {
    if (m_next < until) {
        m_allRead = false;
        m_findings.add(FindingId::EntryMissing, m_next + 1 == until
                                                    ? nameOfEntry(m_next)
                                                    : "entries " + std::to_string(m_next) + " to " +
                                                          std::to_string(until - 1));
    }
}

void LedgerVerifier::take(const StoredLine& row, bool withFiles) {
    const std::string subject = nameOfEntry(row.sequence);
    m_tree.add(record::merkleLeaf(record::bytesOf(row.line)));
    if (withFiles) {
        m_public.compare(row.sequence, row.line);
        if (row.privateSalt) {
            m_private.compare(row.sequence,
                              privateLineOf(row.sequence, *row.privateSalt, row.privateFacts));
        }
    }
    if (const auto entry = judgeStoredLine(row, m_identity.station, m_privates, m_findings)) {
        foldJob(*entry);
    } else {
        m_allRead = false;
    }
}

void LedgerVerifier::foldJob(const record::Entry& entry) {
    if (entry.what.job.empty()) {
        return;
    }
    const auto [place, isNew] = m_jobs.try_emplace(entry.what.job);
    JobRow& job = place->second;
    if (isNew) {
        job.first = entry.sequence;
    }
    job.last = entry.sequence;
    job.lastKind = record::enumName(entry.what.kind);
    job.sealOpen = sealOpenAfter(job.sealOpen, entry.what.kind);
    job.isOpen = isOpenAfter(job.isOpen, entry.what.kind);
    const std::int64_t label = labelOf(entry);
    job.label = label != 0 ? label : job.label;
}

void LedgerVerifier::compareHead() {
    const TreePeaks peaks = readPeaks(m_database);
    if (peaks.root() != m_tree.root()) {
        m_findings.add(FindingId::LedgerRootWrong, "head",
                       {m_tree.root().hex(), peaks.root().hex()});
    }
}

void LedgerVerifier::compareJobs() {
    if (!m_allRead) {
        return; // what the jobs should be cannot be said; the entries are named already
    }
    Statement rows = m_database.prepare(
        "SELECT job, first, last, last_kind, seal_open, is_open, label FROM jobs");
    while (rows.step()) {
        const JobRow stored{rows.count(1),        rows.count(2),        rows.text(3),
                            rows.integer(4) != 0, rows.integer(5) != 0, rows.integer(6)};
        const auto expected = m_jobs.find(rows.text(0));
        if (expected == m_jobs.end() || stored != expected->second) {
            m_findings.add(FindingId::EntryAltered, "index of job " + rows.text(0));
        }
        if (expected != m_jobs.end()) {
            m_jobs.erase(expected);
        }
    }
    for (const auto& [job, row] : m_jobs) {
        m_findings.add(FindingId::EntryAltered, "index of job " + job);
    }
}

// Rows that stand beside no line of the ledger are met by no join.
void LedgerVerifier::compareStrays(std::uint64_t size) {
    for (const std::string table : {"lines", "privates", "pixels", "records", "patients", "acts"}) {
        Statement rows = m_database.prepare("SELECT sequence FROM " + table +
                                            " WHERE sequence < 0 OR sequence >= ?1 "
                                            "OR sequence NOT IN (SELECT sequence FROM lines)");
        rows.bind(size);
        while (rows.step()) {
            const std::string sequence = std::to_string(rows.integer(0));
            if (table == "lines") {
                m_findings.add(FindingId::LedgerRootWrong,
                               "entry " + sequence + " stands outside the tree",
                               {sequence, std::to_string(size) + " entries"});
            } else {
                m_findings.add(FindingId::EntryAltered, "index " + table + ", row " + sequence);
            }
        }
    }
}

// An index of SQLite's own that lacks a row would hide an entry from a query, though its line is
// there.
void LedgerVerifier::compareStructure() {
    for (const std::string table : {"station", "head", "lines", "privates", "jobs", "pixels",
                                    "records", "patients", "acts", "checkpoints"}) {
        Statement rows = m_database.prepare("PRAGMA integrity_check(" + table + ")");
        while (rows.step()) {
            if (rows.text(0) != "ok") {
                m_findings.add(FindingId::EntryAltered,
                               m_database.file().filename().string() + ", table " + table,
                               {rows.text(0), "ok"});
            }
        }
    }
}

} // namespace

record::Verdict verifyLedger(Database& database, EntryFiles& files,
                             const LedgerIdentity& identity) {
    return LedgerVerifier(database, files, identity).run();
}

} // namespace seihon::ledger
