#include "config/config.h"

#include "expect_refused.h"

#include <gtest/gtest.h>

namespace seihon::config {

namespace {

const std::string kPeopleText = R"([[person]]
user = "clerk"
name = "事務 花子"
token_label = "clerk"
certificate_sha256 = "1111111111111111111111111111111111111111111111111111111111111111"
[[person.appointment]]
role = "scan-operator"
from = 2026-04-01T00:00:00+09:00
until = 2027-04-01T00:00:00+09:00

[[person]]
user = "night"
name = "Night desk"
[[person.appointment]]
role = "registrar"
from = 2026-04-01T00:00:00Z
until = 2028-04-01T00:00:00Z
[[person.appointment]]
role = "auditor"
from = 2026-05-01T00:00:00Z
until = 2026-06-01T00:00:00Z
)";

void expectPeopleRefused(const std::string& text, std::int64_t line, std::string_view reason) {
    expectRefused([&] { (void)parsePeople(text, "people.toml"); }, line, reason);
}

TEST(ParsePeople, ReadsPeopleWithAndWithoutACard) {
    const auto people = parsePeople(kPeopleText, "people.toml");
    ASSERT_EQ(people.size(), 2u);
    EXPECT_EQ(people[0].name, "事務 花子");
    EXPECT_EQ(people[0].certificateSha256.hex(), std::string(64, '1'));
    EXPECT_EQ(record::formatInstant(people[0].appointments.at(0).from), "2026-03-31T15:00:00.000Z");
    EXPECT_EQ(people[1].certificateSha256, record::Digest{});
    EXPECT_EQ(people[1].appointments.at(1).role, record::Role::Auditor);
}

TEST(ParsePeople, RefusesEachMistakeWithItsLine) {
    const auto spoil = [](std::string_view from, std::string_view to, std::string_view reason) {
        expectPeopleRefused(replaced(kPeopleText, from, to), lineOf(kPeopleText, from), reason);
    };
    spoil("user = \"night\"", "user = \"clerk\"", "twice");
    spoil("user = \"night\"", "user = \"Night Desk\"", "small letters");
    spoil("role = \"auditor\"", "role = \"station\"", "no person");
    spoil("role = \"auditor\"", "role = \"doctor\"", "one of");
    spoil("until = 2026-06-01T00:00:00Z", "until = 2026-05-01T00:00:00Z", "not after");
    spoil("until = 2026-06-01T00:00:00Z", "until = 2026-06-01T00:00:00", "offset");
    spoil("until = 2026-06-01T00:00:00Z", "until = 2026-06-01", "point in time");
    spoil(std::string(64, '1'), std::string(64, '0'), "zeros");
    spoil(std::string(64, '1'), std::string(63, '1'), "hexadecimal");
    spoil(std::string(64, '1'), std::string(64, 'A'), "hexadecimal");
}

TEST(ParsePeople, RefusesWhatDoesNotBelongHere) {
    expectPeopleRefused(
        replaced(kPeopleText, "name = \"Night desk\"", "name = \"Night desk\"\npin = \"123456\""),
        lineOf(kPeopleText, "Night desk") + 1, "pin is not a known item");
}

TEST(ParsePeople, RefusesHalfACardAndASharedOne) {
    expectPeopleRefused(replaced(kPeopleText, "token_label = \"clerk\"\n", ""), 1,
                        "token_label is missing");
    const std::string shared = replaced(kPeopleText, "name = \"Night desk\"",
                                        "name = \"Night desk\"\ntoken_label = \"n\"\n"
                                        "certificate_sha256 = \"" +
                                            std::string(64, '1') + "\"");
    expectPeopleRefused(shared, lineOf(kPeopleText, "Night desk") + 2, "another person");
}

TEST(ParsePeople, AKeyFileMayStandInForACard) {
    const std::string file =
        replaced(kPeopleText, "token_label = \"clerk\"", "pkcs12 = \"clerk.p12\"");
    const auto people = parsePeople(file, "people.toml");
    EXPECT_EQ(people[0].pkcs12, "clerk.p12");
    EXPECT_TRUE(people[0].tokenLabel.empty());
    expectPeopleRefused(replaced(file, "clerk.p12", "../clerk.p12"), lineOf(file, "pkcs12"),
                        "pkcs12");
    expectPeopleRefused(replaced(file, "pkcs12 =", "token_label = \"clerk\"\npkcs12 ="),
                        lineOf(file, "pkcs12") + 1, "one key");
    const std::string digest = "certificate_sha256 = \"" + std::string(64, '1') + "\"\n";
    expectPeopleRefused(replaced(file, digest, ""), 1, "certificate_sha256 is missing");
}

TEST(ParsePeople, AFreshHomeHasNobody) {
    EXPECT_TRUE(parsePeople("", "people.toml").empty());
}

TEST(ParsePeople, RefusesNoAppointment) {
    expectPeopleRefused("[[person]]\nuser = \"x\"\nname = \"X\"\n", 1, "no appointment");
    expectPeopleRefused(kPeopleText + "[other]\n", lineOf(kPeopleText, "until = 2026-06-01") + 1,
                        "not a known item");
}

} // namespace

} // namespace seihon::config
