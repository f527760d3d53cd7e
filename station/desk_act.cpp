#include "station/desk_act.h"

#include "record/id.h"

namespace seihon::station {

record::Json refusedFacts(regulation::Authority authority, record::EntryKind act,
                          record::Json facts) {
    facts.set("verb", record::enumName(authority));
    facts.set("act", record::enumName(act));
    return facts;
}

DeskAct::DeskAct(ledger::Ledger& log, regulation::Authority which, ledger::FileLock held)
    : ledger(log), authority(which), lock(std::move(held)) {
}

void DeskAct::by(record::EntryDraft person) {
    draft = std::move(person);
    permitted = verdict.permitted();
}

std::optional<record::Entry> DeskAct::write(record::EntryKind kind, const std::string& id,
                                            record::Json facts, record::Json privateFacts) {
    if (!permitted) {
        return std::nullopt;
    }
    draft.verdict = verdict;
    draft.job = id;
    if (verdict.permitted()) {
        draft.kind = kind;
        draft.job = id.empty() ? record::makeId(now) : id;
        draft.privateFacts = std::move(privateFacts);
    } else {
        facts = refusedFacts(authority, kind, std::move(facts));
    }
    draft.facts = std::move(facts);
    return ledger.append(draft, now);
}

} // namespace seihon::station
