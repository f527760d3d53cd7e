#include "ledger/ledger.h"

#include "expect_fault.h"
#include "injected.h"
#include "ledger_samples.h"

#include <gmock/gmock.h>

namespace seihon::ledger::test {
namespace {

using record::EntryKind;
using testing::ElementsAre;

const std::vector<std::uint8_t> kToken{0x30, 0x03, 0x02, 0x01, 0x07};

TEST(Checkpoints, areKeptAndFiled) {
    const TempFolder folder;
    {
        const auto ledger = openAt(folder);
        fillSmall(*ledger);
        ledger->addCheckpoint(checkpointNow(*ledger, "eight\n署名\n"));
        ledger->append(draftOf(EntryKind::CheckpointMade, ""), instant(9));
        ledger->addCheckpoint(checkpointNow(*ledger, "nine"));
        ledger->setCheckpointToken(8, kToken);
    }
    const auto ledger = openAt(folder);
    const auto all = ledger->checkpoints();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].size, 8u);
    EXPECT_EQ(all[0].note, "eight\n署名\n");
    EXPECT_EQ(all[0].at, instant(100));
    EXPECT_EQ(all[0].token, kToken);
    EXPECT_TRUE(all[1].token.empty());
    EXPECT_EQ(all[1].root, ledger->head().root);
    const auto newest = ledger->newestCheckpoints(1, false);
    ASSERT_EQ(newest.size(), 1u);
    EXPECT_EQ(newest[0].size, 9u);
    const auto stamped = ledger->newestCheckpoints(5, true);
    ASSERT_EQ(stamped.size(), 1u);
    EXPECT_EQ(stamped[0].size, 8u);
    EXPECT_EQ(readText(folder / "checkpoints/8.note"), "eight\n署名\n");
    EXPECT_EQ(readText(folder / "checkpoints/8.tst"), std::string(kToken.begin(), kToken.end()));
    EXPECT_FALSE(fs::exists(folder / "checkpoints/9.tst"));
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(Checkpoints, ofAnEarlierSizeAreCompared) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    const Checkpoint earlier = checkpointNow(*ledger);
    ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9));
    Checkpoint wrong = earlier;
    wrong.root.bytes[0] ^= 1;
    EXPECT_FAULT(ledger->addCheckpoint(wrong), Malformed);
    wrong = earlier;
    wrong.size = 7;
    EXPECT_FAULT(ledger->addCheckpoint(wrong), Malformed);
    wrong.size = 10;
    EXPECT_FAULT(ledger->addCheckpoint(wrong), Malformed);
    wrong = earlier;
    wrong.note.clear();
    EXPECT_FAULT(ledger->addCheckpoint(wrong), Malformed);
    EXPECT_TRUE(ledger->checkpoints().empty());
    ledger->addCheckpoint(earlier);
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(Checkpoints, areNeverReplaced) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    ledger->addCheckpoint(checkpointNow(*ledger, "note"));
    ledger->addCheckpoint(checkpointNow(*ledger, "note")); // a retry
    EXPECT_FAULT(ledger->addCheckpoint(checkpointNow(*ledger, "another")), Malformed);
    EXPECT_FAULT(ledger->setCheckpointToken(3, kToken), Malformed);
    EXPECT_FAULT(ledger->setCheckpointToken(8, {}), Malformed);
    ledger->setCheckpointToken(8, kToken);
    ledger->setCheckpointToken(8, kToken); // a retry
    const std::vector<std::uint8_t> other{0x30, 0x00};
    EXPECT_FAULT(ledger->setCheckpointToken(8, other), Malformed);
    EXPECT_EQ(ledger->checkpoints().at(0).token, kToken);
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(Checkpoints, filesThatCouldNotBeWrittenFollowLater) {
    const TempFolder folder;
    {
        const auto ledger = openAt(folder);
        fillSmall(*ledger);
        const Injected injected(
            {.call = Call::Fallocate, .nth = 1, .error = ENOSPC, .fromThenOn = true});
        ledger->addCheckpoint(checkpointNow(*ledger, "note"));
        ledger->setCheckpointToken(8, kToken);
        EXPECT_TRUE(injected.struck());
    }
    EXPECT_TRUE(fs::is_empty(folder / "checkpoints"));
    const auto ledger = openAt(folder);
    EXPECT_EQ(readText(folder / "checkpoints/8.note"), "note");
    EXPECT_TRUE(fs::exists(folder / "checkpoints/8.tst"));
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(Checkpoints, verifyNamesEveryDifference) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    ledger->addCheckpoint(checkpointNow(*ledger, "note"));
    ledger->setCheckpointToken(8, kToken);

    writeText(folder / "checkpoints/8.note", "nota");
    EXPECT_THAT(found(ledger->verify()), ElementsAre("CheckpointDisagrees: checkpoints/8.note"));
    fs::remove(folder / "checkpoints/8.note");
    EXPECT_THAT(found(ledger->verify()), ElementsAre("CheckpointDisagrees: checkpoints/8.note"));
    writeText(folder / "checkpoints/8.note", "note");
    EXPECT_EQ(joined(ledger->verify()), "");

    writeText(folder / "checkpoints/8.tst", "x");
    EXPECT_THAT(found(ledger->verify()), ElementsAre("CheckpointDisagrees: checkpoints/8.tst"));
    writeText(folder / "checkpoints/8.tst", std::string(kToken.begin(), kToken.end()));

    writeText(folder / "checkpoints/9.note", "of a later ledger");
    EXPECT_THAT(found(ledger->verify()),
                ElementsAre("CheckpointDisagrees: checkpoints/9.note: the database knows no such "
                            "checkpoint"));
    fs::remove(folder / "checkpoints/9.note");

    writeText(folder / "checkpoints/.tmp-0123", "left over");
    const auto verdict = ledger->verify();
    EXPECT_TRUE(verdict.permitted());
    EXPECT_THAT(found(verdict), ElementsAre("LeftoverFile: checkpoints/.tmp-0123"));
    fs::remove(folder / "checkpoints/.tmp-0123");

    tamper(folder, "UPDATE checkpoints SET root = zeroblob(32)");
    EXPECT_THAT(found(ledger->verify()),
                ElementsAre("CheckpointDisagrees: checkpoint of 8 entries: entries 0 to 7"));
}

} // namespace
} // namespace seihon::ledger::test
