#pragma once

#include "config/audit_receiver.h"
#include "config/backup_target.h"
#include "record/actor.h"
#include "record/capture_facts.h"
#include "record/device_profile.h"
#include "record/digest.h"
#include "record/film.h"
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

// Somebody else's machine that sees every checkpoint of this log and refuses one that does not
// continue those before it (C2SP tlog-witness). Its key stands in trust.toml.
struct WitnessService {
    std::string name;
    std::string url; // the submission prefix: "http://…" or "https://…"
    std::chrono::seconds timeout{10};
};

struct StationConfig {
    std::string stationId;
    bool demo = false;
    std::string defaultDevice;
    std::filesystem::path archive = "archive"; // relative paths are below the home
    std::filesystem::path pkcs11Module;
    // Real cards have a library of its own for the authentication key (JAHIS 24-002); empty: the
    // same.
    std::filesystem::path authenticationModule{};
    std::vector<TimestampService> timestampServices; // asked in this order
    // Where fresh CRLs come from: "files" (somebody puts them into trust/crls), "fetch" (from the
    // addresses in the certificates) or "demo:".
    std::string revocation = "files";
    // A record is renewed when its newest proof ends within this.
    std::chrono::days renewBefore{365};
    std::chrono::seconds scanStall{30};    // no byte for this long: the device hangs
    std::chrono::seconds cardPatience{60}; // the same of a card, or of somebody else who uses it
    // Where patients are looked up by id: a CSV file (relative: below the home), or an address with
    // "{id}" in it that answers JSON (record/demographics.h); empty: nowhere.
    std::string demographics{};
    // Folders on other machines that take a copy of each checkpoint of the log.
    std::vector<std::filesystem::path> anchors{};
    std::vector<WitnessService> witnesses{};
    // Folders on other disks or machines that take a copy of each sealed record.
    std::vector<std::filesystem::path> replicas{};
    std::vector<BackupTarget> backups{};
    std::vector<AuditReceiver> auditReceivers{};
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
    record::Digest certificateSha256; // with which this person signs
    // With which this person logs in [F1]; zeros: with the one above.
    record::Digest authenticationSha256{};
    std::string pkcs12{}; // instead of a card: a key file in the home's keys/
    std::vector<regulation::Training> trainings{}; // [F2]
    std::vector<regulation::Absence> absences{};
    std::vector<regulation::Delegation> delegations{}; // for whom this person acts [F3]
};

std::vector<Person> parsePeople(std::string_view text, const std::string& fileName);

// qualifications.toml
std::vector<record::Qualification> parseQualifications(std::string_view text,
                                                       const std::string& fileName);

// The certificate of a step tablet (config/film-tablet-example.toml). Faults: ConfigInvalid.
record::FilmTablet parseFilmTablet(std::string_view text, const std::string& fileName);

// devices/*.toml: one family of scanners each
record::DeviceProfile parseDeviceProfile(std::string_view text, const std::string& fileName);
// Those inside the program (config/devices/*.toml); the last one fits every driver.
std::vector<record::DeviceProfile> shippedDeviceProfiles();

// trust.toml: what is believed

// What a signer's key may be for, bit by bit: a certificate with any other bit, or with one less,
// is another certificate than the profile means (RFC 5280 §4.2.1.3).
enum class KeyUsage { NonRepudiation, DigitalSignature, Both };

// What the profile says about hcRole (ISO 17090-3).
enum class HealthcareRoleRule {
    Required, // every certificate has one
    Allowed,  // those of qualified people have one
    Refused,  // the issuer may not vouch for qualifications
};

// Kinds of keys that an authority in a chain may have; signers and timestamp units have RSA.
enum class KeyKind { Rsa, Ec };

struct TrustProfile { // whose signatures count
    std::string name;
    std::vector<std::string> roots;                            // file names below roots/
    std::vector<std::string> policies;                         // accepted policy OIDs; at least one
    std::vector<KeyUsage> keyUsages{KeyUsage::NonRepudiation}; // as HPKI has it
    std::int64_t rsaBitsAtLeast = 2048;
    bool testMode = false;
    HealthcareRoleRule healthcareRole = HealthcareRoleRule::Allowed;
    std::vector<std::string> healthcareRoles; // when given, one of them (Required, Allowed)
    std::vector<KeyKind> authorityKeys{KeyKind::Rsa};
    std::optional<record::Instant> validFrom;
    std::optional<record::Instant> validUntil; // not included
    // Test cards of HPKI lie below a production authority whose certificate does not name their
    // policy: only in test mode may the signer's certificate name it alone.
    bool policyOfSignerAlone = false;
    // May an authority of the chain stand for a policy without naming it (RFC 5280 §4.2.1.4, 5)?
    bool anyPolicyOfAuthorities = false;
    bool policyMapping = false;
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

// From that time on, RSA keys must be this long.
struct KeyFloor {
    std::int64_t rsaBitsAtLeast = 2048;
    record::Instant from{};
};

struct StationKey { // verifies log checkpoints
    std::string stationId;
    std::string ed25519Base64; // 32 raw bytes
};

struct WitnessKey { // verifies what a witness says of checkpoints (C2SP tlog-cosignature)
    std::string name;
    std::string ed25519Base64; // 32 raw bytes
};

struct TrustFile {
    std::vector<TrustProfile> profiles;
    std::vector<TrustedTimestampService> timestampServices;
    std::vector<StationKey> stationKeys;
    std::vector<WitnessKey> witnessKeys;
    // document class → healthcare roles of which the signer must hold one
    std::map<std::string, std::vector<std::string>> requiredHealthcareRoles;
    // document class → trust profiles of which the signer's certificate must be; none: any
    std::map<std::string, std::vector<std::string>> requiredTrustProfiles;
    std::vector<std::string> digests{"sha256", "sha384", "sha512"};
    std::map<std::string, record::Instant> digestUntil; // not included; without one: open
    std::vector<KeyFloor> keyFloors;                    // longer keys later
    // |token time − claimed signing time| above this is a finding
    std::chrono::minutes claimedTimeTolerance{60};
    bool testMode = false; // only then do profiles and services with testMode count
};

TrustFile parseTrust(std::string_view text, const std::string& fileName);
// 32 bytes in base64 (RFC 8032 §5.1.5)?
bool isEd25519Key(const std::string& base64);

// witness.toml: whose logs somebody watches over
struct WitnessConfig {
    std::string name;             // of its key, as strangers know it
    std::string listen;           // an IPv4 address of this machine
    std::uint16_t port = 0;       // 0: any that is free
    std::vector<StationKey> logs; // no other log is answered
};
WitnessConfig parseWitness(std::string_view text, const std::string& fileName);
// May a witness be called so?
bool isWitnessName(std::string_view name);

// What the regulation and the trust file say differently about who must sign what (TrustDisagrees).
record::Verdict compareTrust(const regulation::Regulation&, const TrustFile&);

} // namespace seihon::config

namespace seihon::record {

template <>
struct EnumNames<config::KeyUsage> {
    static constexpr std::array<std::pair<config::KeyUsage, std::string_view>, 3> table{
        {{config::KeyUsage::NonRepudiation, "non-repudiation"},
         {config::KeyUsage::DigitalSignature, "digital-signature"},
         {config::KeyUsage::Both, "digital-signature+non-repudiation"}}};
};

template <>
struct EnumNames<config::HealthcareRoleRule> {
    static constexpr std::array<std::pair<config::HealthcareRoleRule, std::string_view>, 3> table{
        {{config::HealthcareRoleRule::Required, "required"},
         {config::HealthcareRoleRule::Allowed, "allowed"},
         {config::HealthcareRoleRule::Refused, "refused"}}};
};

template <>
struct EnumNames<config::KeyKind> {
    static constexpr std::array<std::pair<config::KeyKind, std::string_view>, 2> table{
        {{config::KeyKind::Rsa, "rsa"}, {config::KeyKind::Ec, "ec"}}};
};

} // namespace seihon::record
