#include "config/parse_backup.h"

#include <algorithm>
#include <set>

namespace seihon::config {

namespace {

constexpr std::size_t kMostBackupTargets = 8;

bool isLocation(const std::string& text) {
    const bool remote = text.starts_with("sftp:") || text.starts_with("s3:") ||
                        text.starts_with("rest:http://") || text.starts_with("rest:https://");
    return remote ? text.find(' ') == text.npos && text.size() > 6 : text.starts_with("/");
}

BackupTarget readBackupTarget(TableReader& reader) {
    constexpr Range kGenerations{0, 3660};
    BackupTarget target;
    target.name = reader.text("name", TextKind::Identifier);
    target.repository = reader.text("repository");
    if (!isLocation(target.repository)) {
        reader.refuseHere("repository", "must be an absolute path, or begin with sftp:, s3:, "
                                        "rest:http:// or rest:https://");
    }
    target.passwordFile = reader.text("password_file");
    if (reader.has("credentials_file")) {
        target.credentialsFile = reader.text("credentials_file", TextKind::MayBeEmpty);
    }
    if (reader.has("sftp_command")) {
        target.sftpCommand = reader.text("sftp_command", TextKind::MayBeEmpty);
    }
    target.appendOnly = reader.flag("append_only");
    target.keepDaily = reader.integer("keep_daily", kGenerations);
    target.keepWeekly = reader.integer("keep_weekly", kGenerations);
    target.keepMonthly = reader.integer("keep_monthly", kGenerations);
    // Several generations: what a malware encrypted last night must not be all there is [F9].
    if (target.keepDaily + target.keepWeekly + target.keepMonthly < 3) {
        reader.refuseHere("keep_daily", "keeps less than three generations with the other two");
    }
    if (reader.has("read_back_parts")) {
        target.readBackParts = reader.integer("read_back_parts", {1, 31});
    }
    reader.finish();
    return target;
}

} // namespace

void readBackupTargets(TableReader& root, StationConfig& station) {
    std::set<std::string> names;
    for (TableReader& reader : root.tables("backup")) {
        BackupTarget target = readBackupTarget(reader);
        if (!names.insert(target.name).second) {
            reader.refuseHere("name", "is there twice");
        }
        if (names.size() > kMostBackupTargets) {
            reader.refuseHere("name", "is one target too many");
        }
        station.backups.push_back(std::move(target));
    }
}

void readReplicas(TableReader& reader, StationConfig& station) {
    if (!reader.has("replicas")) {
        return;
    }
    for (const std::string& folder : reader.texts("replicas", TextKind::Words, 0)) {
        if (std::filesystem::path(folder).is_relative()) {
            reader.refuseHere("replicas", "must be absolute paths, on another disk or machine");
        }
        station.replicas.emplace_back(folder);
    }
}

} // namespace seihon::config
