#include "station_home.h"

#include "support/child_process.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

// A station and a witness of its log, both as the programs they are.
namespace seihon::cli_test {

namespace fs = std::filesystem;

class Witnessed : public testing::Test {
  protected:
    Witnessed() {
        const Result made = runProgram({SEIHON_BIN_DIR "/seihon-witness", "init", m_folder.string(),
                                        "--name", "ward.example/w1", "--port", "0"});
        EXPECT_EQ(made.code, 0) << made.err;
        append(m_home.path() / "trust/trust.toml", "\n" + made.out);
        // The witness knows the station by what its trust directory says.
        const std::string trust = readFile(m_home.path() / "trust/trust.toml");
        std::string log = trust.substr(trust.find("[[station_key]]"));
        log = log.substr(0, log.find("[[witness]]"));
        log.replace(0, 15, "[[log]]");
        log.replace(log.find("station_id"), 10, "origin");
        append(m_folder / "witness.toml", log);
    }

    static void append(const fs::path& file, const std::string& text) {
        std::ofstream(file, std::ios::app) << text;
    }
    support::ChildProcess startWitness() {
        fs::remove(m_said);
        support::ChildProcess child({SEIHON_BIN_DIR "/seihon-witness", "serve", m_folder.string()},
                                    {}, m_said);
        std::string url;
        for (int i = 0; i < 1000 && url.empty(); ++i) {
            std::ifstream said(m_said);
            if (!std::getline(said, url) || said.eof()) {
                url.clear();
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            }
        }
        std::string settings = readFile(m_home.path() / "station.toml");
        settings = settings.substr(0, settings.find("\n[[witness]]"));
        writeFile(m_home.path() / "station.toml",
                  settings + "\n[[witness]]\nname = \"ward.example/w1\"\nurl = \"" + url +
                      "\"\ntimeout_seconds = 5\n");
        return child;
    }
    Result work() const { return m_home.seihon({"work", "--once"}); }

    StationHome m_home;
    const fs::path m_folder = m_home.path().parent_path() / "witness";
    const fs::path m_said = m_home.path().parent_path() / "said";
    const fs::path m_image = m_home.path().parent_path() / "image";
};

TEST_F(Witnessed, a_disk_that_was_rolled_back_is_refused_whatever_comes_after) {
    const support::ChildProcess witness = startWitness();
    const std::string id = m_home.sealedRecord().filename();
    ASSERT_EQ(work().code, 0);
    Result verified = m_home.seihon({"audit", "verify"});
    ASSERT_EQ(verified.code, 0) << verified.out;
    EXPECT_GE(verified.json().at("cosignatures").asInt(), 1);
    // A proof says who stood by.
    const fs::path proof = m_home.path().parent_path() / "proof.json";
    ASSERT_EQ(m_home.as("auditor", {"audit", "prove", id, "-o", proof.string()}).code, 0);
    const Result read = runProgram({SEIHON_BIN_DIR "/seihon-verify", "proof", proof.string(),
                                    "--trust", (m_home.path() / "trust").string(), "--json"});
    EXPECT_EQ(read.code, 0) << read.out;
    EXPECT_EQ(read.json().at("witnesses").asArray().size(), 1u) << read.out;

    fs::copy(m_home.path() / "ledger", m_image, fs::copy_options::recursive);
    ASSERT_EQ(m_home.as("manager", {"record", "withdraw", id, "--reason", "wrong letter"}).code, 0);
    ASSERT_EQ(work().code, 0);
    fs::remove_all(m_home.path() / "ledger");
    fs::copy(m_image, m_home.path() / "ledger", fs::copy_options::recursive);

    const std::string job = m_home.openJob(1);
    ASSERT_EQ(m_home.as("clerk", {"job", "abandon", job, "--reason", "laid twice"}).code, 0);
    const Result refused = work();
    EXPECT_EQ(refused.code, 4) << refused.out;
    EXPECT_NE(refused.out.find("WitnessRefusedLog"), std::string::npos) << refused.out;
    EXPECT_EQ(work().code, 4);
    verified = m_home.seihon({"audit", "verify"});
    EXPECT_EQ(verified.code, 4);
    EXPECT_TRUE(verified.has("WitnessRefusedLog")) << verified.out;
    EXPECT_NE(m_home.seihon({"doctor"}).out.find("WitnessRefusedLog"), std::string::npos);
    // The refusal is told once, however often it is asked.
    const std::string log = m_home.seihon({"audit", "log", "--limit", "1000"}).out;
    const std::size_t first = log.find("\"WitnessRefused\"");
    EXPECT_NE(first, std::string::npos);
    EXPECT_EQ(log.find("\"WitnessRefused\"", first + 5), std::string::npos);
}

TEST_F(Witnessed, one_that_is_away_holds_up_nothing_and_catches_up) {
    {
        const support::ChildProcess witness = startWitness();
        m_home.sealedRecord();
        ASSERT_EQ(work().code, 0);
    }
    m_home.sealedRecord();
    const Result away = work();
    EXPECT_EQ(away.code, 0) << away.out;
    EXPECT_NE(away.out.find("WitnessAway"), std::string::npos) << away.out;
    EXPECT_EQ(m_home.seihon({"audit", "verify"}).code, 0);
    const support::ChildProcess witness = startWitness();
    const Result back = work();
    EXPECT_EQ(back.code, 0) << back.out;
    EXPECT_EQ(back.out.find("WitnessAway"), std::string::npos) << back.out;
}

TEST_F(Witnessed, one_that_trust_does_not_name_is_not_asked) {
    const support::ChildProcess witness = startWitness();
    std::string trust = readFile(m_home.path() / "trust/trust.toml");
    writeFile(m_home.path() / "trust/trust.toml", trust.substr(0, trust.find("[[witness]]")));
    m_home.sealedRecord();
    const Result unknown = work();
    EXPECT_EQ(unknown.code, 0) << unknown.out;
    EXPECT_NE(unknown.out.find("WitnessUnknown"), std::string::npos) << unknown.out;
}

} // namespace seihon::cli_test
