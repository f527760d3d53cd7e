#include "station_home.h"

#include "record/digest.h"

#include <gtest/gtest.h>

// A card with two keys: one says who is there, the other signs records [F1, A12].
namespace seihon::cli_test {
namespace {

constexpr const char* kLogin = "authentication_certificate_sha256";
constexpr const char* kSigning = "certificate_sha256";

std::string registeredFor(const StationHome& home, const std::string& user, const char* item) {
    const std::string line = home.lineOf(user, item);
    return line.substr(line.size() - 66, 64); // before the quotation mark and the line's end
}

// The certificate whose key answered at the newest login.
std::string answeredBy(const StationHome& home) {
    const Result log = home.seihon({"audit", "log", "--limit", "1000"});
    std::string certificate;
    for (const record::Json& entry : log.json().at("entries").asArray()) {
        if (entry.at("kind").asString() == "LoggedIn") {
            certificate = entry.at("facts").at("certificate").asString();
        }
    }
    return certificate;
}

} // namespace

TEST(TwoKeys, one_logs_in_and_the_other_seals) {
    const StationHome home;
    const std::string login = registeredFor(home, "clerk", kLogin);
    const std::string signing = registeredFor(home, "clerk", kSigning);
    ASSERT_NE(login, signing);
    const std::string job = home.submittedJob(1);
    EXPECT_EQ(answeredBy(home), login);
    const Result sealed = home.as("clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    EXPECT_EQ(answeredBy(home), login);
    const auto record = home.archivedRecords().at(0);
    EXPECT_NE(readFile(record / "record.json").find(signing), std::string::npos);
    EXPECT_EQ(readFile(record / "record.json").find(login), std::string::npos);
}

TEST(TwoKeys, a_card_with_one_goes_on_as_before) {
    const StationHome home;
    home.editFile("people.toml", home.lineOf("clerk", kLogin), "");
    ASSERT_EQ(home.as("clerk", {"job", "seal", home.submittedJob(1)}).code, 0);
    EXPECT_EQ(answeredBy(home), registeredFor(home, "clerk", kSigning));
    // A demo's doctor is content; a real home's tells of it.
    EXPECT_EQ(home.seihon({"doctor"}).out.find("LogsInWithSigningKey"), std::string::npos);
    home.editFile("station.toml", "demo = true", "demo = false");
    home.editFile("station.toml", "revocation = \"demo:\"", "revocation = \"files\"");
    home.editFile("station.toml", "url = \"demo:\"", "url = \"http://127.0.0.1:9/\"");
    const Result doctor = home.seihon({"doctor"});
    EXPECT_NE(doctor.out.find("LogsInWithSigningKey"), std::string::npos) << doctor.out;
}

TEST(TwoKeys, neither_takes_the_others_place) {
    const StationHome home;
    const std::string login = registeredFor(home, "clerk", kLogin);
    const std::string signing = registeredFor(home, "clerk", kSigning);
    const std::string job = home.submittedJob(1);
    // The two exchanged: the signing key is not asked who is there, even with the right PIN.
    const std::string people = readFile(home.path() / "people.toml");
    std::string exchanged = people;
    const std::size_t first = exchanged.find(signing), second = exchanged.find(login);
    exchanged.replace(first, 64, login).replace(second, 64, signing);
    writeFile(home.path() / "people.toml", exchanged);
    EXPECT_EQ(home.as("clerk", {"job", "seal", job}).code, 3);
    writeFile(home.path() / "people.toml", people);
    // The authentication certificate alone, registered for everything: it logs in, and seals
    // nothing.
    std::string alone = people;
    alone.replace(alone.find(signing), 64, login);
    const std::string line = home.lineOf("clerk", kLogin);
    alone.erase(alone.find(line), line.size());
    writeFile(home.path() / "people.toml", alone);
    const Result refused = home.as("clerk", {"job", "seal", job});
    EXPECT_EQ(refused.code, 1) << refused.out << refused.err;
    EXPECT_TRUE(refused.has("SignerKeyUsageWrong")) << refused.out;
    EXPECT_TRUE(home.archivedRecords().empty());
    writeFile(home.path() / "people.toml", people);
    const std::string managers = registeredFor(home, "manager", kLogin);
    // Somebody else's authentication certificate on this card's name.
    std::string others = people;
    others.replace(others.find(managers), 64, std::string(64, 'a'));
    others.replace(others.find(login), 64, managers);
    writeFile(home.path() / "people.toml", others);
    EXPECT_EQ(home.as("clerk", {"job", "seal", job}).code, 3);
    writeFile(home.path() / "people.toml", people);
    EXPECT_EQ(home.as("clerk", {"job", "seal", job}).code, 0);
}

} // namespace seihon::cli_test
