#include "record/patient_word.h"

#include "record/fault.h"
#include "record/fold_entry.h"
#include "record/json_fields.h"

#include <algorithm>

namespace seihon::record {

namespace {

[[noreturn]] void wordBroken(const Entry& entry, const char* why) {
    throw Fault(FaultKind::LedgerBroken,
                "entry " + std::to_string(entry.sequence) + " " +
                    std::string(enumName(entry.what.kind)) + " does not fit: " + why,
                {{"entry", std::to_string(entry.sequence)}});
}

PatientWordKind wordKindOf(EntryKind kind) {
    return kind == EntryKind::ObjectionAdded || kind == EntryKind::ObjectionLifted
               ? PatientWordKind::Objection
               : PatientWordKind::Consent;
}

} // namespace

bool isPatientWord(EntryKind kind) {
    return kind == EntryKind::ObjectionAdded || kind == EntryKind::ObjectionLifted ||
           kind == EntryKind::ConsentAdded || kind == EntryKind::ConsentWithdrawn;
}

void apply(std::vector<PatientWord>& words, const Entry& entry) {
    if (!isPatientWord(entry.what.kind)) {
        return;
    }
    const Json& facts = entry.what.facts;
    const PatientWordKind kind = wordKindOf(entry.what.kind);
    const std::string& id = facts.at("id").asString();
    const auto known = std::find_if(words.begin(), words.end(),
                                    [&](const PatientWord& word) { return word.id == id; });
    if (entry.what.kind == EntryKind::ObjectionLifted ||
        entry.what.kind == EntryKind::ConsentWithdrawn) {
        if (known == words.end() || known->kind != kind || known->ended) {
            wordBroken(entry, "there is none to be ended");
        }
        known->ended = actOf(entry);
        return;
    }
    if (known != words.end()) {
        wordBroken(entry, "the id is there already");
    }
    PatientWord word;
    word.id = id;
    word.kind = kind;
    word.speaker = enumIn<Speaker>(facts, "by");
    word.project = textIn(facts, "project");
    if (facts.find("sealed") != nullptr) {
        word.sealedBefore = textsIn(facts, "sealed");
    }
    // Deleted by law: the entry stays, and is nobody's.
    if (entry.what.privateFacts.isObject()) {
        word.patient = patientFromJson(entry.what.privateFacts.at("patient"));
        word.remark = textIn(entry.what.privateFacts, "remark");
    }
    word.noted = actOf(entry);
    words.push_back(std::move(word));
}

PatientStanding standingOf(std::span<const PatientWord> words, const std::string& patientId,
                           const std::string& project, std::optional<Instant> asOf) {
    PatientStanding standing;
    if (patientId.empty()) {
        return standing;
    }
    for (const PatientWord& word : words) {
        const bool known = !asOf || word.noted.at <= *asOf;
        const bool ended = word.ended && (!asOf || word.ended->at <= *asOf);
        const bool counts = word.patient.id == patientId && known && !ended;
        if (counts && word.kind == PatientWordKind::Objection) {
            standing.objects = true;
            standing.objection = word.id;
        } else if (counts && word.project == project) {
            standing.consents = true;
        }
    }
    return standing;
}

} // namespace seihon::record
