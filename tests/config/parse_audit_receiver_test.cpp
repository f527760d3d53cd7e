#include "config/config.h"
#include "config/write.h"

#include "expect_refused.h"

#include <gtest/gtest.h>

namespace seihon::config {

namespace {

std::string textWithReceiver() {
    StationConfig station;
    station.stationId = "desk-1";
    AuditReceiver receiver;
    receiver.name = "arr";
    receiver.host = "arr.example";
    receiver.port = 7000;
    receiver.serverName = "audit.example";
    receiver.authorityFile = "trust/arr-ca.pem";
    receiver.certificateFile = "keys/arr.pem";
    receiver.keyFile = "/etc/seihon/arr.key";
    receiver.timeout = std::chrono::seconds(7);
    station.auditReceivers = {receiver};
    return stationToml(station);
}

} // namespace

TEST(ParseAuditReceiver, ReadsEveryItemAsItIsWritten) {
    const StationConfig back = parseStation(textWithReceiver(), "station.toml");
    ASSERT_EQ(back.auditReceivers.size(), 1u);
    const AuditReceiver& one = back.auditReceivers[0];
    EXPECT_EQ(one.name, "arr");
    EXPECT_EQ(one.host, "arr.example");
    EXPECT_EQ(one.port, 7000);
    EXPECT_EQ(one.serverName, "audit.example");
    EXPECT_EQ(one.authorityFile, "trust/arr-ca.pem");
    EXPECT_EQ(one.certificateFile, "keys/arr.pem");
    EXPECT_EQ(one.keyFile, "/etc/seihon/arr.key");
    EXPECT_EQ(one.timeout, std::chrono::seconds(7));
    const std::string without =
        replaced(textWithReceiver(), "server_name = \"audit.example\"\n", "");
    EXPECT_EQ(parseStation(without, "station.toml").auditReceivers[0].serverName, "arr.example");
}

TEST(ParseAuditReceiver, RefusesWhatItDoesNotMean) {
    const std::string text = textWithReceiver();
    const auto refused = [&](const std::string& from, const std::string& to, const char* why) {
        const std::string changed = replaced(text, from, to);
        expectRefused([&] { (void)parseStation(changed, "station.toml"); }, lineOf(text, from),
                      why);
    };
    refused("host = \"arr.example\"", "host = \"arr.example:6514/x\"", "without port");
    refused("server_name = \"audit.example\"", "server_name = \"*.example\"", "wildcards");
    refused("port = 7000", "port = 0", "between");
    refused("name = \"arr\"", "name = \"../arr\"", "");
    refused("timeout_seconds = 7", "timeout_seconds = 0", "between");
    // Nobody is told anything without all three.
    for (const char* line :
         {"ca_file = \"trust/arr-ca.pem\"\n", "certificate_file = \"keys/arr.pem\"\n",
          "key_file = \"/etc/seihon/arr.key\"\n"}) {
        expectRefused([&] { (void)parseStation(replaced(text, line, ""), "station.toml"); },
                      lineOf(text, "[[audit_receiver]]"), "");
    }
    const std::string table = text.substr(text.find("[[audit_receiver]]"));
    const std::string twice = text + "\n" + table;
    expectRefused([&] { (void)parseStation(twice, "station.toml"); },
                  lineOf(text, "name = \"arr\"") + 10, "twice");
}

} // namespace seihon::config
