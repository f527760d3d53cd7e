#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/batch_gate.h"
#include "station/downtime_desk.h"
#include "station/findings.h"
#include "station/inspection_desk.h"
#include "station/page_picture.h"
#include "station/people.h"
#include "station/project_gate.h"
#include "station/typed_text.h"
#include "station/verb.h"

// Register to abandon: each verb judges, then writes one entry. Scanning and sealing have files of
// their own.
namespace seihon::station {

using record::EntryKind;
using record::Json;
using regulation::Authority;

namespace {

Json withReason(const std::string& reason) {
    return Json::object({{"reason", reason}});
}

} // namespace

Outcome Station::registerOriginal(const Session& session, const RegisterRequest& request) {
    requireTyped(request.original);
    if (const std::int64_t label = request.original.label; label > 0) {
        requireDowntimeSheet(*m_ledger, label);
        if (const std::string other = m_ledger->jobWithLabel(label); !other.empty()) {
            throw record::Fault(record::FaultKind::Usage, "label " + std::to_string(label) +
                                                              " is on the paper of job " + other);
        }
    }
    takeRegulationInForce();
    const record::Instant now = record::readClock();
    const record::Actor actor = actorOf(session, Authority::Register, {}, now);
    record::Verdict verdict = regulation::judgePerson(*m_regulation, Authority::Register, actor,
                                                      standingOf(session), now);
    verdict.merge(regulation::judgeRegistration(*m_regulation, request.original, now));
    // The id is made before the first side effect, so that every later step has a name to hold on
    // to.
    const std::string id = record::makeId(now);
    record::EntryDraft draft;
    draft.actor = actor;
    draft.regulation = m_regulation->digest;
    draft.verdict = verdict;
    if (!verdict.permitted()) { // belongs to no job: none came to be
        draft.kind = EntryKind::Refused;
        draft.facts = Json::object({{"verb", record::enumName(Authority::Register)},
                                    {"original", record::toJson(request.original)}});
        m_ledger->append(draft, now);
        return {{}, verdict};
    }
    ledger::makeDurableFolder(m_home.captures(id));
    People::announceProxy(*this, actor, Authority::Register, {}, now);
    draft.job = id;
    draft.kind = EntryKind::OriginalRegistered;
    draft.facts = Json::object({{"original", record::toJson(request.original)}});
    if (request.forFolder) { // until its box names it, nothing else tells where it belongs
        draft.facts.set("forFolder", record::toJson(*request.forFolder));
    }
    draft.privateFacts = Json::object({{"patient", record::toJson(request.original.patient)}});
    const record::Entry entry = m_ledger->append(draft, now);
    return {record::fold(std::span(&entry, 1)), verdict};
}

Outcome Station::open(const Session& session, const std::string& jobId, const std::string& project,
                      const std::optional<record::FolderLink>& folder) {
    Verb verb(*this, jobId, Authority::Open, session);
    const ProjectGate gate(*this, verb.job, project);
    const BatchGate place(*this, verb.job, folder);
    record::Verdict step = verb.judgeStep();
    // A regulation that took effect since the registration may know the class no more.
    step.merge(regulation::judgeRegistration(*m_regulation, verb.job.original, verb.now));
    step.merge(gate.judge(Authority::Open, verb.actor, verb.now)); // [C1, C2]
    step.merge(place.judge(Authority::Open));                      // [W]
    Json asked = Json::object({});
    if (!project.empty()) {
        asked.set("projectAsked", project);
    }
    Json facts = Json::object({});
    if (place.link()) {
        asked.set("folder", record::toJson(*place.link()));
        facts.set("folder", record::toJson(*place.link()));
    }
    if (!verb.permits(step, asked)) {
        return {verb.job, step};
    }
    // A closed window, or old paper without a project, is told at once, but it blocks sealing as
    // the original, not scanning: care comes first [B3, B6].
    record::Verdict window = regulation::judgeWindow(*m_regulation, verb.job.original, verb.now);
    window.merge(
        regulation::judgeProjectNeeded(*m_regulation, verb.job.original, gate.link().has_value()));
    if (gate.link()) {
        facts.set("project", record::toJson(*gate.link()));
    }
    verb.append(EntryKind::JobOpened, std::move(facts), window,
                gate.link() ? InspectionDesk::newSeed() : Json()); // [C3]
    return {verb.job, window};
}

Outcome Station::prepare(const Session& session, const std::string& jobId,
                         const PrepareRequest& request) {
    Verb verb(*this, jobId, Authority::Scan, session);
    record::Verdict verdict = verb.judgeStep();
    if (!request.attested) {
        verdict.add(findingOf(record::FindingId::NotPrepared, record::Severity::Refuse));
    }
    if (!verb.permits(verdict, Json::object({{"attested", request.attested}}))) {
        return {verb.job, verdict};
    }
    const record::Attestation attestation{"prepared", "yes", {}, request.by, verb.actor, verb.now};
    verb.append(EntryKind::Prepared, Json::object({{"attestation", record::toJson(attestation)},
                                                   {"sheets", request.sheets}}));
    return {verb.job, verdict};
}

Outcome Station::markPage(const Session& session, const std::string& jobId, std::int64_t page,
                          record::PageMark mark, const std::string& reason) {
    Verb verb(*this, jobId, Authority::MarkPage, session);
    const record::Page* found = record::findPage(verb.job, page);
    if (found == nullptr) {
        throw record::Fault(record::FaultKind::NotFound,
                            "the job has no page " + std::to_string(page));
    }
    if (mark == record::PageMark::AsOnPaper || mark == record::PageMark::Rejected) {
        requireReason(reason);
    }
    const record::Verdict verdict = verb.judgeStep();
    if (verb.permits(verdict)) {
        verb.append(EntryKind::PageMarked, Json::object({{"captureId", found->captureId},
                                                         {"page", page},
                                                         {"mark", record::enumName(mark)},
                                                         {"reason", reason}}));
    }
    return {verb.job, verdict};
}

Outcome Station::setSheetAside(const Session& session, const std::string& jobId, std::int64_t page,
                               const std::string& reason) {
    requireReason(reason);
    Verb verb(*this, jobId, Authority::MarkPage, session);
    const record::Page* found = record::findPage(verb.job, page);
    if (found == nullptr) {
        throw record::Fault(record::FaultKind::NotFound,
                            "the job has no page " + std::to_string(page));
    }
    record::Verdict verdict = verb.judgeStep();
    if (verb.job.state != record::JobState::Open) { // what was submitted stays as it was judged
        verdict.add(stepNotAllowed(std::string(record::enumName(verb.job.state))));
    }
    if (verb.permits(verdict)) {
        verb.append(EntryKind::SheetSetAside, Json::object({{"captureId", found->captureId},
                                                            {"page", page},
                                                            {"sheet", found->sheet},
                                                            {"reason", reason}}));
    }
    return {verb.job, verdict};
}

Outcome Station::recount(const Session& session, const std::string& jobId, std::int64_t sheets,
                         const std::string& reason) {
    requireReason(reason);
    Verb verb(*this, jobId, Authority::Scan, session);
    record::Verdict verdict = verb.judgeStep();
    record::Original counted = verb.job.original;
    counted.sheets = sheets;
    requireTyped(counted);
    verdict.merge(regulation::judgeRegistration(verb.rules(), counted, verb.now));
    if (verb.permits(verdict, Json::object({{"recount", true}, {"sheets", sheets}}))) {
        verb.append(
            EntryKind::SheetsRecounted,
            Json::object(
                {{"before", verb.job.original.sheets}, {"sheets", sheets}, {"reason", reason}}),
            verdict);
    }
    return {verb.job, verdict};
}

Outcome Station::compare(const Session& session, const std::string& jobId,
                         const CompareRequest& request) {
    Verb verb(*this, jobId, Authority::Compare, session);
    if (!request.same) {
        requireReason(request.asOnPaper);
    }
    record::Verdict verdict = verb.judgeStep();
    if (verb.job.pages.empty()) {
        verdict.add(findingOf(record::FindingId::NoPages, record::Severity::Refuse));
    }
    if (verb.permits(verdict)) {
        const record::Attestation attestation{
            "compared",        request.same ? "same" : "as-on-paper",
            request.asOnPaper, request.by,
            verb.actor,        verb.now};
        verb.append(EntryKind::Compared,
                    Json::object({{"attestation", record::toJson(attestation)}}));
    }
    return {verb.job, verdict};
}

Outcome Station::submit(const Session& session, const std::string& jobId) {
    Verb verb(*this, jobId, Authority::Submit, session);
    record::Verdict verdict = verb.judgeStep();
    verdict.merge(regulation::judgeSubmission(verb.rules(), verb.job));
    if (verb.permits(verdict)) {
        requireUnaltered(*this, verb.job);
        verb.append(EntryKind::JobSubmitted,
                    InspectionDesk(*this).submission(verb.job, verb.rules()), verdict);
    }
    return {verb.job, verdict};
}

Outcome Station::accept(const Session& session, const std::string& jobId) {
    Verb verb(*this, jobId, Authority::Accept, session);
    record::Verdict verdict = verb.judgeStep();
    verdict.merge(regulation::judgeAcceptance(verb.rules(), verb.job, verb.actor));
    if (verb.permits(verdict)) {
        requireUnaltered(*this, verb.job);
        verb.append(EntryKind::Accepted, Json::object({}), verdict);
    }
    return {verb.job, verdict};
}

Outcome Station::sendBack(const Session& session, const std::string& jobId,
                          const std::string& reason) {
    requireReason(reason);
    Verb verb(*this, jobId, Authority::SendBack, session);
    const record::Verdict verdict = verb.judgeStep();
    if (verb.permits(verdict)) {
        verb.append(EntryKind::SentBack, withReason(reason));
    }
    return {verb.job, verdict};
}

Outcome Station::excuse(const Session& session, const std::string& jobId, const std::string& reason,
                        std::optional<record::Instant> hindranceEnded) {
    requireReason(reason);
    Verb verb(*this, jobId, Authority::Excuse, session);
    const record::Verdict verdict = verb.judgeStep();
    if (verb.permits(verdict)) {
        Json facts = withReason(reason);
        facts.set("hindranceEnded", record::instantOrNull(hindranceEnded));
        verb.append(EntryKind::Excused, std::move(facts));
    }
    return {verb.job, verdict};
}

Outcome Station::convert(const Session& session, const std::string& jobId,
                         const std::string& reason) {
    requireReason(reason);
    Verb verb(*this, jobId, Authority::Convert, session);
    const record::Verdict verdict = verb.judgeStep();
    if (verb.permits(verdict)) {
        Json facts = withReason(reason);
        facts.set("documentClass", "reference-copy");
        facts.set("from", verb.job.original.documentClass);
        verb.append(EntryKind::ConvertedToReference, std::move(facts));
    }
    return {verb.job, verdict};
}

Outcome Station::abandon(const Session& session, const std::string& jobId,
                         const std::string& reason) {
    requireReason(reason);
    Verb verb(*this, jobId, Authority::Abandon, session);
    const record::Verdict verdict = verb.judgeStep();
    if (verb.permits(verdict)) {
        verb.append(EntryKind::JobAbandoned, withReason(reason));
    }
    return {verb.job, verdict};
}

} // namespace seihon::station
