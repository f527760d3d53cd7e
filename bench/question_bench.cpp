// An auditor's questions to a long log [F5]. usage: bench-questions FOLDER ENTRIES
// FOLDER must not exist. Its ledger is filled past the durable appends, with lines and index rows
// as they write them; each question is asked five times, the slowest counts.
#include "ledger/entry_line.h"
#include "ledger/ledger.h"
#include "ledger/tree_peaks.h"
#include "record/merkle.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <stdexcept>

using namespace seihon;
using record::EntryKind;

namespace {

constexpr std::int64_t kBegin = 1'790'000'000'000; // ms
constexpr std::int64_t kBetween = 3'000;           // ms: a million in five weeks
constexpr std::int64_t kEntriesOfJob = 25;
constexpr std::array kKinds = {EntryKind::PageCaptured, EntryKind::PageExamined,
                               EntryKind::RecordViewed, EntryKind::Compared};

// One prepared INSERT; texts and numbers are bound in their order.
class Insert {
  public:
    Insert(sqlite3* database, const char* sql) : m_database(database) {
        if (sqlite3_prepare_v2(database, sql, -1, &m_statement, nullptr) != SQLITE_OK) {
            throw std::runtime_error(sqlite3_errmsg(database));
        }
    }
    ~Insert() { sqlite3_finalize(m_statement); }
    Insert(const Insert&) = delete;
    Insert& operator=(const Insert&) = delete;

    Insert& text(const std::string& value) {
        sqlite3_bind_text(m_statement, ++m_at, value.data(), static_cast<int>(value.size()),
                          SQLITE_TRANSIENT);
        return *this;
    }
    Insert& number(std::int64_t value) {
        sqlite3_bind_int64(m_statement, ++m_at, value);
        return *this;
    }
    Insert& blob(std::span<const std::uint8_t> value) {
        sqlite3_bind_blob(m_statement, ++m_at, value.data(), static_cast<int>(value.size()),
                          SQLITE_TRANSIENT);
        return *this;
    }
    void run() {
        if (sqlite3_step(m_statement) != SQLITE_DONE) {
            throw std::runtime_error(sqlite3_errmsg(m_database));
        }
        sqlite3_reset(m_statement);
        m_at = 0;
    }

  private:
    sqlite3* m_database;
    sqlite3_stmt* m_statement = nullptr;
    int m_at = 0;
};

record::Entry entryAt(std::int64_t i) {
    record::Entry entry;
    entry.station = "bench";
    entry.sequence = static_cast<std::uint64_t>(i);
    entry.at = record::Instant(std::chrono::milliseconds(kBegin + i * kBetween));
    const bool seals = i % kEntriesOfJob == kEntriesOfJob - 1;
    entry.what.kind = seals ? EntryKind::RecordSealed : kKinds[static_cast<std::size_t>(i) % 4];
    entry.what.actor = {"user" + std::to_string(i % 50), "U", record::Role::ScanOperator};
    entry.what.job = "job-" + std::to_string(i / kEntriesOfJob);
    entry.what.record = seals || entry.what.kind == EntryKind::RecordViewed
                            ? "record-" + std::to_string(i / kEntriesOfJob)
                            : "";
    entry.what.facts = record::Json::object({{"proven", true}, {"size", i}});
    entry.salt = record::sha256(std::to_string(i));
    return entry;
}

void fillLog(const std::string& file, std::int64_t entries) {
    sqlite3* database = nullptr;
    if (sqlite3_open(file.c_str(), &database) != SQLITE_OK) {
        throw std::runtime_error("no database");
    }
    sqlite3_exec(database, "PRAGMA synchronous = OFF; BEGIN", nullptr, nullptr, nullptr);
    {
        Insert lines(database, "INSERT INTO lines VALUES (?, ?, ?, ?, ?)");
        Insert acts(database, "INSERT INTO acts VALUES (?, ?, ?, ?, '', '', ?)");
        Insert records(database, "INSERT INTO records VALUES (?, ?, ?, 'letter', '', ?, 3, '')");
        Insert patients(database, "INSERT INTO patients VALUES (?, ?, 'N')");
        ledger::TreePeaks peaks;
        for (std::int64_t i = 0; i < entries; ++i) {
            const record::Entry entry = entryAt(i);
            const std::int64_t at = entry.at.time_since_epoch().count();
            const std::string kind(record::enumName(entry.what.kind));
            const std::string line = ledger::lineOf(entry);
            const record::Digest leaf = record::merkleLeaf(record::bytesOf(line));
            peaks.append(leaf);
            lines.number(i).text(line).blob(leaf.bytes).text(kind).text(entry.what.job).run();
            acts.number(i).number(at).text(kind).text(entry.what.actor.user);
            acts.text(entry.what.record).run();
            if (entry.what.kind == EntryKind::RecordSealed) {
                records.number(i).text(entry.what.record).text(entry.what.job).number(at).run();
                patients.number(i).text("P" + std::to_string(i / kEntriesOfJob % 10'000)).run();
            }
        }
        Insert head(database, "UPDATE head SET size = ?, peaks = ?, mirrored = 0");
        head.number(entries).blob(peaks.stored()).run();
    }
    sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_close(database);
}

void ask(ledger::Ledger& log, const char* what, const ledger::EntryQuery& query) {
    double slowest = 0;
    std::size_t found = 0;
    for (int i = 0; i < 5; ++i) {
        const auto start = std::chrono::steady_clock::now();
        found = log.searchEntries(query).size();
        slowest = std::max(
            slowest,
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::printf("%-52s %8.2f ms %6zu entries\n", what, slowest * 1000, found);
}

} // namespace

int main(int argc, char** argv) {
    const std::string folder = argc > 1 ? argv[1] : "bench-questions";
    const std::int64_t entries = argc > 2 ? std::atoll(argv[2]) : 1'000'000;
    static_cast<void>(ledger::openSqliteLedger(folder, "bench"));
    fillLog(folder + "/ledger.sqlite", entries);
    const auto log = ledger::openSqliteLedger(folder, "bench");
    const record::Instant middle(std::chrono::milliseconds(kBegin + entries / 2 * kBetween));
    ledger::EntryQuery query;
    ask(*log, "the newest hundred", query);
    query.user = "user7";
    ask(*log, "of one person", query);
    query.kind = EntryKind::RecordViewed;
    ask(*log, "of one person, looks at records", query);
    query.from = middle;
    query.until = middle + std::chrono::hours(24);
    ask(*log, "of one person, looks at records, on one day", query);
    query.user.clear();
    ask(*log, "looks at records, on one day", query);
    query = {};
    query.patientId = "P77";
    ask(*log, "about one patient", query);
    query.user = "user7";
    ask(*log, "about one patient, of one person", query);
    query = {};
    query.kind = EntryKind::HomeRestored;
    ask(*log, "a kind that never was", query);
    query.user = "nobody";
    query.kind.reset();
    ask(*log, "of a person who never was", query);
    return 0;
}
