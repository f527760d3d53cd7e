#include "ledger/log_files.h"

#include "expect_fault.h"
#include "ledger_samples.h"

#include <gmock/gmock.h>

#include <algorithm>

// A copy of the append-only files, without the database: what was done to it shows.
namespace seihon::ledger::test {

using record::EntryKind;
using record::Json;
using testing::Contains;
using testing::HasSubstr;

class LogFiles : public testing::Test {
  protected:
    LogFiles() {
        const auto ledger = openAt(m_folder);
        fillSmall(*ledger);
        m_checkpoints.push_back(checkpointNow(*ledger, "first"));
        for (int i = 0; i < 4; ++i) {
            ledger->append(draftOf(EntryKind::RecordViewed, ""), instant(10 + i));
        }
        m_checkpoints.push_back(checkpointNow(*ledger, "second"));
        fs::remove(m_folder / "ledger.sqlite");
    }

    LogFilesReport verify() const {
        return verifyLogFiles(m_folder.path(), kStation, m_checkpoints, [](const auto&) {});
    }
    std::vector<std::string> findings() const { return found(verify().verdict); }
    std::vector<std::string> linesIn(const std::string& name) const {
        std::vector<std::string> lines;
        std::string text = readText(m_folder / ("entries/" + name));
        for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
            lines.push_back(text.substr(0, end + 1));
            text.erase(0, end + 1);
        }
        return lines;
    }
    void write(const std::string& name, const std::vector<std::string>& lines) const {
        std::string text;
        for (const std::string& line : lines) {
            text += line;
        }
        writeText(m_folder / ("entries/" + name), text);
    }

    TempFolder m_folder;
    std::vector<Checkpoint> m_checkpoints;
    const std::string m_lines = "000000.jsonl";
    const std::string m_privates = "private-000000.jsonl";
};

TEST_F(LogFiles, areWhole) {
    EXPECT_EQ(stationOfLogFiles(m_folder.path()), kStation);
    std::uint64_t seen = 0;
    std::string patient;
    const LogFilesReport report =
        verifyLogFiles(m_folder.path(), kStation, m_checkpoints, [&](const record::Entry& entry) {
            EXPECT_EQ(entry.sequence, seen++);
            patient += entry.what.privateFacts.isNull() ? "" : "P";
        });
    EXPECT_TRUE(report.verdict.findings.empty()) << joined(report.verdict);
    EXPECT_EQ(report.entries, 12u);
    EXPECT_EQ(seen, 12u);
    EXPECT_EQ(patient, "PP");
    EXPECT_TRUE(report.withPrivateFacts);
    // Those who may not see patients get the public lines alone, and check as much of the tree.
    fs::remove(m_folder / "entries" / m_privates);
    EXPECT_FALSE(verify().withPrivateFacts);
    EXPECT_TRUE(verify().verdict.permitted());
}

TEST_F(LogFiles, showDeletionInsertionSwapAndDuplicate) {
    const std::vector<std::string> good = linesIn(m_lines);
    std::vector<std::string> bad = good;
    bad.erase(bad.begin() + 9);
    write(m_lines, bad);
    EXPECT_THAT(findings(), Contains("EntryMissing: entry 9"));
    bad = good;
    std::swap(bad[8], bad[9]);
    write(m_lines, bad);
    EXPECT_THAT(findings(), Contains("EntryMissing: entry 8"));
    bad = good;
    bad.insert(bad.begin() + 10, bad[9]);
    write(m_lines, bad);
    EXPECT_THAT(findings(),
                Contains("EntryFileDiffers: entries/000000.jsonl, line 11: entry 9 stands where it "
                         "does not belong"));
    bad = good;
    bad.push_back(good.back());
    write(m_lines, bad);
    EXPECT_FALSE(verify().verdict.permitted());
}

TEST_F(LogFiles, showTruncationByTheCheckpointsThatStay) {
    std::vector<std::string> bad = linesIn(m_lines);
    bad.resize(10);
    write(m_lines, bad);
    EXPECT_THAT(findings(), Contains("CheckpointDisagrees: checkpoint of 12 entries"));
    write(m_lines, {});
    EXPECT_FALSE(verify().verdict.permitted());
    // In the middle of a line.
    bad.back().resize(bad.back().size() / 2);
    write(m_lines, bad);
    EXPECT_THAT(findings(), Contains(HasSubstr("a torn line")));
}

// Another line in its place, as well made as the first: only the tree tells, and between which
// checkpoints.
TEST_F(LogFiles, showAForkBetweenTwoCheckpoints) {
    const TempFolder other;
    {
        const auto ledger = openAt(other);
        fillSmall(*ledger);
    }
    std::vector<std::string> bad = linesIn(m_lines);
    const std::string theirs = readText(other / "entries/000000.jsonl");
    bad[0] = theirs.substr(0, theirs.find('\n') + 1);
    write(m_lines, bad);
    EXPECT_THAT(findings(),
                Contains("CheckpointDisagrees: checkpoint of 8 entries: entries 0 to 7"));
}

TEST_F(LogFiles, showALineOfAnotherStation) {
    const TempFolder other;
    {
        const auto ledger = openSqliteLedger(other.path(), "station-2");
        fillSmall(*ledger);
    }
    std::vector<std::string> bad = linesIn(m_lines);
    const std::string theirs = readText(other / "entries/000000.jsonl");
    bad[0] = theirs.substr(0, theirs.find('\n') + 1);
    write(m_lines, bad);
    EXPECT_THAT(findings(), Contains("EntryAltered: entries/000000.jsonl, line 1: entry 0"));
    // The whole log of another station under this one's checkpoints.
    fs::copy_file(other / "entries/000000.jsonl", m_folder / "entries/000000.jsonl",
                  fs::copy_options::overwrite_existing);
    EXPECT_FALSE(verify().verdict.permitted());
    EXPECT_EQ(stationOfLogFiles(m_folder.path()), "station-2");
}

TEST_F(LogFiles, showWhatIsNoLineAndNoFileOfTheLog) {
    std::vector<std::string> bad = linesIn(m_lines);
    bad[3] = "{}\n";
    bad[4] = "\xff\xfe\n";
    write(m_lines, bad);
    EXPECT_THAT(findings(), Contains("EntryAltered: entries/000000.jsonl, line 4: entry 3"));
    EXPECT_THAT(findings(), Contains("EntryAltered: entries/000000.jsonl, line 5: entry 4"));
    writeText(m_folder / "entries/notes.txt", "x");
    EXPECT_THAT(findings(), Contains("LeftoverFile: entries/notes.txt"));
    bad[5] = std::string((std::size_t{2} << 20), 'x') + "\n";
    write(m_lines, bad);
    EXPECT_FALSE(verify().verdict.permitted());
    fs::remove_all(m_folder / "entries");
    EXPECT_FAULT(verify(), NotFound);
}

TEST_F(LogFiles, showPrivateFactsThatAreGoneOrDoNotFit) {
    const std::vector<std::string> good = linesIn(m_privates);
    ASSERT_EQ(good.size(), 2u);
    write(m_privates, {good[1]});
    EXPECT_THAT(findings(), Contains("EntryMissing: private facts of entry 1"));
    write(m_privates, {good[0], good[1], good[1]});
    EXPECT_FALSE(verify().verdict.permitted());
    write(m_privates, {good[1], good[0]});
    EXPECT_FALSE(verify().verdict.permitted());
    std::string other = good[0];
    other.replace(other.find("0001"), 4, "0002");
    write(m_privates, {other, good[1]});
    EXPECT_THAT(findings(), Contains("EntryAltered: private facts of entry 1"));
}

} // namespace seihon::ledger::test
