#include "config/config.h"

#include "config/toml_reader.h"

#include <algorithm>

namespace seihon::config {

namespace {

// Of trust.toml's [[station_key]], under the name that the log has for others.
StationKey readWitnessedLog(TableReader& reader) {
    StationKey log;
    log.stationId = reader.text("origin", TextKind::Identifier);
    log.ed25519Base64 = reader.text("ed25519_base64");
    if (!isEd25519Key(log.ed25519Base64)) {
        reader.refuseHere("ed25519_base64", "must be 32 bytes in base64");
    }
    reader.finish();
    return log;
}

} // namespace

WitnessConfig parseWitness(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    TableReader reader = root.table("witness");
    WitnessConfig witness;
    witness.name = reader.text("name");
    if (!isWitnessName(witness.name)) {
        reader.refuseHere("name", "must be one word without \"+\", such as witness.example/w1");
    }
    witness.listen = reader.text("listen");
    witness.port = static_cast<std::uint16_t>(reader.integer("port", {0, 65'535}));
    reader.finish();
    for (TableReader& log : root.tables("log")) {
        StationKey key = readWitnessedLog(log);
        // A log may have had several keys, one after another; the same one twice is a slip.
        if (std::any_of(witness.logs.begin(), witness.logs.end(), [&](const StationKey& old) {
                return old.ed25519Base64 == key.ed25519Base64;
            })) {
            log.refuseHere("ed25519_base64", "is there twice");
        }
        witness.logs.push_back(std::move(key));
    }
    root.finish();
    return witness;
}

} // namespace seihon::config
