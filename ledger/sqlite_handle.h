#pragma once

#include "record/digest.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace seihon::ledger {

[[noreturn]] void throwBroken(const std::filesystem::path& file, const std::string& reason);

// One prepared statement. Parameters are bound in order of the calls; columns are read by number
// from 0.
class Statement {
  public:
    Statement(sqlite3* database, std::string_view sql, const std::filesystem::path& file);

    Statement& bind(std::int64_t value);
    Statement& bind(std::uint64_t value);
    Statement& bind(std::string_view text);
    Statement& bind(const char* text) { return bind(std::string_view(text)); }
    Statement& bind(record::Bytes blob);
    Statement& bind(const record::Digest& digest) { return bind(record::Bytes(digest.bytes)); }
    Statement& bindNull();

    // Whether there is a row.
    bool step();
    // For statements that give no rows.
    void run() { step(); }
    // Ends the read lock before the statement goes out of scope.
    void finish();

    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    // Faults: LedgerBroken when it is negative.
    std::uint64_t count(int column) const;
    std::string text(int column) const;
    std::vector<std::uint8_t> blob(int column) const;
    // Faults: LedgerBroken when it is not 32 bytes long.
    record::Digest digest(int column) const;

  private:
    void require(int code) const;

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    sqlite3* m_database;
    std::filesystem::path m_file;
    int m_bound = 0;
};

// An open database file. Faults of everything here: LedgerBusy (retryable), LedgerBroken,
// StorageFull, StorageFailed.
//
// No other code of this process may open(2) the file while it is open here: closing any descriptor
// of it drops the POSIX locks of SQLite (sqlite.org/howtocorrupt.html §2.2).
class Database {
  public:
    // The file must exist; ":memory:" is a database of its own.
    explicit Database(std::filesystem::path file);

    void run(const std::string& sql);
    Statement prepare(std::string_view sql) const { return {m_database.get(), sql, m_file}; }
    // First column of the first row; 0 when there is none or it is null.
    std::int64_t integerOf(std::string_view sql) const;
    const std::filesystem::path& file() const { return m_file; }
    bool inTransaction() const;
    // All of it, as this connection sees it now, into a file that is not there yet.
    void copyTo(const std::filesystem::path& file) const;

  private:
    struct Close {
        void operator()(sqlite3* database) const;
    };
    std::filesystem::path m_file;
    std::unique_ptr<sqlite3, Close> m_database;
};

// Rolls back unless committed.
class Transaction {
  public:
    enum class Kind { Read, Write };
    Transaction(Database& database, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Database& m_database;
};

} // namespace seihon::ledger
