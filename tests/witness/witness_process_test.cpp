#include "signing/witness_client.h"
#include "support/child_process.h"
#include "support/run_tool.h"
#include "tests/witness/witness_desk.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>

// The program itself, over HTTP: killed at every step between an asking and its answer.
namespace seihon::witness {

namespace fs = std::filesystem;
using signing::WitnessAnswer;

class WitnessProcess : public testing::Test {
  protected:
    // `before`: what it runs under. Its address is the first thing it says.
    support::ChildProcess start(std::vector<std::string> before = {}) {
        fs::remove(m_log);
        before.insert(before.end(),
                      {SEIHON_BIN_DIR "/seihon-witness", "serve", m_desk.folder().string()});
        support::ChildProcess child(before, {}, m_log);
        for (int i = 0; i < 1000 && m_service.url.empty(); ++i) {
            std::ifstream said(m_log);
            std::string line;
            if (std::getline(said, line) && line.starts_with("http://") && !said.eof()) {
                m_service.url = line;
            } else {
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            }
        }
        EXPECT_FALSE(m_service.url.empty());
        return child;
    }
    void forgetAddress() { m_service.url.clear(); }

    std::optional<WitnessAnswer> ask(std::uint64_t oldSize, std::uint64_t size,
                                     const TestLog& log) const {
        const AddCheckpoint request = log.request(oldSize, size);
        std::string why;
        return signing::askWitness(m_service, request.oldSize, request.proof, request.note, why);
    }

    WitnessDesk m_desk;
    TestLog m_honest{m_desk.logKey(), "leaf"};
    TestLog m_fork{m_desk.logKey(), "other"};
    const fs::path m_log = m_desk.folder().parent_path() / "said";
    config::WitnessService m_service{WitnessDesk::kName, "", std::chrono::seconds(10)};
};

TEST_F(WitnessProcess, answersAsTheSpecificationSays) {
    const support::ChildProcess child = start();
    const auto first = ask(0, 20, m_honest);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status, 200);
    EXPECT_TRUE(first->lines.starts_with("\xe2\x80\x94 ward.example/w1 ")) << first->lines;
    const auto back = ask(0, 12, m_honest);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->status, 409);
    EXPECT_EQ(back->size, 20u);
    EXPECT_EQ(ask(20, 30, m_fork)->status, 422);
    EXPECT_EQ(ask(20, 30, m_honest)->status, 200);
    // Other words at its door.
    const auto curl = [&](const std::string& rest) {
        return support::runTool("curl -s -o /dev/null -w '%{http_code}' " + rest).output;
    };
    if (support::hasTool("curl")) {
        EXPECT_EQ(curl(m_service.url + "/add-checkpoint"), "405");
        EXPECT_EQ(curl("-d x " + m_service.url + "/other"), "404");
        EXPECT_EQ(curl("-d x " + m_service.url + "/add-checkpoint"), "400");
        EXPECT_EQ(curl("-H 'Expect:' --data-binary @" SEIHON_BIN_DIR "/seihon-witness " +
                       m_service.url + "/add-checkpoint"),
                  "413");
    }
}

TEST_F(WitnessProcess, killedBetweenMemoryAndAnswerItNeitherForgetsNorContradicts) {
    if (support::runTool("strace -o /dev/null -e trace=none true").exitCode != 0) {
        GTEST_SKIP() << "strace may not trace here";
    }
    {
        const support::ChildProcess child = start();
        ASSERT_EQ(ask(0, 20, m_honest)->status, 200);
    }
    std::uint64_t last = 20;
    int killed = 0;
    for (const std::string call : {"fsync", "rename", "sendmsg,sendto,writev"}) {
        for (int when = 1; when <= 3; ++when) {
            forgetAddress();
            const std::string one = call.substr(0, call.find(','));
            std::optional<WitnessAnswer> cut;
            {
                const support::ChildProcess child =
                    start({"/usr/bin/strace", "-f", "-q", "-o", "/dev/null", "-e", "trace=" + call,
                           "-e", "inject=" + call + ":signal=KILL:when=" + std::to_string(when)});
                cut = ask(last, last + 5, m_honest);
            }
            killed += cut ? 0 : 1;
            forgetAddress();
            const support::ChildProcess child = start();
            // What a station does: it says what it knows, and believes what it is told.
            auto answer = ask(last, last + 5, m_honest);
            ASSERT_TRUE(answer);
            if (answer->status == 409) {
                ASSERT_EQ(answer->size, last + 5) << call << " " << when;
                answer = ask(last + 5, last + 5, m_honest);
            } else {
                ASSERT_FALSE(cut) << call << " " << when << ": signed and forgotten";
            }
            ASSERT_EQ(answer->status, 200);
            last += 5;
            EXPECT_EQ(ask(last, last + 5, m_fork)->status, 422);
            EXPECT_EQ(ask(last - 5, last, m_honest)->status, 409);
        }
    }
    EXPECT_GE(killed, 4);
}

} // namespace seihon::witness
