#include "ledger/sqlite_handle.h"

#include "record/fault.h"

#include <sqlite3.h>

#include <algorithm>
#include <limits>

namespace seihon::ledger {

using record::Fault;
using record::FaultKind;

namespace {

constexpr int kBusyMillis = 5000;
constexpr int kLongestValue = 16 << 20;

FaultKind kindOf(int code) {
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return FaultKind::LedgerBusy;
    case SQLITE_FULL:
        return FaultKind::StorageFull;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return FaultKind::StorageFailed;
    case SQLITE_NOMEM:
        return FaultKind::Internal;
    case SQLITE_TOOBIG:
        return FaultKind::Malformed;
    default: // corrupt, not a database, a constraint or a table that is not as this program made it
        return FaultKind::LedgerBroken;
    }
}

[[noreturn]] void throwCode(sqlite3* database, int code, const std::filesystem::path& file) {
    std::string reason = ::sqlite3_errstr(code);
    if (database != nullptr) {
        reason += std::string(" (") + ::sqlite3_errmsg(database) + ")";
    }
    const FaultKind kind = kindOf(code);
    throw Fault(kind, file.string() + ": SQLite: " + reason,
                {{"file", file.string()}, {"reason", reason}}, kind == FaultKind::LedgerBusy);
}

} // namespace

void throwBroken(const std::filesystem::path& file, const std::string& reason) {
    throw Fault(FaultKind::LedgerBroken, file.string() + ": " + reason,
                {{"file", file.string()}, {"reason", reason}});
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const {
    ::sqlite3_finalize(statement);
}

Statement::Statement(sqlite3* database, std::string_view sql, const std::filesystem::path& file)
    : m_database(database), m_file(file) {
    sqlite3_stmt* statement = nullptr;
    const int code = ::sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()),
                                          &statement, nullptr);
    m_statement.reset(statement);
    require(code);
}

void Statement::require(int code) const {
    if (code != SQLITE_OK) {
        throwCode(m_database, code, m_file);
    }
}

Statement& Statement::bind(std::int64_t value) {
    require(::sqlite3_bind_int64(m_statement.get(), ++m_bound, value));
    return *this;
}

Statement& Statement::bind(std::uint64_t value) {
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return bind(static_cast<std::int64_t>(std::min(value, kMost)));
}

Statement& Statement::bind(std::string_view text) {
    require(::sqlite3_bind_text64(m_statement.get(), ++m_bound, text.empty() ? "" : text.data(),
                                  text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(record::Bytes blob) {
    static constexpr std::uint8_t kNothing = 0; // a null pointer would bind NULL
    require(::sqlite3_bind_blob64(m_statement.get(), ++m_bound,
                                  blob.empty() ? &kNothing : blob.data(), blob.size(),
                                  SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bindNull() {
    require(::sqlite3_bind_null(m_statement.get(), ++m_bound));
    return *this;
}

bool Statement::step() {
    const int code = ::sqlite3_step(m_statement.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        throwCode(m_database, code, m_file);
    }
    return code == SQLITE_ROW;
}

void Statement::finish() {
    ::sqlite3_reset(m_statement.get()); // repeats the answer of the last step, which was looked at
}

bool Statement::isNull(int column) const {
    return ::sqlite3_column_type(m_statement.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
    return ::sqlite3_column_int64(m_statement.get(), column);
}

std::uint64_t Statement::count(int column) const {
    const std::int64_t value = integer(column);
    if (value < 0) {
        throwBroken(m_file, "a negative number where a count belongs");
    }
    return static_cast<std::uint64_t>(value);
}

std::string Statement::text(int column) const {
    const auto* text =
        reinterpret_cast<const char*>(::sqlite3_column_text(m_statement.get(), column));
    const int length = ::sqlite3_column_bytes(m_statement.get(), column);
    return text == nullptr ? std::string() : std::string(text, static_cast<std::size_t>(length));
}

std::vector<std::uint8_t> Statement::blob(int column) const {
    const auto* bytes =
        static_cast<const std::uint8_t*>(::sqlite3_column_blob(m_statement.get(), column));
    const int length = ::sqlite3_column_bytes(m_statement.get(), column);
    return bytes == nullptr ? std::vector<std::uint8_t>()
                            : std::vector<std::uint8_t>(bytes, bytes + length);
}

record::Digest Statement::digest(int column) const {
    record::Digest digest;
    const std::vector<std::uint8_t> bytes = blob(column);
    if (bytes.size() != digest.bytes.size()) {
        throwBroken(m_file, "a digest that is not 32 bytes long");
    }
    std::ranges::copy(bytes, digest.bytes.begin());
    return digest;
}

void Database::Close::operator()(sqlite3* database) const {
    ::sqlite3_close_v2(database);
}

Database::Database(std::filesystem::path file) : m_file(std::move(file)) {
    sqlite3* database = nullptr;
    const int code = ::sqlite3_open_v2(
        m_file.c_str(), &database,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    m_database.reset(database);
    if (code != SQLITE_OK) {
        throwCode(database, code, m_file);
    }
    ::sqlite3_busy_timeout(database, kBusyMillis);
    ::sqlite3_limit(database, SQLITE_LIMIT_LENGTH, kLongestValue);
    // No SQL may touch the file format behind the program's back, and no ATTACH is ever needed.
    ::sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    ::sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
}

void Database::run(const std::string& sql) {
    const int code = ::sqlite3_exec(m_database.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        throwCode(m_database.get(), code, m_file);
    }
}

std::int64_t Database::integerOf(std::string_view sql) const {
    Statement statement = prepare(sql);
    return statement.step() ? statement.integer(0) : 0;
}

void Database::copyTo(const std::filesystem::path& file) const {
    sqlite3* opened = nullptr;
    const int code = ::sqlite3_open_v2(file.c_str(), &opened,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const std::unique_ptr<sqlite3, Close> copy(opened);
    if (code != SQLITE_OK) {
        throwCode(copy.get(), code, file);
    }
    sqlite3_backup* const backup =
        ::sqlite3_backup_init(copy.get(), "main", m_database.get(), "main");
    if (backup == nullptr) {
        throwCode(copy.get(), ::sqlite3_errcode(copy.get()), file);
    }
    ::sqlite3_backup_step(backup, -1); // its answer comes again with finish()
    if (const int ended = ::sqlite3_backup_finish(backup); ended != SQLITE_OK) {
        throwCode(copy.get(), ended, file);
    }
}

bool Database::inTransaction() const {
    return ::sqlite3_get_autocommit(m_database.get()) == 0;
}

Transaction::Transaction(Database& database, Kind kind) : m_database(database) {
    // IMMEDIATE takes the write lock before the tree head is read: two writers never start from the
    // same head.
    m_database.run(kind == Kind::Write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
    if (m_database.inTransaction()) {
        try {
            m_database.run("ROLLBACK");
        } catch (const Fault&) {
            // The journal stays hot and the next reader of the file rolls back.
        }
    }
}

void Transaction::commit() {
    m_database.run("COMMIT");
}

} // namespace seihon::ledger
