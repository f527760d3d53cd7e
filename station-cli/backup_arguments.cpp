#include "station-cli/backup_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addArchiveParts(CLI::App& archive, CLI::App& verify, Arguments& args) {
    verify.add_option("--part", args.backup.part,
                      "one part of so many, 3/30: each record is in exactly one");
    verify.add_option("--report", args.reportFile, "write the signed report here");
    CLI::App* repair =
        addVerb(archive, args, "repair", "put a verified replica in place of a damaged record");
    repair->add_option("record", args.target, "record id")->required();
    addVerb(archive, args, "rebuild", "make database and index anew from the append-only files");
}

void addBackupVerbs(CLI::App& app, Arguments& args) {
    BackupArguments& backup = args.backup;
    CLI::App* make = app.add_subcommand("backup", "back the home up, to every target or one");
    make->fallthrough();
    make->add_option("--target", backup.target, "its name in station.toml; none: all of them");
    make->add_flag("--new", backup.newRepository, "the target is empty: make the repository");
    make->final_callback([&args] { // after that of a verb below it
        if (args.verb.empty()) {
            args.verb = "backup";
        }
    });
    CLI::App* drill = addVerb(*make, args, "drill",
                              "restore the newest beside the home, verify it, take it away");
    drill->add_option("--target", backup.target, "its name; none: the only one");
    CLI::App* restore = addVerb(app, args, "restore", "bring a home back from a backup");
    restore
        ->add_option("--target", backup.target, "where the repository lies; with --home its name")
        ->required();
    restore->add_option("--to", backup.to, "the new home; must not be there")->required();
    restore->add_option("--snapshot", backup.snapshot, "which backup; none: the newest");
    restore->add_option("--password-file", backup.passwordFile,
                        "the repository's password, in a file that only its owner may read");
    restore->add_option("--password-fd", backup.passwordFd, "the same from this descriptor")
        ->check(CLI::NonNegativeNumber);
    restore->add_option("--credentials-file", backup.credentialsFile,
                        "NAME=VALUE lines for the store's login (AWS_ACCESS_KEY_ID …)");
    restore->add_option("--sftp-command", backup.sftpCommand, "speaks SFTP in place of ssh");
    restore->add_option("--station-key", backup.stationKey,
                        "keys/station.pem from where its copy is kept");
}

} // namespace seihon::station_cli
