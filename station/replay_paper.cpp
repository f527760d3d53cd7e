#include "station/replay_paper.h"

#include "record/json_fields.h"
#include "regulation/judge_media.h"
#include "station/replay_judge.h"

#include <algorithm>

namespace seihon::station {

using record::DisposalItem;
using record::DisposalList;
using record::Entry;
using record::EntryKind;
using record::Verdict;
using regulation::Authority;
using regulation::PaperFacts;

void ReplayedPaper::apply(const Entry& entry) {
    record::apply(m_holds, entry);
    if (record::isAboutDisposal(entry.what.kind)) {
        record::apply(m_lists[entry.what.job], entry);
    }
    if (record::isAboutMedium(entry.what.kind)) {
        record::apply(m_media[entry.what.job], entry);
    }
}

const DisposalList* ReplayedPaper::find(const std::string& id) const {
    const auto found = m_lists.find(id);
    return found == m_lists.end() ? nullptr : &found->second;
}

record::Medium ReplayedPaper::medium(const std::string& id) const {
    const auto found = m_media.find(id);
    return found == m_media.end() ? record::Medium{} : found->second;
}

void ReplayedPaper::listedOn(const std::string& recordId, const std::string& except,
                             PaperFacts& facts) const {
    facts.otherList.clear();
    facts.disposed = false;
    for (const auto& [id, list] : m_lists) {
        if (id != except && (list.isOpen() || list.isDone()) && list.holds(recordId)) {
            facts.otherList = id;
            facts.disposed = list.isDone();
        }
    }
}

namespace {

const record::ScanJob& jobBefore(const Entry& entry, const std::string& job,
                                 const ReplayFacts& facts) {
    Entry asked = entry;
    asked.what.job = job;
    return facts.jobs.before(asked).job;
}

// What was stored beside the job, put right by what the log itself says: a fact that nobody may
// have made up.
PaperFacts factsBefore(const record::Json& stored, const std::string& list,
                       const record::ScanJob& job, const ReplayFacts& facts) {
    PaperFacts paper = regulation::paperFactsFrom(stored);
    facts.paper.listedOn(paper.recordId, list, paper);
    const std::string project = job.project ? job.project->id : std::string();
    paper.holds =
        record::holdsOn(facts.paper.holds(), {paper.recordId, job.original.patient.id, project});
    if (job.folder) {
        const record::Box& box = facts.boxes.find(job.folder->box);
        paper.openBox = box.closed ? std::string() : box.id;
    }
    if (job.project) {
        const record::BackFileProject* const folded = facts.projects.find(project);
        paper.projectSettled =
            (folded != nullptr && folded->state() == record::ProjectState::Closed) ||
            facts.audits.covers(project, paper.recordId);
        const regulation::ProjectPlan& plan = facts.projects.plan(job.project->plan);
        paper.planHoldDays = plan.disposal.holdDays;
        const record::PatientStanding said =
            record::standingOf(facts.projects.words(), job.original.patient.id, project);
        paper.patientDisagrees =
            said.objects || (!said.consents &&
                             plan.notice.basis != regulation::ConsentBasis::NoticeWithoutObjection);
    }
    return paper;
}

Verdict recordsAgain(const Entry& entry, const DisposalList& list, const ReplayFacts& facts) {
    Verdict verdict;
    for (const DisposalItem& item : list.items) {
        verdict.merge(regulation::judgeDisposalItem(item, jobBefore(entry, item.job, facts)));
    }
    const record::Json* const judged = entry.what.facts.find("judged");
    if (judged == nullptr) {
        return verdict;
    }
    for (const record::Json& stored : judged->asArray()) {
        const record::ScanJob& job = jobBefore(entry, stored.at("job").asString(), facts);
        const PaperFacts paper = factsBefore(stored, list.id, job, facts);
        verdict.merge(list.done
                          ? regulation::judgeVerifiedSince(facts.inForce, paper, list.done->act.at)
                          : regulation::judgePaperDisposal(facts.inForce, job, paper, entry.at));
    }
    return verdict;
}

Verdict checkedAgain(const Entry& entry, const DisposalList& list, const ReplayFacts& facts) {
    Verdict verdict = regulation::judgeDisposalStep(list, EntryKind::DisposalChecked);
    if (entry.what.facts.at("same").asBool() && verdict.permitted()) {
        verdict.merge(regulation::judgeDisposalCheck(list, entry.what.actor));
        verdict.merge(recordsAgain(entry, list, facts));
    }
    return verdict;
}

Verdict carriedOutAgain(const Entry& entry, const DisposalList& list, const ReplayFacts& facts) {
    Verdict verdict = recordsAgain(entry, list, facts);
    const regulation::DisposalAct act{entry.what.facts.at("method").asString(),
                                      entry.what.facts.at("day").asString()};
    return verdict.merge(
        regulation::judgeDisposalAct(facts.inForce, list, entry.what.actor, act, entry.at));
}

Verdict actAgain(EntryKind act, const Entry& entry, const ReplayFacts& facts) {
    DisposalList list;
    if (const DisposalList* const known = facts.paper.find(entry.what.job)) {
        list = *known;
    } else if (entry.what.facts.find("items") != nullptr) {
        list.items = record::disposalItemsFrom(entry.what.facts.at("items"));
    }
    Verdict verdict;
    switch (act) {
    case EntryKind::DisposalProposed:
        return recordsAgain(entry, list, facts);
    case EntryKind::DisposalChecked:
        return checkedAgain(entry, list, facts);
    case EntryKind::DisposalApproved:
        verdict = regulation::judgeDisposalApproval(list, entry.what.actor);
        return verdict.merge(recordsAgain(entry, list, facts));
    case EntryKind::DisposalWitnessed:
        verdict = regulation::judgeDisposalWitness(list, entry.what.actor);
        return verdict.merge(recordsAgain(entry, list, facts));
    case EntryKind::DisposalCarriedOut:
        return carriedOutAgain(entry, list, facts);
    default:
        return regulation::judgeDisposalStep(list, act);
    }
}

Authority authorityForDisposal(EntryKind act) {
    switch (act) {
    case EntryKind::DisposalChecked:
        return Authority::CheckDisposal;
    case EntryKind::DisposalApproved:
        return Authority::ApproveDisposal;
    case EntryKind::DisposalWitnessed:
        return Authority::WitnessDisposal;
    case EntryKind::DisposalCarriedOut:
    case EntryKind::DisposalProven:
        return Authority::CarryOutDisposal;
    default:
        return Authority::ReleasePaper;
    }
}

Rejudged holdAgain(EntryKind act, const Entry& entry, const ReplayFacts& facts) {
    Verdict verdict = authorityOf(entry, Authority::KeepLegalHolds, facts);
    if (act == EntryKind::LegalHoldLifted) {
        const std::string id = record::textIn(entry.what.facts, "id");
        const auto& holds = facts.paper.holds();
        const auto hold = std::find_if(holds.begin(), holds.end(),
                                       [&](const record::LegalHold& one) { return one.id == id; });
        if (hold != holds.end()) { // the fold takes no other
            verdict.merge(regulation::judgeHoldLift(*hold, entry.what.actor));
        }
    }
    return {verdict, true};
}

// Whether a record may be shown rests on its job: what is judged again here is the medium.
Rejudged mediumAgain(EntryKind act, const Entry& entry, const ReplayFacts& facts) {
    const record::Medium medium = facts.paper.medium(entry.what.job);
    const bool approves = act == EntryKind::MediumApproved;
    Verdict verdict =
        authorityOf(entry, approves ? Authority::ApproveMedia : Authority::HandOutMedia, facts);
    verdict.merge(approves ? regulation::judgeMediumApproval(medium, entry.what.actor)
                  : act == EntryKind::MediumEnded
                      ? regulation::judgeMediumEnd(medium)
                      : regulation::judgeMediumRequest(
                            facts.inForce,
                            record::parseInstant(entry.what.facts.at("until").asString()),
                            entry.at));
    return {verdict, false};
}

} // namespace

std::optional<Rejudged> rejudgePaper(const Entry& entry, const ReplayFacts& facts) {
    if (record::isLegalHold(entry.what.kind)) {
        return holdAgain(entry.what.kind, entry, facts);
    }
    if (record::isRetentionEvent(entry.what.kind)) {
        return Rejudged{authorityOf(entry, Authority::TellRetention, facts), true};
    }
    EntryKind act = entry.what.kind;
    if (act == EntryKind::Refused) {
        const auto named = record::enumFromName<EntryKind>(record::textIn(entry.what.facts, "act"));
        if (!named) {
            return std::nullopt; // of the person's right to it: judged with the others
        }
        act = *named;
    }
    if (record::isLegalHold(act)) {
        return holdAgain(act, entry, facts);
    }
    if (record::isAboutMedium(act)) {
        return mediumAgain(act, entry, facts);
    }
    if (!record::isAboutDisposal(act)) {
        return std::nullopt;
    }
    Verdict verdict = authorityOf(entry, authorityForDisposal(act), facts);
    return Rejudged{verdict.merge(actAgain(act, entry, facts)), true};
}

} // namespace seihon::station
