#include "ledger_samples.h"

#include "ledger/ledger_folder.h"
#include "ledger/log_files.h"
#include "ledger/stored_line.h"
#include "record/merkle.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <random>

// A log of a hundred entries: every single bit of what is stored, flipped, is found and located.
namespace seihon::ledger::test {
namespace {

using record::EntryKind;
using record::FindingId;
using record::Json;

constexpr int kHundred = 100;

// Pages, seals with patients, acts with private reasons: every table of the database has rows.
void fillHundred(Ledger& ledger) {
    for (int i = 0; i < kHundred; ++i) {
        const std::string job = "job-" + std::to_string(i / 5);
        switch (i % 5) {
        case 0: {
            record::EntryDraft draft = draftOf(EntryKind::OriginalRegistered, job);
            draft.privateFacts =
                Json::object({{"patient", Json::object({{"id", std::to_string(i)}})}});
            ledger.append(draft, instant(i));
            break;
        }
        case 1:
        case 2:
            ledger.append(pageDraft(job, "page " + std::to_string(i)), instant(i));
            break;
        case 3:
            ledger.append(draftOf(EntryKind::SealStarted, job), instant(i));
            break;
        default:
            ledger.append(sealedDraft({.recordId = "record-" + std::to_string(i), .job = job}),
                          instant(i));
        }
    }
}

std::string storedStation() {
    return kStation;
}

// What verify() asks of one row of the database and what stands beside it.
record::Verdict judged(const StoredLine& row) {
    Findings findings;
    PrivateJudge privates(findings);
    (void)judgeStoredLine(row, storedStation(), privates, findings);
    privates.finish();
    return findings.take();
}

class BitFlipper {
  public:
    explicit BitFlipper(const StoredLine& row) : m_row(row) {}

    // Every `step`th bit of a field of a copy of the row.
    template <typename Field>
    void flip(const char* what, std::size_t bytes, std::size_t step, const Field& byteAt) {
        for (std::size_t bit = m_row.sequence % step; bit < bytes * 8; bit += step) {
            StoredLine copy = m_row;
            std::uint8_t& byte = byteAt(copy, bit / 8);
            byte = static_cast<std::uint8_t>(byte ^ (1u << (bit % 8)));
            const record::Verdict verdict = judged(copy);
            ++m_flipped;
            const std::string place = "entry " + std::to_string(m_row.sequence);
            bool located = false;
            for (const record::Finding& finding : verdict.findings) {
                located = located || finding.subject.ends_with(place);
            }
            ASSERT_TRUE(located) << what << ", bit " << bit << " of " << place;
        }
    }
    template <typename Text>
    void flipText(const char* what, std::size_t step, const Text& textOf) {
        StoredLine own = m_row;
        flip(what, textOf(own).size(), step, [&](StoredLine& row, std::size_t at) -> std::uint8_t& {
            return reinterpret_cast<std::uint8_t&>(textOf(row)[at]);
        });
    }
    template <typename Hash>
    void flipDigest(const char* what, std::size_t step, const Hash& digestOf) {
        flip(what, 32, step, [&](StoredLine& row, std::size_t at) -> std::uint8_t& {
            return digestOf(row).bytes[at];
        });
    }
    template <typename Number>
    void flipNumber(const char* what, std::size_t step, const Number& numberOf) {
        flip(what, 8, step, [&](StoredLine& row, std::size_t at) -> std::uint8_t& {
            return reinterpret_cast<std::uint8_t*>(&numberOf(row))[at];
        });
    }
    std::int64_t flipped() const { return m_flipped; }

  private:
    const StoredLine& m_row;
    std::int64_t m_flipped = 0;
};

// Judging what is not in the line itself means reading the line: under sanitizers a part of it.
#ifdef SEIHON_SANITIZED
constexpr std::size_t kStep = 13;
#else
constexpr std::size_t kStep = 1;
#endif

void flipIndexRows(BitFlipper& flipper, const StoredLine& row) {
    for (const auto member :
         {&ActFacts::user, &ActFacts::forUser, &ActFacts::named, &ActFacts::record}) {
        flipper.flipText("acts", kStep,
                         [member](StoredLine& r) -> std::string& { return r.act->facts.*member; });
    }
    flipper.flipText("acts.kind", kStep, [](StoredLine& r) -> std::string& { return r.act->kind; });
    flipper.flipNumber("acts.at", kStep, [](StoredLine& r) -> std::int64_t& { return r.act->at; });
    if (row.pixels) {
        flipper.flipDigest("pixels.digest", kStep,
                           [](StoredLine& r) -> record::Digest& { return r.pixels->digest; });
        flipper.flipText("pixels.job", kStep,
                         [](StoredLine& r) -> std::string& { return r.pixels->job; });
        flipper.flipNumber("pixels.at", kStep,
                           [](StoredLine& r) -> std::int64_t& { return r.pixels->at; });
    }
    if (row.record) {
        for (const auto member :
             {&RecordFacts::recordId, &RecordFacts::documentClass, &RecordFacts::path}) {
            flipper.flipText("records", kStep, [member](StoredLine& r) -> std::string& {
                return r.record->facts.*member;
            });
        }
        flipper.flipNumber("records.pages", kStep,
                           [](StoredLine& r) -> std::int64_t& { return r.record->facts.pages; });
        flipper.flipNumber("records.sealed_at", kStep,
                           [](StoredLine& r) -> std::int64_t& { return r.record->sealedAt; });
    }
    if (row.patient) {
        for (const auto member : {&record::Patient::id, &record::Patient::name}) {
            flipper.flipText("patients", kStep, [member](StoredLine& r) -> std::string& {
                return (*r.patient).*member;
            });
        }
    }
}

} // namespace

TEST(EveryBit, OfTheDatabaseIsFoundAndLocated) {
    const TempFolder folder;
    {
        const auto ledger = openAt(folder);
        fillHundred(*ledger);
    }
    const Database database = openDatabase(folder.path(), kStation);
    const std::vector<StoredLine> rows = readStoredLines(database, 0, kHundred);
    ASSERT_EQ(rows.size(), static_cast<std::size_t>(kHundred));
    std::int64_t flipped = 0;
    for (const StoredLine& row : rows) {
        ASSERT_TRUE(judged(row).findings.empty()) << joined(judged(row));
        BitFlipper flipper(row);
        flipper.flipText("line", 1, [](StoredLine& r) -> std::string& { return r.line; });
        flipper.flip("leaf", 32, 1,
                     [](StoredLine& r, std::size_t at) -> std::uint8_t& { return r.leaf[at]; });
        flipper.flipText("kind", kStep, [](StoredLine& r) -> std::string& { return r.kind; });
        flipper.flipText("job", kStep, [](StoredLine& r) -> std::string& { return r.job; });
        if (row.privateSalt) {
            flipper.flipDigest("salt", kStep,
                               [](StoredLine& r) -> record::Digest& { return *r.privateSalt; });
            flipper.flipText("facts", kStep,
                             [](StoredLine& r) -> std::string& { return r.privateFacts; });
        }
        flipIndexRows(flipper, row);
        flipped += flipper.flipped();
    }
    RecordProperty("bits", std::to_string(flipped));
    EXPECT_GT(flipped, 400'000);
}

// The files alone, as an auditor has them: some hundred bits by a seed, or all of them
// (SEIHON_EVERY_BIT, `make soak`).
TEST(EveryBit, OfTheFilesIsFound) {
    const TempFolder folder;
    std::vector<Checkpoint> checkpoints;
    {
        const auto ledger = openAt(folder);
        fillHundred(*ledger);
        checkpoints.push_back(checkpointNow(*ledger));
    }
    const auto verdict = [&] {
        return verifyLogFiles(folder.path(), kStation, checkpoints, [](const auto&) {}).verdict;
    };
    ASSERT_TRUE(verdict().findings.empty()) << joined(verdict());
    const bool all = std::getenv("SEIHON_EVERY_BIT") != nullptr;
    std::mt19937 seeded(20261123);
    for (const char* name : {"entries/000000.jsonl", "entries/private-000000.jsonl"}) {
        const fs::path file = folder / name;
        const std::string good = readText(file);
        const std::size_t tries = all ? good.size() * 8 : 300;
        for (std::size_t i = 0; i < tries; ++i) {
            const std::size_t bit = all ? i : seeded() % (good.size() * 8);
            std::string bad = good;
            bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << (bit % 8)));
            writeText(file, bad);
            ASSERT_FALSE(verdict().permitted()) << name << ", bit " << bit;
        }
        writeText(file, good);
    }
}

} // namespace seihon::ledger::test
