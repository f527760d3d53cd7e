#include "station_home.h"

#include "identity/totp.h"
#include "record/instant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <fstream>
#include <sstream>

// People as the house meets them: without a card, locked out, acting for somebody, in an emergency,
// and looking.
namespace seihon::cli_test {

namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kPassword = "Kohaku-no-ringo 7";

const std::string kNightDesk = "\n[[person]]\nuser = \"night\"\nname = \"Night desk\"\n"
                               "[[person.appointment]]\nrole = \"scan-operator\"\n"
                               "from = 2020-01-01T00:00:00Z\nuntil = 2050-01-01T00:00:00Z\n"
                               "letter = \"N-1\"\n"
                               "[[person.training]]\nsubject = \"scanning\"\n"
                               "from = 2020-01-01T00:00:00Z\nuntil = 2050-01-01T00:00:00Z\n";

class PeopleHome : public StationHome {
  public:
    void addPeople(const std::string& toml) const {
        std::ofstream(path() / "people.toml", std::ios::app) << toml;
    }
    // Inside the table of a person who is there.
    void addTo(const std::string& user, const std::string& toml) const {
        std::string text = readFile(path() / "people.toml");
        const std::size_t person = text.find("user = \"" + user + "\"");
        const std::size_t next = std::min(text.find("[[person]]", person), text.size());
        writeFile(path() / "people.toml", text.insert(next, toml));
    }
    void givePassword(const std::string& user) const {
        const Result set =
            as("admin", {"user", "password", user, "--new-fd", "3"}, "123456\n" + kPassword);
        ASSERT_EQ(set.code, 0) << set.out << set.err;
        const Result totp = as("admin", {"user", "totp", user});
        ASSERT_EQ(totp.code, 0) << totp.out << totp.err;
        EXPECT_THAT(totp.json().at("otpauth").asString(), HasSubstr("otpauth://totp/Seihon:"));
    }
    std::string credential(const std::string& user, int field) const {
        std::istringstream lines(readFile(path() / "credentials"));
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            std::string word;
            words >> word;
            if (word == user) {
                for (int i = 0; i < field; ++i) {
                    words >> word;
                }
                return word;
            }
        }
        return {};
    }
    // Password and the one-time code of now, or so many steps beside.
    std::string secrets(const std::string& user, std::int64_t steps = 0) const {
        const signing::Pin secret(credential(user, 2));
        const std::int64_t step =
            std::chrono::floor<std::chrono::seconds>(record::readClock()).time_since_epoch() /
            std::chrono::seconds(30);
        const signing::Pin code = identity::codeOfStep(secret, step + steps);
        return kPassword + "\n" + std::string(code.bytes().begin(), code.bytes().end());
    }
    Result byPassword(const std::string& user, std::vector<std::string> args,
                      const std::string& secret) const {
        args.push_back("--password");
        return as(user, std::move(args), secret);
    }
    Result later(const std::string& shift, const std::string& user, std::vector<std::string> args,
                 const std::string& pin = "123456") const {
        std::vector<std::string> words{"faketime", "-f", shift};
        for (std::string& word : command(user, std::move(args))) {
            words.push_back(std::move(word));
        }
        return runProgram(words, pin);
    }
    std::string log() const { return seihon({"audit", "log", "--limit", "100000"}).out; }
};

std::string faultOf(const Result& result) {
    return result.json().at("fault").at("kind").asString();
}

const std::vector<std::string> kIntakeAtNight{"intake",    "--class",          "referral-letter",
                                              "--patient", "P-000123",         "--sheets",
                                              "1",         "--attest-complete"};

} // namespace

TEST(People, a_list_that_was_changed_waits_for_a_review) { // [F2]
    const PeopleHome home;
    EXPECT_FALSE(home.seihon({"user", "check"}).has("PeopleChangedSinceReview"))
        << "the list that the home began with";
    home.addPeople(kNightDesk);
    EXPECT_TRUE(home.seihon({"user", "check"}).has("PeopleChangedSinceReview"));
    EXPECT_THAT(home.seihon({"doctor"}).out, HasSubstr("PeopleChangedSinceReview"));
    ASSERT_EQ(home.as("records", {"user", "review", "--remark", "appointed"}).code, 0);
    EXPECT_FALSE(home.seihon({"user", "check"}).has("PeopleChangedSinceReview"));

    EXPECT_FALSE(home.seihon({"archive", "verify"}).has("FileAltered"));
    for (const auto& kept : std::filesystem::directory_iterator(home.path() / "people")) {
        writeFile(kept.path(), readFile(kept.path()) + "# another list\n");
    }
    EXPECT_TRUE(home.seihon({"archive", "verify"}).has("FileAltered")) << "lists of the past";
    EXPECT_THAT(home.seihon({"doctor"}).out, HasSubstr("FileAltered"));
}

TEST(People, without_a_card_they_do_everything_but_seal) { // [F1, W]
    const PeopleHome home;
    home.addPeople(kNightDesk);
    EXPECT_EQ(faultOf(home.byPassword("night", kIntakeAtNight, kPassword + "\n123456")),
              "LoginRefused");
    EXPECT_EQ(
        home.as("clerk", {"user", "password", "night", "--new-fd", "3"}, "123456\n" + kPassword)
            .code,
        1); // nobody's business but one's own and the administrator's
    EXPECT_EQ(
        home.as("admin", {"user", "password", "night", "--new-fd", "3"}, "123456\nshort").code, 2);
    home.givePassword("night");
    struct stat status {};
    ASSERT_EQ(::stat((home.path() / "credentials").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);

    home.layPaper(1);
    const std::string code = home.secrets("night");
    const Result done = home.byPassword("night", kIntakeAtNight, code);
    ASSERT_EQ(done.code, 1) << done.out << done.err;
    EXPECT_TRUE(done.has("CardNeeded"));
    EXPECT_EQ(done.json().at("state").asString(), "submitted");
    // The code has served; another one, and the wrong password, do not help either.
    const std::string job = done.json().at("job").asString();
    EXPECT_EQ(faultOf(home.byPassword("night", {"job", "seal", job}, code)), "LoginRefused");
    const std::string next = home.secrets("night", 1);
    EXPECT_EQ(faultOf(home.byPassword("night", {"job", "seal", job}, "x" + next)), "LoginRefused");
    EXPECT_TRUE(home.byPassword("night", {"job", "seal", job}, next).has("CardNeeded"));
    // Handed over: scanner and signer are both named.
    const Result sealed = home.as("clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    const std::string json =
        readFile(std::filesystem::path(sealed.json().at("path").asString()) / "record.json");
    EXPECT_THAT(json, HasSubstr("Night desk"));
    EXPECT_THAT(json, HasSubstr("Kanae Uketsuke"));
    const std::string log = home.log();
    for (const std::string& secret :
         {kPassword, home.credential("night", 1), home.credential("night", 2)}) {
        EXPECT_THAT(log, Not(HasSubstr(secret)));
    }
}

TEST(People, credentials_that_the_log_does_not_know_log_nobody_in) {
    const PeopleHome home;
    home.addPeople(kNightDesk);
    home.givePassword("night");
    home.givePassword("clerk"); // who knows that password, puts it beside another name
    const std::filesystem::path file = home.path() / "credentials";
    const std::string whole = readFile(file);
    std::string edited = whole;
    const std::string clerks = home.credential("clerk", 1), nights = home.credential("night", 1);
    edited.replace(edited.find(nights), nights.size(), clerks);
    writeFile(file, edited);
    const Result refused = home.byPassword("night", {"job", "open", "x"}, home.secrets("night"));
    EXPECT_EQ(faultOf(refused), "LoginRefused");
    EXPECT_THAT(refused.out, HasSubstr("does not know"));
    writeFile(file, whole);
    std::filesystem::permissions(file, std::filesystem::perms::group_read,
                                 std::filesystem::perm_options::add);
    EXPECT_EQ(faultOf(home.byPassword("night", {"job", "open", "x"}, home.secrets("night"))),
              "ConfigInvalid");
    std::filesystem::permissions(file, std::filesystem::perms::group_read,
                                 std::filesystem::perm_options::remove);
    EXPECT_EQ(faultOf(home.byPassword("night", {"job", "open", "x"}, home.secrets("night"))),
              "NotFound"); // logged in; there is no such job
}

TEST(People, wrong_tries_in_a_row_lock_out_before_the_card_is_asked) { // [F1]
    const PeopleHome home;
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(faultOf(home.as("clerk", {"job", "open", "x"}, "000000")), "PinWrong");
    }
    const Result locked = home.as("clerk", {"job", "open", "x"}); // the right PIN
    EXPECT_EQ(faultOf(locked), "LoginLocked");
    EXPECT_EQ(faultOf(home.as("manager", {"job", "open", "x"})), "NotFound"); // others are free
    EXPECT_EQ(faultOf(home.later("+25s", "clerk", {"job", "open", "x"})), "LoginLocked");
    EXPECT_EQ(faultOf(home.later("+45s", "clerk", {"job", "open", "x"}, "000000")), "PinWrong");
    EXPECT_EQ(faultOf(home.later("+60s", "clerk", {"job", "open", "x"})), "LoginLocked"); // longer
    // The administrator opens it; the clerk may not.
    EXPECT_EQ(home.as("manager", {"user", "unlock", "clerk"}).code, 1);
    ASSERT_EQ(home.as("admin", {"user", "unlock", "clerk"}).code, 0);
    EXPECT_EQ(faultOf(home.as("clerk", {"job", "open", "x"})), "NotFound");
    EXPECT_EQ(home.as("admin", {"user", "unlock", "admin"}).code, 1);
}

TEST(People, an_act_for_somebody_names_both_and_waits_for_the_confirmation) { // [F3]
    const PeopleHome home;
    home.addTo("records", "[[person.delegation]]\nfor = \"manager\"\n"
                          "role = \"information-creation-manager\"\n"
                          "from = " +
                              record::formatInstant(record::readClock() - std::chrono::hours(1)) +
                              "\nuntil = " +
                              record::formatInstant(record::readClock() + std::chrono::hours(1)) +
                              "\nletter = \"D-3\"\n");
    const std::string job = home.submittedJob(1, "consent-form");
    const Result accepted = home.as("records", {"job", "accept", job});
    ASSERT_EQ(accepted.code, 0) << accepted.out << accepted.err;
    const Result open = home.seihon({"user", "confirm"});
    ASSERT_EQ(open.json().at("open").asArray().size(), 1u) << open.out;
    const record::Json& act = open.json().at("open").asArray()[0];
    EXPECT_EQ(act.at("user").asString(), "records");
    EXPECT_EQ(act.at("for").asString(), "manager");
    EXPECT_EQ(act.at("what").asString(), "accept");
    EXPECT_EQ(act.at("job").asString(), job);
    const std::string entry = std::to_string(act.at("entry").asInt());
    EXPECT_EQ(home.as("records", {"user", "confirm", entry}).code, 1);
    EXPECT_EQ(home.as("admin", {"user", "confirm", entry}).code, 1);
    EXPECT_TRUE(home.seihon({"user", "check"}).has("ProxyNotConfirmed"));
    ASSERT_EQ(home.as("manager", {"user", "confirm", entry}).code, 0);
    EXPECT_TRUE(home.seihon({"user", "confirm"}).json().at("open").asArray().empty());
    EXPECT_THAT(home.seihon({"audit", "log", "--job", job}).out,
                HasSubstr("\"onBehalfOf\":\"manager\""));
    const Result sealed = home.as("manager", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    const std::string path = sealed.json().at("path").asString();
    EXPECT_THAT(readFile(std::filesystem::path(path) / "record.json"), HasSubstr("onBehalfOf"));
    EXPECT_EQ(home.seihon({"record", "verify", path}).code, 0);
    // Once the delegation has ended, it is over.
    const std::string second = home.submittedJob(1, "consent-form");
    EXPECT_EQ(home.later("+2h", "records", {"job", "accept", second}).code, 1);
}

TEST(People, nobody_is_appointed_without_a_trace) { // [F2]
    const PeopleHome home;
    home.seihon({"job", "list"});
    home.addTo("auditor", "[[person.appointment]]\nrole = \"scan-operator\"\n"
                          "from = 2026-01-01T00:00:00Z\nuntil = 2040-01-01T00:00:00Z\n");
    home.seihon({"job", "list"});
    home.seihon({"job", "list"});
    const std::string log = home.log();
    const std::string kind = "\"kind\":\"PeopleChanged\"";
    ASSERT_NE(log.find(kind), log.npos);
    ASSERT_NE(log.find(kind, log.find(kind) + 1), log.npos);
    EXPECT_EQ(log.find(kind, log.find(kind, log.find(kind) + 1) + 1), log.npos) << "logged twice";
    EXPECT_THAT(log, HasSubstr("\"changes\":{\"auditor\":{\"added\":[\"role scan-operator "
                               "2026-01-01T00:00:00.000Z"));
    // It was no training: the role alone does not let anybody scan.
    EXPECT_FALSE(home.seihon({"user", "check"}).has("NotTrained")); // the demo trained everybody
    home.editFile("people.toml", "subject = \"DEMO\"", "subject = \"old\"");
    EXPECT_EQ(home.seihon({"user", "check"}).code, 0);
}

TEST(People, nobody_scans_untrained) { // [F2]
    const PeopleHome home;
    home.addPeople(kNightDesk.substr(0, kNightDesk.find("[[person.training]]")));
    EXPECT_TRUE(home.seihon({"user", "check"}).has("NotTrained"));
    home.givePassword("night");
    home.layPaper(1);
    const Result refused = home.byPassword("night", kIntakeAtNight, home.secrets("night"));
    EXPECT_EQ(refused.code, 1) << refused.out << refused.err;
    EXPECT_TRUE(refused.has("NotTrained"));
}

TEST(People, who_looks_is_proven_or_said_to_be) { // [F5, B6]
    const PeopleHome home;
    const std::string id = home.sealedRecord().filename();
    ASSERT_EQ(home.seihon({"--as", "manager", "record", "show", id}).code, 0); // care goes on
    EXPECT_THAT(home.log(), HasSubstr("\"facts\":{\"proven\":false,\"user\":\"manager\"}"));
    ASSERT_EQ(home.as("manager", {"record", "show", id}).code, 0);
    EXPECT_THAT(home.log(), HasSubstr("\"proven\":true,\"user\":\"manager\",\"way\":\"card\""));
    // Whoever proves to be the administrator is shown no patient; nor the clerk the log.
    const Result refused = home.as("admin", {"record", "show", id});
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(refused.has("NotAuthorized"));
    EXPECT_EQ(home.as("admin", {"record", "search", "--patient", "P-000123"}).code, 1);
    EXPECT_EQ(home.as("clerk", {"audit", "log"}).code, 1);
    EXPECT_EQ(home.as("admin", {"audit", "log"}).code, 0);
    EXPECT_EQ(home.as("admin", {"record", "show", id}, "000000").code, 3); // no way around the PIN
    const std::string log = home.log();
    EXPECT_THAT(log, HasSubstr("LogViewed"));
    std::vector<std::string> words = home.command({}, {"audit", "log", "--limit", "100000"});
    std::erase(words, "--json");
    EXPECT_THAT(runProgram(words).out, HasSubstr("(said to be manager, not proven)"));
}

TEST(People, a_list_that_cannot_be_read_stops_neither_scanning_nor_viewing) { // [B6]
    const PeopleHome home;
    const std::string id = home.sealedRecord().filename();
    const std::string file = home.path() / "people.toml";
    const std::string good = readFile(file);
    writeFile(file, good + "junk\n");
    EXPECT_EQ(home.seihon({"record", "show", id}).code, 0);
    home.clearFeeder();
    home.layPaper(1);
    EXPECT_EQ(home.as("clerk", {"job", "scan", home.openJob(1)}).code, 0);
    const Result doctor = home.seihon({"doctor"});
    EXPECT_EQ(doctor.code, 3);
    EXPECT_THAT(doctor.out, HasSubstr("PeopleFileInvalid"));
    writeFile(file, good);
    EXPECT_EQ(home.seihon({"doctor"}).code, 0);
}

TEST(People, broken_glass_is_loud_and_ends) { // [F13]
    const PeopleHome home;
    const std::string id = home.sealedRecord().filename();
    const std::string reason = "fire, patient Hanako unconscious";
    EXPECT_EQ(home.seihon({"doctor"}).code, 0);
    const Result shown = home.as("admin", {"record", "show", id, "--break-glass", reason});
    ASSERT_EQ(shown.code, 0) << shown.out << shown.err;
    EXPECT_EQ(home.as("admin", {"record", "show", id}).code, 0); // for the hour
    EXPECT_EQ(home.as("admin", {"record", "export", id, "--to", "/nowhere/x.asice"}).code, 1);
    EXPECT_EQ(home.later("+61m", "admin", {"record", "show", id}).code, 1);
    const std::string log = home.log();
    EXPECT_THAT(log, HasSubstr("\"kind\":\"BreakGlassStarted\""));
    EXPECT_THAT(log, HasSubstr("\"breakGlass\":true"));
    EXPECT_THAT(log, Not(HasSubstr("Hanako"))); // the reason is private
    const Result doctor = home.seihon({"doctor"});
    EXPECT_EQ(doctor.code, 3);
    EXPECT_THAT(doctor.out, HasSubstr("BreakGlassNotReviewed"));
    const Result open = home.as("manager", {"user", "review-break-glass"});
    ASSERT_EQ(open.code, 0) << open.out;
    const record::Json& one = open.json().at("open").asArray().at(0);
    EXPECT_EQ(one.at("what").asString(), reason);
    EXPECT_EQ(one.at("acts").asArray().size(), 2u);
    const std::string entry = std::to_string(one.at("entry").asInt());
    EXPECT_EQ(home.as("admin", {"user", "review-break-glass", entry}).code, 1);
    ASSERT_EQ(home.as("manager", {"user", "review-break-glass", entry, "--remark", "right"}).code,
              0);
    // Not its exit code: the log was an hour ahead, so the clock now stands before it.
    EXPECT_THAT(home.seihon({"doctor"}).out, Not(HasSubstr("BreakGlassNotReviewed")));
    EXPECT_EQ(home.as("admin", {"record", "show", id}).code, 1); // reviewed: over
}

TEST(People, rights_are_reviewed_in_time) { // [F2]
    const PeopleHome home;
    EXPECT_FALSE(home.seihon({"user", "check"}).has("ReviewOverdue"));
    const auto overdue = [&] {
        return home.later("+400d", {}, {"user", "check"}).has("ReviewOverdue");
    };
    EXPECT_TRUE(overdue());
    EXPECT_EQ(home.as("admin", {"user", "review"}).code, 1); // no review of one's own work
    ASSERT_EQ(home.as("records", {"user", "review", "--remark", "all as it should be"}).code, 0);
    EXPECT_THAT(home.log(), HasSubstr("\"kind\":\"PeopleReviewed\""));
    const Result list = home.seihon({"user", "list"});
    EXPECT_EQ(list.json().at("people").asArray().size(), 6u);
}

} // namespace seihon::cli_test
