#include "ledger/descriptor.h"
#include "ledger/ledger_folder.h"
#include "ledger/line_files.h"
#include "ledger/sqlite_ledger.h"

#include "ledger/checkpoint_files.h"

#include <algorithm>
#include <charconv>
#include <system_error>

// The ledger of one moment, for a backup (docs/decisions/0067-backups-are-restics.md).
namespace seihon::ledger {

namespace {

namespace fs = std::filesystem;

// The newest segments may grow while the copy is carried away; older ones never change again.
bool mayGrow(const fs::path& file, std::uint64_t size) {
    const std::string name = file.stem().string();
    const auto digits = name.find_last_not_of("0123456789") + 1;
    std::uint64_t segment = 0;
    std::from_chars(name.data() + digits, name.data() + name.size(), segment);
    return file.extension() == ".jsonl" && segment + 1 >= LineFiles::segmentOf(size);
}

void linkOrCopy(const fs::path& from, const fs::path& to, bool copy) {
    std::error_code error;
    if (!copy) {
        fs::create_hard_link(from, to, error);
    }
    if (copy || error) { // another file system, or one without links
        error.clear();
        fs::copy_file(from, to, error);
    }
    if (error) {
        throwStorage(to, "copy", error.value());
    }
}

void copyFolder(const fs::path& from, const fs::path& to, std::uint64_t size) {
    std::error_code error;
    fs::create_directories(to, error);
    for (const fs::directory_entry& file : fs::directory_iterator(from, error)) {
        if (file.is_regular_file() && !file.path().filename().string().starts_with(".")) {
            linkOrCopy(file.path(), to / file.path().filename(), mayGrow(file.path(), size));
        }
    }
    if (error) {
        throwStorage(from, "copy", error.value());
    }
}

} // namespace

TreeHead SqliteLedger::copyTo(const fs::path& folder, const std::function<void()>& meanwhile) {
    const std::scoped_lock lock(m_mutex);
    m_files.catchUp();
    fileCheckpoints(m_database, checkpointsFolderOf(m_folder));
    // A reader keeps every writer from committing (journal_mode=DELETE). The files follow the
    // database, so they hold no entry that this copy of it lacks; where they lack the newest ones,
    // whoever opens the copy adds them, as after a crash.
    Transaction still(m_database, Transaction::Kind::Read);
    const TreePeaks peaks = readPeaks(m_database);
    copyFolder(entriesFolderOf(m_folder), entriesFolderOf(folder), peaks.size());
    copyFolder(checkpointsFolderOf(m_folder), checkpointsFolderOf(folder), peaks.size());
    m_database.copyTo(databaseFileOf(folder));
    meanwhile();
    return {peaks.size(), peaks.root()};
}

} // namespace seihon::ledger
