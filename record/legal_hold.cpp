#include "record/legal_hold.h"

#include "record/fold_entry.h"

#include <algorithm>

namespace seihon::record {

bool isLegalHold(EntryKind kind) {
    return kind == EntryKind::LegalHoldPlaced || kind == EntryKind::LegalHoldLifted;
}

void apply(std::vector<LegalHold>& holds, const Entry& entry) {
    if (!isLegalHold(entry.what.kind)) {
        return;
    }
    const Json& facts = entry.what.facts;
    const std::string& id = facts.at("id").asString();
    const auto known = std::find_if(holds.begin(), holds.end(),
                                    [&](const LegalHold& one) { return one.id == id; });
    if (entry.what.kind == EntryKind::LegalHoldLifted) {
        if (known == holds.end() || known->lifted) {
            refuseEntry("hold " + id, entry, "there is none to be lifted");
        }
        known->lifted = actOf(entry);
        return;
    }
    if (known != holds.end()) {
        refuseEntry("hold " + id, entry, "the id is there already");
    }
    LegalHold hold;
    hold.id = id;
    hold.on = enumIn<HoldOn>(facts, "on");
    hold.subject = textIn(facts, "subject");
    if (entry.what.privateFacts.isObject()) {
        hold.patient = patientFromJson(entry.what.privateFacts.at("patient"));
        hold.reason = textIn(entry.what.privateFacts, "reason");
    }
    hold.placed = actOf(entry);
    holds.push_back(std::move(hold));
}

std::vector<std::string> holdsOn(std::span<const LegalHold> holds, const HoldTarget& target) {
    std::vector<std::string> ids;
    for (const LegalHold& hold : holds) {
        const std::string& wanted = hold.on == HoldOn::Record    ? target.recordId
                                    : hold.on == HoldOn::Patient ? target.patientId
                                                                 : target.project;
        const std::string& is = hold.on == HoldOn::Patient ? hold.patient.id : hold.subject;
        if (!hold.lifted && !wanted.empty() && is == wanted) {
            ids.push_back(hold.id);
        }
    }
    return ids;
}

} // namespace seihon::record
