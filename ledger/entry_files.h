#pragma once

#include "ledger/line_files.h"
#include "ledger/sqlite_handle.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::ledger {

// Entries [from, until) that the database held and the files did not.
struct AddedLines {
    std::uint64_t from = 0, until = 0;
};

// The ledger's lines as append-only files beside the database: entries/NNNNNN.jsonl with the public
// lines, and entries/private-NNNNNN.jsonl with what opens their private commitments. The database
// commits first; the files follow.
class EntryFiles {
  public:
    EntryFiles(Database& database, const std::filesystem::path& ledgerFolder);

    // Brings the files up to the database: adds what is missing, completes a line that a crash
    // tore. Faults: LedgerBroken when they hold anything the database does not, or lack what they
    // are known to have held; LedgerBusy; StorageFull; StorageFailed.
    void catchUp();
    // How many lines the files are known to hold, on the disk.
    std::uint64_t known() const { return m_known; }
    // What catchUp() had to add when it first looked, though no writer was at work any more.
    const std::optional<AddedLines>& addedAtOpening() const { return m_added; }

    // Under the ledger's lock: takes the private lines of these entries out of the files.
    void dropPrivate(const std::vector<std::uint64_t>& sequences);

    const LineFiles& publicFiles() const { return m_public; }
    const LineFiles& privateFiles() const { return m_private; }
    const std::filesystem::path& folder() const { return m_folder; }

  private:
    // A power cut may leave the length of an append and none of its bytes: they read as zeros. Cut,
    // so that the next append is not written behind them; only behind what was known to be on the
    // disk, and only where every other byte is the one that belongs there.
    void cutZeros(std::uint64_t size, std::uint64_t mirrored);
    void cutZeros(LineFiles& files, std::uint64_t segment, std::uint64_t size,
                  std::uint64_t mirrored);
    std::optional<std::string> textAt(const LineFiles& files, std::uint64_t sequence) const;

    struct Found {
        std::uint64_t lines = 0; // complete ones
        std::string torn;
    };

    std::uint64_t awaitWriter() const;
    Found findPublic(std::uint64_t size, std::uint64_t mirrored) const;
    // How many lines the files held before.
    std::uint64_t mirrorPublic(std::uint64_t size, std::uint64_t mirrored);
    // One more than the last sequence in the private files; 0 when they hold no complete line.
    std::uint64_t findPrivate(std::uint64_t lowestSegment, std::uint64_t size,
                              std::string& torn) const;
    void mirrorPrivate(std::uint64_t size, std::uint64_t mirrored);
    std::string lineAt(std::uint64_t sequence) const;
    std::optional<std::string> privateLineAt(std::uint64_t sequence) const;

    Database& m_database;
    std::filesystem::path m_lockFile;
    std::filesystem::path m_folder;
    LineFiles m_public;
    LineFiles m_private;
    std::uint64_t m_known = 0;
    std::optional<AddedLines> m_added;
};

} // namespace seihon::ledger
