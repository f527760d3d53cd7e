#include "station_home.h"

#include <gtest/gtest.h>

// An auditor takes away what the log says of one record, and a stranger reads it with nothing but
// the trust directory.
namespace seihon::cli_test {

namespace fs = std::filesystem;

class LogProofFile : public testing::Test {
  protected:
    Result prove(const std::string& id, const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words{"audit", "prove", id, "-o", m_file.string()};
        words.insert(words.end(), more.begin(), more.end());
        fs::remove(m_file);
        return m_home.as("auditor", words);
    }
    Result read(const std::vector<std::string>& more = {}) const {
        std::vector<std::string> words{SEIHON_BIN_DIR "/seihon-verify", "proof", m_file.string(),
                                       "--trust", (m_home.path() / "trust").string()};
        words.insert(words.end(), more.begin(), more.end());
        return runProgram(words);
    }

    StationHome m_home;
    const fs::path m_file = m_home.path().parent_path() / "proof.json";
};

TEST_F(LogProofFile, isReadWithoutTheLogAndShowsNobodyElse) {
    const fs::path record = m_home.sealedRecord();
    const std::string id = record.filename();
    m_home.clearFeeder();
    m_home.layPaper(2);
    fs::remove(m_home.tray() / "0001.png"); // another paper
    ASSERT_EQ(m_home
                  .as("clerk", {"intake", "--class", "referral-letter", "--patient", "OTHER-77",
                                "--patient-name", "Yamada", "--sheets", "1", "--attest-complete"})
                  .code,
              0);
    const Result made = prove(id);
    ASSERT_EQ(made.code, 0) << made.out << made.err;
    EXPECT_EQ(made.json().at("leftOut").asInt(), 0);
    const Result read = this->read({"--json", "--record", record.string()});
    ASSERT_EQ(read.code, 0) << read.out << read.err;
    EXPECT_EQ(read.json().at("record").asString(), id);
    EXPECT_TRUE(read.json().at("recordAtHand").asBool());
    EXPECT_FALSE(read.json().at("patient").isNull());
    EXPECT_EQ(std::ssize(read.json().at("entries").asArray()), made.json().at("entries").asInt());
    // The act of taking it is in it.
    EXPECT_EQ(read.json().at("entries").asArray().back().at("kind").asString(), "LogProven");
    EXPECT_EQ(readFile(m_file).find("OTHER-77"), std::string::npos);
    EXPECT_EQ(readFile(m_file).find("Yamada"), std::string::npos);
    // Each tlog-proof stands for itself within two kilobytes.
    const record::Json file = record::parseJson(readFile(m_file));
    for (const record::Json& entry : file.at("entries").asArray()) {
        EXPECT_LE(entry.at("proof").asString().size(), 2000u);
    }
    const Result words = this->read({"--lang", "ja"});
    EXPECT_EQ(words.code, 0);
    EXPECT_NE(words.out.find("有効"), std::string::npos) << words.out;
    EXPECT_NE(words.out.find("封緘"), std::string::npos) << words.out;
    EXPECT_EQ(m_home.seihon({"audit", "replay"}).code, 0);
    EXPECT_EQ(m_home.seihon({"archive", "verify"}).code, 0);
}

TEST_F(LogProofFile, staysClosedWhenAsked) {
    const std::string id = m_home.sealedRecord().filename();
    ASSERT_EQ(prove(id, {"--closed"}).code, 0);
    const Result read = this->read({"--json"});
    EXPECT_EQ(read.code, 0) << read.out;
    EXPECT_TRUE(read.json().at("patient").isNull());
    EXPECT_NE(readFile(m_file).find("\"opened\":null"), std::string::npos);
    EXPECT_EQ(readFile(m_file).find("\"opened\":{"), std::string::npos);
}

TEST_F(LogProofFile, ofAnotherRecordOrAnAlteredOneIsRefused) {
    const std::string id = m_home.sealedRecord().filename();
    const fs::path other = m_home.sealedRecord();
    ASSERT_EQ(prove(id).code, 0);
    const Result wrong = read({"--json", "--record", other.string()});
    EXPECT_EQ(wrong.code, 4);
    EXPECT_TRUE(wrong.has("LogProofOtherRecord")) << wrong.out;
    std::string text = readFile(m_file);
    text.replace(text.find("\"user\":\"clerk\""), 14, "\"user\":\"admin\"");
    fs::remove(m_file);
    writeFile(m_file, text);
    const Result altered = read({"--json"});
    EXPECT_EQ(altered.code, 4);
    EXPECT_TRUE(altered.has("LogProofInvalid")) << altered.out;
    writeFile(m_file, "no proof at all");
    EXPECT_EQ(read().code, 4);
    fs::remove(m_file);
    EXPECT_EQ(read().code, 3);
    EXPECT_EQ(runProgram({SEIHON_BIN_DIR "/seihon-verify", "proof"}).code, 2);
}

TEST_F(LogProofFile, isForThoseWhoMayTakeSomethingOut) {
    const std::string id = m_home.sealedRecord().filename();
    EXPECT_EQ(m_home.as("clerk", {"audit", "prove", id, "-o", m_file.string()}).code, 1);
    EXPECT_FALSE(fs::exists(m_file));
    EXPECT_EQ(m_home
                  .as("auditor",
                      {"audit", "prove", id, "-o", (m_home.path() / "ledger/proof.json").string()})
                  .code,
              2);
    EXPECT_EQ(m_home
                  .as("auditor", {"audit", "prove", "0198c0de-0000-7000-8000-000000000001", "-o",
                                  m_file.string()})
                  .code,
              3);
    ASSERT_EQ(prove(id).code, 0);
    EXPECT_EQ(m_home.as("auditor", {"audit", "prove", id, "-o", m_file.string()}).code, 2);
}

} // namespace seihon::cli_test
