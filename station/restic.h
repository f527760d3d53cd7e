#pragma once

#include "capture/worker_process.h"
#include "config/backup_target.h"
#include "record/instant.h"
#include "station/tool_process.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

// Private to station. The program restic (Debian package), as a process: its repositories are
// encrypted, hold many generations, and are read by anybody who has the program and the password
// (docs/decisions/0067-backups-are-restics.md).
namespace seihon::station {

// A file in memory that no other process can name.
capture::Descriptor memoryFileOf(std::string_view text);
// The password of a repository, from a file that only its owner may read. Faults:
// BackupPasswordWrong.
capture::Descriptor passwordIn(const std::filesystem::path& file);

struct ResticSnapshot {
    std::string id; // 64 hex digits
    record::Instant at{};
    std::vector<std::string> tags;
};
// What `restic snapshots --json` said. Faults: Malformed.
std::vector<ResticSnapshot> snapshotsFrom(std::string_view json);

// What `restic find --json` said: the snapshots that it names. Faults: Malformed.
std::vector<std::string> snapshotsWithMatches(std::string_view json);

struct ResticSummary {
    std::string snapshot;
    std::int64_t bytesAdded = 0, bytesTotal = 0, files = 0;
};

class Restic {
  public:
    // `password`: the file in memory or on disk that holds it. Faults: NotFound (no restic here),
    // ConfigInvalid (credentials).
    Restic(const config::BackupTarget& target, const std::filesystem::path& credentials,
           capture::Descriptor password, std::filesystem::path cache = {});

    // Whether it answers, and soon. Faults of all: BackupFailed, BackupPasswordWrong.
    void probe() const;
    void make() const; // a new repository
    // Locks of processes that are dead.
    void unlock() const;
    ResticSummary backup(const std::filesystem::path& workingFolder,
                         const std::vector<std::string>& paths, const std::string& host,
                         const std::vector<std::string>& tags) const;
    // The generations beyond these go. Never called where the store is append-only.
    void forget(const std::string& host) const;
    // The repository's structure, and one of so many parts of its data.
    void check(const std::string& part) const;
    std::vector<ResticSnapshot> snapshots() const;
    // Ids of the snapshots, perhaps shortened, in which a file or folder has one of these names;
    // "*" stands for anything.
    std::vector<std::string> find(const std::vector<std::string>& names) const;
    // Into an empty folder, compared with the repository afterwards.
    void restore(const std::string& snapshot, const std::filesystem::path& into) const;

  private:
    ToolEnd call(std::vector<std::string> words, std::chrono::milliseconds patience,
                 const std::filesystem::path& workingFolder = "/") const;
    ToolEnd need(std::vector<std::string> words,
                 const std::filesystem::path& workingFolder = "/") const;
    [[noreturn]] void refuse(const std::string& doing, const ToolEnd& end) const;

    config::BackupTarget m_target;
    capture::Descriptor m_password;
    std::filesystem::path m_program;
    std::filesystem::path m_cache;
    std::vector<std::string> m_environment;
};

} // namespace seihon::station
