#pragma once

#include "record/digest.h"
#include "record/entry.h"
#include "record/original.h"
#include "record/verdict.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace seihon::ledger {

struct TreeHead {
    std::uint64_t size = 0;
    record::Digest root;
};

// A signed statement of the log's size and root (C2SP tlog-checkpoint text) and, once it has one,
// its RFC 3161 token.
struct Checkpoint {
    std::uint64_t size = 0;
    record::Digest root;
    record::Instant at{};
    std::string note;                // the signed note, UTF-8
    std::vector<std::uint8_t> token; // DER; empty until timestamped
};

struct RecordQuery {
    std::optional<std::string> recordId;
    std::optional<std::string> patientId;
    std::optional<std::string> documentClass;
    std::optional<std::string> sealedBy; // the user
    std::optional<record::Instant> sealedFrom, sealedUntil;
    std::optional<std::uint64_t> before; // sealed before this entry: the next page of a long answer
    std::int64_t limit = 100;
};

// Which entries; what is empty is not asked for. All of it is answered by indexes, newest first.
struct EntryQuery {
    std::optional<record::EntryKind> kind;
    std::string user;      // who acted, for whom, or who was said to be there
    std::string patientId; // of sealed records: their jobs, and whoever looked at them
    std::optional<record::Instant> from, until;
    std::optional<std::uint64_t> before; // entries before this one: the next page
    std::int64_t limit = 100;
};

struct RecordRow { // search result: one sealed record
    std::string recordId, job, documentClass, path;
    record::Patient patient;
    record::Instant sealedAt{};
    std::int64_t pages = 0;
    std::uint64_t sequence = 0; // of its RecordSealed entry
};

// The append-only log. One writer at a time; every append is one durable commit: it returns after
// the entry would survive a power cut. Faults: LedgerBusy (retryable), LedgerBroken, StorageFull,
// StorageFailed.
class Ledger {
  public:
    virtual ~Ledger() = default;

    virtual record::Entry append(const record::EntryDraft& draft, record::Instant now) = 0;

    virtual std::vector<record::Entry> entriesOfJob(const std::string& job) = 0;
    // Entries that name this record, also those that belong to no job (looks, exports), in order.
    virtual std::vector<record::Entry> entriesOfRecord(const std::string& recordId) = 0;
    // Entries [from, from + limit), in order.
    virtual std::vector<record::Entry> entries(std::uint64_t from, std::uint64_t limit) = 0;
    // Newest first. Times are compared exactly; entries that were written while the clock was wrong
    // by more than a day are found by their sequence only.
    virtual std::vector<record::Entry> searchEntries(const EntryQuery& query) = 0;
    // An entry such that none of that time or later stands before it, with a day to spare for
    // clocks that were set: where to begin reading a period. The log's size when there is none.
    virtual std::uint64_t beginOf(record::Instant from) = 0;
    // Ids of jobs, newest first.
    virtual std::vector<std::string> jobs(std::int64_t limit) = 0;
    // Jobs that have a SealStarted without RecordSealed, SealDiscarded or JobAbandoned after it.
    virtual std::vector<std::string> jobsWithOpenSeal() = 0;
    // Jobs that are neither sealed nor given up, and envelopes that are not closed: oldest first.
    // `skip`: so many of them were read before.
    virtual std::vector<std::string> openJobs(std::int64_t limit, std::int64_t skip = 0) = 0;
    // The job that was registered with this pre-printed label; empty when none. append() faults
    // Malformed when a second one is.
    virtual std::string jobWithLabel(std::int64_t label) = 0;
    // Another job that captured a page of equal pixels since `since`; empty when none.
    virtual std::string jobWithPixels(const record::Digest& pixelDigest,
                                      const std::string& exceptJob, record::Instant since) = 0;
    // Newest first.
    virtual std::vector<RecordRow> searchRecords(const RecordQuery& query) = 0;
    // The RecordSealed entry of a record id.
    virtual std::optional<record::Entry> sealedEntry(const std::string& recordId) = 0;
    // The RecordSealed entries of a project of old paper in [from, until), by sequence, ascending.
    virtual std::vector<std::uint64_t> sealedOfProject(const std::string& project,
                                                       std::uint64_t from, std::uint64_t until) = 0;

    // Jobs with an entry of kind `since` that no entry of kind `until` follows, oldest first.
    virtual std::vector<std::string> jobsWaiting(record::EntryKind since,
                                                 record::EntryKind until) = 0;
    // Entries of one kind from a sequence on, in order.
    virtual std::vector<record::Entry> entriesOfKind(record::EntryKind kind, std::uint64_t from,
                                                     std::uint64_t limit) = 0;

    // The same backwards: those before a sequence, newest first.
    virtual std::vector<record::Entry>
    entriesOfKindBefore(record::EntryKind kind, std::uint64_t before, std::uint64_t limit) = 0;

    // The newest entry of a kind (the regulation in force is what the newest RegulationActivated
    // names), and the time of the newest entry of all. Both by index, not by reading the log.
    virtual std::optional<record::Entry> newestOfKind(record::EntryKind kind) = 0;
    virtual std::optional<record::Instant> newestAt() = 0;
    // The latest time of any entry from a sequence on, whatever the order in which they were
    // written: a clock that was set back does not hide what it has seen before [F7].
    virtual std::optional<record::Instant> latestAt(std::uint64_t from) = 0;

    virtual TreeHead head() = 0;
    virtual std::vector<record::Digest> leaves(std::uint64_t from, std::uint64_t limit) = 0;

    virtual void addCheckpoint(const Checkpoint& checkpoint) = 0;
    virtual void setCheckpointToken(std::uint64_t size, std::span<const std::uint8_t> token) = 0;
    virtual std::vector<Checkpoint> checkpoints() = 0;
    // Newest first, at most so many; all of them, or those with a token.
    virtual std::vector<Checkpoint> newestCheckpoints(std::int64_t limit, bool timestamped) = 0;
    // The first one over at least so many entries that has a token.
    virtual std::optional<Checkpoint> timestampedCheckpoint(std::uint64_t leastSize) = 0;

    // A legal deletion [F14]: private facts and salts of the entries that a DeletionCarriedOut
    // entry names go from the database and from the files. The public lines stay, and with them the
    // tree. May be said again; what a crash left half done is finished when the ledger is opened.
    // Faults: Usage for another entry, those of append().
    virtual void destroyPrivate(const record::Entry& deletion) = 0;

    // Everything that can be checked inside the ledger alone: each stored line against its leaf,
    // sequence, private commitments, tree root, index rows against lines, the append-only files
    // against the database. Findings: EntryAltered, EntryMissing, EntryFileDiffers,
    // LedgerRootWrong, CheckpointDisagrees.
    virtual record::Verdict verify() = 0;

    // The whole ledger as of one moment, database and files, into a folder that is not there yet;
    // `meanwhile` runs at that moment, too. Nobody else's entry is committed until it returns.
    // Faults: StorageFull, StorageFailed, LedgerBusy.
    virtual TreeHead copyTo(const std::filesystem::path& folder,
                            const std::function<void()>& meanwhile) = 0;
};

// SQLite (journal_mode=DELETE, synchronous=EXTRA) at `folder`/ledger.sqlite, with the same lines as
// append-only files in `folder`/entries/ (one JSON line each) and `folder`/checkpoints/ (SIZE.note,
// SIZE.tst). Creates what is missing.
std::unique_ptr<Ledger> openSqliteLedger(const std::filesystem::path& folder,
                                         const std::string& stationId);

} // namespace seihon::ledger
