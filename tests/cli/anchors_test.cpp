#include "ledger/sqlite_handle.h"
#include "station_home.h"

#include <gtest/gtest.h>

#include <algorithm>

// Checkpoints of the log, when they are made, and copies of them elsewhere: what was cut away or
// rolled back is whole in itself.
namespace seihon::cli_test {

namespace fs = std::filesystem;

namespace {

constexpr auto kWithAllBelow = fs::copy_options::recursive;

std::int64_t newestNote(const fs::path& folder) {
    std::int64_t newest = 0;
    for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
        if (file.path().extension() == ".note") {
            newest = std::max<std::int64_t>(newest, std::stoll(file.path().stem().string()));
        }
    }
    return newest;
}

} // namespace

class Anchored : public testing::Test {
  protected:
    Anchored() {
        fs::create_directories(m_elsewhere);
        m_home.editFile("station.toml", "anchors = []",
                        "anchors = [\"" + m_elsewhere.string() + "\"]");
    }

    fs::path folder() const {
        for (const fs::directory_entry& one : fs::directory_iterator(m_elsewhere)) {
            return one.path();
        }
        return {};
    }
    std::int64_t entries() const {
        return m_home.seihon({"archive", "verify"}).json().at("entries").asInt();
    }
    // The disk as it was: the log with its checkpoints, whole and signed.
    void takeImage() const { fs::copy(m_home.path() / "ledger", m_image, kWithAllBelow); }
    void rollBack() const {
        fs::remove_all(m_home.path() / "ledger");
        fs::copy(m_image, m_home.path() / "ledger", kWithAllBelow);
    }

    StationHome m_home;
    const fs::path m_elsewhere = m_home.path().parent_path() / "elsewhere";
    const fs::path m_image = m_home.path().parent_path() / "image";
};

TEST_F(Anchored, acts_are_covered_at_once_and_looks_wait) {
    const std::string job = m_home.openJob(1);
    const std::int64_t before = newestNote(m_home.path() / "ledger/checkpoints");
    ASSERT_EQ(m_home.seihon({"record", "search"}).code, 0);
    EXPECT_EQ(newestNote(m_home.path() / "ledger/checkpoints"), before);
    ASSERT_EQ(m_home.as("clerk", {"job", "abandon", job, "--reason", "laid twice"}).code, 0);
    EXPECT_EQ(newestNote(m_home.path() / "ledger/checkpoints"), entries());
    EXPECT_EQ(newestNote(folder()), entries());
}

TEST_F(Anchored, a_log_that_was_cut_or_rolled_back_is_found_by_what_lies_elsewhere) {
    const std::string id = m_home.sealedRecord().filename();
    takeImage();
    ASSERT_EQ(m_home.as("manager", {"record", "withdraw", id, "--reason", "wrong letter"}).code, 0);
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
    const std::string kept = std::to_string(newestNote(folder())) + ".note";
    rollBack();

    const Result found = m_home.seihon({"archive", "verify"});
    EXPECT_EQ(found.code, 4);
    EXPECT_TRUE(found.has("LogBehindAnchor")) << found.out;
    const Result doctor = m_home.seihon({"doctor"});
    EXPECT_NE(doctor.out.find("LogBehindAnchor"), std::string::npos);
    // What is written from then on does not hide it.
    const std::string job = m_home.openJob(1);
    ASSERT_EQ(m_home.as("clerk", {"job", "abandon", job, "--reason", "laid twice"}).code, 0);
    const Result longer = m_home.seihon({"archive", "verify"});
    EXPECT_EQ(longer.code, 4);
    EXPECT_TRUE(longer.has("AnchorDisagrees")) << longer.out;
    // Without the copies nobody could know.
    m_home.editFile("station.toml", "anchors = [", "# anchors = [");
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
    // An auditor who kept one note needs nothing else.
    const Result one = m_home.seihon({"archive", "verify", "--anchor", (folder() / kept).string()});
    EXPECT_TRUE(one.has("AnchorDisagrees")) << one.out;
    EXPECT_EQ(m_home.seihon({"archive", "verify", "--anchor", "/nowhere.note"}).code, 3);
}

TEST_F(Anchored, a_token_that_was_taken_off_is_missed) {
    m_home.sealedRecord();
    ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0);
    const Result good = m_home.seihon({"archive", "verify"});
    EXPECT_EQ(good.code, 0) << good.out;
    EXPECT_FALSE(good.json().at("anchoredAt").isNull()) << good.out;
    // Once everything is examined, another round has nothing new to sign and asks for no token.
    std::int64_t before = 0;
    int rounds = 0;
    while (before != newestNote(folder()) && rounds < 10) {
        before = newestNote(folder());
        ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0);
        ++rounds;
    }
    EXPECT_LT(rounds, 10);

    ledger::Database database(m_home.path() / "ledger/ledger.sqlite");
    database.run("UPDATE checkpoints SET token = x'', token_filed = 0");
    for (const fs::directory_entry& file :
         fs::directory_iterator(m_home.path() / "ledger/checkpoints")) {
        if (file.path().extension() == ".tst") {
            fs::remove(file.path());
        }
    }
    const Result stripped = m_home.seihon({"archive", "verify"});
    EXPECT_EQ(stripped.code, 4);
    EXPECT_TRUE(stripped.has("CheckpointDisagrees")) << stripped.out;
}

TEST_F(Anchored, a_folder_that_is_away_holds_up_nothing_and_is_brought_up_later) {
    const fs::path away = m_home.path().parent_path() / "away";
    fs::rename(m_elsewhere, away);
    m_home.sealedRecord();
    EXPECT_FALSE(fs::exists(m_elsewhere)); // a mount point is not filled
    EXPECT_NE(m_home.seihon({"doctor"}).out.find("AnchorUnreachable"), std::string::npos);
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
    fs::rename(away, m_elsewhere);
    ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0);
    EXPECT_EQ(newestNote(folder()), newestNote(m_home.path() / "ledger/checkpoints"));
}

TEST_F(Anchored, an_anchor_that_somebody_made_up_is_not_believed) {
    m_home.sealedRecord();
    const fs::path note = folder() / (std::to_string(newestNote(folder())) + ".note");
    std::string text = readFile(note);
    fs::remove(note);
    writeFile(note, text.replace(text.find('\n') + 1, 1, "9"));
    const Result made = m_home.seihon({"archive", "verify"});
    EXPECT_EQ(made.code, 4);
    EXPECT_TRUE(made.has("AnchorInvalid")) << made.out;
    m_home.editFile("station.toml", m_elsewhere.string(), "relative/folder");
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 3);
}

} // namespace seihon::cli_test
