#pragma once

#include "station/backup_note.h"
#include "station/home.h"

#include <filesystem>
#include <string>
#include <vector>

// Private to station.
namespace seihon::station {

// What of the home goes into a backup, linked together in one folder, so that it stays as it was at
// one moment while it is carried away. Removed again at the end.
class BackupStage {
  public:
    explicit BackupStage(const Home& home);
    ~BackupStage();
    BackupStage(const BackupStage&) = delete; // owns its folder
    BackupStage& operator=(const BackupStage&) = delete;

    std::filesystem::path folder() const { return m_folder; }
    std::filesystem::path ledger() const { return m_folder / "ledger"; }
    // Everything but the ledger, the archive, keys, and what is derived or of this computer only.
    void linkHome(const std::filesystem::path& archive);
    void write(const BackupNote& note) const;
    const std::vector<std::string>& leftOut() const { return m_leftOut; }

  private:
    void link(const std::filesystem::path& from, const std::filesystem::path& to);

    const Home& m_home;
    std::filesystem::path m_folder;
    std::vector<std::string> m_leftOut;
};

inline constexpr const char* kStageName = "home"; // of the folder, and so inside a backup
inline constexpr const char* kBackupNoteName = "backup.json";

} // namespace seihon::station
