#include "regulation/judge_disposal.h"

#include "record/json_fields.h"
#include "regulation/calendar.h"
#include "regulation/findings.h"
#include "regulation/judge_backup.h"

#include <algorithm>

namespace seihon::regulation {

using record::Actor;
using record::DisposalList;
using record::DisposalState;
using record::EntryKind;
using record::FindingId;
using record::Instant;
using record::Json;
using record::Verdict;

namespace {

std::string timeOrNone(const Regulation& regulation, const std::optional<Instant>& at) {
    return at ? localTime(regulation, *at) : "–";
}

// Until when paper stays, whatever else holds: from its seal by its class, from its scan by its
// project [C6].
Instant heldUntil(const Regulation& regulation, const record::ScanJob& sealed,
                  const PaperFacts& facts) {
    Instant until =
        sealed.sealed->provenAt + paperHold(regulation.disposal, sealed.original.documentClass);
    if (sealed.project) {
        const std::chrono::days planned(facts.planHoldDays.value_or(0));
        until = std::max(until, lastCapture(sealed).value_or(sealed.sealed->provenAt) +
                                    std::max(regulation.projects.holdBeforeDisposal, planned));
    }
    return until;
}

void judgeRecord(const Regulation& regulation, const record::ScanJob& sealed,
                 const PaperFacts& facts, Instant now, Verdict& verdict) {
    if (!facts.verifiedWell || !facts.verifiedAt ||
        now - *facts.verifiedAt > regulation.disposal.verifiedWithin) {
        verdict.add(
            refusal(FindingId::RecordNotVerifiedLately,
                    {.measured = timeOrNone(regulation, facts.verifiedAt),
                     .required = localTime(regulation, now - regulation.disposal.verifiedWithin)}));
    }
    if (!sealed.sealed->completed) {
        verdict.add(refusal(FindingId::ValidationDataIncomplete));
    }
    if (!facts.lastGoodBackup || *facts.lastGoodBackup <= sealed.sealed->at ||
        !isBackupFresh(regulation, *facts.lastGoodBackup, now)) { // [F9]
        const Instant since = std::max(sealed.sealed->at, now - regulation.backup.backupWithin);
        verdict.add(refusal(FindingId::NotBackedUp,
                            {.measured = timeOrNone(regulation, facts.lastGoodBackup),
                             .required = localTime(regulation, since)}));
    }
}

void judgeSurroundings(const PaperFacts& facts, const record::ScanJob& sealed, Verdict& verdict) {
    for (const std::string& hold : facts.holds) {
        verdict.add(refusal(FindingId::LegalHoldInForce, {.measured = hold}));
    }
    if (sealed.project && !facts.projectSettled) {
        verdict.add(refusal(FindingId::ProjectNotSettled, {.measured = sealed.project->id}));
    }
    if (!facts.openBox.empty()) {
        verdict.add(refusal(FindingId::PaperBoxOpen, {.measured = facts.openBox}));
    }
    if (facts.patientDisagrees) {
        verdict.add(refusal(FindingId::PatientDisagrees));
    }
    for (const std::string& job : facts.amendments) {
        verdict.add(refusal(FindingId::AmendmentUnderWay, {.measured = job}));
    }
    if (!facts.otherList.empty()) {
        verdict.add(
            refusal(facts.disposed ? FindingId::PaperDisposedOf : FindingId::PaperOnOtherList,
                    {.measured = facts.otherList}));
    }
}

Verdict another(const std::optional<record::Act>& act, const char* did, const Actor& actor) {
    Verdict verdict;
    if (act && act->actor.user == actor.user) {
        verdict.add(refusal(FindingId::DisposalSamePerson, {.measured = actor.user}, did));
    }
    return verdict;
}

} // namespace

std::chrono::days paperHold(const DisposalRules& rules, const std::string& documentClass) {
    const auto own = rules.holdOfClass.find(documentClass);
    return own == rules.holdOfClass.end() ? rules.hold : own->second;
}

Json toJson(const PaperFacts& facts) {
    return Json::object({{"record", facts.recordId},
                         {"job", facts.job},
                         {"verifiedAt", record::instantOrNull(facts.verifiedAt)},
                         {"verifiedWell", facts.verifiedWell},
                         {"sample", record::enumName(facts.sample)},
                         {"holds", record::textsJson(facts.holds)},
                         {"projectSettled", facts.projectSettled},
                         {"planHoldDays", facts.planHoldDays ? Json(*facts.planHoldDays) : Json()},
                         {"patientDisagrees", facts.patientDisagrees},
                         {"openBox", facts.openBox},
                         {"amendments", record::textsJson(facts.amendments)},
                         {"otherList", facts.otherList},
                         {"disposed", facts.disposed},
                         {"lastGoodBackup", record::instantOrNull(facts.lastGoodBackup)}});
}

PaperFacts paperFactsFrom(const Json& json) {
    PaperFacts facts;
    facts.recordId = json.at("record").asString();
    facts.job = json.at("job").asString();
    facts.verifiedAt = record::instantIn(json, "verifiedAt");
    facts.verifiedWell = json.at("verifiedWell").asBool();
    facts.sample = record::enumIn<SampleStanding>(json, "sample");
    facts.holds = record::textsIn(json, "holds");
    facts.projectSettled = json.at("projectSettled").asBool();
    if (const Json* const days = json.find("planHoldDays")) {
        facts.planHoldDays = days->asInt();
    }
    facts.patientDisagrees = json.at("patientDisagrees").asBool();
    facts.openBox = json.at("openBox").asString();
    facts.amendments = record::textsIn(json, "amendments");
    facts.otherList = json.at("otherList").asString();
    facts.disposed = json.at("disposed").asBool();
    facts.lastGoodBackup = record::instantIn(json, "lastGoodBackup");
    return facts;
}

Verdict judgePaperDisposal(const Regulation& regulation, const record::ScanJob& sealed,
                           const PaperFacts& facts, Instant now) {
    Verdict verdict;
    if (!sealed.sealed || sealed.sealed->recordId != facts.recordId) {
        return verdict.add(refusal(FindingId::RecordNotSealed, {}, facts.recordId));
    }
    verdict.merge(judgePaperRelease(regulation, sealed, facts.sample, now));
    judgeRecord(regulation, sealed, facts, now, verdict);
    judgeSurroundings(facts, sealed, verdict);
    if (const Instant until = heldUntil(regulation, sealed, facts); now < until) {
        verdict.add(refusal(FindingId::PaperHeld, {.measured = localTime(regulation, now),
                                                   .required = localTime(regulation, until)}));
    }
    for (record::Finding& finding : verdict.findings) {
        finding.subject = facts.recordId + (finding.subject.empty() ? "" : " " + finding.subject);
    }
    return verdict;
}

Verdict judgeHoldLift(const record::LegalHold& placed, const Actor& actor) {
    Verdict verdict;
    if (placed.placed.actor.user == actor.user) {
        verdict.add(refusal(FindingId::HoldSamePerson, {.measured = actor.user}));
    }
    return verdict;
}

Verdict judgeDisposalItem(const record::DisposalItem& item, const record::ScanJob& sealed) {
    Verdict verdict;
    const auto differs = [&](const std::string& said, const std::string& is) {
        if (said != is) {
            verdict.add(refusal(FindingId::DisposalListDiffers, {.measured = said, .required = is},
                                item.recordId));
        }
    };
    if (!sealed.sealed) {
        return verdict.add(refusal(FindingId::RecordNotSealed, {}, item.recordId));
    }
    differs(item.recordId, sealed.sealed->recordId);
    differs(item.manifest.hex(), sealed.sealed->manifestDigest.hex());
    const record::PaperPlace place = sealed.later.paper.place.value_or(record::PaperPlace{});
    differs(item.place.box, place.box);
    differs(item.place.shelf, place.shelf);
    differs(item.place.position, place.position);
    return verdict;
}

Verdict judgeDisposalStep(const DisposalList& list, EntryKind step) {
    using enum DisposalState;
    const auto is = [&](std::initializer_list<DisposalState> states) {
        return std::find(states.begin(), states.end(), list.state) != states.end();
    };
    const bool fits = step == EntryKind::DisposalChecked      ? is({Proposed, CarriedOut})
                      : step == EntryKind::DisposalApproved   ? is({Checked})
                      : step == EntryKind::DisposalWitnessed  ? is({Approved, Witnessed})
                      : step == EntryKind::DisposalCarriedOut ? is({Witnessed})
                      : step == EntryKind::DisposalReduced    ? list.isOpen()
                      : step == EntryKind::DisposalProven     ? is({CarriedOut})
                                                              : false;
    Verdict verdict;
    if (!fits || list.id.empty()) {
        verdict.add(
            refusal(FindingId::DisposalStepNotAllowed, {.measured = record::enumName(list.state)}));
    }
    return verdict;
}

Verdict judgeDisposalCheck(const DisposalList& list, const Actor& actor) {
    Verdict verdict = judgeDisposalStep(list, EntryKind::DisposalChecked);
    if (list.state == DisposalState::Proposed) {
        return verdict.merge(another(list.proposed, "proposed", actor));
    }
    if (list.done) {
        verdict.merge(another(list.done->act, "carried out", actor));
        verdict.merge(another(list.witnessed, "witnessed", actor));
    }
    if (!list.proof) {
        verdict.add(refusal(FindingId::DisposalProofMissing));
    }
    return verdict;
}

Verdict judgeDisposalApproval(const DisposalList& list, const Actor& actor) {
    Verdict verdict = judgeDisposalStep(list, EntryKind::DisposalApproved);
    verdict.merge(another(list.proposed, "proposed", actor));
    return verdict.merge(another(list.checkedBefore, "checked", actor));
}

Verdict judgeDisposalWitness(const DisposalList& list, const Actor& actor) {
    Verdict verdict = judgeDisposalStep(list, EntryKind::DisposalWitnessed);
    return verdict.merge(another(list.proposed, "proposed", actor));
}

Verdict judgeDisposalAct(const Regulation& regulation, const DisposalList& list, const Actor& actor,
                         const DisposalAct& act, Instant now) {
    Verdict verdict = judgeDisposalStep(list, EntryKind::DisposalCarriedOut);
    verdict.merge(another(list.witnessed, "witnessed", actor));
    verdict.merge(another(list.checkedBefore, "checked", actor));
    if (!regulation.disposal.methods.contains(act.method)) {
        std::string known;
        for (const std::string& method : regulation.disposal.methods) {
            known += (known.empty() ? "" : ", ") + method;
        }
        verdict.add(refusal(FindingId::DisposalMethodNotPermitted,
                            {.measured = act.method, .required = known}));
    }
    if (list.witnessed && now - list.witnessed->at > regulation.disposal.witnessedWithin) {
        verdict.add(refusal(
            FindingId::WitnessTooOld,
            {.measured = localTime(regulation, list.witnessed->at),
             .required = localTime(regulation, now - regulation.disposal.witnessedWithin)}));
    }
    if (list.approved) { // days as text: "2026-11-22" sorts as it counts
        const std::string first = localTime(regulation, list.approved->at).substr(0, 10);
        const std::string today = localTime(regulation, now).substr(0, 10);
        if (act.day.size() != today.size() || act.day < first || act.day > today) {
            verdict.add(refusal(FindingId::DisposalDayWrong,
                                {.measured = act.day, .required = first + " – " + today}));
        }
    }
    return verdict;
}

Verdict judgeVerifiedSince(const Regulation& regulation, const PaperFacts& facts, Instant since) {
    Verdict verdict;
    if (!facts.verifiedWell || !facts.verifiedAt || *facts.verifiedAt < since) {
        verdict.add(refusal(FindingId::RecordNotVerifiedLately,
                            {.measured = timeOrNone(regulation, facts.verifiedAt),
                             .required = localTime(regulation, since)},
                            facts.recordId));
    }
    return verdict;
}

} // namespace seihon::regulation
