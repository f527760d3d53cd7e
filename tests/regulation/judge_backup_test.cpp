#include "regulation/judge_backup.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

namespace seihon::regulation {

namespace {

using record::FindingId;

const record::Instant kNow = record::parseInstant("2026-11-23T10:00:00Z");

BackupFacts wellKept() {
    BackupFacts facts;
    facts.targets = {{"disk", kNow - std::chrono::hours(30), {}},
                     {"far", kNow - std::chrono::hours(1), {}}};
    facts.lastDrill = DrillFacts{kNow - std::chrono::days(183), "disk", {}};
    return facts;
}

// The findings that one change brings, none of which stops scanning.
std::vector<FindingId> after(const std::function<void(BackupFacts&)>& change) {
    BackupFacts facts = wellKept();
    change(facts);
    const record::Verdict verdict = judgeBackups(Regulation{}, facts, kNow);
    EXPECT_TRUE(verdict.permitted());
    std::vector<FindingId> ids;
    for (const record::Finding& one : verdict.findings) {
        ids.push_back(one.id);
    }
    return ids;
}

using Ids = std::vector<FindingId>;

TEST(JudgeBackup, IsSilentAtTheLimitAndNotBeyondIt) {
    using std::chrono::milliseconds;
    EXPECT_EQ(after([](BackupFacts&) {}), Ids{});
    EXPECT_EQ(after([](BackupFacts& facts) { *facts.targets[0].lastGood -= milliseconds(1); }),
              Ids{FindingId::BackupOld});
    EXPECT_EQ(after([](BackupFacts& facts) { facts.lastDrill->at -= milliseconds(1); }),
              Ids{FindingId::DrillOld});
}

TEST(JudgeBackup, NamesWhatIsMissingOrFailed) {
    EXPECT_EQ(after([](BackupFacts& facts) { facts.targets.clear(); }),
              Ids{FindingId::BackupMissing});
    EXPECT_EQ(after([](BackupFacts& facts) { facts.targets[1].lastGood.reset(); }),
              Ids{FindingId::BackupMissing});
    EXPECT_EQ(after([](BackupFacts& facts) { facts.targets[1].failure = "away"; }),
              Ids{FindingId::BackupFailing});
    EXPECT_EQ(after([](BackupFacts& facts) { facts.lastDrill.reset(); }),
              Ids{FindingId::DrillMissing});
    EXPECT_EQ(after([](BackupFacts& facts) { facts.lastDrill->failure = "damage"; }),
              Ids{FindingId::DrillFailed});
}

// A clock that was set back must not make an old backup look new for ever.
TEST(JudgeBackup, ABackupOfTheFutureIsNone) {
    EXPECT_EQ(
        after([](BackupFacts& facts) { facts.targets[0].lastGood = kNow + std::chrono::hours(1); }),
        Ids{FindingId::BackupOld});
    const record::Instant latest = kNow + Regulation{}.clockTolerance;
    EXPECT_TRUE(isBackupFresh(Regulation{}, latest, kNow));
    EXPECT_FALSE(isBackupFresh(Regulation{}, latest + std::chrono::milliseconds(1), kNow));
}

} // namespace

} // namespace seihon::regulation
