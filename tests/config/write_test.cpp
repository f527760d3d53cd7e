#include "config/people_rights.h"
#include "config/write.h"

#include <gtest/gtest.h>

namespace seihon::config {

namespace {

constexpr std::string_view kAwkward = "見本 \"quoted\" \\ # [x] = 'y' \u00a0…";

TEST(StationToml, ReadsBackEqual) {
    StationConfig station;
    station.stationId = "desk-1";
    station.demo = true;
    station.defaultDevice = kAwkward;
    station.archive = "/srv/archive \"1\"";
    station.pkcs11Module = "/usr/lib/softhsm/libsofthsm2.so";
    station.timestampServices = {{"demo", "demo:", std::chrono::seconds(3)},
                                 {std::string(kAwkward), "https://tsa/x", std::chrono::seconds(9)}};
    station.authenticationModule = "/usr/lib/auth \"1\".so";
    station.revocation = "demo:";
    station.scanStall = std::chrono::seconds(7);
    station.pagesPerJobLimit = 11;
    station.freeBytesRequired = 12'345;
    const StationConfig back = parseStation(stationToml(station), "station.toml");
    EXPECT_EQ(back.stationId, station.stationId);
    EXPECT_EQ(back.demo, station.demo);
    EXPECT_EQ(back.defaultDevice, station.defaultDevice);
    EXPECT_EQ(back.archive, station.archive);
    EXPECT_EQ(back.pkcs11Module, station.pkcs11Module);
    EXPECT_EQ(back.authenticationModule, station.authenticationModule);
    EXPECT_EQ(back.revocation, station.revocation);
    EXPECT_EQ(back.scanStall, station.scanStall);
    EXPECT_EQ(back.pagesPerJobLimit, station.pagesPerJobLimit);
    EXPECT_EQ(back.freeBytesRequired, station.freeBytesRequired);
    ASSERT_EQ(back.timestampServices.size(), 2u);
    EXPECT_EQ(back.timestampServices[1].name, kAwkward);
    EXPECT_EQ(back.timestampServices[1].url, "https://tsa/x");
    EXPECT_EQ(back.timestampServices[1].timeout, std::chrono::seconds(9));
}

TEST(StationToml, TheDefaultsCanBeRead) {
    StationConfig station;
    station.stationId = "s";
    const StationConfig back = parseStation(stationToml(station), "station.toml");
    EXPECT_EQ(back.archive, "archive");
    EXPECT_TRUE(back.timestampServices.empty());
    EXPECT_EQ(back.freeBytesRequired, station.freeBytesRequired);
}

TEST(PeopleToml, ReadsBackEqual) {
    const auto from = record::parseInstant("2026-04-01T00:00:00.250+09:00");
    const auto until = record::parseInstant("2027-04-01T00:00:00Z");
    std::vector<Person> people(3);
    people[0] = {"clerk",
                 std::string(kAwkward),
                 {{record::Role::ScanOperator, from, until}, {record::Role::Auditor, from, until}},
                 "token 1",
                 record::sha256("certificate")};
    people[0].authenticationSha256 = record::sha256("authentication");
    people[1] = {"night", "Night", {{record::Role::Registrar, from, until}}, "", {}};
    people[2] = {"file", "File", {{record::Role::Auditor, from, until}}, "", record::sha256("c")};
    people[2].pkcs12 = "file.p12";
    people[0].appointments[0].letter = "R8-12";
    people[1].trainings = {{std::string(kAwkward), from, until}};
    people[1].absences = {{from, until}};
    people[1].delegations = {{"clerk", record::Role::ScanOperator, from, until, "R8-13"}};
    const auto back = parsePeople(peopleToml(people), "people.toml");
    ASSERT_EQ(back.size(), 3u);
    EXPECT_EQ(rightsOf(back), rightsOf(people)); // trainings, absences, delegations, letters
    for (std::size_t i = 0; i < back.size(); ++i) {
        EXPECT_EQ(back[i].user, people[i].user);
        EXPECT_EQ(back[i].pkcs12, people[i].pkcs12);
        EXPECT_EQ(back[i].name, people[i].name);
        EXPECT_EQ(back[i].tokenLabel, people[i].tokenLabel);
        EXPECT_EQ(back[i].certificateSha256, people[i].certificateSha256);
        ASSERT_EQ(back[i].appointments.size(), people[i].appointments.size());
        for (std::size_t k = 0; k < back[i].appointments.size(); ++k) {
            EXPECT_EQ(back[i].appointments[k].role, people[i].appointments[k].role);
            EXPECT_EQ(back[i].appointments[k].from, people[i].appointments[k].from);
            EXPECT_EQ(back[i].appointments[k].until, people[i].appointments[k].until);
        }
    }
}

TEST(QualificationsToml, ReadsBackEqual) {
    record::Qualification one;
    one.device = {"fujitsu:*", std::string(kAwkward), "fi-7160", "", "0F00"};
    one.id = "0193-a";
    one.opticalDpi = {300};
    one.modes = {record::ColourMode::Colour};
    one.sources = {record::PaperSource::FeederDuplex};
    one.bitsPerSample = {8, 16};
    one.validFrom = record::parseInstant("2026-04-01T00:00:00Z");
    one.validUntil = record::parseInstant("2027-04-01T00:00:00Z");
    one.qualifiedBy = "Records";
    for (const record::Side side : {record::Side::Front, record::Side::Back}) {
        one.scans.push_back({.dpi = 300,
                             .source = record::PaperSource::FeederDuplex,
                             .side = side,
                             .edgeWidthMilliPixels = 2'045,
                             .samplingEfficiencyPercent = 91,
                             .fileDigest = record::sha256("scan")});
    }
    record::Qualification two = one;
    two.device.serial = "2";
    two.id = "0193-b";
    two.demo = true;
    two.opticalDpi = {100, 150, 200, 300, 400, 600};
    two.scans.clear();
    two.voidedAt = record::parseInstant("2026-05-01T00:00:00Z");
    two.voidReason = std::string(kAwkward);
    const std::vector<record::Qualification> list{one, two};
    EXPECT_EQ(parseQualifications(qualificationsToml(list), "q.toml"), list);
}

TEST(TrustToml, ReadsBackEqual) {
    TrustFile trust;
    TrustProfile hpki;
    hpki.name = "hpki";
    hpki.roots = {"a.pem", "b.pem"};
    hpki.policies = {"1.2.3", "1.2.4"};
    hpki.healthcareRole = HealthcareRoleRule::Required;
    hpki.healthcareRoles = {"Medical Doctor", "Pharmacist"};
    hpki.validFrom = record::parseInstant("2020-01-01T00:00:00Z");
    TrustProfile demo;
    demo.name = "demo";
    demo.roots = {"demo.pem"};
    demo.policies = {"2.999.1"};
    demo.keyUsages = {KeyUsage::DigitalSignature, KeyUsage::Both};
    demo.rsaBitsAtLeast = 3072;
    demo.testMode = true;
    demo.policyOfSignerAlone = true;
    demo.anyPolicyOfAuthorities = true;
    demo.policyMapping = true;
    demo.healthcareRole = HealthcareRoleRule::Refused;
    demo.authorityKeys = {KeyKind::Rsa, KeyKind::Ec};
    demo.validUntil = record::parseInstant("2030-01-01T00:00:00Z");
    trust.profiles = {hpki, demo};
    trust.timestampServices = {{"tsa",
                                {"t.pem"},
                                {"1.2.5", "1.2.6", "1.2.7", "1.2.8", "1.2.9"},
                                record::parseInstant("2026-01-01T00:00:00Z"),
                                record::parseInstant("2028-01-01T00:00:00Z"),
                                2048,
                                false},
                               {"open",
                                {"t.pem"},
                                {"1.2.5"},
                                record::parseInstant("2026-01-01T00:00:00Z"),
                                std::nullopt,
                                4096,
                                true}};
    trust.stationKeys = {{"desk-1", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}};
    trust.requiredHealthcareRoles = {{"dispensed-prescription", {"Pharmacist"}},
                                     {"ecg", {"Medical Doctor", "Medical Technologist"}}};
    trust.requiredTrustProfiles = {{"ecg", {"hpki", "demo"}}};
    trust.digests = {"sha512"};
    trust.digestUntil = {{"sha512", record::parseInstant("2060-01-01T00:00:00Z")}};
    trust.keyFloors = {{3072, record::parseInstant("2031-01-01T00:00:00Z")},
                       {4096, record::parseInstant("2041-01-01T00:00:00Z")}};
    trust.claimedTimeTolerance = std::chrono::minutes(15);
    trust.testMode = true;
    const TrustFile back = parseTrust(trustToml(trust), "trust.toml");
    ASSERT_EQ(back.profiles.size(), 2u);
    EXPECT_EQ(back.profiles[0].roots, trust.profiles[0].roots);
    EXPECT_EQ(back.profiles[1].name, "demo");
    EXPECT_EQ(back.profiles[1].policies, trust.profiles[1].policies);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(back.profiles[i].keyUsages, trust.profiles[i].keyUsages);
        EXPECT_EQ(back.profiles[i].healthcareRole, trust.profiles[i].healthcareRole);
        EXPECT_EQ(back.profiles[i].healthcareRoles, trust.profiles[i].healthcareRoles);
        EXPECT_EQ(back.profiles[i].authorityKeys, trust.profiles[i].authorityKeys);
        EXPECT_EQ(back.profiles[i].validFrom, trust.profiles[i].validFrom);
        EXPECT_EQ(back.profiles[i].validUntil, trust.profiles[i].validUntil);
        EXPECT_EQ(back.profiles[i].policyOfSignerAlone, trust.profiles[i].policyOfSignerAlone);
        EXPECT_EQ(back.profiles[i].anyPolicyOfAuthorities,
                  trust.profiles[i].anyPolicyOfAuthorities);
        EXPECT_EQ(back.profiles[i].policyMapping, trust.profiles[i].policyMapping);
    }
    EXPECT_EQ(back.requiredTrustProfiles, trust.requiredTrustProfiles);
    EXPECT_EQ(back.digestUntil, trust.digestUntil);
    ASSERT_EQ(back.keyFloors.size(), 2u);
    EXPECT_EQ(back.keyFloors[1].rsaBitsAtLeast, 4096);
    EXPECT_EQ(back.keyFloors[1].from, trust.keyFloors[1].from);
    EXPECT_EQ(back.profiles[1].rsaBitsAtLeast, 3072);
    EXPECT_TRUE(back.profiles[1].testMode);
    ASSERT_EQ(back.timestampServices.size(), 2u);
    EXPECT_EQ(back.timestampServices[0].policies, trust.timestampServices[0].policies);
    EXPECT_EQ(back.timestampServices[0].accreditedFrom, trust.timestampServices[0].accreditedFrom);
    EXPECT_EQ(back.timestampServices[0].accreditedUntil,
              trust.timestampServices[0].accreditedUntil);
    EXPECT_EQ(back.timestampServices[1].accreditedUntil, std::nullopt);
    EXPECT_EQ(back.timestampServices[1].rsaBitsAtLeast, 4096);
    EXPECT_EQ(back.stationKeys.at(0).ed25519Base64, trust.stationKeys[0].ed25519Base64);
    EXPECT_EQ(back.requiredHealthcareRoles, trust.requiredHealthcareRoles);
    EXPECT_EQ(back.digests, trust.digests);
    EXPECT_EQ(back.claimedTimeTolerance, trust.claimedTimeTolerance);
    EXPECT_TRUE(back.testMode);
}

TEST(TrustToml, TheDefaultsCanBeRead) {
    const TrustFile back = parseTrust(trustToml({}), "trust.toml");
    EXPECT_TRUE(back.profiles.empty());
    EXPECT_EQ(back.digests.size(), 3u);
    EXPECT_FALSE(back.testMode);
}

} // namespace

} // namespace seihon::config
