#include "ledger/ledger_folder.h"

#include "ledger/descriptor.h"
#include "ledger/sqlite_handle.h"
#include "record/fault.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <chrono>
#include <optional>
#include <thread>

namespace seihon::ledger {

using record::Fault;
using record::FaultKind;

namespace {

constexpr std::chrono::milliseconds kLockWait{5000};
constexpr std::chrono::milliseconds kLockPause{5};

constexpr std::int64_t kSchemaVersion = 3;
constexpr std::int64_t kApplicationId = 0x53454948; // "SEIH"

// STRICT: SQLite would otherwise store any text in any column. `lines` and `privates` are the
// evidence; `head` saves recomputing the tree; everything else is an index that verify() compares
// with the lines.
constexpr const char* kSchema = R"sql(
CREATE TABLE station(one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL) STRICT;
CREATE TABLE head(one INTEGER PRIMARY KEY CHECK (one = 1), size INTEGER NOT NULL,
    peaks BLOB NOT NULL, mirrored INTEGER NOT NULL) STRICT;
CREATE TABLE lines(sequence INTEGER PRIMARY KEY, line TEXT NOT NULL,
    leaf BLOB NOT NULL CHECK (length(leaf) = 32), kind TEXT NOT NULL, job TEXT NOT NULL) STRICT;
CREATE INDEX lines_of_job ON lines(job, sequence);
CREATE INDEX lines_of_kind ON lines(kind, sequence);
CREATE TABLE privates(sequence INTEGER PRIMARY KEY REFERENCES lines(sequence),
    salt BLOB NOT NULL CHECK (length(salt) = 32), facts TEXT NOT NULL) STRICT;
CREATE TABLE jobs(job TEXT PRIMARY KEY,
    first INTEGER NOT NULL UNIQUE REFERENCES lines(sequence),
    last INTEGER NOT NULL REFERENCES lines(sequence),
    last_kind TEXT NOT NULL, seal_open INTEGER NOT NULL, is_open INTEGER NOT NULL,
    label INTEGER NOT NULL) STRICT;
CREATE INDEX jobs_with_open_seal ON jobs(first) WHERE seal_open = 1;
CREATE INDEX jobs_that_are_open ON jobs(first) WHERE is_open = 1;
CREATE UNIQUE INDEX jobs_by_label ON jobs(label) WHERE label > 0;
CREATE TABLE pixels(sequence INTEGER PRIMARY KEY REFERENCES lines(sequence),
    digest BLOB NOT NULL CHECK (length(digest) = 32), job TEXT NOT NULL,
    at INTEGER NOT NULL) STRICT;
CREATE INDEX pixels_by_digest ON pixels(digest, at);
CREATE TABLE records(sequence INTEGER PRIMARY KEY REFERENCES lines(sequence),
    id TEXT NOT NULL UNIQUE, job TEXT NOT NULL, document_class TEXT NOT NULL, path TEXT NOT NULL,
    sealed_at INTEGER NOT NULL, pages INTEGER NOT NULL, project TEXT NOT NULL) STRICT;
CREATE INDEX records_by_time ON records(sealed_at);
CREATE INDEX records_by_project ON records(project, sequence) WHERE project <> '';
CREATE TABLE patients(sequence INTEGER PRIMARY KEY REFERENCES records(sequence),
    id TEXT NOT NULL, name TEXT NOT NULL) STRICT;
CREATE INDEX patients_by_id ON patients(id);
CREATE TABLE acts(sequence INTEGER PRIMARY KEY REFERENCES lines(sequence), at INTEGER NOT NULL,
    kind TEXT NOT NULL, user TEXT NOT NULL, for_user TEXT NOT NULL, named TEXT NOT NULL,
    record TEXT NOT NULL) STRICT;
CREATE INDEX acts_by_time ON acts(at);
CREATE INDEX acts_of_user ON acts(user, sequence);
CREATE INDEX acts_of_user_and_kind ON acts(user, kind, sequence);
CREATE INDEX acts_for_user ON acts(for_user, sequence) WHERE for_user <> '';
CREATE INDEX acts_naming_user ON acts(named, sequence) WHERE named <> '';
CREATE INDEX acts_of_record ON acts(record, sequence) WHERE record <> '';
CREATE TABLE checkpoints(size INTEGER PRIMARY KEY, root BLOB NOT NULL CHECK (length(root) = 32),
    at INTEGER NOT NULL, note TEXT NOT NULL, token BLOB NOT NULL,
    note_filed INTEGER NOT NULL, token_filed INTEGER NOT NULL) STRICT;
CREATE INDEX checkpoints_unfiled ON checkpoints(size)
    WHERE note_filed = 0 OR (token_filed = 0 AND length(token) > 0);
)sql";

std::string schemaOf(const Database& database) {
    Statement rows = database.prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema "
                                      "WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
    std::string schema;
    while (rows.step()) {
        schema += rows.text(0) + " " + rows.text(1) + " " + rows.text(2) + "\n";
    }
    return schema;
}

void setPragmas(Database& database) {
    // DELETE, because Debian 12's SQLite 3.40.1 is within the range of the WAL-reset bug (fixed
    // in 3.51.3). EXTRA also syncs the folder after the journal is unlinked: without it a power cut
    // can bring back an entry's absence.
    Statement mode = database.prepare("PRAGMA journal_mode = DELETE");
    if (!mode.step() || mode.text(0) != "delete") {
        throwBroken(database.file(), "its journal mode cannot be set to DELETE");
    }
    mode.finish();
    database.run("PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON; "
                 "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
}

bool holdsFiles(const std::filesystem::path& folder) {
    for (const auto& below : {entriesFolderOf(folder), checkpointsFolderOf(folder)}) {
        if (!std::filesystem::is_empty(below)) {
            return true;
        }
    }
    return false;
}

void refuseFilesWithoutDatabase(const std::filesystem::path& folder) {
    if (holdsFiles(folder)) {
        throwBroken(
            databaseFileOf(folder),
            "the database is gone but the ledger's files are there. Put ledger.sqlite back from "
            "the newest backup of the whole ledger folder, and keep the present folder aside "
            "unchanged: its files prove what the backup must hold. Nothing was started anew");
    }
}

void makeSchema(Database& database, const std::filesystem::path& folder,
                const std::string& stationId) {
    refuseFilesWithoutDatabase(folder);
    Transaction transaction(database, Transaction::Kind::Write);
    database.run(kSchema);
    database.prepare("INSERT INTO station VALUES (1, ?)").bind(stationId).run();
    database.run("INSERT INTO head VALUES (1, 0, x'', 0)");
    database.run("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.run("PRAGMA user_version = " + std::to_string(kSchemaVersion));
    transaction.commit();
    syncOrThrow(openFolder(folder), folder);
}

void requireSchema(const Database& database, const std::string& stationId) {
    const std::int64_t version = database.integerOf("PRAGMA user_version");
    if (database.integerOf("PRAGMA application_id") != kApplicationId) {
        throwBroken(database.file(), "is not a Seihon ledger");
    }
    if (version > kSchemaVersion) {
        throwBroken(database.file(), "was written by a newer Seihon (ledger version " +
                                         std::to_string(version) + "; this program knows " +
                                         std::to_string(kSchemaVersion) +
                                         "). Install that version; nothing was changed");
    }
    // Word for word: a trigger or view slipped in could change what statements do.
    Database fresh(":memory:");
    fresh.run(kSchema);
    if (version != kSchemaVersion || schemaOf(database) != schemaOf(fresh)) {
        throwBroken(database.file(),
                    "its tables are not those of ledger version " + std::to_string(kSchemaVersion));
    }
    Statement station = database.prepare("SELECT id FROM station");
    if (!station.step() || station.text(0) != stationId) {
        throwBroken(database.file(), "belongs to another station than " + stationId);
    }
}

// Only when the file does not exist: SQLite's locks on a file that is open elsewhere in this
// process would be lost.
void makeEmptyFile(const std::filesystem::path& file) {
    const Descriptor fd(
        ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!fd) {
        throwStorage(file, "create", errno);
    }
}

} // namespace

FileLock lockLedger(const std::filesystem::path& lockFile) {
    const auto until = std::chrono::steady_clock::now() + kLockWait;
    for (;;) {
        try {
            return FileLock(lockFile);
        } catch (const Fault& fault) {
            if (fault.kind != FaultKind::JobBusy) {
                throw;
            }
            if (std::chrono::steady_clock::now() >= until) {
                throw Fault(FaultKind::LedgerBusy, fault.what(), fault.context, true);
            }
        }
        std::this_thread::sleep_for(kLockPause);
    }
}

Database openDatabase(const std::filesystem::path& folder, const std::string& stationId) {
    if (stationId.empty()) {
        throw Fault(FaultKind::Usage, "a ledger needs a station id");
    }
    const std::filesystem::path file = databaseFileOf(folder);
    struct stat status {};
    std::optional<FileLock> lock;
    try {
        makeDurableFolder(entriesFolderOf(folder));
        makeDurableFolder(checkpointsFolderOf(folder));
        lock = lockLedger(lockFileOf(folder));
    } catch (const Fault&) {
        // Reading must work where nothing can be written [B6]; nothing is made without the lock.
        if (::lstat(file.c_str(), &status) != 0 || status.st_size == 0) {
            throw;
        }
    }
    if (::lstat(file.c_str(), &status) != 0) {
        if (errno != ENOENT) {
            throwStorage(file, "stat", errno);
        }
        refuseFilesWithoutDatabase(folder);
        makeEmptyFile(file);
    } else if (!S_ISREG(status.st_mode)) {
        throwStorageReason(file, "is not a regular file");
    }
    Database database(file);
    setPragmas(database);
    // A crash between making the file and its tables leaves it empty.
    if (lock && database.integerOf("SELECT count(*) FROM sqlite_schema") == 0 &&
        database.integerOf("PRAGMA user_version") == 0) {
        makeSchema(database, folder, stationId);
    }
    requireSchema(database, stationId);
    return database;
}

} // namespace seihon::ledger
