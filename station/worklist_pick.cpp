#include "record/fault.h"
#include "regulation/judge_intake.h"
#include "station/dicom_errand.h"
#include "station/findings.h"
#include "station/patient_desk.h"
#include "station/rights.h"
#include "station/typed_text.h"
#include "station/verb.h"
#include "station/worklist.h"

// The order of a job (docs/decisions/0087-an-order-is-picked-for-a-job.md).
namespace seihon::station {

using record::EntryKind;
using record::FindingId;
using record::Json;
using record::Severity;
using regulation::Authority;

// Half an order would go on to an archive as if it were whole.
record::Verdict Worklist::judgePick(const record::ScanJob& job, const WorklistRow& row,
                                    const std::string& reason) {
    record::Verdict verdict;
    const std::string what = row.trouble.empty() ? record::unusableIn(row.order) : "text";
    if (!what.empty()) {
        verdict.add(findingOf(FindingId::OrderUnusable, Severity::Refuse, what));
    }
    verdict.merge(regulation::judgeOrder(job, row.differs, !reason.empty()));
    return verdict;
}

// The patient index, where station.toml names one; that it is away is told where it is asked for.
std::optional<record::Demographics> Worklist::knownOf(const Session& session,
                                                      const std::string& id) {
    if (id.empty() || m_station.config().demographics.empty()) {
        return std::nullopt;
    }
    return PatientDesk(m_station).look(session, id).found;
}

Outcome Worklist::pick(const Session& session, const std::string& jobId, const WorklistRow& row,
                       const std::string& reason) {
    if (!reason.empty()) {
        requireReason(reason);
    }
    Station::Verb verb(m_station, jobId, Authority::IdentifyPatient, session);
    WorklistRow seen = row; // compared anew with the job as it stands under the lock
    seen.differs = record::differencesOf(row.order, verb.job.original.patient, row.known);
    record::Verdict verdict = verb.judgeStep();
    verdict.merge(judgePick(verb.job, seen, reason));
    const record::PickedOrder picked{
        row.order, verb.job.original.patient, row.known, seen.differs, reason, {}};
    Json facts = record::publicFactsOf(picked);
    if (verb.permits(verdict, Json::object({{"order", facts}}))) {
        verb.append(EntryKind::OrderPicked, std::move(facts), verdict,
                    record::privateFactsOf(picked));
    }
    return {verb.job, verdict};
}

// Exactly one, or a worklist that is away.
record::Verdict Worklist::judgeFound(const WorklistLook& look) {
    record::Verdict verdict;
    if (!look.away.empty()) {
        verdict.add(measuredFinding(FindingId::WorklistAway, Severity::Warn, look.away));
    } else if (look.rows.size() != 1 || look.tooMany) {
        verdict.add(measuredFinding(FindingId::OrderNotOne, Severity::Refuse,
                                    static_cast<std::int64_t>(look.rows.size())));
    }
    return verdict;
}

Outcome Worklist::pickOne(const Session& session, WorklistQuestion question,
                          const std::string& reason, WorklistLook& look) {
    if (question.patientId.empty() && question.accession.empty()) {
        question.patientId = m_station.job(question.job).original.patient.id;
    }
    look = find(session, question);
    Outcome outcome{m_station.job(question.job), look.verdict};
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    outcome.verdict.merge(judgeFound(look));
    if (!outcome.verdict.permitted() || !look.away.empty()) {
        return outcome;
    }
    return pick(session, question.job, look.rows.front(), reason);
}

// What is refused is refused before there is a job: the paper is then still in the tray.
SealOutcome Worklist::intake(const Session& session, const IntakeRequest& request,
                             WorklistQuestion question, const std::string& reason,
                             WorklistLook& look, const PageSeen& seen,
                             const capture::ScanControl& control) {
    if (!reason.empty()) {
        requireReason(reason);
    }
    question.job.clear();
    question.paper = request.original;
    const WorklistErrand errand = prepare(session, question);
    look = tell(session, errand, ask(errand));
    record::Verdict order = look.verdict;
    if (order.permitted()) {
        order.merge(judgeFound(look));
    }
    const bool found = order.permitted() && look.away.empty();
    if (found) {
        order.merge(judgePick(errand.job, look.rows.front(), reason));
    }
    if (!order.permitted()) {
        return {{}, order, {}, {}};
    }
    const Outcome made = m_station.registerOriginal(session, {request.original});
    if (!made.verdict.permitted()) {
        return {made.job, made.verdict, {}, {}};
    }
    if (found) {
        const Outcome picked = pick(session, made.job.id, look.rows.front(), reason);
        if (!picked.verdict.permitted()) {
            return {picked.job, picked.verdict, {}, {}};
        }
    }
    SealOutcome outcome = m_station.intakeOf(session, made.job, request, seen, control);
    outcome.verdict.merge(order); // what was told of it all the same
    return outcome;
}

Outcome Worklist::drop(const Session& session, const std::string& jobId) {
    Station::Verb verb(m_station, jobId, Authority::IdentifyPatient, session);
    record::Verdict verdict = verb.judgeStep();
    verdict.merge(regulation::judgeOrder(verb.job, {}, false));
    const bool had = verb.job.order.has_value();
    if (verb.permits(verdict) && had) {
        verb.append(EntryKind::OrderPicked, Json::object({{"picked", false}}), verdict);
    }
    return {verb.job, verdict};
}

bool Worklist::mayPick(const Session& session, const record::ScanJob& job) const {
    using enum record::JobState;
    const bool open = job.state == Registered || job.state == Open || job.state == Submitted;
    return open && regulation::judgeOrder(job, {}, false).permitted() &&
           judgeRight(m_station, session, Authority::IdentifyPatient, record::readClock())
               .permitted() &&
           isSetUp();
}

bool Worklist::isSetUp() const {
    try {
        return readDeliveries(m_station.home()).worklist.has_value();
    } catch (const record::Fault&) { // settings that cannot be read stop nothing else
        return false;
    }
}

} // namespace seihon::station
