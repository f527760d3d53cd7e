#include "witness/witness.h"

#include "record/fault.h"
#include "record/merkle.h"
#include "signing/checkpoint.h"
#include "signing/cosignature.h"
#include "signing/small_file.h"
#include "signing/station_key.h"
#include "tests/witness/witness_desk.h"

#include <gtest/gtest.h>

#include <fstream>

// What a witness signs, what it refuses, and what it remembers over its own end.
namespace seihon::witness {

using record::Digest;

class Watching : public testing::Test {
  protected:
    Answer ask(std::uint64_t oldSize, std::uint64_t size, const TestLog& log) {
        return Witness(m_desk.folder())
            .addCheckpoint(addCheckpointText(log.request(oldSize, size)), atSecond(1'700'000'000));
    }

    WitnessDesk m_desk;
    TestLog m_log{m_desk.logKey(), "leaf"};
};

TEST_F(Watching, signsWhatContinuesWhatItSaw) {
    for (const auto& [oldSize, size] :
         {std::pair{0, 3}, std::pair{3, 8}, std::pair{8, 8}, std::pair{8, 31}}) {
        const Answer answer =
            ask(static_cast<std::uint64_t>(oldSize), static_cast<std::uint64_t>(size), m_log);
        ASSERT_EQ(answer.status, 200) << answer.body;
        const std::string note = m_log.note(static_cast<std::uint64_t>(size)) + answer.body;
        const auto found = signing::knownCosignatures(
            note, {{WitnessDesk::kName, Witness(m_desk.folder()).publicKey()}});
        ASSERT_EQ(found.size(), 1u);
        EXPECT_EQ(found[0].at, atSecond(1'700'000'000));
    }
    ASSERT_EQ(Witness(m_desk.folder()).seen().size(), 1u);
    EXPECT_EQ(Witness(m_desk.folder()).seen().front().size, 31u);
}

TEST_F(Watching, refusesAnOlderOrShorterLog) {
    ASSERT_EQ(ask(0, 20, m_log).status, 200);
    const Answer back = ask(0, 12, m_log); // a disk that was rolled back
    EXPECT_EQ(back.status, 409);
    EXPECT_EQ(back.type, "text/x.tlog.size");
    EXPECT_EQ(back.body, "20\n");
    EXPECT_EQ(ask(12, 20, m_log).status, 409); // its old size is not what was signed
    EXPECT_EQ(ask(20, 12, m_log).status, 400);
    EXPECT_EQ(ask(20, 21, m_log).status, 200);
}

TEST_F(Watching, refusesAFork) {
    ASSERT_EQ(ask(0, 20, m_log).status, 200);
    const TestLog fork(m_desk.logKey(), "another leaf");
    EXPECT_EQ(ask(20, 30, fork).status, 422);
    EXPECT_EQ(ask(20, 20, fork).status, 409); // two trees of one size
    // A proof of the honest log under the fork's signature.
    AddCheckpoint mixed = m_log.request(20, 30);
    mixed.note = fork.note(30);
    EXPECT_EQ(Witness(m_desk.folder()).addCheckpoint(addCheckpointText(mixed), {}).status, 422);
    AddCheckpoint bare = m_log.request(20, 30);
    bare.proof.clear();
    EXPECT_EQ(Witness(m_desk.folder()).addCheckpoint(addCheckpointText(bare), {}).status, 422);
    EXPECT_EQ(ask(20, 30, m_log).status, 200);
}

TEST_F(Watching, answersOnlyLogsItKnowsByTheirKey) {
    TestLog stranger(m_desk.logKey(), "leaf");
    stranger.origin = "station-of-somebody";
    EXPECT_EQ(ask(0, 3, stranger).status, 404);
    const auto key = m_desk.folder().parent_path() / "other.pem";
    signing::makeStationKey(key);
    EXPECT_EQ(ask(0, 3, TestLog(key, "leaf")).status, 403);
    // A second signature that nobody knows is passed over.
    AddCheckpoint request = m_log.request(0, 3);
    request.note += "\xe2\x80\x94 stranger AAAAAAAA\n";
    EXPECT_EQ(Witness(m_desk.folder()).addCheckpoint(addCheckpointText(request), {}).status, 200);
}

TEST_F(Watching, readsOneSpellingAlone) {
    const std::string good = addCheckpointText(m_log.request(0, 3));
    for (const std::string& bad : std::vector<std::string>{
             "", good.substr(0, 5), "old 00\n" + good.substr(6), "old -1\n\n" + good,
             "old 18446744073709551616\n\n", "new 0\n\n", "old 0\nAAAA\n\nx",
             good.substr(0, good.size() - 1), good + "x", std::string(kRequestBytes + 1, 'x')}) {
        EXPECT_EQ(Witness(m_desk.folder()).addCheckpoint(bad, {}).status, 400) << bad.substr(0, 40);
    }
    std::string tall = "old 0\n";
    for (int i = 0; i < 64; ++i) {
        tall += record::toBase64(record::Bytes(record::sha256("x").bytes)) + "\n";
    }
    EXPECT_EQ(Witness(m_desk.folder()).addCheckpoint(tall + "\n" + m_log.note(3), {}).status, 400);
}

// A memory that cannot be read is never taken for none: the log could start anew.
TEST_F(Watching, neverForgets) {
    ASSERT_EQ(ask(0, 20, m_log).status, 200);
    const auto folder = m_desk.folder() / "logs";
    const std::filesystem::path memory = std::filesystem::directory_iterator(folder)->path();
    const std::string good = signing::readSmallFile(memory);
    for (const std::string& bad :
         std::vector<std::string>{"", "x", good.substr(0, good.size() / 2),
                                  std::string(good).replace(good.find("\n20\n"), 4, "\n10\n")}) {
        std::ofstream(memory, std::ios::trunc) << bad;
        EXPECT_EQ(ask(0, 12, m_log).status, 500) << bad;
    }
    std::ofstream(memory, std::ios::trunc) << good;
    EXPECT_EQ(ask(20, 25, m_log).status, 200);
}

TEST_F(Watching, hasItsFolderForItself) {
    const Witness first(m_desk.folder());
    EXPECT_THROW(Witness second(m_desk.folder()), record::Fault);
}

} // namespace seihon::witness
