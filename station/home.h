#pragma once

#include "record/digest.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace seihon::station {

// No file of a page is longer, as a capture or in a record.
inline constexpr std::int64_t kTiffBytes = 1ll << 30;
// Nor any of the settings files.
inline constexpr std::int64_t kConfigFileBytes = 1ll << 20;

// Where everything of one station lies. A job's folder holds what is not evidence yet; the archive
// holds records.
struct Home {
    std::filesystem::path root;

    // A file that the settings name: relative paths are below the home, absolute ones stay, and
    // none stays none.
    std::filesystem::path below(const std::filesystem::path& file) const {
        return file.empty() ? file : root / file;
    }
    std::filesystem::path stationFile() const { return root / "station.toml"; }
    std::filesystem::path peopleFile() const { return root / "people.toml"; }
    // Passwords and one-time codes of people without a card; 0600.
    std::filesystem::path credentialsFile() const { return root / "credentials"; }
    std::filesystem::path qualificationsFile() const { return root / "qualifications.toml"; }
    // Target scans of one qualification, for as long as anybody may ask.
    std::filesystem::path qualification(const std::string& id) const {
        return root / "qualifications" / id;
    }
    // The hospital edits this one; in force is the copy in regulations/ that the ledger names.
    std::filesystem::path regulationFile() const { return root / "regulation.toml"; }
    std::filesystem::path regulations() const { return root / "regulations"; }
    // Every list of people that was in force, by the digest that the log names.
    std::filesystem::path peopleKept(const record::Digest& digest) const {
        return root / "people" / (digest.hex() + ".toml");
    }
    // Plans of projects of old paper, by the digest that the log names.
    std::filesystem::path projectPlan(const record::Digest& plan) const {
        return root / "projects" / (plan.hex() + ".toml");
    }
    // Signed electronic documents as they came in, by the digest that the log names [A14].
    std::filesystem::path received() const { return root / "received"; }
    std::filesystem::path received(const record::Digest& digest) const {
        return received() / digest.hex();
    }
    std::filesystem::path trust() const { return root / "trust"; }
    std::filesystem::path ledger() const { return root / "ledger"; }
    std::filesystem::path keys() const { return root / "keys"; }
    std::filesystem::path stationKey() const { return keys() / "station.pem"; }
    std::filesystem::path sane() const { return root / "sane"; }
    // Device profiles of this house, *.toml; asked before the shipped ones.
    std::filesystem::path deviceProfiles() const { return root / "devices"; }
    std::filesystem::path feeder() const { return root / "feeder"; }
    std::filesystem::path demo() const { return root / "demo"; }
    std::filesystem::path tokens() const { return root / "tokens"; }
    std::filesystem::path locks() const { return root / "locks"; }
    // Revocation lists as they came from the network; used beside trust/crls.
    std::filesystem::path crls() const { return root / "crls"; }
    // Which services on the network failed lately; no evidence.
    std::filesystem::path backOffFile() const { return root / "services.json"; }
    // When the archive was last looked through for records to be renewed; no evidence.
    std::filesystem::path renewalLookFile() const { return root / "renewal-look.json"; }
    // What is about to be added to a record in the archive, until its last entry is written.
    std::filesystem::path staged() const { return root / "staged"; }
    std::filesystem::path staged(const std::string& job) const { return staged() / job; }

    // What a backup is made of while it is made, and what a drill restored; goes afterwards.
    std::filesystem::path backup() const { return root / "backup"; }

    // Images of cover sheets, until their job is sealed; a cover of nobody's stays.
    std::filesystem::path covers() const { return root / "covers"; }

    std::filesystem::path job(const std::string& id) const { return root / "jobs" / id; }
    std::filesystem::path captures(const std::string& id) const { return job(id) / "captures"; }
    // Smaller pages for screens: derived, may be deleted at any time.
    std::filesystem::path views(const std::string& id) const { return job(id) / "views"; }
    // The record while it is built; moves into the archive as a whole.
    std::filesystem::path building(const std::string& id) const { return job(id) / "record"; }
    // The proof of scan time that the record will hold; made durable before SealStarted names it.
    std::filesystem::path scanProof(const std::string& id) const {
        return job(id) / "scan-proof.json";
    }
    // The signature before its timestamp: written once, named by RecordSigned.
    std::filesystem::path signature(const std::string& id) const {
        return job(id) / "signature.p7s";
    }
};

} // namespace seihon::station
