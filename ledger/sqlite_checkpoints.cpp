#include "ledger/checkpoint_files.h"
#include "ledger/ledger_folder.h"
#include "ledger/sqlite_ledger.h"
#include "record/fault.h"
#include "record/merkle.h"

#include <algorithm>
#include <utility>

namespace seihon::ledger {

using record::Fault;
using record::FaultKind;

namespace {

[[noreturn]] void refuseCheckpoint(const std::string& reason) {
    throw Fault(FaultKind::Malformed, "checkpoint: " + reason, {{"reason", reason}});
}

// As append(): once committed the checkpoint stands. Its row says that a file is missing, and the
// next call or the next start writes it.
void fileOrLeaveForLater(Database& database, const std::filesystem::path& folder) {
    try {
        fileCheckpoints(database, folder);
    } catch (const Fault&) {
    }
}

constexpr std::string_view kColumns =
    "SELECT size, root, at, note, token, note_filed, token_filed FROM checkpoints ";

std::vector<FiledCheckpoint> checkpointsOf(Statement rows) {
    std::vector<FiledCheckpoint> found;
    while (rows.step()) {
        found.push_back({{.size = rows.count(0),
                          .root = rows.digest(1),
                          .at = record::Instant(std::chrono::milliseconds(rows.integer(2))),
                          .note = rows.text(3),
                          .token = rows.blob(4)},
                         rows.integer(5) != 0,
                         rows.integer(6) != 0});
    }
    return found;
}

std::vector<Checkpoint> withoutFiling(std::vector<FiledCheckpoint> filed) {
    std::vector<Checkpoint> checkpoints;
    for (FiledCheckpoint& one : filed) {
        checkpoints.push_back(std::move(one.checkpoint));
    }
    return checkpoints;
}

std::optional<Checkpoint> checkpointAt(const Database& database, std::uint64_t size) {
    Statement rows = database.prepare(std::string(kColumns) + "WHERE size = ?");
    rows.bind(size);
    std::vector<FiledCheckpoint> found = checkpointsOf(std::move(rows));
    return found.empty() ? std::nullopt : std::optional(std::move(found.front().checkpoint));
}

} // namespace

std::vector<FiledCheckpoint> readCheckpoints(const Database& database) {
    return checkpointsOf(database.prepare(std::string(kColumns) + "ORDER BY size"));
}

void fileCheckpoints(Database& database, const std::filesystem::path& folder) {
    std::vector<FiledCheckpoint> unfiled = checkpointsOf(database.prepare(
        std::string(kColumns) +
        "WHERE note_filed = 0 OR (token_filed = 0 AND length(token) > 0) ORDER BY size LIMIT 100"));
    for (const auto& [checkpoint, noteFiled, tokenFiled] : unfiled) {
        if (!noteFiled) {
            writeDurably(noteFileOf(folder, checkpoint.size), record::bytesOf(checkpoint.note));
        }
        if (!checkpoint.token.empty() && !tokenFiled) {
            writeDurably(tokenFileOf(folder, checkpoint.size), checkpoint.token);
        }
        // A token that came meanwhile stays unfiled.
        database
            .prepare("UPDATE checkpoints SET note_filed = 1, token_filed = (length(token) > 0 "
                     "AND token = ?2) WHERE size = ?1")
            .bind(checkpoint.size)
            .bind(record::Bytes(checkpoint.token))
            .run();
    }
}

record::Digest SqliteLedger::rootAt(std::uint64_t size) {
    record::MerkleFrontier frontier;
    Statement rows =
        m_database.prepare("SELECT leaf FROM lines WHERE sequence < ? ORDER BY sequence");
    rows.bind(size);
    while (rows.step()) {
        frontier.append(rows.digest(0));
    }
    return frontier.root();
}

void SqliteLedger::addCheckpoint(const Checkpoint& checkpoint) {
    const std::scoped_lock lock(m_mutex);
    if (checkpoint.note.empty() || checkpoint.note.size() > kNoteLimit ||
        checkpoint.token.size() > kTokenLimit) {
        refuseCheckpoint("its note or token is empty or too long");
    }
    {
        Transaction transaction(m_database, Transaction::Kind::Write);
        const TreePeaks peaks = readPeaks(m_database);
        if (checkpoint.size > peaks.size() ||
            checkpoint.root !=
                (checkpoint.size == peaks.size() ? peaks.root() : rootAt(checkpoint.size))) {
            refuseCheckpoint("its size and root are not those of this ledger");
        }
        if (const auto twin = checkpointAt(m_database, checkpoint.size)) {
            if (twin->note != checkpoint.note) {
                refuseCheckpoint("there is another one of the same size");
            }
            return; // a retry of one that was committed
        }
        m_database.prepare("INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?, 0, 0)")
            .bind(checkpoint.size)
            .bind(checkpoint.root)
            .bind(std::int64_t{checkpoint.at.time_since_epoch().count()})
            .bind(checkpoint.note)
            .bind(record::Bytes(checkpoint.token))
            .run();
        transaction.commit();
    }
    fileOrLeaveForLater(m_database, checkpointsFolderOf(m_folder));
}

void SqliteLedger::setCheckpointToken(std::uint64_t size, std::span<const std::uint8_t> token) {
    const std::scoped_lock lock(m_mutex);
    if (token.empty() || token.size() > kTokenLimit) {
        refuseCheckpoint("its token is empty or too long");
    }
    {
        Transaction transaction(m_database, Transaction::Kind::Write);
        const auto checkpoint = checkpointAt(m_database, size);
        if (!checkpoint) {
            refuseCheckpoint("there is none of size " + std::to_string(size));
        }
        if (!checkpoint->token.empty()) {
            if (!std::ranges::equal(checkpoint->token, token)) {
                refuseCheckpoint("it has another token already");
            }
            return;
        }
        m_database.prepare("UPDATE checkpoints SET token = ?, token_filed = 0 WHERE size = ?")
            .bind(token)
            .bind(size)
            .run();
        transaction.commit();
    }
    fileOrLeaveForLater(m_database, checkpointsFolderOf(m_folder));
}

std::optional<Checkpoint> SqliteLedger::timestampedCheckpoint(std::uint64_t leastSize) {
    const std::scoped_lock lock(m_mutex);
    Statement rows = m_database.prepare(
        std::string(kColumns) + "WHERE size >= ? AND length(token) > 0 ORDER BY size LIMIT 1");
    rows.bind(leastSize);
    std::vector<FiledCheckpoint> found = checkpointsOf(std::move(rows));
    return found.empty() ? std::nullopt : std::optional(std::move(found.front().checkpoint));
}

std::vector<Checkpoint> SqliteLedger::checkpoints() {
    const std::scoped_lock lock(m_mutex);
    return withoutFiling(readCheckpoints(m_database));
}

std::vector<Checkpoint> SqliteLedger::newestCheckpoints(std::int64_t limit, bool timestamped) {
    const std::scoped_lock lock(m_mutex);
    Statement rows =
        m_database.prepare(std::string(kColumns) + (timestamped ? "WHERE length(token) > 0 " : "") +
                           "ORDER BY size DESC LIMIT ?");
    rows.bind(limit);
    return withoutFiling(checkpointsOf(std::move(rows)));
}

} // namespace seihon::ledger
