#pragma once

#include "ledger/entry_files.h"
#include "ledger/ledger.h"
#include "ledger/sqlite_handle.h"
#include "ledger/tree_peaks.h"

#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace seihon::ledger {

// The tree's right edge as it stands in the head row. Faults: LedgerBroken.
TreePeaks readPeaks(const Database& database);

class SqliteLedger final : public Ledger {
  public:
    SqliteLedger(const std::filesystem::path& folder, const std::string& stationId);

    record::Entry append(const record::EntryDraft& draft, record::Instant now) override;
    std::vector<record::Entry> entriesOfJob(const std::string& job) override;
    std::vector<record::Entry> entriesOfRecord(const std::string& recordId) override;
    std::vector<record::Entry> entries(std::uint64_t from, std::uint64_t limit) override;
    std::vector<record::Entry> searchEntries(const EntryQuery& query) override;
    std::uint64_t beginOf(record::Instant from) override;
    std::vector<std::string> jobs(std::int64_t limit) override;
    std::vector<std::string> jobsWithOpenSeal() override;
    std::vector<std::string> openJobs(std::int64_t limit, std::int64_t skip) override;
    std::string jobWithLabel(std::int64_t label) override;
    std::string jobWithPixels(const record::Digest& pixelDigest, const std::string& exceptJob,
                              record::Instant since) override;
    std::vector<RecordRow> searchRecords(const RecordQuery& query) override;
    std::optional<record::Entry> sealedEntry(const std::string& recordId) override;
    std::vector<std::uint64_t> sealedOfProject(const std::string& project, std::uint64_t from,
                                               std::uint64_t until) override;
    std::vector<std::string> jobsWaiting(record::EntryKind since, record::EntryKind until) override;
    std::vector<record::Entry> entriesOfKind(record::EntryKind kind, std::uint64_t from,
                                             std::uint64_t limit) override;
    std::vector<record::Entry> entriesOfKindBefore(record::EntryKind kind, std::uint64_t before,
                                                   std::uint64_t limit) override;
    std::optional<record::Entry> newestOfKind(record::EntryKind kind) override;
    std::optional<record::Instant> newestAt() override;
    std::optional<record::Instant> latestAt(std::uint64_t from) override;
    TreeHead head() override;
    std::vector<record::Digest> leaves(std::uint64_t from, std::uint64_t limit) override;
    void addCheckpoint(const Checkpoint& checkpoint) override;
    void setCheckpointToken(std::uint64_t size, std::span<const std::uint8_t> token) override;
    std::vector<Checkpoint> checkpoints() override;
    std::vector<Checkpoint> newestCheckpoints(std::int64_t limit, bool timestamped) override;
    std::optional<Checkpoint> timestampedCheckpoint(std::uint64_t leastSize) override;
    void destroyPrivate(const record::Entry& deletion) override;
    record::Verdict verify() override;
    TreeHead copyTo(const std::filesystem::path& folder,
                    const std::function<void()>& meanwhile) override;

  private:
    friend class Rebuild; // ledger/rebuild_ledger.cpp

    void destroyNow(std::uint64_t deletion, const std::vector<std::uint64_t>& sequences);
    void finishDestruction();
    std::uint64_t firstFrom(record::Instant at);
    // The rows of one entry, within the caller's transaction; the head row is the caller's.
    void storeEntry(const record::Entry& entry, const std::string& line, TreePeaks& peaks);
    void tellAddedLines();
    std::optional<record::Entry> newestEntry();
    record::Entry commitEntry(const record::EntryDraft& draft, record::Instant now);
    void refuseSecondUse(std::int64_t label);
    void insertIndexRows(const record::Entry& entry);
    std::vector<record::Entry> readEntries(Statement rows);
    std::optional<record::Entry> readOne(Statement rows);
    record::Digest rootAt(std::uint64_t size);

    std::mutex m_mutex; // the connection and its transactions belong to one caller at a time
    std::filesystem::path m_folder;
    std::string m_station;
    Database m_database;
    EntryFiles m_files;
};

} // namespace seihon::ledger
