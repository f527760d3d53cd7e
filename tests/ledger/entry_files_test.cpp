#include "ledger/entry_files.h"

#include "ledger/entry_line.h"
#include "ledger/ledger_folder.h"
#include "ledger/tree_peaks.h"
#include "record/merkle.h"

#include "expect_fault.h"
#include "injected.h"
#include "ledger_samples.h"

#include <gmock/gmock.h>

namespace seihon::ledger::test {
namespace {

using record::EntryKind;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

fs::path linesOf(const TempFolder& folder) {
    return folder / "entries/000000.jsonl";
}

TEST(EntryFiles, aTornLastLineIsCompleted) {
    const TempFolder folder;
    fillSmall(*openAt(folder));
    for (const std::size_t kept :
         {0u, 1u, 100u, 100'000u}) { // of the line, at most all but its end
        const std::string text = readText(linesOf(folder));
        const std::size_t last = text.rfind('\n', text.size() - 2) + 1;
        writeText(linesOf(folder), text.substr(0, std::min(last + kept, text.size() - 1)));
        const auto ledger = openAt(folder);
        EXPECT_TRUE(readText(linesOf(folder)).starts_with(text)) << kept;
        EXPECT_EQ(joined(ledger->verify()), "");
    }
}

TEST(EntryFiles, aTornPrivateLineIsCompleted) {
    const TempFolder folder;
    {
        const auto ledger = openAt(folder);
        fillSmall(*ledger);
        ledger->append(sealedDraft({.recordId = "r2", .job = "job-b"}), instant(8));
    }
    const fs::path file = folder / "entries/private-000000.jsonl";
    const std::string privates = readText(file);
    const std::string lines = readText(linesOf(folder));
    // The crash came in the private file, so the public line is not there either.
    writeText(linesOf(folder), lines.substr(0, lines.rfind('\n', lines.size() - 2) + 1));
    writeText(file, privates.substr(0, privates.size() - 30));
    const auto ledger = openAt(folder);
    EXPECT_EQ(readText(file), privates);
    EXPECT_TRUE(readText(linesOf(folder)).starts_with(lines));
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(EntryFiles, aTailThatIsNoPartOfTheNextEntryStopsTheLedger) {
    const TempFolder folder;
    fillSmall(*openAt(folder));
    const std::string text = readText(linesOf(folder));
    const std::size_t last = text.rfind('\n', text.size() - 2) + 1;
    const std::string tails[] = {text + "{",
                                 text + "\n",
                                 text.substr(0, last) + "{\"actor\":{\"X",
                                 text.substr(0, last) + std::string(40, '\0') + "{",
                                 text.substr(0, last - 1),
                                 text.substr(0, 10)};
    for (const std::string& tail : tails) {
        writeText(linesOf(folder), tail);
        const auto ledger = openAt(folder);
        EXPECT_FAULT(ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)), LedgerBroken);
        EXPECT_EQ(ledger->head().size, 8u);
        EXPECT_EQ(readText(linesOf(folder)), tail) << "nothing is repaired in silence";
        EXPECT_FALSE(ledger->verify().permitted());
    }
}

TEST(EntryFiles, aDeletedFileStopsTheLedger) {
    const TempFolder folder;
    const auto running = openAt(folder);
    fillSmall(*running);
    fs::remove(linesOf(folder));
    EXPECT_EQ(running->append(draftOf(EntryKind::LogViewed, ""), instant(8)).sequence, 8u)
        << "not seen before the commit, so the entry is there";
    EXPECT_FAULT(running->append(draftOf(EntryKind::LogViewed, ""), instant(9)), LedgerBroken);
    const auto ledger = openAt(folder);
    EXPECT_FAULT(ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)), LedgerBroken);
    EXPECT_EQ(ledger->entries(0, 100).size(), 9u) << "reading goes on";
    EXPECT_FALSE(fs::exists(linesOf(folder)));
}

TEST(EntryFiles, anEntryIsDurableThoughItsFileIsNot) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    {
        const Injected injected(
            {.call = Call::Write, .nth = 1, .error = ENOSPC, .fromThenOn = true});
        EXPECT_EQ(ledger->append(draftOf(EntryKind::LogViewed, ""), instant(8)).sequence, 8u);
        EXPECT_TRUE(injected.struck());
        EXPECT_FAULT(ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)), StorageFull);
        EXPECT_EQ(ledger->head().size, 9u);
    }
    EXPECT_EQ(ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)).sequence, 9u);
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(EntryFiles, aHalfWrittenLineIsCompletedByTheNextAppend) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    const std::uintmax_t before = fs::file_size(linesOf(folder));
    openAt(folder)->append(draftOf(EntryKind::LogViewed, ""), instant(8));
    const std::string text = readText(linesOf(folder));
    writeText(linesOf(folder), text.substr(0, before + (text.size() - before) / 2));
    EXPECT_EQ(ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)).sequence, 9u);
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(EntryFiles, aShortWriteIsWrittenOn) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    const Injected half({.call = Call::Write, .nth = 1, .error = 0});
    ledger->append(draftOf(EntryKind::LogViewed, ""), instant(8));
    EXPECT_TRUE(half.struck());
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(EntryFiles, whatAnotherProcessWroteAndDidNotSyncIsSynced) {
    const TempFolder folder;
    {
        const auto died = openAt(folder);
        fillSmall(*died);
        const Injected injected({.call = Call::Fsync, .nth = 1, .error = EIO});
        died->append(draftOf(EntryKind::LogViewed, ""), instant(8));
        EXPECT_TRUE(injected.struck());
    }
    const auto syncsOf = [&] {
        const Injected recorded;
        openAt(folder);
        return std::ranges::count(recorded.calls(), "fsync file");
    };
    EXPECT_EQ(syncsOf(), 1);
    openAt(folder)->append(draftOf(EntryKind::LogViewed, ""), instant(9));
    EXPECT_EQ(joined(openAt(folder)->verify()), "");
}

TEST(EntryFiles, afterAFailedFsyncNothingIsAppendedAnyMore) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    {
        const Injected injected({.call = Call::Write, .nth = 1, .error = ENOSPC});
        ledger->append(draftOf(EntryKind::LogViewed, ""), instant(8));
    }
    {
        const Injected injected({.call = Call::Fsync, .nth = 1, .error = EIO});
        EXPECT_FAULT(ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)), StorageFailed);
    }
    // The next fsync would say "done"; it is not asked.
    EXPECT_FAULT(ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)), StorageFailed);
    EXPECT_EQ(ledger->head().size, 9u);
    EXPECT_EQ(openAt(folder)->append(draftOf(EntryKind::LogViewed, ""), instant(9)).sequence, 9u);
}

// A power cut may leave the length of an append and none of its bytes.
TEST(EntryFiles, zerosOfAPowerCutAreCutAndWrittenAnew) {
    for (const std::size_t kept : {std::size_t{0}, std::size_t{20}}) {
        const TempFolder folder;
        fillSmall(*openAt(folder));
        const std::string text = readText(linesOf(folder));
        const std::size_t last = text.rfind('\n', text.size() - 2) + 1;
        std::string cut = text;
        std::fill(cut.begin() + static_cast<std::ptrdiff_t>(last + kept), cut.end(), '\0');
        writeText(linesOf(folder), cut);
        const auto ledger = openAt(folder);
        EXPECT_TRUE(readText(linesOf(folder)).starts_with(text));
        // Entry 8 is LogFilesCompleted.
        EXPECT_EQ(ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)).sequence, 9u);
        EXPECT_EQ(joined(ledger->verify()), "");
    }
}

TEST(EntryFiles, zerosAnywhereElseAreLeftAsTheyAre) {
    const auto spoil = [](const auto& change) {
        const TempFolder folder;
        fillSmall(*openAt(folder));
        std::string text = readText(linesOf(folder));
        change(text);
        writeText(linesOf(folder), text);
        EXPECT_NE(joined(openAt(folder)->verify()), "");
        EXPECT_EQ(readText(linesOf(folder)), text);
    };
    spoil([](std::string& text) { text[text.find('\n') - 2] = '\0'; }); // once known to be there
    spoil([](std::string& text) { // a byte behind the zero that belongs nowhere
        text[text.size() - 10] = '\0';
        text[text.size() - 9] = '!';
    });
    spoil([](std::string& text) { text += std::string(4096, '\0'); }); // longer than any append
}

TEST(EntryFiles, lagIsLawfulOnlyForWhatWasNeverMirrored) {
    const TempFolder folder;
    fillSmall(*openAt(folder));
    const std::string text = readText(linesOf(folder));
    const std::size_t last = text.rfind('\n', text.size() - 2);
    const std::size_t two = text.rfind('\n', last - 1);
    writeText(linesOf(folder), text.substr(0, two + 1));
    EXPECT_THAT(joined(openAt(folder)->verify()), HasSubstr("entry 6 is missing"));
    EXPECT_EQ(readText(linesOf(folder)), text.substr(0, two + 1));
}

// A crash between the database and the files looks like a hand that cuts the newest line: it is
// written again, and the log says so.
TEST(EntryFiles, aCutNewestLineIsWrittenAgainAndTold) {
    const TempFolder folder;
    fillSmall(*openAt(folder));
    EXPECT_FALSE(openAt(folder)->newestOfKind(EntryKind::LogFilesCompleted));
    for (const std::size_t left : {0u, 10u}) { // of the line
        const std::string text = readText(linesOf(folder));
        const std::size_t last = text.rfind('\n', text.size() - 2) + 1;
        writeText(linesOf(folder), text.substr(0, last + left));
        const auto ledger = openAt(folder);
        EXPECT_TRUE(readText(linesOf(folder)).starts_with(text));
        const auto told = ledger->newestOfKind(EntryKind::LogFilesCompleted);
        ASSERT_TRUE(told);
        EXPECT_EQ(told->sequence + 1, ledger->head().size);
        EXPECT_EQ(told->what.facts.at("from").asInt() + 1, told->what.facts.at("until").asInt());
        EXPECT_EQ(told->what.facts.at("until").asInt(), std::int64_t(told->sequence));
        EXPECT_TRUE(ledger->verify().permitted());
        EXPECT_EQ(openAt(folder)->head().size, ledger->head().size); // once
    }
}

// Many entries at once, written as the ledger would, without a commit for each.
void fillMany(const TempFolder& folder, std::uint64_t count) {
    Database database = openDatabase(folder.path(), kStation);
    Transaction transaction(database, Transaction::Kind::Write);
    TreePeaks peaks;
    for (std::uint64_t i = 0; i < count; ++i) {
        record::Entry entry;
        entry.station = kStation;
        entry.sequence = i;
        entry.at = instant(0);
        entry.what = draftOf(EntryKind::LogViewed, "");
        entry.salt = record::sha256(std::to_string(i));
        if (i % 4000 == 0) {
            entry.privateSalt = entry.salt;
            entry.what.privateFacts = record::Json::object({{"n", i}});
            entry.privateCommitment =
                record::privateCommitmentOf(*entry.privateSalt, entry.what.privateFacts);
        }
        const std::string line = record::canonical(record::publicLine(entry));
        const record::Digest leaf = record::merkleLeaf(record::bytesOf(line));
        database.prepare("INSERT INTO lines VALUES (?, ?, ?, 'LogViewed', '')")
            .bind(i)
            .bind(line)
            .bind(leaf)
            .run();
        database.prepare("INSERT INTO acts VALUES (?, ?, 'LogViewed', ?, '', '', '')")
            .bind(i)
            .bind(std::int64_t{entry.at.time_since_epoch().count()})
            .bind(entry.what.actor.user)
            .run();
        if (entry.privateSalt) {
            database.prepare("INSERT INTO privates VALUES (?, ?, ?)")
                .bind(i)
                .bind(*entry.privateSalt)
                .bind(record::canonical(entry.what.privateFacts))
                .run();
        }
        peaks.append(leaf);
    }
    database.prepare("UPDATE head SET size = ?, peaks = ?")
        .bind(peaks.size())
        .bind(peaks.stored())
        .run();
    transaction.commit();
}

TEST(EntryFiles, aNewFileBeginsEveryTenThousandLines) {
    const TempFolder folder;
    fillMany(folder, 9'999);
    const auto ledger = openAt(folder);
    EXPECT_FALSE(fs::exists(folder / "entries/000001.jsonl"));
    for (int i = 0; i < 3; ++i) {
        ledger->append(draftOf(EntryKind::LogViewed, ""), instant(i));
    }
    const std::string first = readText(folder / "entries/000000.jsonl");
    const std::string second = readText(folder / "entries/000001.jsonl");
    EXPECT_EQ(std::ranges::count(first, '\n'), 10'000);
    EXPECT_EQ(std::ranges::count(second, '\n'), 2);
    EXPECT_THAT(second, HasSubstr("\"sequence\":10000,"));
    EXPECT_EQ(std::ranges::count(readText(folder / "entries/private-000000.jsonl"), '\n'), 3);
    EXPECT_EQ(joined(ledger->verify()), "");

    // A crash right after the second file was made, and the loss of a whole file.
    fs::remove(folder / "entries/000001.jsonl");
    EXPECT_FAULT(openAt(folder)->append(draftOf(EntryKind::LogViewed, ""), instant(9)),
                 LedgerBroken);
    EXPECT_THAT(joined(openAt(folder)->verify()), HasSubstr("000001.jsonl: the file is missing"));
    writeText(folder / "entries/000001.jsonl", second.substr(0, second.find('\n') + 1));
    EXPECT_EQ(openAt(folder)->append(draftOf(EntryKind::LogViewed, ""), instant(9)).sequence,
              10'003u); // after LogFilesCompleted
    fs::rename(folder / "entries/000000.jsonl", folder / "entries/000002.jsonl");
    const auto names = found(openAt(folder)->verify());
    EXPECT_THAT(names, Contains("EntryFileDiffers: entries/000000.jsonl: the file is missing"));
    EXPECT_THAT(names, Contains(HasSubstr("000002.jsonl: no entry of the database")));
}

TEST(EntryFiles, anUnmirroredDatabaseIsWrittenOutWhole) {
    const TempFolder folder;
    fillMany(folder, 10'001);
    const auto ledger = openAt(folder);
    EXPECT_EQ(std::ranges::count(readText(folder / "entries/000000.jsonl"), '\n'), 10'000);
    EXPECT_EQ(std::ranges::count(readText(folder / "entries/000001.jsonl"), '\n'), 1);
    EXPECT_EQ(joined(ledger->verify()), "");
}

TEST(TreePeaks, equalTheFrontierAndComeBack) {
    record::MerkleFrontier frontier;
    TreePeaks peaks;
    EXPECT_EQ(peaks.root(), frontier.root());
    for (std::uint64_t i = 1; i <= 130; ++i) {
        const record::Digest leaf = record::sha256(std::to_string(i));
        frontier.append(leaf);
        peaks.append(leaf);
        const auto stored = peaks.stored();
        peaks = TreePeaks(i, stored);
        ASSERT_EQ(peaks.root(), frontier.root());
        ASSERT_EQ(peaks.size(), i);
        EXPECT_FAULT(TreePeaks(i, record::Bytes(stored).first(stored.size() - 1)), LedgerBroken);
    }
}

} // namespace
} // namespace seihon::ledger::test
