#pragma once

#include "ledger/ledger.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace seihon::station {

// Calls `take` with every entry of a kind from sequence `from` on, oldest first, some at a time:
// the log is longer than memory is wide.
template <typename Take>
void forEachOfKind(ledger::Ledger& ledger, record::EntryKind kind, const Take& take,
                   std::uint64_t from = 0) {
    constexpr std::uint64_t kAtOnce = 1000;
    for (;;) {
        const std::vector<record::Entry> entries = ledger.entriesOfKind(kind, from, kAtOnce);
        for (const record::Entry& entry : entries) {
            take(entry);
        }
        if (entries.size() < kAtOnce) {
            return;
        }
        from = entries.back().sequence + 1;
    }
}

// Calls `look` with the entries of [from, until), whatever their kind, until it says false.
template <typename Look>
void forEntries(ledger::Ledger& ledger, std::uint64_t from, std::uint64_t until, const Look& look) {
    constexpr std::uint64_t kAtOnce = 256;
    while (from < until) {
        const std::vector<record::Entry> entries =
            ledger.entries(from, std::min(kAtOnce, until - from));
        if (entries.empty()) {
            return;
        }
        for (const record::Entry& entry : entries) {
            if (!look(entry)) {
                return;
            }
        }
        from = entries.back().sequence + 1;
    }
}

// Calls `look` with entries of a kind, newest first, until it says false or so many were read: a
// flood of entries must not make a question about the last ones endless.
template <typename Look>
void forNewest(ledger::Ledger& ledger, record::EntryKind kind, Look look) {
    constexpr std::uint64_t kAtOnce = 200;
    constexpr std::uint64_t kMost = 20'000;
    std::uint64_t before = std::numeric_limits<std::int64_t>::max();
    for (std::uint64_t read = 0; read < kMost;) {
        const std::vector<record::Entry> entries =
            ledger.entriesOfKindBefore(kind, before, kAtOnce);
        for (const record::Entry& entry : entries) {
            if (!look(entry)) {
                return;
            }
            before = entry.sequence;
        }
        read += entries.size();
        if (entries.size() < kAtOnce) {
            return;
        }
    }
}

} // namespace seihon::station
