#pragma once

#include "ledger/ledger.h"

#include <cstdint>
#include <limits>

namespace seihon::station {

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
