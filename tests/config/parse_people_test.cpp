#include "config/config.h"
#include "config/people_rights.h"

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

TEST(ParsePeople, ACardMayHaveACertificateForLoggingIn) {
    const std::string signs = "certificate_sha256 = \"" + std::string(64, '1') + "\"\n";
    const auto with = [&](const std::string& digest) {
        return replaced(kPeopleText, signs,
                        signs + "authentication_certificate_sha256 = \"" + digest + "\"\n");
    };
    const std::string file = with(std::string(64, '2'));
    EXPECT_EQ(parsePeople(file, "people.toml")[0].authenticationSha256.hex(), std::string(64, '2'));
    EXPECT_EQ(parsePeople(kPeopleText, "people.toml")[0].authenticationSha256, record::Digest{});
    const std::size_t line = lineOf(file, "authentication_certificate");
    expectPeopleRefused(with(std::string(64, '1')), line, "for signing");
    expectPeopleRefused(with(std::string(64, '0')), line, "zeros");
    expectPeopleRefused(with("12"), line, "hexadecimal");
    expectPeopleRefused(replaced(file, "token_label = \"clerk\"", "pkcs12 = \"clerk.p12\""), line,
                        "one key");
    expectPeopleRefused(replaced(file, signs, ""), 1, "certificate_sha256 is missing");
    const std::string shared = replaced(file, "name = \"Night desk\"",
                                        "name = \"Night desk\"\ntoken_label = \"n\"\n"
                                        "certificate_sha256 = \"" +
                                            std::string(64, '2') + "\"");
    expectPeopleRefused(shared, lineOf(shared, "token_label = \"n\"") + 1, "another person");
    EXPECT_NE(rightsOf(parsePeople(file, "people.toml")),
              rightsOf(parsePeople(kPeopleText, "people.toml"))); // a review shows it
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

const std::string kTerms = kPeopleText + R"(letter = "R8-12"
[[person.training]]
subject = "読み取り"
from = 2026-04-01T00:00:00+09:00
until = 2027-04-01T00:00:00+09:00
[[person.absence]]
from = 2026-08-10T00:00:00+09:00
until = 2026-08-17T00:00:00+09:00
[[person.delegation]]
for = "clerk"
role = "scan-operator"
from = 2026-04-01T00:00:00+09:00
until = 2027-04-01T00:00:00+09:00
letter = "R8-13"
)";

TEST(ParsePeople, ReadsTrainingAbsenceAndDelegation) { // [F2, F3]
    const Person night = parsePeople(kTerms, "people.toml").at(1);
    EXPECT_EQ(night.appointments.at(1).letter, "R8-12");
    EXPECT_EQ(night.trainings.at(0).subject, "読み取り");
    EXPECT_EQ(record::formatInstant(night.absences.at(0).until), "2026-08-16T15:00:00.000Z");
    EXPECT_EQ(night.delegations.at(0).principal, "clerk");
    EXPECT_EQ(night.delegations.at(0).role, record::Role::ScanOperator);
    EXPECT_EQ(night.delegations.at(0).letter, "R8-13");
}

// Nobody lends what they do not hold, nor for longer [F3].
TEST(ParsePeople, RefusesADelegationOfWhatIsNotHeld) {
    const auto spoil = [](std::string_view from, std::string_view to, std::string_view item,
                          std::string_view reason) {
        const std::size_t table = kTerms.find("[[person.delegation]]");
        std::string text = kTerms.substr(0, table) + replaced(kTerms.substr(table), from, to);
        const std::int64_t line =
            lineOf(text, "[[person.delegation]]") - 1 + lineOf(text.substr(table), item);
        expectPeopleRefused(text, line, reason);
    };
    spoil("for = \"clerk\"", "for = \"nobody\"", "for =", "no other person");
    spoil("for = \"clerk\"", "for = \"night\"", "for =", "no other person");
    spoil("role = \"scan-operator\"", "role = \"auditor\"", "role =", "not held by clerk");
    spoil("until = 2027-04-01T00:00:00+09:00", "until = 2027-04-01T00:00:01+09:00",
          "role =", "whole time");
    spoil("from = 2026-04-01T00:00:00+09:00", "from = 2026-03-31T23:59:59+09:00",
          "role =", "whole time");
    spoil("until = 2027-04-01T00:00:00+09:00", "until = 2026-04-01T00:00:00+09:00",
          "until =", "not after");
    const std::string admin =
        replaced(kTerms,
                 "role = \"scan-operator\"\nfrom = 2026-04-01T00:00:00+09:00\nuntil = "
                 "2027-04-01T00:00:00+09:00\n\n",
                 "role = \"administrator\"\nfrom = 2026-04-01T00:00:00+09:00\nuntil = "
                 "2027-04-01T00:00:00+09:00\n\n");
    expectPeopleRefused(replaced(admin, "role = \"scan-operator\"", "role = \"administrator\""),
                        lineOf(kTerms, "[[person.delegation]]") + 2, "cannot be delegated");
}

TEST(PeopleRights, SayWhatChanged) { // [F2]
    const Rights before = rightsOf(parsePeople(kPeopleText, "people.toml"));
    const Rights after = rightsOf(parsePeople(kTerms, "people.toml"));
    EXPECT_EQ(changesOf(before, before), record::Json::object({}));
    const record::Json changes = changesOf(before, after);
    ASSERT_EQ(changes.asObject().size(), 1u) << record::pretty(changes);
    const auto& night = changes.at("night");
    EXPECT_EQ(night.at("added").asArray().size(), 4u) << record::pretty(changes);
    EXPECT_EQ(night.at("removed").asArray().size(), 1u); // the appointment without its letter
    EXPECT_EQ(changesOf({}, before).asObject().size(), 2u);
    EXPECT_EQ(rightsFromJson(toJson(after)), after);
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
