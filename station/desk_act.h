#pragma once

#include "ledger/durable_file.h"
#include "ledger/ledger.h"
#include "regulation/regulation.h"

#include <optional>
#include <string>

// Private to the desks.
namespace seihon::station {

// What a refusal says of the act that was refused: its facts, its authority and its kind, so that
// an audit judges it again [A13].
record::Json refusedFacts(regulation::Authority authority, record::EntryKind act,
                          record::Json facts);

// One act of a person on something that stands in the log under an id of its own (a project, an
// audit, a medium, a downtime): it is judged and written under one lock.
struct DeskAct {
    DeskAct(ledger::Ledger& log, regulation::Authority which, ledger::FileLock held);

    // `person`: what Station::draftFor gave, with its verdict.
    void by(record::EntryDraft person);
    // The entry under this id (empty: of something new), or the refusal, whose facts name the act
    // as well: an audit judges both again [A13]. None when the person may not act at all: that
    // refusal is logged already.
    std::optional<record::Entry> write(record::EntryKind kind, const std::string& id,
                                       record::Json facts, record::Json privateFacts = {});

    ledger::Ledger& ledger;
    regulation::Authority authority;
    ledger::FileLock lock;
    record::Instant now = record::readClock();
    record::EntryDraft draft;
    record::Verdict verdict;
    bool permitted = false; // to the person at all
};

} // namespace seihon::station
