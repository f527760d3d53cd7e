#include "config/config.h"

#include "config/toml_reader.h"
#include "record/fault.h"

#include <algorithm>
#include <set>

namespace seihon::config {

namespace {

constexpr Range kRsaBits{2048, 16'384};

// HPKI (CP of the Ministry): the digit before the last is the version of the policy, 0 that of test
// certificates; the personal cards' service has a branch 0 for its test cards.
bool isOfTestCertificates(std::string_view policy) {
    return (policy.starts_with("1.2.392.100495.1.5.1.") && policy.ends_with(".0.1")) ||
           policy.starts_with("1.2.392.200149.8.5.1.0.");
}

// Policies that mean "any" or "a test" must not slip in among those that count.
void refuseOddPolicies(const TableReader& reader, const std::vector<std::string>& policies,
                       bool testMode) {
    constexpr std::string_view anyPolicy = "2.5.29.32.0"; // RFC 5280 §4.2.1.4
    for (const std::string& policy : policies) {
        if (policy == anyPolicy) {
            reader.refuseHere("policies", "names anyPolicy, which says nothing");
        }
        if (!testMode && isOfTestCertificates(policy)) {
            reader.refuseHere("policies", "names a policy of test certificates, " + policy +
                                              ", without test_mode");
        }
    }
}

void refuseEmptySpan(const TableReader& reader, std::string_view from, std::string_view until,
                     std::pair<std::optional<record::Instant>, std::optional<record::Instant>> at) {
    if (at.first && at.second && *at.second <= *at.first) {
        reader.refuseHere(until, "is not after " + std::string(from));
    }
}

void readHealthcareRole(TableReader& reader, TrustProfile& profile) {
    profile.healthcareRole = reader.choice<HealthcareRoleRule>("healthcare_role");
    if (!reader.has("healthcare_roles")) {
        return;
    }
    if (profile.healthcareRole == HealthcareRoleRule::Refused) {
        reader.refuseHere("healthcare_roles", "has no meaning where hcRole is refused");
    }
    profile.healthcareRoles = reader.texts("healthcare_roles", TextKind::Words, 1);
}

TrustProfile readTrustProfile(TableReader& reader) {
    TrustProfile profile;
    profile.name = reader.text("name");
    profile.roots = reader.texts("roots", TextKind::FileName, 1);
    profile.policies = reader.texts("policies", TextKind::Oid, 1);
    profile.keyUsages = reader.choices<KeyUsage>("key_usages", 1);
    readHealthcareRole(reader, profile);
    profile.rsaBitsAtLeast = reader.integer("rsa_bits_at_least", kRsaBits);
    if (reader.has("authority_keys")) {
        profile.authorityKeys = reader.choices<KeyKind>("authority_keys", 1);
    }
    if (reader.has("valid_from")) {
        profile.validFrom = reader.instant("valid_from");
    }
    if (reader.has("valid_until")) {
        profile.validUntil = reader.instant("valid_until");
    }
    refuseEmptySpan(reader, "valid_from", "valid_until", {profile.validFrom, profile.validUntil});
    profile.testMode = reader.flag("test_mode");
    refuseOddPolicies(reader, profile.policies, profile.testMode);
    // Both weaken: left out, they are off.
    profile.anyPolicyOfAuthorities =
        reader.has("any_policy_of_authorities") && reader.flag("any_policy_of_authorities");
    profile.policyMapping = reader.has("policy_mapping") && reader.flag("policy_mapping");
    if (reader.has("policy_of_signer_alone")) {
        profile.policyOfSignerAlone = reader.flag("policy_of_signer_alone");
        if (profile.policyOfSignerAlone && !profile.testMode) {
            reader.refuseHere("policy_of_signer_alone", "is for test cards: it needs test_mode");
        }
    }
    reader.finish();
    return profile;
}

TrustedTimestampService readTimestampService(TableReader& reader) {
    TrustedTimestampService service;
    service.name = reader.text("name");
    service.roots = reader.texts("roots", TextKind::FileName, 1);
    service.policies = reader.texts("policies", TextKind::Oid, 1);
    service.accreditedFrom = reader.instant("accredited_from");
    if (reader.has("accredited_until")) {
        service.accreditedUntil = reader.instant("accredited_until");
    }
    refuseEmptySpan(reader, "accredited_from", "accredited_until",
                    {service.accreditedFrom, service.accreditedUntil});
    service.rsaBitsAtLeast = reader.integer("rsa_bits_at_least", kRsaBits);
    service.testMode = reader.flag("test_mode");
    refuseOddPolicies(reader, service.policies, service.testMode);
    reader.finish();
    return service;
}

std::string readPublicKey(TableReader& reader) {
    std::string key = reader.text("ed25519_base64");
    if (!isEd25519Key(key)) {
        reader.refuseHere("ed25519_base64", "must be 32 bytes in base64");
    }
    return key;
}

StationKey readStationKey(TableReader& reader) {
    StationKey key;
    key.stationId = reader.text("station_id", TextKind::Identifier);
    key.ed25519Base64 = readPublicKey(reader);
    reader.finish();
    return key;
}

WitnessKey readWitnessKey(TableReader& reader) {
    WitnessKey key;
    key.name = reader.text("name");
    if (!isWitnessName(key.name)) {
        reader.refuseHere("name", "must be one word without \"+\", such as witness.example/w1");
    }
    key.ed25519Base64 = readPublicKey(reader);
    reader.finish();
    return key;
}

void readGeneral(TableReader reader, TrustFile& trust) {
    trust.digests = reader.texts("digests", TextKind::Identifier, 1);
    for (const std::string& digest : trust.digests) {
        if (digest != "sha256" && digest != "sha384" && digest != "sha512") {
            reader.refuseHere("digests", "names \"" + digest + "\"; only SHA-2 counts");
        }
    }
    trust.claimedTimeTolerance =
        std::chrono::minutes(reader.integer("claimed_time_tolerance_minutes", {1, 24 * 60}));
    trust.testMode = reader.flag("test_mode");
    reader.finish();
}

// When a digest or a key length stops being believed.
void readAlgorithmDates(TableReader& root, TrustFile& trust) {
    if (root.has("digest_until")) {
        TableReader reader = root.table("digest_until");
        for (const std::string& digest : reader.keys()) {
            if (std::find(trust.digests.begin(), trust.digests.end(), digest) ==
                trust.digests.end()) {
                reader.refuseHere(digest, "is not among the digests that count");
            }
            trust.digestUntil[digest] = reader.instant(digest);
        }
        reader.finish();
    }
    for (TableReader& reader : root.tables("key_floor")) {
        trust.keyFloors.push_back(
            {reader.integer("rsa_bits_at_least", kRsaBits), reader.instant("from")});
        reader.finish();
    }
}

// document class → words
std::map<std::string, std::vector<std::string>> readByClass(TableReader reader) {
    std::map<std::string, std::vector<std::string>> byClass;
    for (const std::string& kind : reader.keys()) {
        byClass[kind] = reader.texts(kind, TextKind::Words, 1);
    }
    return byClass;
}

// A class that asks for a profile that is not there could never be signed for.
void refuseUnknownProfiles(TableReader& root, const TrustFile& trust) {
    for (const auto& [kind, names] : trust.requiredTrustProfiles) {
        for (const std::string& name : names) {
            if (std::none_of(trust.profiles.begin(), trust.profiles.end(),
                             [&](const TrustProfile& one) { return one.name == name; })) {
                root.refuseHere("required_trust_profiles",
                                "names \"" + name + "\", and no [[profile]] has that name");
            }
        }
    }
}

template <typename T, typename Read>
std::vector<T> readNamed(TableReader& root, std::string_view key, Read read) {
    std::vector<T> out;
    std::set<std::string> names;
    for (TableReader& reader : root.tables(key)) {
        T one = read(reader);
        if (!names.insert(one.name).second) {
            reader.refuseHere("name", "is there twice");
        }
        out.push_back(std::move(one));
    }
    return out;
}

} // namespace

bool isEd25519Key(const std::string& base64) {
    try {
        return record::fromBase64(base64).size() == 32;
    } catch (const record::Fault&) {
        return false;
    }
}

// C2SP signed-note: the name of a key has neither spaces nor plus signs.
bool isWitnessName(std::string_view name) {
    return !name.empty() && name.size() <= 200 &&
           std::all_of(name.begin(), name.end(),
                       [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '+'; });
}

TrustFile parseTrust(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    TrustFile trust;
    readGeneral(root.table("trust"), trust);
    readAlgorithmDates(root, trust);
    trust.profiles = readNamed<TrustProfile>(root, "profile", readTrustProfile);
    trust.timestampServices =
        readNamed<TrustedTimestampService>(root, "timestamp_service", readTimestampService);
    for (TableReader& reader : root.tables("station_key")) {
        StationKey key = readStationKey(reader);
        // A station may have had several keys, one after another; the same one twice is a slip.
        if (std::any_of(
                trust.stationKeys.begin(), trust.stationKeys.end(),
                [&](const StationKey& old) { return old.ed25519Base64 == key.ed25519Base64; })) {
            reader.refuseHere("ed25519_base64", "is there twice");
        }
        trust.stationKeys.push_back(std::move(key));
    }
    trust.witnessKeys = readNamed<WitnessKey>(root, "witness", readWitnessKey);
    trust.requiredHealthcareRoles = readByClass(root.table("required_healthcare_roles"));
    if (root.has("required_trust_profiles")) {
        trust.requiredTrustProfiles = readByClass(root.table("required_trust_profiles"));
        refuseUnknownProfiles(root, trust);
    }
    root.finish();
    return trust;
}

} // namespace seihon::config
