#include "config/config.h"

#include "config/parse_audit_receiver.h"
#include "config/parse_backup.h"
#include "config/toml_reader.h"

#include <set>

namespace seihon::config {

namespace {

constexpr std::string_view kDemo = "demo:";

std::string readUrl(TableReader& reader) {
    std::string url = reader.text("url");
    const bool web = (url.starts_with("http://") && url.size() > 7) ||
                     (url.starts_with("https://") && url.size() > 8);
    if ((!web && url != kDemo) || url.find(' ') != url.npos) {
        reader.refuseHere("url", "must begin with http:// or https://, or be \"demo:\"");
    }
    return url;
}

// A patient index: a file, or an address with a place for the id.
std::string readDemographics(TableReader& reader) {
    std::string source = reader.text("demographics", TextKind::MayBeEmpty);
    const bool web = source.starts_with("http://") || source.starts_with("https://");
    if (web && (source.find("{id}") == source.npos || source.find(' ') != source.npos)) {
        reader.refuseHere("demographics", "must have {id} where the patient id belongs");
    }
    return source;
}

// What is made up belongs into a home that says so.
void onlyInDemo(const TableReader& reader, const StationConfig& station, std::string_view key) {
    if (!station.demo) {
        reader.refuseHere(key, "is \"demo:\", but this station is not a demo");
    }
}

void readServices(TableReader& root, StationConfig& station) {
    std::set<std::string> names;
    for (TableReader& reader : root.tables("timestamp_service")) {
        TimestampService service;
        service.name = reader.text("name");
        service.url = readUrl(reader);
        service.timeout = std::chrono::seconds(reader.integer("timeout_seconds", {1, 120}));
        if (!names.insert(service.name).second) {
            reader.refuseHere("name", "is there twice");
        }
        if (service.url == kDemo) {
            onlyInDemo(reader, station, "url");
        }
        reader.finish();
        station.timestampServices.push_back(std::move(service));
    }
}

// C2SP tlog-witness asks for HTTP(S): what is sent is signed, and no secret.
void readWitnesses(TableReader& root, StationConfig& station) {
    std::set<std::string> names;
    for (TableReader& reader : root.tables("witness")) {
        WitnessService witness;
        witness.name = reader.text("name");
        if (!isWitnessName(witness.name) || !names.insert(witness.name).second) {
            reader.refuseHere("name", "must be one word without \"+\", and there once");
        }
        witness.url = readUrl(reader);
        if (witness.url == kDemo) {
            reader.refuseHere("url", "must begin with http:// or https://");
        }
        witness.timeout = std::chrono::seconds(reader.integer("timeout_seconds", {1, 120}));
        reader.finish();
        station.witnesses.push_back(std::move(witness));
    }
}

} // namespace

StationConfig parseStation(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    TableReader reader = root.table("station");
    StationConfig station;
    station.stationId = reader.text("id", TextKind::Identifier);
    station.demo = reader.flag("demo");
    station.defaultDevice = reader.text("default_device", TextKind::MayBeEmpty);
    station.archive = reader.text("archive");
    station.pkcs11Module = reader.text("pkcs11_module", TextKind::MayBeEmpty);
    if (!station.pkcs11Module.empty() && station.pkcs11Module.is_relative()) {
        // dlopen would look for a bare name along its own paths.
        reader.refuseHere("pkcs11_module", "must be an absolute path");
    }
    // Not in homes of the first version.
    if (reader.has("pkcs11_authentication_module")) {
        station.authenticationModule = reader.text("pkcs11_authentication_module");
        if (station.authenticationModule.is_relative()) {
            reader.refuseHere("pkcs11_authentication_module", "must be an absolute path");
        }
    }
    station.revocation = reader.text("revocation");
    if (station.revocation == kDemo) {
        onlyInDemo(reader, station, "revocation");
    } else if (station.revocation != "files" && station.revocation != "fetch") {
        reader.refuseHere("revocation", "must be \"files\", \"fetch\" or \"demo:\"");
    }
    // Not in homes of the first version; a year is what a hospital needs to notice and act.
    if (reader.has("renew_before_days")) {
        station.renewBefore = std::chrono::days(reader.integer("renew_before_days", {30, 3650}));
    }
    station.scanStall = std::chrono::seconds(reader.integer("scan_stall_seconds", {1, 600}));
    if (reader.has("card_patience_seconds")) { // not in homes of the first version
        station.cardPatience =
            std::chrono::seconds(reader.integer("card_patience_seconds", {1, 600}));
    }
    if (reader.has("demographics")) {
        station.demographics = readDemographics(reader);
    }
    if (reader.has("anchors")) {
        for (const std::string& folder : reader.texts("anchors", TextKind::Words, 0)) {
            if (std::filesystem::path(folder).is_relative()) {
                reader.refuseHere("anchors", "must be absolute paths, on another machine");
            }
            station.anchors.emplace_back(folder);
        }
    }
    readReplicas(reader, station);
    station.pagesPerJobLimit = reader.integer("pages_per_job_limit", {1, 10'000});
    station.freeBytesRequired = reader.integer("free_bytes_required", {0, 1ll << 50});
    reader.finish();
    readServices(root, station);
    readWitnesses(root, station);
    readBackupTargets(root, station);
    readAuditReceivers(root, station);
    root.finish();
    return station;
}

} // namespace seihon::config
