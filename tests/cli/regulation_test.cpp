#include "station_home.h"

#include "record/instant.h"

#include <gtest/gtest.h>

#include <algorithm>

// The hospital's rules as a verb: in words, compared, approved, put into force [A9].
namespace seihon::cli_test {

namespace {

namespace fs = std::filesystem;

const std::string kSeihon = std::string(SEIHON_BIN_DIR) + "/seihon";

std::string edited(const StationHome& home, const std::string& from, const std::string& to) {
    std::string text = readFile(home.path() / "regulation.toml");
    const std::size_t at = text.find(from);
    EXPECT_NE(at, text.npos) << from;
    return text.replace(at, from.size(), to);
}

fs::path draft(const StationHome& home, const std::string& text) {
    const fs::path file = home.path().parent_path() / "draft.toml";
    writeFile(file, text);
    return file;
}

std::string inForce(const StationHome& home) {
    return home.seihon({"regulation", "check"}).json().at("regulationInForce").asString();
}

std::string valueOf(const Result& check, const std::string& item) {
    for (const record::Json& clause : check.json().at("clauses").asArray()) {
        if (clause.at("item").asString() == item) {
            return clause.at("value").asString();
        }
    }
    return "no such item";
}

} // namespace

TEST(RegulationVerb, check_explains_in_words_without_a_home) {
    const std::string shipped = SEIHON_SOURCE_DIR "/config/regulation.toml";
    const Result english =
        runProgram({kSeihon, "--json", "--lang", "en", "regulation", "check", shipped});
    ASSERT_EQ(english.code, 0) << english.out << english.err;
    EXPECT_EQ(valueOf(english, "class.ecg.scan_window_business_days"),
              "until midnight that ends business day 1 after the day of the start");
    EXPECT_EQ(valueOf(english, "class.dispensed-prescription.signer_healthcare_roles"),
              "Pharmacist");
    const Result japanese = runProgram({kSeihon, "--lang", "ja", "regulation", "check", shipped});
    EXPECT_NE(japanese.out.find("スキャンの期限"), std::string::npos);
    EXPECT_NE(japanese.out.find("第 1 診療日の終わり"), std::string::npos);
}

TEST(RegulationVerb, check_names_the_line_of_a_mistake_and_a_trust_file_that_disagrees) {
    const StationHome home;
    const fs::path wrong = draft(home, edited(home, "valid_days = 90", "valid_days = 900"));
    const Result refused = home.seihon({"regulation", "check", wrong.string()});
    EXPECT_EQ(refused.code, 1) << refused.out;
    EXPECT_FALSE(refused.json().at("valid").asBool());
    const std::string text = readFile(wrong);
    const auto line =
        1 + std::count(text.begin(),
                       text.begin() + static_cast<long>(text.find("valid_days = 900")), '\n');
    EXPECT_EQ(refused.json().at("errors").asArray().at(0).at("line").asString(),
              std::to_string(line));

    const fs::path weaker = draft(home, edited(home, "signer_healthcare_roles = [\"Pharmacist\"]",
                                               "signer_healthcare_roles = []"));
    const Result disagrees = home.seihon({"regulation", "check", weaker.string()});
    EXPECT_EQ(disagrees.code, 1);
    EXPECT_TRUE(disagrees.has("TrustDisagrees")) << disagrees.out;
}

TEST(RegulationVerb, diff_says_what_becomes_stricter) {
    const StationHome home;
    const fs::path file = draft(home, edited(home, "pin_signatures = 50", "pin_signatures = 10"));
    const Result diff = home.seihon({"regulation", "diff", file.string()});
    ASSERT_EQ(diff.code, 0) << diff.out << diff.err;
    const auto& there = diff.json().at("differences").asArray();
    ASSERT_EQ(there.size(), 1u);
    EXPECT_EQ(there[0].at("item").asString(), "signing.pin_signatures");
    EXPECT_EQ(there[0].at("change").asString(), "stricter");
    const Result same = home.seihon({"regulation", "diff", file.string(), file.string()});
    EXPECT_TRUE(same.json().at("differences").asArray().empty());
}

// One job lives through a change of the rules; the log and its replay know which was when.
TEST(RegulationVerb, a_change_needs_its_approvals_and_leaves_open_jobs_alone) {
    const StationHome home;
    const std::string job = home.submittedJob(1); // under rules that need no acceptance
    const std::string before = inForce(home);
    const fs::path file =
        draft(home, edited(home, "\nacceptance_required = false", "\nacceptance_required = true"));

    const Result alone = home.as("admin", {"regulation", "activate", file.string()});
    EXPECT_EQ(alone.code, 1) << alone.out;
    EXPECT_TRUE(alone.has("ApprovalsMissing"));
    EXPECT_TRUE(alone.has("ApprovalRoleMissing"));
    EXPECT_EQ(home.as("clerk", {"regulation", "approve", file.string()}).code, 1);
    const Result approved = home.as("manager", {"regulation", "approve", file.string()});
    ASSERT_EQ(approved.code, 0) << approved.out << approved.err;
    EXPECT_TRUE(
        home.as("admin", {"regulation", "activate", file.string()}).has("ApprovalsMissing"));
    // By its digest: what was approved is kept.
    const std::string digest = approved.json().at("digest").asString();
    ASSERT_EQ(home.as("records", {"regulation", "approve", digest}).code, 0);
    // Whoever puts it into force is not counted among those who approve.
    EXPECT_TRUE(
        home.as("records", {"regulation", "activate", file.string()}).has("ApprovalsMissing"));
    EXPECT_EQ(inForce(home), before);
    const Result activated = home.as("admin", {"regulation", "activate", file.string()});
    ASSERT_EQ(activated.code, 0) << activated.out << activated.err;
    EXPECT_EQ(inForce(home), digest);
    EXPECT_EQ(readFile(home.path() / "regulation.toml"), readFile(file)); // the hospital's own file
    EXPECT_EQ(home.as("admin", {"regulation", "activate", file.string()}).code, 2);

    // The job under the old rules is sealed by them; a new one waits for the manager.
    const Result sealed = home.as("clerk", {"job", "seal", job});
    EXPECT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    home.clearFeeder();
    const std::string next = home.submittedJob(1);
    EXPECT_TRUE(home.as("clerk", {"job", "seal", next}).has("NotAccepted"));
    const Result replayed = home.seihon({"audit", "replay"});
    EXPECT_EQ(replayed.code, 0) << replayed.out;
    EXPECT_GT(replayed.json().at("judged").asInt(), 15);
}

TEST(RegulationVerb, an_edited_file_is_told_of_by_every_verb_and_not_used) {
    const StationHome home;
    EXPECT_EQ(home.seihon({"job", "list"}).err, "");
    home.editFile("regulation.toml", "retention_years = 3", "retention_years = 4");
    for (const std::vector<std::string>& verb :
         {std::vector<std::string>{"job", "list"}, {"audit", "log"}, {"work", "--once"}}) {
        const Result run = home.seihon(verb);
        EXPECT_EQ(run.code, 0) << run.out;
        const std::size_t told = run.err.find("RegulationFileDiffers");
        EXPECT_NE(told, std::string::npos) << verb[0];
        EXPECT_EQ(run.err.find("RegulationFileDiffers", told + 1), std::string::npos) << "once";
    }
    const Result doctor = home.seihon({"doctor"});
    EXPECT_NE(doctor.out.find("RegulationFileDiffers"), std::string::npos) << doctor.out;
    home.editFile("regulation.toml", "retention_years = 4", "retention_years = never");
    EXPECT_NE(home.seihon({"job", "list"}).err.find("RegulationFileInvalid"), std::string::npos);
}

} // namespace seihon::cli_test
