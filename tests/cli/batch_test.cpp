#include "batch_home.h"

#include <gtest/gtest.h>

// Boxes of old paper with the real programs: index sheets, exceptions, retrieval, the end [W].
namespace seihon::cli_test {

namespace {

std::string wholeLogOf(const StationHome& home) {
    return home.seihon({"audit", "log", "--limit", "100000"}).out;
}

} // namespace

TEST(Batch, aBoxIsWhatItsIndexSheetsSay) {
    const BatchHome home;
    EXPECT_EQ(home.sum("expected"), 6);
    EXPECT_EQ(home.sum("expected", 1), 3);
    EXPECT_EQ(home.sum("open"), 6);
    // Neither the log nor what people and scripts read names a patient [F16].
    EXPECT_EQ(wholeLogOf(home).find("Name of P-1"), std::string::npos);
    EXPECT_EQ(home.seihon({"box", "show", home.box()}).out.find("P-1"), std::string::npos);
    // Not the same folder again, nor the same box, nor a class that nobody knows; nothing half.
    const auto file = home.path().parent_path() / "more.toml";
    const auto add = [&](const std::string& text) {
        writeFile(file, text);
        return home.act("clerk", "folder add", {"--index", file.string()});
    };
    EXPECT_EQ(add(BatchHome::index()).code, 2);
    EXPECT_EQ(add("[[folder]]\nnumber = 4\npatient = \"P\"\n[[folder.tab]]\nclass = \"old-chart\"\n"
                  "sheets = 1\n[[folder]]\nnumber = 5\npatient = \"P\"\n[[folder.tab]]\n"
                  "class = \"nothing\"\nsheets = 1\n")
                  .code,
              2);
    EXPECT_EQ(add("[[folder]]\nnumber = 4\npatient = \"P\"\nsheets = 3\n").code, 3);
    EXPECT_EQ(home.shown().at("folders").asArray().size(), 3u);
    EXPECT_EQ(home.as("clerk", {"box", "open", "--number", "B-12", "--project", home.project(),
                                "--folders", "1"})
                  .code,
              2);
    EXPECT_TRUE(home.as("admin", {"box", "open", "--number", "B-13", "--project", home.project(),
                                  "--folders", "1"})
                    .has("NotAuthorized"));
    // Nor more than were counted when it came, unless they were counted again.
    const std::vector<std::string> fourth{"--folder", "4",     "--patient",
                                          "P-4",      "--tab", "old-chart:7:duplex"};
    const Result full = home.act("clerk", "folder add", fourth);
    EXPECT_TRUE(full.has("BoxFull")) << full.out;
    EXPECT_NE(full.out.find("box recount"), std::string::npos) << full.out;
    EXPECT_EQ(home.act("clerk", "box recount", {"--folders", "4", "--reason", ""}).code, 2);
    EXPECT_TRUE(home.act("clerk", "box recount", {"--folders", "2", "--reason", "x"})
                    .has("BoxFoldersDiffer"));
    ASSERT_EQ(
        home.act("clerk", "box recount", {"--folders", "5", "--reason", "two lay below"}).code, 0);
    // Nor one of a class that the project's plan does not name; also not the one before it.
    const Result unplanned =
        add("[[folder]]\nnumber = 4\npatient = \"P\"\n[[folder.tab]]\nclass = \"old-chart\"\n"
            "sheets = 1\n[[folder]]\nnumber = 5\npatient = \"P\"\n[[folder.tab]]\n"
            "class = \"referral-letter\"\nsheets = 1\n");
    EXPECT_TRUE(unplanned.has("ClassNotInPlan")) << unplanned.out;
    EXPECT_EQ(home.shown().at("folders").asArray().size(), 3u);
    ASSERT_EQ(home.act("clerk", "box recount", {"--folders", "4", "--reason", "only one did"}).code,
              0);
    EXPECT_EQ(home.shown().at("expectedFolders").asInt(), 4);
    EXPECT_EQ(home.act("clerk", "folder add", fourth).code, 0);
    EXPECT_EQ(home.sum("expected"), 13);
    EXPECT_EQ(home.seihon({"box", "list"}).json().at("boxes").asArray().size(), 1u);
    home.expectReplayed();
}

TEST(Batch, exceptionsAreSettledByAnotherInWords) {
    const BatchHome home;
    ASSERT_EQ(home.act("clerk", "box exception",
                       {"--trouble", "missing", "--folder", "1", "--tab", "1", "--remark",
                        "page 2 is not there"})
                  .code,
              0);
    EXPECT_TRUE(home.act("clerk", "box settle", {"1", "--end", "missing", "--reason", "lost"})
                    .has("NotAuthorized"));
    EXPECT_EQ(home.act("records", "box settle", {"1", "--end", "missing", "--reason", ""}).code, 2);
    ASSERT_EQ(home.act("records", "box settle",
                       {"1", "--end", "missing", "--reason", "lost in the move of 1998"})
                  .code,
              0);
    EXPECT_EQ(home.sum("missing", 1), 1);
    EXPECT_EQ(home.sum("open", 1), 2);
    EXPECT_EQ(home.sum("paper", 1), 2);
    EXPECT_EQ(home.act("records", "box settle", {"1", "--end", "found", "--reason", "x"}).code, 1);
    // It was a slip: open again, and whoever says that it is found is not believed before the scan.
    EXPECT_TRUE(home.act("clerk", "box take-back", {"1", "--reason", "x"}).has("NotAuthorized"));
    EXPECT_EQ(home.act("records", "box take-back", {"1", "--reason", ""}).code, 2);
    ASSERT_EQ(home.act("records", "box take-back", {"1", "--reason", "another folder"}).code, 0);
    EXPECT_EQ(home.sum("missing", 1), 0);
    EXPECT_EQ(home.sum("open", 1), 3);
    EXPECT_EQ(home.act("records", "box take-back", {"1", "--reason", "again"}).code, 1);
    EXPECT_TRUE(home.act("records", "box settle", {"1", "--end", "found", "--reason", "x"})
                    .has("FoundNotScanned"));
    ASSERT_EQ(home.act("records", "box settle",
                       {"1", "--end", "missing", "--reason", "lost in the move of 1998"})
                  .code,
              0);
    EXPECT_EQ(home.sum("missing", 1), 1);
    // A sheet of folder 2 lay in folder 1.
    ASSERT_EQ(home.act("clerk", "box exception",
                       {"--trouble", "foreign", "--folder", "1", "--tab", "2", "--remark", "P-2's"})
                  .code,
              0);
    EXPECT_TRUE(home.act("records", "box settle", {"2", "--end", "moved", "--reason", "read"})
                    .has("ExceptionEndUnfit"));
    ASSERT_EQ(home.act("records", "box settle",
                       {"2", "--end", "moved", "--to-folder", "2", "--to-tab", "1", "--reason",
                        "name on it"})
                  .code,
              0);
    EXPECT_EQ(home.sum("movedOut", 1), 1);
    EXPECT_EQ(home.sum("movedIn", 2), 1);
    EXPECT_EQ(home.sum("paper", 2), 3);
    EXPECT_EQ(home.sum("open"), 5);
    // What was settled of a folder goes before the folder does.
    EXPECT_TRUE(
        home.act("clerk", "folder void", {"2", "--reason", "x"}).has("FolderCountsSettled"));
    home.expectReplayed();
}

TEST(Batch, aFolderThatSomebodyNeedsIsOutAndComesBack) {
    const BatchHome home;
    const std::vector<std::string> who{"3",  "--to",  "Dr. Sato, ward 5",         "--place",
                                       "5F", "--due", "2020-01-01T12:00:00+09:00"};
    ASSERT_EQ(home.act("clerk", "folder take-out", who).code, 0);
    EXPECT_TRUE(home.act("clerk", "folder take-out", who).has("FolderIsOut"));
    const record::Json out = home.shown();
    EXPECT_TRUE(out.at("folders").asArray()[2].at("out").asBool());
    bool overdue = false;
    for (const record::Json& one : out.at("standing").asArray()) {
        overdue = overdue || one.at("id").asString() == "FolderOverdue";
    }
    EXPECT_TRUE(overdue);
    EXPECT_TRUE(home.act("clerk", "folder refile", {"3", "--sheets", "1"}).has("FolderIsOut"));
    ASSERT_EQ(home.act("clerk", "folder return", {"3"}).code, 0);
    EXPECT_EQ(home.act("clerk", "folder return", {"3"}).code, 1);
    EXPECT_EQ(home.act("clerk", "folder return", {"9"}).code, 3);
    home.expectReplayed();
}

TEST(Batch, aBoxIsNotClosedWhileAnythingIsOpen) {
    const BatchHome home;
    const Result early = home.act("clerk", "box close");
    EXPECT_EQ(early.code, 1);
    for (const char* finding : {"TabCountOpen", "FolderNotRefiled", "BoxNotShut"}) {
        EXPECT_TRUE(early.has(finding)) << early.out;
    }
    EXPECT_TRUE(home.act("clerk", "box seal", {"--seal", "S-101"}).has("FolderNotRefiled"));
    // Another box of the project has taken one number of the roll.
    ASSERT_EQ(home.as("clerk", {"box", "open", "--number", "B-13", "--project", home.project(),
                                "--folders", "1", "--seal", "S-99"})
                  .code,
              0);
    // Everybody objects: nothing is scanned, and every sheet stays paper.
    std::int64_t number = 0;
    for (const auto& [folder, tab, sheets] :
         {std::tuple("1", "1", "2"), std::tuple("1", "2", "1"), std::tuple("2", "1", "2"),
          std::tuple("3", "1", "1")}) {
        ASSERT_EQ(home.act("clerk", "box exception",
                           {"--trouble", "extra", "--folder", folder, "--tab", tab, "--sheets",
                            sheets, "--remark", "objects"})
                      .code,
                  0);
        ASSERT_EQ(home.act("manager", "box settle",
                           {std::to_string(++number), "--end", "withheld", "--reason", "objects"})
                      .code,
                  0);
    }
    EXPECT_EQ(home.sum("open"), 0);
    EXPECT_TRUE(
        home.act("clerk", "folder refile", {"1", "--sheets", "2"}).has("RefiledCountDiffers"));
    for (const auto& [folder, sheets] :
         {std::pair("1", "3"), std::pair("2", "2"), std::pair("3", "1")}) {
        ASSERT_EQ(home.act("clerk", "folder refile", {folder, "--sheets", sheets}).code, 0);
    }
    EXPECT_TRUE(home.act("clerk", "box close").has("BoxNotShut"));
    for (const char* old :
         {"S-100", "s-100", "Ｓ－１００", "S-99"}) { // it came with, or another did
        const Result used = home.act("clerk", "box seal", {"--seal", old});
        EXPECT_TRUE(used.has("SealNumberUsed")) << old << used.out;
    }
    ASSERT_EQ(home.act("clerk", "box seal", {"--seal", "S-101"}).code, 0);
    EXPECT_TRUE(home.act("clerk", "box seal", {"--seal", "S-101"}).has("SealNumberUsed"));
    ASSERT_EQ(home.act("clerk", "box close").code, 0);
    EXPECT_EQ(home.shown().at("state").asString(), "closed");
    EXPECT_EQ(home.act("clerk", "folder take-out", {"1", "--to", "x", "--place", "y"}).code, 1);
    EXPECT_EQ(home.seihon({"box", "list"}).json().at("boxes").asArray().size(), 1u); // B-13
    home.expectReplayed();
}

TEST(Batch, aFolderThatWasTypedByMistakeIsVoided) {
    const BatchHome home;
    ASSERT_EQ(home.act("clerk", "box exception",
                       {"--trouble", "missing", "--folder", "2", "--tab", "1", "--remark", "?"})
                  .code,
              0);
    ASSERT_EQ(home.act("clerk", "folder take-out", {"2", "--to", "x", "--place", "y"}).code, 0);
    EXPECT_TRUE(home.act("clerk", "folder void", {"2", "--reason", "x"}).has("FolderIsOut"));
    ASSERT_EQ(home.act("clerk", "folder return", {"2"}).code, 0);
    EXPECT_EQ(home.act("clerk", "folder void", {"2", "--reason", ""}).code, 2);
    EXPECT_EQ(home.act("clerk", "folder void", {"7", "--reason", "x"}).code, 3);
    ASSERT_EQ(home.act("clerk", "folder void", {"2", "--reason", "P-3's sheets"}).code, 0);
    EXPECT_EQ(home.sum("expected"), 4);
    const record::Json shown = home.shown();
    EXPECT_EQ(shown.at("folders").asArray().size(), 2u);
    EXPECT_EQ(shown.at("exceptions").asArray()[0].at("end").asString(), "voided");
    EXPECT_EQ(shown.at("corrections").asArray()[0].at("voidedFolder").asInt(), 2);
    EXPECT_EQ(home.act("records", "box take-back", {"1", "--reason", "x"}).code, 1);
    // The box still holds three: the right one comes in its place, under the same number.
    EXPECT_TRUE(home.act("clerk", "box close").has("BoxFoldersDiffer"));
    ASSERT_EQ(home.act("clerk", "folder add",
                       {"--folder", "2", "--patient", "P-2", "--tab", "old-chart:4"})
                  .code,
              0);
    EXPECT_EQ(home.sum("expected", 2), 4);
    EXPECT_FALSE(home.act("clerk", "box close").has("BoxFoldersDiffer"));
    home.expectReplayed();
}

// Nothing is fed, not even a separator, under a project that may not be worked on now.
TEST(Batch, aBatchUnderAProjectThatDoesNotRunFeedsNothing) {
    const BatchHome home;
    home.layStack({"1-1", "p1"});
    const auto trays = [&] {
        return std::distance(std::filesystem::directory_iterator(home.tray()), {});
    };
    const auto before = trays();
    ASSERT_EQ(home.as("records", {"project", "stop", home.project(), "--reason", "audit"}).code, 0);
    const Result stopped = home.feed();
    EXPECT_EQ(stopped.code, 1) << stopped.out;
    EXPECT_TRUE(stopped.has("ProjectNotRunning")) << stopped.out;
    ASSERT_EQ(home.as("records", {"project", "start", home.project()}).code, 0);
    const Result stranger =
        home.as("pharmacist", {"batch", "scan", home.box(), "--attest-complete"});
    EXPECT_TRUE(stranger.has("PersonNotInPlan")) << stranger.out; // inspects, and does not scan
    EXPECT_TRUE(home.act("clerk", "batch scan").has("NotPrepared"));
    EXPECT_EQ(trays(), before);
    EXPECT_EQ(home.shown().at("batch").at("batches").asInt(), 0);
    EXPECT_NE(wholeLogOf(home).find("ProjectNotRunning"), std::string::npos);
    home.expectReplayed();
}

} // namespace seihon::cli_test
