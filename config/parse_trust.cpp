#include "config/config.h"

#include "config/toml_reader.h"
#include "record/fault.h"

#include <algorithm>
#include <set>

namespace seihon::config {

namespace {

constexpr Range kRsaBits{2048, 16'384};

TrustProfile readProfile(TableReader& reader) {
    TrustProfile profile;
    profile.name = reader.text("name");
    profile.roots = reader.texts("roots", TextKind::FileName, 1);
    profile.policies = reader.texts("policies", TextKind::Oid, 1);
    profile.nonRepudiationOnly = reader.flag("non_repudiation_only");
    profile.rsaBitsAtLeast = reader.integer("rsa_bits_at_least", kRsaBits);
    profile.testMode = reader.flag("test_mode");
    reader.finish();
    return profile;
}

TrustedTimestampService readService(TableReader& reader) {
    TrustedTimestampService service;
    service.name = reader.text("name");
    service.roots = reader.texts("roots", TextKind::FileName, 1);
    service.policies = reader.texts("policies", TextKind::Oid, 1);
    service.accreditedFrom = reader.instant("accredited_from");
    if (reader.has("accredited_until")) {
        service.accreditedUntil = reader.instant("accredited_until");
        if (*service.accreditedUntil <= service.accreditedFrom) {
            reader.refuseHere("accredited_until", "is not after accredited_from");
        }
    }
    service.rsaBitsAtLeast = reader.integer("rsa_bits_at_least", kRsaBits);
    service.testMode = reader.flag("test_mode");
    reader.finish();
    return service;
}

StationKey readStationKey(TableReader& reader) {
    StationKey key;
    key.stationId = reader.text("station_id", TextKind::Identifier);
    key.ed25519Base64 = reader.text("ed25519_base64");
    std::string raw;
    try {
        raw = record::fromBase64(key.ed25519Base64);
    } catch (const record::Fault&) {
        raw.clear();
    }
    if (raw.size() != 32) { // RFC 8032 §5.1.5
        reader.refuseHere("ed25519_base64", "must be 32 bytes in base64");
    }
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

TrustFile parseTrust(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    TrustFile trust;
    readGeneral(root.table("trust"), trust);
    trust.profiles = readNamed<TrustProfile>(root, "profile", readProfile);
    trust.timestampServices =
        readNamed<TrustedTimestampService>(root, "timestamp_service", readService);
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
    TableReader required = root.table("required_healthcare_roles");
    for (const std::string& kind : required.keys()) {
        trust.requiredHealthcareRoles[kind] = required.texts(kind, TextKind::Words, 1);
    }
    root.finish();
    return trust;
}

} // namespace seihon::config
