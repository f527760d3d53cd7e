#include "ledger/sqlite_ledger.h"

#include "ledger/checkpoint_files.h"
#include "ledger/entry_line.h"
#include "ledger/ledger_folder.h"
#include "ledger/ledger_verify.h"
#include "record/fault.h"
#include "record/merkle.h"

#include <algorithm>
#include <utility>

namespace seihon::ledger {

using record::Digest;
using record::Entry;
using record::Fault;
using record::FaultKind;

namespace {

std::int64_t millisOf(record::Instant at) {
    return at.time_since_epoch().count();
}

std::vector<std::string> textsOf(Statement rows) {
    std::vector<std::string> texts;
    while (rows.step()) {
        texts.push_back(rows.text(0));
    }
    return texts;
}

Entry makeEntry(const std::string& station, std::uint64_t sequence, const record::EntryDraft& draft,
                record::Instant now) {
    Entry entry;
    entry.station = station;
    entry.sequence = sequence;
    entry.at = now;
    entry.what = draft;
    entry.salt.bytes = record::randomBytes32();
    if (!draft.privateFacts.isNull()) {
        entry.privateSalt.emplace().bytes = record::randomBytes32();
        entry.privateCommitment =
            record::privateCommitmentOf(*entry.privateSalt, draft.privateFacts);
    }
    return entry;
}

// What every row of entries selects.
constexpr std::string_view kEntryColumns =
    "SELECT l.sequence, l.line, l.leaf, p.salt, p.facts FROM lines l "
    "LEFT JOIN privates p ON p.sequence = l.sequence ";

} // namespace

TreePeaks readPeaks(const Database& database) {
    Statement head = database.prepare("SELECT size, peaks FROM head");
    if (!head.step()) {
        throwBroken(database.file(), "the head row is gone");
    }
    return TreePeaks(head.count(0), head.blob(1));
}

SqliteLedger::SqliteLedger(const std::filesystem::path& folder, const std::string& stationId)
    : m_folder(folder), m_station(stationId), m_database(openDatabase(folder, stationId)),
      m_files(m_database, folder) {
    try {
        finishDestruction();
        m_files.catchUp();
        tellAddedLines();
        fileCheckpoints(m_database, checkpointsFolderOf(m_folder));
    } catch (const Fault&) {
        // Reading and verify() must work on a full disk and on a ledger whose files disagree.
        // append() meets the same trouble before it writes anything, and verify() names it.
    }
}

// A crash between the database and the files leaves them short, and so does a hand that cuts them:
// they are whole again, and the log says so whoever opened it.
void SqliteLedger::tellAddedLines() {
    const auto& added = m_files.addedAtOpening();
    if (!added) {
        return;
    }
    const auto last = newestEntry();
    record::EntryDraft draft;
    draft.kind = record::EntryKind::LogFilesCompleted;
    draft.actor = {"station", m_station, record::Role::Station};
    draft.facts = record::Json::object({{"from", added->from}, {"until", added->until}});
    draft.regulation = last ? last->what.regulation : record::Digest();
    commitEntry(draft, record::readClock());
    m_files.catchUp();
}

Entry SqliteLedger::append(const record::EntryDraft& draft, record::Instant now) {
    const std::scoped_lock lock(m_mutex);
    m_files.catchUp();
    Entry entry = commitEntry(draft, now);
    try {
        m_files.catchUp();
    } catch (const Fault&) {
        // The entry is durable and true, so the caller must not hear that it failed and write it
        // twice. Until the files have it too, no further entry is taken: the first line of this
        // function faults.
    }
    return entry;
}

void SqliteLedger::storeEntry(const Entry& entry, const std::string& line, TreePeaks& peaks) {
    const Digest leaf = record::merkleLeaf(record::bytesOf(line));
    m_database.prepare("INSERT INTO lines VALUES (?, ?, ?, ?, ?)")
        .bind(entry.sequence)
        .bind(line)
        .bind(leaf)
        .bind(record::enumName(entry.what.kind))
        .bind(entry.what.job)
        .run();
    if (entry.privateSalt) {
        m_database.prepare("INSERT INTO privates VALUES (?, ?, ?)")
            .bind(entry.sequence)
            .bind(*entry.privateSalt)
            .bind(canonicalPrivate(entry.what.privateFacts))
            .run();
    }
    insertIndexRows(entry);
    peaks.append(leaf);
}

Entry SqliteLedger::commitEntry(const record::EntryDraft& draft, record::Instant now) {
    Transaction transaction(m_database, Transaction::Kind::Write);
    TreePeaks peaks = readPeaks(m_database);
    Statement last = m_database.prepare("SELECT coalesce(max(sequence), -1) + 1 FROM lines");
    last.step();
    if (last.count(0) != peaks.size()) {
        throwBroken(m_database.file(), "the last line is not the one that the head row counts");
    }
    last.finish();
    Entry entry = makeEntry(m_station, peaks.size(), draft, now);
    const std::string line = lineOf(entry);
    storeEntry(entry, line, peaks);
    m_database.prepare("UPDATE head SET size = ?, peaks = ?, mirrored = max(mirrored, ?)")
        .bind(peaks.size())
        .bind(peaks.stored())
        .bind(m_files.known())
        .run();
    transaction.commit();
    return entry;
}

void SqliteLedger::refuseSecondUse(std::int64_t label) {
    Statement twin = m_database.prepare("SELECT job FROM jobs WHERE label = ? AND label > 0");
    if (twin.bind(label).step()) {
        const std::string reason =
            "label " + std::to_string(label) + " is on the paper of job " + twin.text(0);
        throw Fault(FaultKind::Malformed, reason, {{"reason", reason}});
    }
}

void SqliteLedger::insertIndexRows(const Entry& entry) {
    const IndexFacts index = indexFactsOf(entry);
    const std::string& job = entry.what.job;
    if (!job.empty()) {
        Statement before =
            m_database.prepare("SELECT seal_open, is_open, label FROM jobs WHERE job = ?");
        const bool known = before.bind(job).step();
        const bool sealOpen = known && before.integer(0) != 0;
        const bool open = known && before.integer(1) != 0;
        const std::int64_t labelBefore = known ? before.integer(2) : 0;
        before.finish();
        const std::int64_t label = labelOf(entry);
        refuseSecondUse(label);
        m_database
            .prepare("INSERT INTO jobs VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (job) "
                     "DO UPDATE SET last = ?2, last_kind = ?3, seal_open = ?4, is_open = ?5, "
                     "label = ?6")
            .bind(job)
            .bind(entry.sequence)
            .bind(record::enumName(entry.what.kind))
            .bind(std::int64_t{sealOpenAfter(sealOpen, entry.what.kind)})
            .bind(std::int64_t{isOpenAfter(open, entry.what.kind)})
            .bind(label != 0 ? label : labelBefore)
            .run();
    }
    m_database.prepare("INSERT INTO acts VALUES (?, ?, ?, ?, ?, ?, ?)")
        .bind(entry.sequence)
        .bind(millisOf(entry.at))
        .bind(record::enumName(entry.what.kind))
        .bind(index.act.user)
        .bind(index.act.forUser)
        .bind(index.act.named)
        .bind(index.act.record)
        .run();
    if (index.pixels) {
        m_database.prepare("INSERT INTO pixels VALUES (?, ?, ?, ?)")
            .bind(entry.sequence)
            .bind(*index.pixels)
            .bind(job)
            .bind(millisOf(entry.at))
            .run();
    }
    if (index.record) {
        Statement twin = m_database.prepare("SELECT sequence FROM records WHERE id = ?");
        if (twin.bind(index.record->recordId).step()) {
            const std::string reason = "record " + index.record->recordId +
                                       " is sealed already, by entry " +
                                       std::to_string(twin.count(0));
            throw Fault(FaultKind::Malformed, reason, {{"reason", reason}});
        }
        m_database.prepare("INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(entry.sequence)
            .bind(index.record->recordId)
            .bind(job)
            .bind(index.record->documentClass)
            .bind(index.record->path)
            .bind(millisOf(entry.at))
            .bind(index.record->pages)
            .bind(index.record->project)
            .run();
    }
    if (index.patient) {
        m_database.prepare("INSERT INTO patients VALUES (?, ?, ?)")
            .bind(entry.sequence)
            .bind(index.patient->id)
            .bind(index.patient->name)
            .run();
    }
}

std::vector<Entry> SqliteLedger::readEntries(Statement rows) {
    std::vector<Entry> entries;
    while (rows.step()) {
        const std::string subject = "entry " + std::to_string(rows.count(0));
        try {
            const std::string line = rows.text(1);
            Entry entry = entryFromLine(line);
            if (record::merkleLeaf(record::bytesOf(line)) != rows.digest(2) ||
                entry.sequence != rows.count(0) || entry.station != m_station) {
                throwBroken(m_database.file(), subject + " has been altered");
            }
            if (!rows.isNull(3)) {
                entry.privateSalt = rows.digest(3);
                entry.what.privateFacts = record::parseJson(rows.text(4));
                if (record::privateCommitmentOf(*entry.privateSalt, entry.what.privateFacts) !=
                    entry.privateCommitment) {
                    throwBroken(m_database.file(),
                                "the private facts of " + subject + " have been altered");
                }
            }
            entries.push_back(std::move(entry));
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::Malformed) {
                throw;
            }
            throwBroken(m_database.file(), subject + " cannot be read: " + fault.what());
        }
    }
    return entries;
}

std::vector<Entry> SqliteLedger::entriesOfJob(const std::string& job) {
    const std::scoped_lock lock(m_mutex);
    if (job.empty()) {
        return {};
    }
    Statement rows =
        m_database.prepare(std::string(kEntryColumns) + "WHERE l.job = ? ORDER BY l.sequence");
    rows.bind(job);
    return readEntries(std::move(rows));
}

std::vector<Entry> SqliteLedger::entries(std::uint64_t from, std::uint64_t limit) {
    const std::scoped_lock lock(m_mutex);
    Statement rows = m_database.prepare(std::string(kEntryColumns) +
                                        "WHERE l.sequence >= ? ORDER BY l.sequence LIMIT ?");
    rows.bind(from).bind(limit);
    return readEntries(std::move(rows));
}

std::optional<Entry> SqliteLedger::readOne(Statement rows) {
    std::vector<Entry> found = readEntries(std::move(rows));
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::optional<Entry> SqliteLedger::sealedEntry(const std::string& recordId) {
    const std::scoped_lock lock(m_mutex);
    Statement rows =
        m_database.prepare(std::string(kEntryColumns) +
                           "WHERE l.sequence = (SELECT sequence FROM records WHERE id = ?)");
    rows.bind(recordId);
    return readOne(std::move(rows));
}

std::vector<std::string> SqliteLedger::jobsWaiting(record::EntryKind since,
                                                   record::EntryKind until) {
    const std::scoped_lock lock(m_mutex);
    // The index by kind finds the starts, the index by job tells whether each has its end.
    Statement rows = m_database.prepare(
        "SELECT a.job FROM lines a WHERE a.kind = ?1 AND a.job <> '' AND NOT EXISTS (SELECT 1 FROM "
        "lines b WHERE b.job = a.job AND b.sequence > a.sequence AND b.kind IN (?1, ?2)) "
        "ORDER BY a.sequence");
    rows.bind(record::enumName(since)).bind(record::enumName(until));
    return textsOf(std::move(rows));
}

std::vector<Entry> SqliteLedger::entriesOfKind(record::EntryKind kind, std::uint64_t from,
                                               std::uint64_t limit) {
    const std::scoped_lock lock(m_mutex);
    Statement rows =
        m_database.prepare(std::string(kEntryColumns) +
                           "WHERE l.kind = ? AND l.sequence >= ? ORDER BY l.sequence LIMIT ?");
    rows.bind(record::enumName(kind)).bind(from).bind(limit);
    return readEntries(std::move(rows));
}

std::vector<Entry> SqliteLedger::entriesOfKindBefore(record::EntryKind kind, std::uint64_t before,
                                                     std::uint64_t limit) {
    const std::scoped_lock lock(m_mutex);
    Statement rows =
        m_database.prepare(std::string(kEntryColumns) +
                           "WHERE l.kind = ? AND l.sequence < ? ORDER BY l.sequence DESC LIMIT ?");
    rows.bind(record::enumName(kind)).bind(before).bind(limit);
    return readEntries(std::move(rows));
}

std::optional<Entry> SqliteLedger::newestOfKind(record::EntryKind kind) {
    const std::scoped_lock lock(m_mutex);
    Statement rows =
        m_database.prepare(std::string(kEntryColumns) +
                           "WHERE l.sequence = (SELECT max(sequence) FROM lines WHERE kind = ?)");
    rows.bind(record::enumName(kind));
    return readOne(std::move(rows));
}

std::optional<Entry> SqliteLedger::newestEntry() {
    return readOne(m_database.prepare(std::string(kEntryColumns) +
                                      "WHERE l.sequence = (SELECT max(sequence) FROM lines)"));
}

std::optional<record::Instant> SqliteLedger::newestAt() {
    const std::scoped_lock lock(m_mutex);
    const auto newest = newestEntry();
    return newest ? std::optional(newest->at) : std::nullopt;
}

std::optional<record::Instant> SqliteLedger::latestAt(std::uint64_t from) {
    const std::scoped_lock lock(m_mutex);
    Statement rows = m_database.prepare("SELECT max(at) FROM acts WHERE sequence >= ?");
    rows.bind(from);
    return rows.step() && !rows.isNull(0)
               ? std::optional(record::Instant(std::chrono::milliseconds(rows.integer(0))))
               : std::nullopt;
}

std::vector<std::string> SqliteLedger::jobs(std::int64_t limit) {
    const std::scoped_lock lock(m_mutex);
    Statement rows = m_database.prepare("SELECT job FROM jobs ORDER BY first DESC LIMIT ?");
    rows.bind(std::max<std::int64_t>(0, limit)); // SQLite takes a negative limit for none
    return textsOf(std::move(rows));
}

std::vector<std::string> SqliteLedger::openJobs(std::int64_t limit, std::int64_t skip) {
    const std::scoped_lock lock(m_mutex);
    Statement rows = m_database.prepare(
        "SELECT job FROM jobs WHERE is_open = 1 ORDER BY first LIMIT ? OFFSET ?");
    rows.bind(std::max<std::int64_t>(0, limit));
    rows.bind(std::max<std::int64_t>(0, skip));
    return textsOf(std::move(rows));
}

std::string SqliteLedger::jobWithLabel(std::int64_t label) {
    const std::scoped_lock lock(m_mutex);
    Statement rows = m_database.prepare("SELECT job FROM jobs WHERE label = ? AND label > 0");
    rows.bind(label);
    return rows.step() ? rows.text(0) : std::string();
}

std::vector<std::string> SqliteLedger::jobsWithOpenSeal() {
    const std::scoped_lock lock(m_mutex);
    return textsOf(m_database.prepare("SELECT job FROM jobs WHERE seal_open = 1 ORDER BY first"));
}

std::string SqliteLedger::jobWithPixels(const Digest& pixelDigest, const std::string& exceptJob,
                                        record::Instant since) {
    const std::scoped_lock lock(m_mutex);
    Statement rows = m_database.prepare("SELECT job FROM pixels WHERE digest = ? AND at >= ? AND "
                                        "job <> ? ORDER BY at DESC, sequence DESC LIMIT 1");
    rows.bind(pixelDigest).bind(millisOf(since)).bind(exceptJob);
    return rows.step() ? rows.text(0) : std::string();
}

std::vector<std::uint64_t> SqliteLedger::sealedOfProject(const std::string& project,
                                                         std::uint64_t from, std::uint64_t until) {
    const std::scoped_lock lock(m_mutex);
    // By the index alone: a million of them are counted in some tenths of a second.
    Statement rows =
        m_database.prepare("SELECT sequence FROM records WHERE project = ? AND project <> '' AND "
                           "sequence >= ? AND sequence < ? ORDER BY sequence");
    rows.bind(project).bind(from).bind(until);
    std::vector<std::uint64_t> found;
    while (rows.step()) {
        found.push_back(rows.count(0));
    }
    return found;
}

TreeHead SqliteLedger::head() {
    const std::scoped_lock lock(m_mutex);
    const TreePeaks peaks = readPeaks(m_database);
    return {peaks.size(), peaks.root()};
}

std::vector<Digest> SqliteLedger::leaves(std::uint64_t from, std::uint64_t limit) {
    const std::scoped_lock lock(m_mutex);
    Statement rows =
        m_database.prepare("SELECT leaf FROM lines WHERE sequence >= ? ORDER BY sequence LIMIT ?");
    rows.bind(from).bind(limit);
    std::vector<Digest> leaves;
    while (rows.step()) {
        leaves.push_back(rows.digest(0));
    }
    return leaves;
}

record::Verdict SqliteLedger::verify() {
    const std::scoped_lock lock(m_mutex);
    return verifyLedger(m_database, m_files, {m_folder, m_station});
}

std::unique_ptr<Ledger> openSqliteLedger(const std::filesystem::path& folder,
                                         const std::string& stationId) {
    return std::make_unique<SqliteLedger>(folder, stationId);
}

} // namespace seihon::ledger
