#include "ledger/descriptor.h"
#include "ledger/ledger_folder.h"
#include "ledger/private_judge.h"
#include "ledger/sqlite_ledger.h"
#include "record/fault.h"

#include <charconv>

// A legal deletion in the log [F14]: what opens private commitments goes, the lines stay.
namespace seihon::ledger {

using record::Fault;
using record::FaultKind;

namespace {

constexpr std::int64_t kMarkerBytes = 32;

// The sequence in the marker; nothing without one.
std::optional<std::uint64_t> markedDestruction(const std::filesystem::path& marker) {
    if (!std::filesystem::exists(marker)) {
        return std::nullopt;
    }
    const auto bytes = readWhole(marker, kMarkerBytes);
    const std::string text(bytes.begin(), bytes.end());
    std::uint64_t sequence = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), sequence);
    if (error != std::errc() || stop != text.data() + text.size()) {
        throwBroken(marker, "does not name an entry");
    }
    return sequence;
}

} // namespace

void SqliteLedger::destroyPrivate(const record::Entry& deletion) {
    const std::scoped_lock lock(m_mutex);
    // As the log has it: nobody destroys by an entry that is not there.
    Statement rows = m_database.prepare("SELECT l.sequence, l.line, l.leaf, NULL, NULL FROM lines "
                                        "l WHERE l.sequence = ?");
    rows.bind(deletion.sequence);
    const auto logged = readOne(std::move(rows));
    if (!logged || logged->what.kind != record::EntryKind::DeletionCarriedOut) {
        throw Fault(FaultKind::Usage, "private facts go by an entry that says so");
    }
    m_files.catchUp();
    destroyNow(deletion.sequence, destroyedBy(*logged));
}

// The marker stands from before the first thing is gone until everything is: a crash in between
// leaves files that hold more than the database, which nobody could tell from a forgery.
void SqliteLedger::destroyNow(std::uint64_t deletion, const std::vector<std::uint64_t>& sequences) {
    const FileLock lock = lockLedger(lockFileOf(m_folder));
    const std::filesystem::path marker = destructionFileOf(m_folder);
    writeDurably(marker, record::bytesOf(std::to_string(deletion)));
    m_database.run("PRAGMA secure_delete = ON"); // free pages are overwritten with zeros
    {
        Transaction transaction(m_database, Transaction::Kind::Write);
        for (const std::uint64_t sequence : sequences) {
            m_database.prepare("DELETE FROM patients WHERE sequence = ?").bind(sequence).run();
            m_database.prepare("DELETE FROM privates WHERE sequence = ?").bind(sequence).run();
        }
        transaction.commit();
    }
    m_files.dropPrivate(sequences);
    std::filesystem::remove(marker);
    syncOrThrow(openFolder(m_folder), m_folder);
}

void SqliteLedger::finishDestruction() {
    const auto begun = markedDestruction(destructionFileOf(m_folder));
    if (!begun) {
        return;
    }
    Statement rows = m_database.prepare("SELECT l.sequence, l.line, l.leaf, NULL, NULL FROM lines "
                                        "l WHERE l.sequence = ?");
    rows.bind(*begun);
    if (const auto logged = readOne(std::move(rows))) {
        destroyNow(*begun, destroyedBy(*logged)); // of any other kind: nothing
    }
}

} // namespace seihon::ledger
