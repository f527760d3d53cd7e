#include "config/parse_audit_receiver.h"

#include <set>

namespace seihon::config {

namespace {

constexpr std::size_t kMostAuditReceivers = 8;

std::string readHost(TableReader& reader, std::string_view key) {
    std::string host = reader.text(key);
    if (host.find_first_of(" /[]@*") != host.npos || host.size() > 253) {
        reader.refuseHere(key, "must be a name or an address without port, spaces and wildcards");
    }
    return host;
}

} // namespace

void readAuditReceivers(TableReader& root, StationConfig& station) {
    std::set<std::string> names;
    for (TableReader& reader : root.tables("audit_receiver")) {
        AuditReceiver receiver;
        receiver.name = reader.text("name", TextKind::Identifier);
        if (!names.insert(receiver.name).second) {
            reader.refuseHere("name", "is there twice");
        }
        if (names.size() > kMostAuditReceivers) {
            reader.refuseHere("name", "is one receiver too many");
        }
        receiver.host = readHost(reader, "host");
        receiver.port = static_cast<std::uint16_t>(reader.integer("port", {1, 65535}));
        receiver.serverName =
            reader.has("server_name") ? readHost(reader, "server_name") : receiver.host;
        // All three are needed: a receiver that is not known, or does not know us, gets nothing.
        receiver.authorityFile = reader.text("ca_file");
        receiver.certificateFile = reader.text("certificate_file");
        receiver.keyFile = reader.text("key_file");
        receiver.timeout = std::chrono::seconds(reader.integer("timeout_seconds", {1, 120}));
        reader.finish();
        station.auditReceivers.push_back(std::move(receiver));
    }
}

} // namespace seihon::config
