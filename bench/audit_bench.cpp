// Drawing and showing an audit sample from many records [C4]. usage: bench-audit FOLDER RECORDS
// FOLDER must not exist. Its ledger is filled past the durable appends, with lines and index rows
// as they write them; then the draw is made as `project audit draw` makes it.
#include "ledger/entry_line.h"
#include "ledger/ledger.h"
#include "record/id.h"
#include "record/merkle.h"
#include "record/project_audit.h"

#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

using namespace seihon;

namespace {

constexpr const char* kProject = "019391c0-1111-7222-8333-000000000001";

void run(sqlite3* database, const char* sql) {
    if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(database));
    }
}

sqlite3_stmt* prepared(sqlite3* database, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(database));
    }
    return statement;
}

void bindText(sqlite3_stmt* statement, int at, const std::string& text) {
    sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

record::Entry sealedEntry(std::uint64_t sequence, const std::string& id) {
    record::Entry entry;
    entry.station = "bench";
    entry.sequence = sequence;
    entry.at = record::Instant(std::chrono::milliseconds(1'790'000'000'000) +
                               std::chrono::milliseconds(sequence));
    entry.what.kind = record::EntryKind::RecordSealed;
    entry.what.actor = {"leader", "Leader", record::Role::ScanOperator};
    entry.what.job = id;
    entry.what.record = id;
    entry.what.facts = record::Json::object({{"recordId", id},
                                             {"documentClass", "old-chart"},
                                             {"path", "2026/11/22/" + id},
                                             {"manifestDigest", record::sha256(id).hex()},
                                             {"provenAt", record::formatInstant(entry.at)},
                                             {"project", kProject},
                                             {"pages", 12}});
    entry.salt = record::sha256(id);
    return entry;
}

void fill(const std::string& file, std::int64_t records) {
    sqlite3* database = nullptr;
    if (sqlite3_open(file.c_str(), &database) != SQLITE_OK) {
        throw std::runtime_error("no database");
    }
    run(database, "PRAGMA synchronous = OFF; BEGIN");
    sqlite3_stmt* const line =
        prepared(database, "INSERT INTO lines VALUES (?, ?, ?, 'RecordSealed', ?)");
    sqlite3_stmt* const row =
        prepared(database, "INSERT INTO records VALUES (?, ?, ?, 'old-chart', '', 0, 12, ?)");
    for (std::int64_t i = 0; i < records; ++i) {
        const std::string id = record::makeId(record::Instant(std::chrono::milliseconds(i + 1)));
        const std::string text = ledger::lineOf(sealedEntry(static_cast<std::uint64_t>(i), id));
        const record::Digest leaf = record::merkleLeaf(record::bytesOf(text));
        sqlite3_bind_int64(line, 1, i);
        bindText(line, 2, text);
        sqlite3_bind_blob(line, 3, leaf.bytes.data(), 32, SQLITE_TRANSIENT);
        bindText(line, 4, id);
        sqlite3_bind_int64(row, 1, i);
        bindText(row, 2, id);
        bindText(row, 3, id);
        bindText(row, 4, kProject);
        if (sqlite3_step(line) != SQLITE_DONE || sqlite3_step(row) != SQLITE_DONE) {
            throw std::runtime_error(sqlite3_errmsg(database));
        }
        sqlite3_reset(line);
        sqlite3_reset(row);
    }
    sqlite3_finalize(line);
    sqlite3_finalize(row);
    run(database, "COMMIT");
    sqlite3_close(database);
}

double since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main(int argc, char** argv) {
    const std::string folder = argc > 1 ? argv[1] : "bench-audit-ledger";
    const std::int64_t records = argc > 2 ? std::atoll(argv[2]) : 1'000'000;
    static_cast<void>(ledger::openSqliteLedger(folder, "bench"));
    fill(folder + "/ledger.sqlite", records);
    const auto opened = std::chrono::steady_clock::now();
    const auto ledger = ledger::openSqliteLedger(folder, "bench");
    std::printf("%-44s %8.1f ms\n", "open", since(opened) * 1000);
    for (const std::int64_t count : {20, 200, 2000}) {
        const auto start = std::chrono::steady_clock::now();
        const auto sealed =
            ledger->sealedOfProject(kProject, 0, static_cast<std::uint64_t>(records));
        const double population = since(start);
        const auto places = record::drawPlaces(record::sha256("seed"), record::sha256("root"),
                                               std::ssize(sealed), count);
        std::size_t bytes = 0;
        for (const std::int64_t place : places) {
            const auto entry = ledger->entries(sealed.at(static_cast<std::size_t>(place)), 1);
            bytes += entry.at(0).what.facts.at("recordId").asString().size();
        }
        std::printf("draw and show %5lld of %8lld records %18.1f ms (population %.1f ms, %zu "
                    "bytes of ids)\n",
                    static_cast<long long>(count), static_cast<long long>(std::ssize(sealed)),
                    since(start) * 1000, population * 1000, bytes);
    }
    return 0;
}
