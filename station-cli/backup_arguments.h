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
};

struct Arguments;

// backup, backup drill, restore
void addBackupVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
