#pragma once

#include "record/actor.h"
#include "record/entry.h"
#include "record/instant.h"
#include "record/verdict.h"

#include <cstdint>
#include <optional>
#include <string>

namespace seihon::station {

// One entry of the log as a person reads it: who did what, when and why. Nothing of it is private.
struct HistoryLine {
    std::uint64_t sequence = 0;
    record::Instant at{};
    record::EntryKind kind{};
    record::Actor actor;
    // Who looked without a login is only said to be somebody [F5]; empty: nobody said.
    bool proven = true;
    std::string saidToBe;
    std::string why;                         // the reason that was given
    std::optional<std::int64_t> page, sheet; // that it is about
    std::optional<record::Verdict> verdict;
    std::string job, record;

    bool refused() const { return verdict && !verdict->permitted(); }
};

HistoryLine historyLineOf(const record::Entry& entry);

// Did this person act, or have somebody act for them, or claim to be here?
bool isBy(const record::Entry& entry, const std::string& user);

} // namespace seihon::station
