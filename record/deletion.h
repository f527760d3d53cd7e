#pragma once

#include "record/act.h"
#include "record/entry.h"

#include <map>
#include <optional>
#include <string>

// A record whose time is over goes, step by step, each an entry [F14].
namespace seihon::record {

struct Deletion {
    std::string recordId;
    Act proposed;
    std::optional<Act> approved;   // by another person
    std::optional<Act> carriedOut; // the bytes and the private facts here are gone
    std::optional<Act> closed;     // so are the other copies, as somebody says
};

bool isDeletion(EntryKind kind);

// One entry more, by record; other kinds change nothing. A new proposal of one that was not
// carried out begins anew. Faults: LedgerBroken when it does not fit.
void apply(std::map<std::string, Deletion>& deletions, const Entry& entry);

} // namespace seihon::record
