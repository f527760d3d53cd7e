#include "station_home.h"

#include "support/run_tool.h"

#include <gmock/gmock.h>

// The log leaves the house as DICOM audit messages, one an entry [F5].
namespace seihon::cli_test {

namespace fs = std::filesystem;

TEST(AuditExport, isOneValidMessageAnEntryAndNoPatients) {
    const StationHome home;
    const std::string id = home.sealedRecord().filename();
    ASSERT_EQ(home.as("manager", {"record", "show", id}).code, 0);
    const fs::path folder = home.path().parent_path() / "messages";
    ASSERT_EQ(home.as("clerk", {"audit", "export", "-o", folder.string()}).code, 1);
    EXPECT_FALSE(fs::exists(folder)); // refused: nothing was written
    const Result done = home.as("admin", {"audit", "export", "-o", folder.string()});
    ASSERT_EQ(done.code, 0) << done.out << done.err;
    const std::int64_t entries = done.json().at("entries").asInt();
    EXPECT_EQ(done.json().at("messages").asInt(), entries);
    std::string all;
    for (std::int64_t i = 0; i < entries; ++i) { // gap-free: the export itself is the last
        std::string name = std::to_string(i);
        name.insert(0, 12 - name.size(), '0');
        ASSERT_TRUE(fs::exists(folder / (name + ".xml"))) << name;
        all += readFile(folder / (name + ".xml"));
    }
    EXPECT_THAT(all, testing::HasSubstr("csd-code=\"110110\""));
    EXPECT_THAT(all, testing::HasSubstr(id));
    EXPECT_THAT(all, testing::Not(testing::HasSubstr("P-000123")));
    EXPECT_THAT(readFile(home.path() / "ledger/entries/private-000000.jsonl"),
                testing::HasSubstr("P-000123")); // the control: the log knows the patient
    const support::ToolAnswer judged = support::runTool(
        "xmllint --noout --relaxng " SEIHON_SOURCE_DIR "/tests/atna/audit_message.rng " +
        folder.string() + "/*.xml");
    EXPECT_EQ(judged.exitCode, 0) << judged.output;
    // Never into a folder that is there, and never more than was asked for.
    EXPECT_EQ(home.as("admin", {"audit", "export", "-o", folder.string()}).code, 2);
    const Result none = home.as("admin", {"audit", "export", "--until", "2020-01-01T00:00:00Z",
                                          "-o", (folder.string() + "-2")});
    ASSERT_EQ(none.code, 0) << none.out << none.err;
    EXPECT_EQ(none.json().at("messages").asInt(), 0);
}

} // namespace seihon::cli_test
