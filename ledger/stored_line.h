#pragma once

#include "ledger/entry_line.h"
#include "ledger/findings.h"
#include "ledger/private_judge.h"
#include "ledger/sqlite_handle.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::ledger {

// Everything the database holds about one entry, as it stands, true or not.
struct StoredLine {
    std::uint64_t sequence = 0;
    std::string line, kind, job;
    std::vector<std::uint8_t> leaf;
    std::optional<record::Digest> privateSalt;
    std::string privateFacts;

    // index rows
    struct PixelRow {
        record::Digest digest;
        std::string job;
        std::int64_t at = 0;
        friend bool operator==(const PixelRow&, const PixelRow&) = default;
    };
    struct RecordIndexRow {
        RecordFacts facts;
        std::string job;
        std::int64_t sealedAt = 0;
        friend bool operator==(const RecordIndexRow&, const RecordIndexRow&) = default;
    };
    struct ActRow {
        ActFacts facts;
        std::string kind;
        std::int64_t at = 0;
        friend bool operator==(const ActRow&, const ActRow&) = default;
    };
    std::optional<ActRow> act;
    std::optional<PixelRow> pixels;
    std::optional<RecordIndexRow> record;
    std::optional<record::Patient> patient;
};

// Rows [from, until).
std::vector<StoredLine> readStoredLines(const Database& database, std::uint64_t from,
                                        std::uint64_t until);

// Compares the line with its leaf, its private facts and its index rows. Gives the entry when the
// line itself is sound.
std::optional<record::Entry> judgeStoredLine(const StoredLine& row, const std::string& station,
                                             PrivateJudge& privates, Findings& findings);

} // namespace seihon::ledger
