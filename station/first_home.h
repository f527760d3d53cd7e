#pragma once

#include "config/config.h"
#include "station/people.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

// Who logs in first, and appoints the others: an administrator for a year from now.
struct FirstAdministrator {
    std::string user, name;
    CardHere card;
};

// What a hospital says of a new station before there is one. Everything but its name may be left
// for later; the files are then as `init` makes them.
struct FirstSettings {
    std::string hospital;
    std::filesystem::path archive = "archive"; // relative: below the home
    std::string closedDays;                    // more of them, as "2027-08-13, 2027-08-16"
    std::string scannerDriver;                 // of SANE, one name; empty: none is loaded
    std::string defaultDevice;
    std::filesystem::path cardModule; // PKCS#11
    std::optional<FirstAdministrator> administrator;
    std::filesystem::path trustFolder; // trust.toml, roots/, tsa/, crls/: copied
    std::string timestampUrl;
    std::string backupRepository; // of restic: a folder, "sftp:user@host:/folder"; empty: later
    std::filesystem::path backupPasswordFile; // with it; only its owner may read it
    std::filesystem::path replica;            // a folder elsewhere for copies of records
};

enum class FirstField {
    Hospital,
    Archive,
    ClosedDays,
    ScannerDriver,
    DefaultDevice,
    CardModule,
    Administrator,
    TrustFolder,
    TimestampUrl,
    BackupRepository,
    BackupPassword,
    Replica
};

// What the parsers of the home's files, and the disk, say against each of them; empty: nothing.
std::map<FirstField, std::string> faultsOf(const FirstSettings& settings);

// Scanners that answer to this driver now. Faults: those of the scan worker.
std::vector<record::DeviceIdentity> scannersOf(const std::string& driver);

// A real home like that of initialise(root, false), with these settings in its files. Faults:
// ConfigInvalid when one of them is not right, and those of initialise.
void initialise(const std::filesystem::path& root, const FirstSettings& settings);

// --- for init.cpp ---
std::vector<config::Person> firstPeople(const FirstSettings& settings, record::Instant now);
config::StationConfig applied(config::StationConfig station, const FirstSettings& settings);
std::string applied(std::string regulation, const FirstSettings& settings);
// trust.toml with this station's key in it, and copies of the certificates.
void copyTrust(const std::filesystem::path& from, const std::filesystem::path& trust,
               const config::StationKey& key);

} // namespace seihon::station
