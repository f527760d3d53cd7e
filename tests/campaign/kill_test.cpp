#include "acts.h"
#include "run.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <random>
#include <thread>

#include <unistd.h>

// kill -9 at random moments of the small target. 1,000 in every run of the tests, SEIHON_KILLS for
// more.
namespace seihon::campaign {
namespace {

constexpr int kKillsPerHome = 20;

std::size_t countOf(const std::string& lines, const std::string& word) {
    std::size_t count = 0;
    for (std::size_t at = 0; (at = lines.find(word, at)) != std::string::npos; ++at) {
        ++count;
    }
    return count;
}

// Kills after so many acknowledgements, and a moment more: the number is drawn first, so that no
// machine is too slow for it.
std::string killSome(const TemplateHome& whole, unsigned seed, std::atomic<int>& acknowledged) {
    std::mt19937 random(seed);
    const std::filesystem::path home = whole.copy();
    Told told = whole.told();
    std::string complaints;
    for (int i = 0; i < kKillsPerHome && complaints.empty(); ++i) {
        const std::size_t awaited = random() % 7;
        const unsigned more = static_cast<unsigned>(random() % 6'000);
        const TargetRun run = runTarget({{}, SEIHON_BIN_DIR "/campaign-target", {}}, home,
                                        "k" + std::to_string(seed) + "-" + std::to_string(i), 1'000,
                                        [&](const std::string& lines, int) {
                                            const bool isTime = countOf(lines, "\nok ") >= awaited;
                                            if (isTime) {
                                                ::usleep(more);
                                            }
                                            return isTime;
                                        });
        told.hear(run.lines);
        acknowledged += static_cast<int>(countOf(run.lines, "\nok "));
        complaints = complaintsAbout(home, told);
        if (run.isHung) {
            complaints += "hangs\n";
        }
    }
    complaints += afterRestart(home, told);
    std::error_code ignored;
    std::filesystem::remove_all(home, ignored);
    return complaints;
}

TEST(Kills, atRandomMomentsLoseNothing) {
    const char* asked = std::getenv("SEIHON_KILLS");
    const int kills = asked == nullptr ? 1'000 : std::atoi(asked);
    const TemplateHome whole;
    Complaints complaints;
    std::atomic<int> acknowledged{0};
    inParallel(static_cast<std::size_t>(kills / kKillsPerHome), [&](std::size_t index) {
        const auto seed = static_cast<unsigned>(20261123 + index);
        const std::string text = killSome(whole, seed, acknowledged);
        if (!text.empty()) {
            complaints.add("seed " + std::to_string(seed), text);
        }
    });
    EXPECT_EQ(complaints.count(), 0u) << complaints.shown();
    EXPECT_GE(acknowledged, kills * 2); // three are awaited on average: the control
}

} // namespace
} // namespace seihon::campaign
