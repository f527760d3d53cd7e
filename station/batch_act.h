#pragma once

#include "record/json_fields.h"
#include "station/batch_desk.h"
#include "station/batch_gate.h"
#include "station/desk_act.h"
#include "station/verb.h"

// Private to the desk of boxes.
namespace seihon::station {

// One act on one box: its lock, the box as folded under it, who acts, and the entry or the refusal.
struct BatchDesk::Act {
    Act(BatchDesk& owner, const Session& session, regulation::Authority which,
        const std::string& id)
        : desk(owner), authority(which), lock(lockJobSoon(owner.m_station.m_home, id)),
          box(owner.show(id)) {
        draft = desk.m_station.draftFor(session, authority, {}, now, verdict);
        permitted = verdict.permitted();
        draft.job = box.id;
    }

    // The facts stand in the refusal as well: an audit judges both again [A13].
    BoxOutcome finish(record::EntryKind kind, record::Json facts, record::Json privateFacts = {}) {
        if (permitted) {
            draft.verdict = verdict;
            draft.kind = record::EntryKind::Refused;
            if (verdict.permitted()) {
                draft.kind = kind;
            } else {
                facts = refusedFacts(authority, kind, std::move(facts));
            }
            draft.facts = std::move(facts);
            draft.privateFacts = std::move(privateFacts);
            record::apply(box, desk.m_station.m_ledger->append(draft, now));
        }
        return {box, verdict};
    }

    BatchDesk& desk;
    regulation::Authority authority;
    ledger::FileLock lock;
    record::Instant now = record::readClock();
    record::Box box;
    record::EntryDraft draft;
    record::Verdict verdict;
    bool permitted = false; // to the person at all; a refusal of that is logged already
};

// Faults: NotFound.
void requireFolder(const record::Box& box, std::int64_t folder);
void requirePlace(const record::Box& box, const record::TabPlace& place);

// Of the folders that an exception of these places concerns; of all, when nobody knows which.
record::TabCounts countsAround(ledger::Ledger& ledger, const record::Box& box,
                               const record::TabPlace& at, const record::TabPlace& to);

} // namespace seihon::station
