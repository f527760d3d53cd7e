#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace seihon::config {

// Where backups go: a repository of restic (docs/decisions/0067-backups-are-restics.md).
struct BackupTarget {
    std::string name;
    // "/folder", "sftp:user@host:/folder", "s3:https://host/bucket", "rest:https://host/".
    std::string repository;
    // One line, readable by its owner alone; relative: below the home. A copy of it must lie
    // elsewhere: without it nothing can be restored.
    std::filesystem::path passwordFile;
    // NAME=VALUE lines for the store's own login (AWS_ACCESS_KEY_ID …); empty: it needs none.
    std::filesystem::path credentialsFile{};
    // The program that speaks SFTP, in place of `ssh`; empty: ssh.
    std::string sftpCommand{};
    // Only the store removes old generations; this station could not, even if it was taken over.
    bool appendOnly = false;
    std::int64_t keepDaily = 14, keepWeekly = 8, keepMonthly = 24; // generations
    // Each backup reads back one of so many parts of the repository.
    std::int64_t readBackParts = 7;
};

} // namespace seihon::config
