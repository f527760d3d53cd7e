#include "ledger/ledger.h"

#include "expect_fault.h"
#include "ledger_samples.h"

#include <gmock/gmock.h>

#include <sqlite3.h>

namespace seihon::ledger::test {
namespace {

using record::EntryKind;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class LedgerVerify : public testing::Test {
  protected:
    LedgerVerify() {
        fillSmall(*m_ledger);
        m_ledger->addCheckpoint(checkpointNow(*m_ledger));
    }
    ~LedgerVerify() override = default;

    std::vector<std::string> verify() { return found(m_ledger->verify()); }
    fs::path lines() const { return m_folder / "entries/000000.jsonl"; }
    fs::path privates() const { return m_folder / "entries/private-000000.jsonl"; }

    TempFolder m_folder;
    std::unique_ptr<Ledger> m_ledger = openAt(m_folder);
};

TEST_F(LedgerVerify, anUntouchedLedgerIsPermitted) {
    const record::Verdict verdict = m_ledger->verify();
    EXPECT_TRUE(verdict.permitted());
    EXPECT_TRUE(verdict.findings.empty()) << joined(verdict);
}

TEST_F(LedgerVerify, namesEveryFlippedByteOfALineInTheDatabase) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(::sqlite3_open((m_folder / "ledger.sqlite").c_str(), &raw), SQLITE_OK);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> database(raw, ::sqlite3_close);
    sqlite3_stmt* update = nullptr;
    ASSERT_EQ(::sqlite3_prepare_v2(raw, "UPDATE lines SET line = ? WHERE sequence = 3", -1, &update,
                                   nullptr),
              SQLITE_OK);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> owner(update, ::sqlite3_finalize);
    const auto store = [&](const std::string& line) {
        ::sqlite3_bind_text(update, 1, line.data(), static_cast<int>(line.size()),
                            SQLITE_TRANSIENT);
        ASSERT_EQ(::sqlite3_step(update), SQLITE_DONE);
        ::sqlite3_reset(update);
    };
    const std::string line = valueOf(m_folder, "SELECT line FROM lines WHERE sequence = 3");
    ASSERT_GT(line.size(), 300u);
    for (std::size_t i = 0; i < line.size(); ++i) {
        std::string changed = line;
        changed[i] = static_cast<char>(changed[i] ^ (1 << (i % 7)));
        store(changed);
        const auto names = verify();
        ASSERT_THAT(names, Contains("EntryAltered: entry 3")) << "byte " << i;
        ASSERT_THAT(names, Contains("EntryFileDiffers: entries/000000.jsonl: entry 3"));
        ASSERT_THAT(names, Contains("LedgerRootWrong: head"));
        ASSERT_THAT(names,
                    Contains("CheckpointDisagrees: checkpoint of 8 entries: entries 0 to 7"));
        ASSERT_EQ(names.size(), 4u);
    }
    store(line);
    EXPECT_THAT(verify(), ElementsAre());
}

TEST_F(LedgerVerify, namesEveryFlippedByteOfTheFiles) {
    for (const fs::path& file : {lines(), privates()}) {
        const std::string text = readText(file);
        std::size_t entry = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            // Every byte of the first line and of the line ends, every seventh of the others.
            if (entry > 0 && i % 7 != 0 && text[i] != '\n') {
                continue;
            }
            std::string changed = text;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            writeText(file, changed);
            const record::Verdict verdict = m_ledger->verify();
            ASSERT_FALSE(verdict.permitted()) << file << " byte " << i;
            ASSERT_TRUE(verdict.has(record::FindingId::EntryFileDiffers));
            ASSERT_THAT(joined(verdict), HasSubstr(file.filename().string()));
            entry += text[i] == '\n' ? 1 : 0;
        }
        writeText(file, text);
    }
    EXPECT_THAT(verify(), ElementsAre());
}

TEST_F(LedgerVerify, namesWhatIsDeletedFromTheDatabase) {
    tamper(m_folder, "DELETE FROM lines WHERE sequence = 4");
    const auto names = verify();
    EXPECT_THAT(names, Contains("EntryMissing: entry 4"));
    EXPECT_THAT(names, Contains("LedgerRootWrong: head"));
    EXPECT_THAT(names, Contains("EntryAltered: index pixels, row 4"));
    EXPECT_THAT(names, Contains(HasSubstr("EntryFileDiffers: entries/000000.jsonl: entry 4 ")));
}

TEST_F(LedgerVerify, namesWhatIsSwappedInTheDatabase) {
    tamper(m_folder, "UPDATE lines SET sequence = -1 WHERE sequence = 2;"
                     "UPDATE lines SET sequence = 2 WHERE sequence = 4;"
                     "UPDATE lines SET sequence = 4 WHERE sequence = -1");
    const auto names = verify();
    EXPECT_THAT(names, Contains("EntryAltered: entry 2"));
    EXPECT_THAT(names, Contains("EntryAltered: entry 4"));
    EXPECT_THAT(names, Not(Contains("EntryAltered: entry 3")));
    EXPECT_THAT(names, Contains("LedgerRootWrong: head"));
}

TEST_F(LedgerVerify, aTruncatedDatabaseIsAheadOfItsHead) {
    tamper(m_folder, "DELETE FROM lines WHERE sequence >= 6");
    const auto names = verify();
    EXPECT_THAT(names, Contains("EntryMissing: entries 6 to 7"));
    EXPECT_FAULT(m_ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)), LedgerBroken);
}

TEST_F(LedgerVerify, namesALineThatTheTreeDoesNotCount) {
    tamper(m_folder,
           "INSERT INTO lines SELECT 8, line, leaf, kind, job FROM lines WHERE sequence = 0");
    EXPECT_THAT(verify(), Contains("LedgerRootWrong: entry 8 stands outside the tree"));
    EXPECT_FAULT(m_ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)), LedgerBroken);
}

// Somebody with the database and the program's source: line, leaf, head and index all fit again.
TEST_F(LedgerVerify, aConsistentForgeryOfTheDatabaseIsNamedByFilesAndCheckpoint) {
    const TempFolder forged;
    const auto twin = openAt(forged);
    fillSmall(*twin);
    m_ledger.reset();
    fs::remove(m_folder / "ledger.sqlite");
    fs::copy_file(forged / "ledger.sqlite", m_folder / "ledger.sqlite");
    m_ledger = openAt(m_folder);
    const auto names = verify();
    EXPECT_THAT(names, Contains("EntryFileDiffers: entries/000000.jsonl: entry 0"));
    EXPECT_THAT(names, Contains(HasSubstr("CheckpointDisagrees: checkpoints/8.note")));
    EXPECT_FAULT(m_ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)), LedgerBroken);
}

TEST_F(LedgerVerify, aForgedEntryAndHeadDisagreeWithTheCheckpoint) {
    // All files are forged too; only the checkpoint, which is signed and timestamped, is of the
    // true ledger.
    const TempFolder forged;
    fillSmall(*openAt(forged));
    const std::string root = m_ledger->head().root.hex();
    tamper(forged, "INSERT INTO checkpoints VALUES (8, x'" + root + "', 0, 'note', x'', 0, 0)");
    EXPECT_THAT(found(openAt(forged)->verify()),
                ElementsAre("CheckpointDisagrees: checkpoint of 8 entries: entries 0 to 7"));
}

TEST_F(LedgerVerify, rollingBackTheDatabaseIsDetected) {
    m_ledger.reset();
    fs::copy_file(m_folder / "ledger.sqlite", m_folder / "old.sqlite");
    m_ledger = openAt(m_folder);
    m_ledger->append(draftOf(EntryKind::JobOpened, "job-c"), instant(9));
    m_ledger->addCheckpoint(checkpointNow(*m_ledger));
    m_ledger.reset();
    fs::rename(m_folder / "old.sqlite", m_folder / "ledger.sqlite");
    m_ledger = openAt(m_folder);
    EXPECT_EQ(m_ledger->head().size, 8u);
    const auto names = verify();
    EXPECT_THAT(names,
                Contains("EntryFileDiffers: entries/000000.jsonl: entry 8 is not in the database"));
    EXPECT_THAT(names, Contains(HasSubstr("CheckpointDisagrees: checkpoints/9.note")));
    EXPECT_FAULT(m_ledger->append(draftOf(EntryKind::JobOpened, "job-d"), instant(10)),
                 LedgerBroken);
    EXPECT_EQ(m_ledger->head().size, 8u);
}

TEST_F(LedgerVerify, aCheckpointOfMoreEntriesThanThereAre) {
    tamper(m_folder, "UPDATE checkpoints SET size = 20");
    fs::rename(m_folder / "checkpoints/8.note", m_folder / "checkpoints/20.note");
    EXPECT_THAT(verify(), ElementsAre("CheckpointDisagrees: checkpoint of 20 entries"));
}

TEST_F(LedgerVerify, namesTamperedPrivateFacts) {
    tamper(m_folder,
           "UPDATE privates SET facts = replace(facts, '0001', '0002') WHERE sequence = 1");
    EXPECT_THAT(verify(), ElementsAre("EntryFileDiffers: entries/private-000000.jsonl: entry 1",
                                      "EntryAltered: private facts of entry 1"));
    tamper(m_folder,
           "UPDATE privates SET facts = replace(facts, '0002', '0001') WHERE sequence = 1");
    EXPECT_THAT(verify(), ElementsAre());
    tamper(m_folder, "UPDATE privates SET salt = zeroblob(32) WHERE sequence = 6");
    EXPECT_THAT(verify(), Contains("EntryAltered: private facts of entry 6"));
    tamper(m_folder, "DELETE FROM privates WHERE sequence = 1");
    EXPECT_THAT(verify(), Contains("EntryMissing: private facts of entry 1"));
    tamper(m_folder, "INSERT INTO privates VALUES (0, zeroblob(32), '{}')");
    EXPECT_THAT(verify(), Contains("EntryAltered: private facts of entry 0"));
}

TEST_F(LedgerVerify, namesEveryTamperedIndexRow) {
    const std::pair<const char*, const char*> cases[] = {
        {"UPDATE lines SET kind = 'Refused' WHERE sequence = 5", "EntryAltered: index of entry 5"},
        {"UPDATE lines SET job = 'job-b' WHERE sequence = 5", "EntryAltered: index of entry 5"},
        {"UPDATE pixels SET job = 'x' WHERE sequence = 2", "EntryAltered: index of entry 2"},
        {"UPDATE pixels SET digest = zeroblob(32) WHERE sequence = 2",
         "EntryAltered: index of entry 2"},
        {"UPDATE pixels SET at = at + 1 WHERE sequence = 2", "EntryAltered: index of entry 2"},
        {"DELETE FROM pixels WHERE sequence = 4", "EntryAltered: index of entry 4"},
        {"INSERT INTO pixels VALUES (0, zeroblob(32), 'x', 0)", "EntryAltered: index of entry 0"},
        {"INSERT INTO pixels VALUES (99, zeroblob(32), 'x', 0)",
         "EntryAltered: index pixels, row 99"},
        {"UPDATE records SET path = 'x'", "EntryAltered: index of entry 6"},
        {"UPDATE records SET pages = 9", "EntryAltered: index of entry 6"},
        {"UPDATE records SET id = 'x'", "EntryAltered: index of entry 6"},
        {"UPDATE records SET sealed_at = 0", "EntryAltered: index of entry 6"},
        {"UPDATE records SET document_class = 'x'", "EntryAltered: index of entry 6"},
        {"DELETE FROM records", "EntryAltered: index of entry 6"},
        {"UPDATE acts SET user = 'x' WHERE sequence = 3", "EntryAltered: index of entry 3"},
        {"UPDATE acts SET at = at + 1 WHERE sequence = 3", "EntryAltered: index of entry 3"},
        {"UPDATE acts SET kind = 'x' WHERE sequence = 3", "EntryAltered: index of entry 3"},
        {"UPDATE acts SET record = 'x' WHERE sequence = 3", "EntryAltered: index of entry 3"},
        {"DELETE FROM acts WHERE sequence = 3", "EntryAltered: index of entry 3"},
        {"INSERT INTO acts VALUES (99, 0, '', '', '', '', '')", "EntryAltered: index acts, row 99"},
        {"UPDATE patients SET id = '0002'", "EntryAltered: index of entry 6"},
        {"UPDATE patients SET name = 'x'", "EntryAltered: index of entry 6"},
        {"DELETE FROM patients", "EntryAltered: index of entry 6"},
        {"UPDATE jobs SET seal_open = 0", "EntryAltered: index of job job-b"},
        {"UPDATE jobs SET last_kind = 'x' WHERE job = 'job-a'", "EntryAltered: index of job job-a"},
        {"UPDATE jobs SET last = 0 WHERE job = 'job-a'", "EntryAltered: index of job job-a"},
        {"UPDATE jobs SET is_open = 1 - is_open WHERE job = 'job-b'",
         "EntryAltered: index of job job-b"},
        {"UPDATE jobs SET label = 7 WHERE job = 'job-a'", "EntryAltered: index of job job-a"},
        {"DELETE FROM jobs WHERE job = 'job-a'", "EntryAltered: index of job job-a"},
        {"INSERT INTO jobs VALUES ('job-x', 99, 99, 'x', 0, 0, 0)",
         "EntryAltered: index of job job-x"},
        {"UPDATE head SET peaks = zeroblob(32)", "LedgerRootWrong: head"},
        {"UPDATE head SET peaks = x'00'", "EntryAltered: ledger.sqlite"},
        {"UPDATE head SET size = 7, peaks = zeroblob(96)",
         "LedgerRootWrong: entry 7 stands outside the tree"},
        {"DELETE FROM head", "EntryAltered: ledger.sqlite"},
        {"UPDATE lines SET leaf = zeroblob(32) WHERE sequence = 7", "EntryAltered: entry 7"},
    };
    for (const auto& [sql, expected] : cases) {
        const TempFolder folder;
        const auto ledger = openAt(folder);
        fillSmall(*ledger);
        ASSERT_EQ(joined(ledger->verify()), "");
        tamper(folder, sql);
        EXPECT_THAT(found(ledger->verify()), Contains(expected)) << sql;
    }
}

// SQLite's own index without a row: the line is there, but no query by job would find it.
TEST_F(LedgerVerify, namesAnEntryHiddenFromAnIndex) {
    tamper(m_folder, "PRAGMA writable_schema = ON;"
                     "UPDATE sqlite_schema SET sql = 'CREATE INDEX lines_of_job ON lines(job, "
                     "sequence) WHERE sequence <> 4' WHERE name = 'lines_of_job';");
    tamper(m_folder, "REINDEX lines_of_job");
    tamper(m_folder, "PRAGMA writable_schema = ON;"
                     "UPDATE sqlite_schema SET sql = 'CREATE INDEX lines_of_job ON lines(job, "
                     "sequence)' WHERE name = 'lines_of_job';");
    m_ledger = openAt(m_folder);
    ASSERT_EQ(m_ledger->entriesOfJob("job-b").size(), 2u) << "this is the danger";
    EXPECT_THAT(verify(), Contains("EntryAltered: ledger.sqlite, table lines"));
}

TEST_F(LedgerVerify, namesChangesOfTheFilesByHand) {
    const std::string text = readText(lines());
    std::vector<std::string> each;
    for (std::size_t start = 0, end = 0; (end = text.find('\n', start)) != std::string::npos;
         start = end + 1) {
        each.push_back(text.substr(start, end - start + 1));
    }
    ASSERT_EQ(each.size(), 8u);
    const auto without = [&](std::size_t from, std::size_t until) {
        std::string left;
        for (std::size_t i = 0; i < each.size(); ++i) {
            left += i < from || i >= until ? each[i] : "";
        }
        return left;
    };
    const std::string name = "EntryFileDiffers: entries/000000.jsonl: ";

    writeText(lines(), without(3, 4));
    EXPECT_THAT(verify(), ElementsAre(name + "entry 3 is missing"));
    writeText(lines(), without(5, 8));
    EXPECT_THAT(verify(), ElementsAre(name + "entry 5 is missing", name + "entry 6 is missing",
                                      name + "entry 7 is missing"));
    writeText(lines(), text.substr(0, text.size() - 5));
    EXPECT_THAT(verify(), ElementsAre(name + "entry 7 is missing", name + "ends in a torn line"));
    writeText(lines(), text + each[2]);
    EXPECT_THAT(verify(), ElementsAre(name + "entry 2 is not in the database"));
    writeText(lines(), text + "garbage\n");
    EXPECT_THAT(verify(), ElementsAre(name + "a line is not in the database"));
    std::string swapped = without(2, 4);
    swapped.insert(each[0].size() + each[1].size(), each[3] + each[2]);
    writeText(lines(), swapped);
    EXPECT_THAT(verify(), ElementsAre(name + "entry 2 is missing",
                                      name + "entry 2 stands where it does not belong"));
    writeText(lines(), std::string(3 << 20, 'x'));
    EXPECT_THAT(verify(), Contains(HasSubstr("a line longer than")));
    fs::remove(lines());
    EXPECT_THAT(verify(), ElementsAre(name + "the file is missing"));
    fs::create_symlink(m_folder / "elsewhere", lines());
    EXPECT_THAT(verify(), ElementsAre(HasSubstr("symbolic link")));
    writeText(lines(), text);
    EXPECT_THAT(verify(), ElementsAre());

    writeText(m_folder / "entries/000004.jsonl", "");
    writeText(m_folder / "entries/notes.txt", "");
    writeText(m_folder / "entries/.quarantine-1", "");
    EXPECT_THAT(verify(),
                ElementsAre("LeftoverFile: entries/.quarantine-1",
                            "EntryFileDiffers: entries/000004.jsonl: no entry of the database "
                            "belongs into it",
                            "EntryFileDiffers: entries/notes.txt: no entry of the database "
                            "belongs into it"));
}

TEST(LedgerVerifyFiles, aPrivateFileThatNoEntryLedToIsNamed) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    ledger->append(draftOf(EntryKind::LogViewed, ""), instant(0));
    writeText(folder / "entries/private-000000.jsonl", "{\"sequence\":0}\n");
    EXPECT_THAT(found(ledger->verify()),
                ElementsAre("EntryFileDiffers: entries/private-000000.jsonl: entry 0 is not in the "
                            "database"));
}

TEST_F(LedgerVerify, namesPrivateLinesThatAreGone) {
    const std::string text = readText(privates());
    writeText(privates(), text.substr(0, text.find('\n') + 1));
    EXPECT_THAT(verify(),
                ElementsAre("EntryFileDiffers: entries/private-000000.jsonl: entry 6 is missing"));
    m_ledger = openAt(m_folder);
    EXPECT_FAULT(m_ledger->append(draftOf(EntryKind::LogViewed, ""), instant(9)), LedgerBroken);
}

TEST_F(LedgerVerify, damagedPagesOfTheDatabaseAreFindingsNotCrashes) {
    m_ledger.reset();
    const std::string sound = readText(m_folder / "ledger.sqlite");
    int named = 0, refusedAtOpening = 0;
    for (std::size_t page = 0; page < sound.size() / 4096; ++page) {
        std::string damaged = sound;
        for (std::size_t i = 0; i < 64; ++i) {
            damaged[page * 4096 + (page == 0 ? 100 : 0) + i] = static_cast<char>(i * 37);
        }
        writeText(m_folder / "ledger.sqlite", damaged);
        try {
            named += openAt(m_folder)->verify().permitted() ? 0 : 1;
        } catch (const record::Fault& fault) {
            EXPECT_EQ(fault.kind, record::FaultKind::LedgerBroken) << fault.what();
            ++refusedAtOpening;
        }
    }
    EXPECT_EQ(named + refusedAtOpening, static_cast<int>(sound.size() / 4096));
    EXPECT_GT(named, 0);
    writeText(m_folder / "ledger.sqlite", sound);
    EXPECT_EQ(joined(openAt(m_folder)->verify()), "");
}

TEST(LedgerVerifyLimit, aLedgerThatIsWrongEverywhereIsSummedUp) {
    const TempFolder folder;
    const auto ledger = openAt(folder);
    fillSmall(*ledger);
    tamper(folder,
           "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 1999) "
           "INSERT INTO pixels SELECT i, zeroblob(32), 'x', 0 FROM n");
    const auto names = found(ledger->verify());
    EXPECT_EQ(names.size(), 1001u);
    EXPECT_THAT(names.back(), HasSubstr("and 900 more findings"));
}

} // namespace
} // namespace seihon::ledger::test
