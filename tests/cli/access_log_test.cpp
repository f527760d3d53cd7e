#include "station_home.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

// Who saw whose information is in the log, whatever the verb [F5]. Every verb of the command line
// stands here: a new one fails until somebody has said what it shows.
namespace seihon::cli_test {

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr const char* kPatientId = "PX-4711";
constexpr const char* kPatientName = "検見川 花";

// Verbs that only look, with what they need: JOB and RECORD stand for those of the home.
const std::vector<Words>& looks() {
    static const std::vector<Words> all{
        {"doctor"},
        {"devices"},
        {"archive", "verify"},
        {"audit", "log"},
        {"audit", "replay"},
        {"audit", "verify"},
        {"audit", "search"},
        {"audit", "search", "--patient", kPatientId},
        {"audit", "report"},
        {"audit", "report", "--kind", "questions"},
        {"job", "find", "--label", "7001"},
        {"job", "queue"},
        {"job", "show", "JOB"},
        {"job", "list"},
        {"record", "verify", "RECORD"},
        {"record", "show", "RECORD"},
        {"record", "search", "--patient", kPatientId},
        {"incident", "list"},
        {"paper", "find", "RECORD"},
        {"received", "list"},
        {"trust", "statement"},
        {"regulation", "check"},
        {"conformity", "list"},
        {"user", "list"},
        {"user", "check"},
        {"patient", kPatientId},
        {"envelope", "list"},
        {"project", "list"},
        {"inspect", "list"},
        {"objection", "list"},
        {"consent", "list"},
        {"downtime", "list"},
        {"box", "list"},
        {"hold", "list"},
        {"disposal", "list"},
        {"media", "list"},
        {"deliver", "list"},
        {"retention", "list"},
        {"delete", "list"},
    };
    return all;
}

// Verbs that write an entry by what they are, or show nothing that the home holds.
const std::set<std::string>& acts() {
    static const std::set<std::string> all{"init",
                                           "measure",
                                           "work",
                                           "restore",
                                           "qualify",
                                           "intake",
                                           "labels",
                                           "archive repair",
                                           "archive rebuild",
                                           "audit prove",
                                           "audit bundle",
                                           "audit resend",
                                           "audit export",
                                           "job register",
                                           "job cover",
                                           "job identify",
                                           "job open",
                                           "job prepare",
                                           "job recount",
                                           "job scan",
                                           "job page",
                                           "job compare",
                                           "job submit",
                                           "job accept",
                                           "job send-back",
                                           "job excuse",
                                           "job convert",
                                           "job seal",
                                           "job abandon",
                                           "job examine",
                                           "record export",
                                           "record pdf",
                                           "record cda",
                                           "record dicom",
                                           "device calibrate-film",
                                           "device calibrations",
                                           "job film-side",
                                           "job order",
                                           "record complete",
                                           "record renew",
                                           "record amend",
                                           "record withdraw",
                                           "incident close",
                                           "sample draw",
                                           "sample view",
                                           "sample inspect",
                                           "sample close",
                                           "sample show",
                                           "paper place",
                                           "paper move",
                                           "paper release",
                                           "received check",
                                           "trust accept",
                                           "regulation diff",
                                           "regulation approve",
                                           "regulation activate",
                                           "regulation template",
                                           "conformity sheet",
                                           "conformity record",
                                           "conformity countersign",
                                           "user password",
                                           "user totp",
                                           "user unlock",
                                           "user review",
                                           "user review-break-glass",
                                           "user confirm",
                                           "envelope open",
                                           "envelope add",
                                           "envelope hand-on",
                                           "envelope stamp",
                                           "envelope enclosure",
                                           "envelope close",
                                           "envelope show",
                                           "project template",
                                           "project plan",
                                           "project approve",
                                           "project start",
                                           "project stop",
                                           "project close",
                                           "project show",
                                           "project report",
                                           "project audit start",
                                           "project audit draw",
                                           "project audit view",
                                           "project audit record",
                                           "project audit settle",
                                           "project audit close",
                                           "project audit show",
                                           "project audit list",
                                           "inspect view",
                                           "inspect approve",
                                           "inspect reject",
                                           "objection add",
                                           "objection lift",
                                           "consent add",
                                           "consent withdraw",
                                           "downtime print",
                                           "downtime count",
                                           "downtime void",
                                           "downtime begin",
                                           "downtime end",
                                           "downtime close",
                                           "box open",
                                           "box separators",
                                           "box exception",
                                           "box settle",
                                           "box take-back",
                                           "box recount",
                                           "box show",
                                           "box seal",
                                           "box close",
                                           "folder add",
                                           "folder take-out",
                                           "folder void",
                                           "folder supplement",
                                           "folder return",
                                           "folder refile",
                                           "batch scan",
                                           "batch seal",
                                           "hold add",
                                           "hold lift",
                                           "disposal propose",
                                           "disposal show",
                                           "disposal check",
                                           "disposal approve",
                                           "disposal witness",
                                           "disposal carry-out",
                                           "disposal prove",
                                           "disposal certificate",
                                           "disposal take-out",
                                           "backup drill",
                                           "media add",
                                           "media approve",
                                           "media return",
                                           "deliver work",
                                           "deliver retry",
                                           "deliver give-up",
                                           "worklist find",
                                           "retention event",
                                           "retention take-back",
                                           "delete propose",
                                           "delete approve",
                                           "delete carry-out",
                                           "delete close"};
    return all;
}

Words verbsOf(const Words& before) {
    Words command{SEIHON_BIN_DIR "/seihon"};
    command.insert(command.end(), before.begin(), before.end());
    command.push_back("--help");
    std::istringstream help(runProgram(command).out);
    Words verbs;
    bool listed = false;
    for (std::string line; std::getline(help, line);) {
        if (line.starts_with("  ") && listed && line.size() > 2 && line[2] != ' ') {
            verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
        }
        listed = listed || line.starts_with("Subcommands:");
    }
    return verbs;
}

// Down to the last word: "project audit draw".
void collectVerbs(const Words& before, std::set<std::string>& all) {
    const Words below = verbsOf(before);
    std::string name;
    for (const std::string& word : before) {
        name += (name.empty() ? "" : " ") + word;
    }
    if (below.empty()) {
        all.insert(name);
    }
    for (const std::string& verb : below) {
        Words deeper = before;
        deeper.push_back(verb);
        collectVerbs(deeper, all);
    }
}

// Entries but for those of logging in, which say nothing of what was seen.
std::size_t entriesOf(const StationHome& home) {
    std::size_t count = 0;
    for (const fs::path& file : fs::directory_iterator(home.path() / "ledger" / "entries")) {
        std::ifstream lines(file);
        for (std::string line; std::getline(lines, line);) {
            const bool isLogin = line.find("\"kind\":\"LoggedIn\"") != std::string::npos ||
                                 line.find("\"kind\":\"LoginFailed\"") != std::string::npos;
            count += isLogin ? 0 : 1;
        }
    }
    return count;
}

std::string joined(const Words& words) {
    std::string all;
    for (const std::string& word : words) {
        all += word + " ";
    }
    return all;
}

} // namespace

TEST(AccessLog, everyVerbIsHere) {
    std::set<std::string> verbs;
    collectVerbs({}, verbs);
    EXPECT_GT(verbs.size(), 120u);
    for (const std::string& verb : verbs) {
        const bool isLook = std::any_of(looks().begin(), looks().end(), [&](const Words& words) {
            return (joined(words)).starts_with(verb + " ");
        });
        EXPECT_TRUE(isLook || acts().contains(verb))
            << verb << ": does it show a patient? Put it into looks() or acts().";
    }
    for (const std::string& act : acts()) {
        EXPECT_TRUE(verbs.contains(act)) << act << " is gone";
    }
}

TEST(AccessLog, whatShowsAPatientIsAnEntry) {
    const StationHome home;
    const auto lay = [&home] {
        home.clearFeeder();
        home.layPaper(1);
    };
    lay();
    const Result sealed =
        home.as("clerk", {"intake", "--class", "referral-letter", "--patient", kPatientId,
                          "--patient-name", kPatientName, "--sheets", "1", "--attest-complete"});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    const Result waiting =
        home.as("clerk", {"job", "register", "--class", "ecg", "--patient", kPatientId,
                          "--patient-name", kPatientName, "--sheets", "1", "--label", "7001"});
    ASSERT_EQ(waiting.code, 0) << waiting.out << waiting.err;
    std::set<std::string> showed;
    for (const Words& look : looks()) {
        Words words = look;
        for (std::string& word : words) {
            word = word == "JOB"      ? waiting.json().at("job").asString()
                   : word == "RECORD" ? sealed.json().at("record").asString()
                                      : word;
        }
        for (const char* who : {"", "manager", "auditor"}) {
            const std::size_t before = entriesOf(home);
            const Result run = *who == '\0' ? home.seihon(words) : home.as(who, words);
            // Somebody's own question is no answer.
            const bool asked = std::find(words.begin(), words.end(), kPatientId) != words.end();
            const bool shows = run.out.find(kPatientName) != std::string::npos ||
                               (!asked && run.out.find(kPatientId) != std::string::npos);
            if (shows) {
                showed.insert(look[0] + " " + (look.size() > 1 ? look[1] : ""));
                EXPECT_GT(entriesOf(home), before)
                    << joined(words) << "by " << who << " showed a patient and left no entry";
            }
        }
    }
    EXPECT_TRUE(showed.contains("record show")); // the control: something was shown
    EXPECT_EQ(home.seihon({"audit", "replay"}).code, 0);
}

} // namespace seihon::cli_test
