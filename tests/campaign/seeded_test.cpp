#include "acts.h"
#include "run.h"
#include "seeded.h"

#include <gtest/gtest.h>

#include <sys/wait.h>

#include <array>
#include <atomic>
#include <fstream>
#include <iterator>

// Who tests the tests: seventeen mistakes that durability code is known to make, each of which has
// to be seen, and the product, which has to pass everything that they are seen by.
namespace seihon::campaign {
namespace {

namespace fs = std::filesystem;

struct Counts {
    int moments = 0, syncs = 0, closes = 0, writes = 0;
};

TargetRun runSeeded(Bug bug, const fs::path& home, const std::string& job, const std::string& order,
                    const fs::path& last = {}) {
    Target target{{},
                  SEIHON_BIN_DIR "/campaign-target-seeded",
                  {std::string(kHomeVariable) + "=" + home.string(),
                   std::string(kBugVariable) + "=" + std::to_string(static_cast<int>(bug)),
                   std::string(kDiskVariable) + "=" + order}};
    if (!last.empty()) {
        target.environment.push_back(std::string(kLastVariable) + "=" + last.string());
    }
    return runTarget(target, home, job, 1);
}

std::string textOf(const fs::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class Seeded : public testing::Test {
  protected:
    // What is wrong with the n-th of `count`; the first complaint ends it unless nothing is
    // expected to be wrong.
    std::string each(int count, bool stopsEarly, const std::function<std::string(int)>& one) {
        Complaints complaints;
        std::atomic<bool> isFound{false};
        inParallel(static_cast<std::size_t>(count), [&](std::size_t index) {
            if (stopsEarly && isFound) {
                return;
            }
            const std::string text = one(static_cast<int>(index) + 1);
            if (!text.empty()) {
                isFound = true;
                complaints.add("at " + std::to_string(index + 1), text);
            }
        });
        return complaints.shown();
    }

    Told toldWith(const std::string& lines) const {
        Told told = m_whole.told();
        told.hear(lines);
        return told;
    }

    // Power goes at every moment: each image is opened by the product as it is.
    std::string powerCuts(Bug bug) {
        const fs::path home = m_whole.copy();
        const fs::path images = home.string() + "-images";
        runSeeded(bug, home, "run", "IMAGES=" + images.string());
        int count = 0;
        while (fs::exists(images / std::to_string(count))) {
            ++count;
        }
        EXPECT_GT(count, 300);
        m_images = count;
        const std::string found = each(count, bug != Bug::None, [&](int n) {
            const fs::path image = images / std::to_string(n - 1);
            const Told told = toldWith(textOf(image / "told"));
            std::string complaints = complaintsAbout(image / "home", told);
            if (n % 5 == 0) {
                complaints += afterRestart(image / "home", told);
            }
            fs::remove_all(image);
            return complaints;
        });
        fs::remove_all(images);
        fs::remove_all(home);
        return found;
    }

    // The process ends at every moment; the same program starts again and does the next acts.
    std::string stops(Bug bug) {
        return each(m_counts.moments, bug != Bug::None, [&](int n) {
            const fs::path home = m_whole.copy();
            const TargetRun run = runSeeded(bug, home, "run", "STOP=" + std::to_string(n));
            const TargetRun again = runSeeded(bug, home, "again", "");
            std::string complaints = complaintsAbout(home, toldWith(run.lines + again.lines));
            if (again.lines.find("\nend\n") == std::string::npos ||
                again.lines.find("\nfault ") != std::string::npos) {
                complaints += "the next acts fail: " + again.lines;
            }
            fs::remove_all(home);
            return complaints;
        });
    }

    std::string failures(Bug bug, const std::string& order, int count) {
        return each(count, bug != Bug::None, [&](int n) {
            const fs::path home = m_whole.copy();
            const fs::path last = home.string() + "-last";
            fs::create_directory(last);
            const TargetRun run =
                runSeeded(bug, home, "run", order + "=" + std::to_string(n), last);
            const Told told = toldWith(run.lines);
            std::string complaints;
            for (const fs::path& left : {last / "home", home}) {
                complaints += complaintsAbout(left, told);
                complaints += afterRestart(left, told);
            }
            fs::remove_all(home);
            fs::remove_all(last);
            return complaints;
        });
    }

    std::string sight(const std::string& method, Bug bug) {
        if (method == "power cuts") {
            return powerCuts(bug);
        }
        if (method == "stops") {
            return stops(bug);
        }
        if (method == "failed syncs") {
            return failures(bug, "SYNC", m_counts.syncs);
        }
        if (method == "failed closes") {
            return failures(bug, "CLOSE", m_counts.closes);
        }
        return failures(bug, "SHORT", m_counts.writes);
    }

    void SetUp() override {
        const fs::path home = m_whole.copy();
        const fs::path last = home.string() + "-last";
        fs::create_directory(last);
        const TargetRun run = runSeeded(Bug::None, home, "run", "", last);
        ASSERT_NE(run.lines.find("\nend\n"), std::string::npos) << run.lines;
        std::ifstream(last / "counts") >> m_counts.moments >> m_counts.syncs >> m_counts.closes >>
            m_counts.writes;
        ASSERT_GT(m_counts.syncs, 50);
    }

    TemplateHome m_whole;
    Counts m_counts;
    int m_images = 0;
};

TEST_F(Seeded, theProductPassesPowerCuts) {
    EXPECT_EQ(powerCuts(Bug::None), "");
    std::printf("%d images\n", m_images);
}

TEST_F(Seeded, theProductPassesStops) {
    EXPECT_EQ(stops(Bug::None), "");
}

TEST_F(Seeded, theProductPassesFailedSyncs) {
    EXPECT_EQ(sight("failed syncs", Bug::None), "");
}

TEST_F(Seeded, theProductPassesFailedCloses) {
    EXPECT_EQ(sight("failed closes", Bug::None), "");
}

TEST_F(Seeded, theProductPassesShortWrites) {
    EXPECT_EQ(sight("short writes", Bug::None), "");
    std::printf("%d moments, %d syncs, %d closes, %d writes\n", m_counts.moments, m_counts.syncs,
                m_counts.closes, m_counts.writes);
}

struct Mistake {
    Bug bug;
    const char* name;
    const char* seenBy;
};

constexpr std::array<Mistake, kBugs> kMistakes{{
    {Bug::SkipFileSync, "fsync of a file is skipped", "power cuts"},
    {Bug::SkipFolderSync, "fsync of a folder is skipped", "power cuts"},
    {Bug::SkipDataSync, "the database is not synced", "power cuts"},
    {Bug::JournalWal, "WAL and synchronous=NORMAL", "power cuts"},
    {Bug::SynchronousNormal, "synchronous=NORMAL", "power cuts"},
    {Bug::IgnoreClose, "close() is not looked at", "failed closes"},
    {Bug::RetryFsync, "a failed fsync is tried again", "failed syncs"},
    {Bug::OverwriteOnRename, "a rename replaces", "stops"},
    {Bug::TruncateInPlace, "new bytes over old ones", "power cuts"},
    {Bug::ReuseTempName, "one temporary name", "stops"},
    {Bug::IgnoreShortWrite, "a short write is taken for whole", "short writes"},
    {Bug::SyncAfterRename, "the name before the bytes", "power cuts"},
    {Bug::EntryBeforeFile, "the entry before the file", "power cuts"},
    {Bug::AcknowledgeEarly, "acknowledged early", "power cuts"},
    {Bug::PurgeBeforeCommit, "captures removed before the record is kept", "power cuts"},
    {Bug::SwallowFaults, "acknowledged in spite of a fault", "failed syncs"},
    {Bug::AppendAgain, "appended a second time", "power cuts"},
}};

TEST_F(Seeded, everyMistakeIsSeen) {
    for (const Mistake& mistake : kMistakes) {
        const std::string found = sight(mistake.seenBy, mistake.bug);
        EXPECT_NE(found, "") << mistake.name << ": not seen by " << mistake.seenBy;
        std::printf("%s: seen by %s, %s\n", mistake.name, mistake.seenBy,
                    found.substr(0, found.find('\n')).c_str());
    }
}

} // namespace
} // namespace seihon::campaign
