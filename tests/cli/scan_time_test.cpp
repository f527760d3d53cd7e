#include "station_home.h"

#include "record/instant.h"

#include <gtest/gtest.h>

// When a scan was made is proven by the earliest token over its pages [B1, B2]: a card that stayed
// away makes a late seal, not a late scan. The clock of every program is moved by faketime.
namespace seihon::cli_test {
namespace {

class ScanTime : public testing::Test {
  protected:
    void SetUp() override {
#ifdef SEIHON_SANITIZED
        GTEST_SKIP() << "faketime and the sanitizers do not share a process";
#endif
    }

    // As the user, in so many days.
    Result later(int days, const std::string& user, std::vector<std::string> args) const {
        const std::string day =
            record::formatInstant(record::readClock() + std::chrono::days(days)).substr(0, 10);
        std::vector<std::string> command = m_home.command(user, std::move(args));
        command.insert(command.begin(), {"faketime", day + " 12:00:00"});
        return runProgram(command);
    }

    static std::filesystem::path folderOf(const Result& sealed) {
        return sealed.json().at("path").asString();
    }

    const StationHome m_home;
};

TEST_F(ScanTime, a_card_that_comes_days_later_finds_the_scan_proven) {
    const std::string job = m_home.submittedJob(1);
    ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0); // checkpoint and its token
    const Result sealed = later(10, "clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    EXPECT_TRUE(sealed.has("ScanProvenByCheckpoint")) << sealed.out;
    EXPECT_FALSE(sealed.has("ExcusedLateness"));
    EXPECT_TRUE(std::filesystem::exists(folderOf(sealed) / "scan-proof.json"));

    // By a stranger without the ledger; and not when the proof is altered or taken away.
    const auto verified = [&] {
        return later(10, "",
                     {"record", "verify", folderOf(sealed).string(), "--trust",
                      (m_home.path() / "trust").string()});
    };
    const Result good = verified();
    EXPECT_EQ(good.code, 0) << good.out;
    EXPECT_LT(good.json().at("scanProvenAt").asString(), good.json().at("provenAt").asString());
    const std::string proof = readFile(folderOf(sealed) / "scan-proof.json");
    writeFile(folderOf(sealed) / "scan-proof.json", proof + " ");
    EXPECT_TRUE(verified().has("FileAltered"));
    std::filesystem::remove(folderOf(sealed) / "scan-proof.json");
    EXPECT_TRUE(verified().has("FileMissing"));
}

// The timestamp service is away past the deadline: signed in time, proven too late.
TEST_F(ScanTime, without_an_earlier_token_the_proof_is_late_until_a_manager_decides) {
    const std::string job = m_home.submittedJob(1);
    m_home.editFile("station.toml", "url = \"demo:\"", "url = \"http://127.0.0.1:9/\"");
    ASSERT_EQ(m_home.as("clerk", {"job", "seal", job}).code, 3);
    EXPECT_FALSE(m_home.seihon({"job", "show", job}).has("ProofOfScanTimeLate"));
    EXPECT_TRUE(later(10, "", {"job", "show", job}).has("ProofOfScanTimeLate")); // a warning
    m_home.editFile("station.toml", "url = \"http://127.0.0.1:9/\"", "url = \"demo:\"");
    EXPECT_EQ(later(10, "", {"work", "--once"}).code, 3);
    EXPECT_TRUE(m_home.archivedRecords().empty());
    const Result shown = later(10, "", {"job", "show", job});
    EXPECT_EQ(shown.json().at("state").asString(), "submitted");
    EXPECT_TRUE(shown.has("ProofOfScanTimeLate")) << shown.out; // it stands, and says so
    EXPECT_EQ(later(10, "clerk", {"job", "excuse", job, "--reason", "card forgotten"}).code, 1);

    ASSERT_EQ(later(10, "manager", {"job", "excuse", job, "--reason", "card forgotten"}).code, 0);
    EXPECT_FALSE(later(10, "", {"job", "show", job}).has("ProofOfScanTimeLate"));
    const Result sealed = later(10, "clerk", {"job", "seal", job});
    ASSERT_EQ(sealed.code, 0) << sealed.out << sealed.err;
    EXPECT_NE(readFile(folderOf(sealed) / "record.json").find("card forgotten"), std::string::npos);
}

TEST_F(ScanTime, a_page_scanned_after_the_checkpoint_is_not_proven_by_it) {
    const std::string job = m_home.openJob(1);
    m_home.layPaper(1);
    ASSERT_EQ(m_home.as("clerk", {"job", "scan", job}).code, 0);
    ASSERT_EQ(m_home.seihon({"work", "--once"}).code, 0);
    m_home.clearFeeder();
    m_home.layPaper(1);
    const Result again = m_home.as("clerk", {"job", "scan", job, "--replace", "1"});
    ASSERT_EQ(again.code, 0) << again.out;
    ASSERT_EQ(m_home.as("clerk", {"job", "compare", job, "--same"}).code, 0);
    const Result submitted = m_home.as("clerk", {"job", "submit", job});
    ASSERT_EQ(submitted.code, 0) << submitted.out;
    EXPECT_TRUE(later(10, "clerk", {"job", "seal", job}).has("ProofOfScanTimeLate"));
    // A checkpoint over both comes too late as well, and is taken for what it is.
    ASSERT_EQ(later(10, "", {"work", "--once"}).code, 0);
    EXPECT_TRUE(later(10, "clerk", {"job", "seal", job}).has("ProofOfScanTimeLate"));
}

} // namespace
} // namespace seihon::cli_test
