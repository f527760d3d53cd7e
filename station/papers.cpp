#include "station/papers.h"

#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "record/legal_hold.h"
#include "regulation/judge_people.h"
#include "station/disposal_desk.h"
#include "station/findings.h"
#include "station/legal_holds.h"
#include "station/samples.h"
#include "station/typed_text.h"
#include "station/verb.h"

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

constexpr std::size_t kLongestLabel = 100; // bytes

} // namespace

record::ScanJob Papers::jobOf(const std::string& id) {
    const bool record = record::isId(id) && m_station.m_ledger->sealedEntry(id).has_value();
    return record ? m_station.jobOfRecord(id) : m_station.job(id);
}

Outcome Papers::place(const Session& session, const PlaceRequest& request) {
    requireWords(request.place.box, "the box", kLongestLabel);
    requireLine(request.place.shelf, "the shelf", kLongestLabel);
    requireLine(request.place.position, "the position", kLongestLabel);
    Station::Verb verb(m_station, jobOf(request.id).id, Authority::PlacePaper, session);
    record::Verdict verdict =
        regulation::judgeAuthority(*m_station.m_regulation, Authority::PlacePaper, verb.actor,
                                   session.person.appointments, verb.now);
    // A hold stays when the box moves; ending it earlier is a step towards letting the paper go.
    const std::optional<record::Instant> held = verb.job.later.paper.holdUntil;
    const std::optional<record::Instant> holdUntil = request.holdUntil ? request.holdUntil : held;
    if (held && *holdUntil < *held) {
        requireReason(request.reason);
        verdict.merge(regulation::judgeAuthority(*m_station.m_regulation, Authority::ReleasePaper,
                                                 verb.actor, session.person.appointments,
                                                 verb.now));
    }
    if (const std::string list = disposedBy(verb.job); !list.empty()) {
        verdict.add(
            measuredFinding(record::FindingId::PaperDisposedOf, record::Severity::Refuse, list));
    }
    if (verb.permits(verdict)) {
        verb.append(EntryKind::PaperPlaced,
                    Json::object({{"box", request.place.box},
                                  {"shelf", request.place.shelf},
                                  {"position", request.place.position},
                                  {"holdUntil", record::instantOrNull(holdUntil)},
                                  {"reason", request.reason}}));
    }
    return {verb.job, verdict};
}

std::string Papers::disposedBy(const record::ScanJob& job) {
    return job.sealed ? DisposalDesk(m_station).disposedBy(job.sealed->recordId) : std::string();
}

// A legal hold overrides everything [C6].
record::Verdict Papers::heldOrGone(const record::ScanJob& job) {
    record::Verdict verdict;
    const std::vector<record::LegalHold> holds = LegalHolds(m_station).all();
    for (const std::string& hold :
         record::holdsOn(holds, {job.sealed->recordId, job.original.patient.id,
                                 job.project ? job.project->id : std::string()})) {
        verdict.add(
            measuredFinding(record::FindingId::LegalHoldInForce, record::Severity::Refuse, hold));
    }
    if (const std::string list = disposedBy(job); !list.empty()) {
        verdict.add(
            measuredFinding(record::FindingId::PaperDisposedOf, record::Severity::Refuse, list));
    }
    return verdict;
}

Outcome Papers::proposeRelease(const Session& session, const std::string& id,
                               const std::string& reason) {
    requireReason(reason);
    Station::Verb verb(m_station, jobOf(id).id, Authority::ReleasePaper, session);
    record::Verdict verdict = verb.judgeStep();
    if (verb.job.sealed) {
        verdict.merge(regulation::judgePaperRelease(
            *m_station.m_regulation, verb.job, Samples(m_station).standingOf(verb.job), verb.now));
        verdict.merge(heldOrGone(verb.job));
    }
    if (verb.permits(verdict)) {
        verb.append(EntryKind::PaperReleaseProposed, Json::object({{"reason", reason}}), verdict);
    }
    return {verb.job, verdict};
}

std::vector<record::ScanJob> Papers::find(const PaperQuery& query, const Viewer& viewer) {
    ledger::RecordQuery records;
    records.patientId = query.patientId;
    records.sealedFrom = query.sealedFrom;
    records.sealedUntil = query.sealedUntil;
    records.limit = query.limit;
    std::vector<record::ScanJob> found;
    for (const ledger::RecordRow& row : m_station.search(records, viewer)) {
        record::ScanJob job = m_station.job(row.job);
        const auto& place = job.later.paper.place;
        if (query.box.empty() || (place && place->box == query.box)) {
            found.push_back(std::move(job));
        }
    }
    return found;
}

} // namespace seihon::station
