#include "ledger/ledger.h"

#include "expect_fault.h"
#include "ledger_samples.h"

#include <gmock/gmock.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <set>

namespace seihon::ledger::test {
namespace {

using record::EntryKind;

pid_t startWriter(const TempFolder& folder, const std::string& name, int count, int acks) {
    const pid_t child = ::fork();
    if (child != 0) {
        return child;
    }
    int code = 0;
    try {
        const auto ledger = openAt(folder);
        for (int i = 0; i < count; ++i) {
            record::EntryDraft draft = pageDraft(name, name + std::to_string(i));
            if (i % 2 == 0) {
                draft.privateFacts = record::Json::object({{"note", i}});
            }
            const std::uint64_t sequence = ledger->append(draft, instant(i)).sequence;
            if (acks >= 0 && ::write(acks, &sequence, sizeof sequence) != sizeof sequence) {
                break;
            }
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s: %s\n", name.c_str(), error.what());
        code = 1;
    }
    ::_exit(code);
}

TEST(LedgerCrash, threeProcessesAppendWithoutGapsOrLosses) {
    const TempFolder folder;
    constexpr int kEach = 60;
    std::vector<pid_t> writers;
    for (const char* name : {"window", "cli", "work"}) {
        writers.push_back(startWriter(folder, name, kEach, -1));
    }
    // A fourth one verifies meanwhile: others' unfinished steps are no findings.
    const auto reader = openAt(folder);
    int verified = 0;
    std::size_t running = writers.size();
    while (running > 0) {
        int status = 0;
        if (::waitpid(-1, &status, WNOHANG) > 0) {
            EXPECT_EQ(status, 0);
            --running;
        }
        EXPECT_EQ(joined(reader->verify()), "");
        ++verified;
        ::usleep(2000);
    }
    EXPECT_GT(verified, 0);
    const auto ledger = openAt(folder);
    EXPECT_EQ(ledger->head().size, 3u * kEach);
    const auto entries = ledger->entries(0, 1000);
    ASSERT_EQ(entries.size(), 3u * kEach);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        EXPECT_EQ(entries[i].sequence, i);
    }
    for (const char* name : {"window", "cli", "work"}) {
        EXPECT_EQ(ledger->entriesOfJob(name).size(), static_cast<std::size_t>(kEach));
    }
    EXPECT_EQ(joined(ledger->verify()), "");
}

// One writer that is killed a random moment after it acknowledged some entries (how many is drawn
// first, so that no machine is too slow for the test); gives the sequences it had acknowledged.
std::vector<std::uint64_t> runKilled(const TempFolder& folder, int run, std::mt19937& random) {
    int ends[2] = {};
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t child = startWriter(folder, "run" + std::to_string(run), 1'000'000, ends[1]);
    ::close(ends[1]);
    std::vector<std::uint64_t> acknowledged;
    std::uint64_t sequence = 0;
    const auto readOne = [&] {
        const bool isRead = ::read(ends[0], &sequence, sizeof sequence) == sizeof sequence;
        if (isRead) {
            acknowledged.push_back(sequence);
        }
        return isRead;
    };
    const int awaited = std::uniform_int_distribution<int>(0, 3)(random);
    for (int i = 0; i < awaited; ++i) {
        EXPECT_TRUE(readOne()) << "the writer ended by itself";
    }
    ::usleep(std::uniform_int_distribution<unsigned>(0, 6'000)(random));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (readOne()) {
    }
    ::close(ends[0]);
    return acknowledged;
}

TEST(LedgerCrash, aHundredKillsLoseNothingThatWasAcknowledged) {
    const TempFolder folder;
    std::mt19937 random(20261122);
    std::set<std::uint64_t> acknowledged;
    std::uint64_t sizeBefore = 0;
    for (int run = 0; run < 100; ++run) {
        for (const std::uint64_t sequence : runKilled(folder, run, random)) {
            EXPECT_TRUE(acknowledged.insert(sequence).second) << "one number twice";
        }
        const auto ledger = openAt(folder);
        const std::uint64_t size = ledger->head().size;
        ASSERT_GE(size, sizeBefore);
        ASSERT_TRUE(acknowledged.empty() || *acknowledged.rbegin() < size);
        // At most the one append that was under way is there without having been acknowledged, and
        // what opening says of the files' missing lines.
        const auto told = ledger->entriesOfKind(record::EntryKind::LogFilesCompleted, 0, 1000);
        ASSERT_LE(size, acknowledged.size() + told.size() + static_cast<std::size_t>(run) + 1);
        ASSERT_LE(told.size(), 2u * (static_cast<std::size_t>(run) + 1));
        if (run % 10 == 9) {
            ASSERT_EQ(joined(ledger->verify()), "") << "run " << run;
        }
        sizeBefore = size;
    }
    EXPECT_GE(acknowledged.size(), 100u); // 150 are awaited on average: the control
    const auto ledger = openAt(folder);
    EXPECT_EQ(ledger->entries(0, 1'000'000).size(), ledger->head().size);
    EXPECT_EQ(joined(ledger->verify()), "");
}

} // namespace
} // namespace seihon::ledger::test
