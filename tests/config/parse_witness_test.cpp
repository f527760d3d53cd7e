#include "config/config.h"
#include "config/write.h"
#include "record/fault.h"

#include "expect_refused.h"

#include <gtest/gtest.h>

namespace seihon::config {

namespace {

constexpr std::string_view kWitnessText = R"([witness]
name = "ward.example/w1"
listen = "127.0.0.1"
port = 8765

[[log]]
origin = "desk-1"
ed25519_base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
)";

} // namespace

TEST(ParseWitness, ReadsEveryItem) {
    const WitnessConfig witness = parseWitness(kWitnessText, "witness.toml");
    EXPECT_EQ(witness.name, "ward.example/w1");
    EXPECT_EQ(witness.listen, "127.0.0.1");
    EXPECT_EQ(witness.port, 8765);
    ASSERT_EQ(witness.logs.size(), 1u);
    EXPECT_EQ(witness.logs[0].stationId, "desk-1");
}

TEST(ParseWitness, RefusesWhatItDoesNotMean) {
    const auto refused = [](const std::string& from, const std::string& to, const char* why) {
        const std::string text = replaced(kWitnessText, from, to);
        expectRefused([&] { (void)parseWitness(text, "witness.toml"); }, lineOf(kWitnessText, from),
                      why);
    };
    refused("name = \"ward.example/w1\"", "name = \"two words\"", "one word");
    refused("name = \"ward.example/w1\"", "name = \"a+b\"", "one word");
    refused("port = 8765", "port = 70000", "between");
    refused("ed25519_base64 = \"AAEC", "ed25519_base64 = \"AAE", "32 bytes");
}

TEST(ParseWitness, StationAndTrustNameTheirs) {
    EXPECT_TRUE(isWitnessName("ward.example/w1"));
    EXPECT_FALSE(isWitnessName(""));
    EXPECT_FALSE(isWitnessName("ward\n"));
    EXPECT_FALSE(isEd25519Key("AAEC"));
    TrustFile trust;
    trust.witnessKeys = {{"ward.example/w1", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}};
    const TrustFile trustBack = parseTrust(trustToml(trust), "trust.toml");
    ASSERT_EQ(trustBack.witnessKeys.size(), 1u);
    EXPECT_EQ(trustBack.witnessKeys[0].name, "ward.example/w1");
    StationConfig station;
    station.stationId = "desk-1";
    station.witnesses = {{"ward.example/w1", "http://10.0.0.5:8765", std::chrono::seconds(7)}};
    const StationConfig back = parseStation(stationToml(station), "station.toml");
    ASSERT_EQ(back.witnesses.size(), 1u);
    EXPECT_EQ(back.witnesses[0].url, "http://10.0.0.5:8765");
    EXPECT_EQ(back.witnesses[0].timeout, std::chrono::seconds(7));
    station.witnesses[0].url = "demo:";
    EXPECT_THROW((void)parseStation(stationToml(station), "station.toml"), record::Fault);
}

} // namespace seihon::config
