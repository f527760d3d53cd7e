#pragma once

#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about backups take, beyond what others take as well.
struct BackupArguments {
    std::string target; // a name in station.toml, or where the repository lies
    bool newRepository = false;
    std::string to, snapshot;
    std::string passwordFile, credentialsFile, sftpCommand, stationKey;
    int passwordFd = -1;
    std::string part; // archive verify
};

struct Arguments;

// What belongs to `archive` beyond verify itself: --part, --report, repair.
void addArchiveParts(CLI::App& archive, CLI::App& verify, Arguments& args);
// backup, backup drill, restore
void addBackupVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
