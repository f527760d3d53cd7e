#pragma once

#include "record/actor.h"
#include "record/capture_facts.h"
#include "record/digest.h"
#include "regulation/regulation.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Strict parsers for the station's TOML files. Every one of them refuses unknown keys, wrong types,
// wrong units and missing items with Fault{ConfigInvalid, "file:line: reason", {file, line,
// reason}}; limits: 1 MiB a file.
namespace seihon::config {

// regulation.toml
regulation::Regulation parseRegulation(std::string_view text, const std::string& fileName);
// The regulation that ships inside the program (config/regulation.toml), with its comments.
std::string_view shippedRegulation();

// station.toml: this machine
struct TimestampService {
    std::string name;
    std::string url; // "http://…", "https://…" or "demo:"
    std::chrono::seconds timeout{10};
};

struct StationConfig {
    std::string stationId;
    bool demo = false;
    std::string defaultDevice;
    std::filesystem::path archive = "archive"; // relative paths are below the home
    std::filesystem::path pkcs11Module;
    std::vector<TimestampService> timestampServices; // asked in this order
    // Where fresh CRLs come from: "files" (somebody puts them into trust/crls) or "demo:".
    std::string revocation = "files";
    std::chrono::seconds scanStall{30}; // no byte for this long: the device hangs
    std::int64_t pagesPerJobLimit = 2000;
    std::int64_t freeBytesRequired = 2ll << 30;
};

StationConfig parseStation(std::string_view text, const std::string& fileName);

// people.toml: who works here, with roles, appointments and tokens
struct Person {
    std::string user;
    std::string name;
    std::vector<regulation::Appointment> appointments;
    std::string tokenLabel;
    record::Digest certificateSha256; // the certificate that this person logs in and signs with
};

std::vector<Person> parsePeople(std::string_view text, const std::string& fileName);

// qualifications.toml
std::vector<record::Qualification> parseQualifications(std::string_view text,
                                                       const std::string& fileName);

// trust.toml: what is believed
struct TrustProfile { // whose signatures count
    std::string name;
    std::vector<std::string> roots;    // file names below roots/
    std::vector<std::string> policies; // accepted policy OIDs; at least one
    bool nonRepudiationOnly = true;    // key usage as HPKI has it
    std::int64_t rsaBitsAtLeast = 2048;
    bool testMode = false;
};

struct TrustedTimestampService {
    std::string name;
    std::vector<std::string> roots;    // file names below tsa/
    std::vector<std::string> policies; // accepted TSA policy OIDs
    record::Instant accreditedFrom{};
    std::optional<record::Instant> accreditedUntil;
    std::int64_t rsaBitsAtLeast = 2048;
    bool testMode = false;
};

struct StationKey { // verifies log checkpoints
    std::string stationId;
    std::string ed25519Base64; // 32 raw bytes
};

struct TrustFile {
    std::vector<TrustProfile> profiles;
    std::vector<TrustedTimestampService> timestampServices;
    std::vector<StationKey> stationKeys;
    // document class → healthcare roles of which the signer must hold one
    std::map<std::string, std::vector<std::string>> requiredHealthcareRoles;
    std::vector<std::string> digests{"sha256", "sha384", "sha512"};
    // |token time − claimed signing time| above this is a finding
    std::chrono::minutes claimedTimeTolerance{60};
    bool testMode = false; // only then do profiles and services with testMode count
};

TrustFile parseTrust(std::string_view text, const std::string& fileName);

// What the regulation and the trust file say differently about who must sign what (TrustDisagrees).
record::Verdict compareTrust(const regulation::Regulation&, const TrustFile&);

} // namespace seihon::config
