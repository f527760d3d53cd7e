#include "station/backup_stage.h"

#include "ledger/descriptor.h"
#include "ledger/durable_file.h"
#include "record/digest.h"

#include <algorithm>
#include <set>
#include <system_error>

namespace seihon::station {

namespace fs = std::filesystem;

namespace {

// Of this computer and this moment only.
bool isPassing(const fs::path& name) {
    static const std::set<std::string> passing{"ledger", "locks",         "keys",
                                               "backup", "services.json", "renewal-look.json"};
    return passing.contains(name.string());
}

[[noreturn]] void cannotStage(const fs::path& file, const std::error_code& error) {
    ledger::throwStorage(file, "stage for a backup", error.value());
}

} // namespace

BackupStage::BackupStage(const Home& home) : m_home(home), m_folder(home.backup() / kStageName) {
    std::error_code error;
    fs::remove_all(m_folder, error); // of a backup that was killed: links and copies only
    fs::create_directories(m_folder, error);
    if (error) {
        cannotStage(m_folder, error);
    }
    fs::permissions(home.backup(), fs::perms::owner_all, error);
}

BackupStage::~BackupStage() {
    std::error_code ignored;
    fs::remove_all(m_folder, ignored);
}

// Files of the home are written once or replaced by rename, so a link keeps what was there.
void BackupStage::link(const fs::path& from, const fs::path& to) {
    std::error_code error;
    const fs::file_status status = fs::symlink_status(from, error);
    if (fs::is_directory(status)) {
        // Smaller pages for screens are made anew when somebody looks.
        if (from.filename() == "views" &&
            from.parent_path().parent_path() == m_home.root / "jobs") {
            return;
        }
        fs::create_directory(to, from, error);
        for (fs::directory_iterator one(from, error), end; !error && one != end;
             one.increment(error)) {
            link(one->path(), to / one->path().filename());
        }
    } else if (fs::is_symlink(status)) {
        fs::copy_symlink(from, to, error);
    } else if (fs::is_regular_file(status) && !from.filename().string().starts_with(".tmp-")) {
        fs::create_hard_link(from, to, error);
        if (error && error != std::errc::no_such_file_or_directory) {
            error.clear();
            fs::copy_file(from, to, error);
        }
    }
    if (error && error != std::errc::no_such_file_or_directory) { // it went meanwhile
        cannotStage(from, error);
    }
}

void BackupStage::linkHome(const fs::path& archive) {
    std::error_code error;
    for (fs::directory_iterator one(m_home.root, error), end; !error && one != end;
         one.increment(error)) {
        const bool isArchive = fs::exists(archive) && fs::equivalent(one->path(), archive);
        if (!isArchive && !isPassing(one->path().filename())) {
            link(one->path(), m_folder / one->path().filename());
        }
    }
    if (fs::exists(m_home.keys())) {
        for (const fs::directory_entry& key : fs::directory_iterator(m_home.keys())) {
            m_leftOut.push_back("keys/" + key.path().filename().string());
        }
    }
    std::sort(m_leftOut.begin(), m_leftOut.end());
    if (error) {
        cannotStage(m_home.root, error);
    }
}

void BackupStage::write(const BackupNote& note) const {
    ledger::writeDurably(m_folder / kBackupNoteName, record::bytesOf(textOf(note)));
}

} // namespace seihon::station
