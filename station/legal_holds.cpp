#include "station/legal_holds.h"

#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "regulation/judge_disposal.h"
#include "station/desk_act.h"
#include "station/entry_walk.h"
#include "station/project_gate.h"
#include "station/typed_text.h"

#include <algorithm>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::HoldOn;
using record::Json;
using regulation::Authority;

ledger::FileLock lockDisposals(const Home& home) {
    return ledger::FileLock(home.locks() / "disposals", true);
}

std::vector<record::LegalHold> LegalHolds::all() {
    std::vector<record::LegalHold> holds;
    for (const EntryKind kind : {EntryKind::LegalHoldPlaced, EntryKind::LegalHoldLifted}) {
        forEachOfKind(*m_station.m_ledger, kind,
                      [&](const record::Entry& entry) { record::apply(holds, entry); });
    }
    return holds;
}

HoldOutcome LegalHolds::place(const Session& session, const HoldRequest& request) {
    requireReason(request.reason);
    requireLine(request.patient.name, "the patient's name");
    if (request.on == HoldOn::Patient) {
        requireWords(request.patient.id, "the patient id", kLongestPatientId);
    } else if (request.on == HoldOn::Record) {
        (void)m_station.jobOfRecord(request.subject);
    } else if (projectOf(*m_station.m_ledger, request.subject).id.empty()) {
        throw Fault(FaultKind::NotFound, "no project \"" + request.subject.substr(0, 64) + "\"");
    }
    const ledger::FileLock lock = lockDisposals(m_station.m_home);
    const record::Instant now = record::readClock();
    HoldOutcome outcome;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::KeepLegalHolds, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    outcome.id = record::makeId(now);
    const bool patient = request.on == HoldOn::Patient;
    draft.kind = EntryKind::LegalHoldPlaced;
    draft.record = request.on == HoldOn::Record ? request.subject : std::string();
    draft.facts = Json::object({{"id", outcome.id},
                                {"on", record::enumName(request.on)},
                                {"subject", patient ? std::string() : request.subject}});
    draft.privateFacts =
        Json::object({{"patient", record::toJson(patient ? request.patient : record::Patient{})},
                      {"reason", request.reason}});
    draft.verdict = outcome.verdict;
    m_station.m_ledger->append(draft, now);
    return outcome;
}

HoldOutcome LegalHolds::lift(const Session& session, const std::string& id,
                             const std::string& reason) {
    requireReason(reason);
    const ledger::FileLock lock = lockDisposals(m_station.m_home);
    const std::vector<record::LegalHold> holds = all();
    const auto hold = std::find_if(holds.begin(), holds.end(), [&](const record::LegalHold& one) {
        return one.id == id && !one.lifted;
    });
    if (hold == holds.end()) {
        throw Fault(FaultKind::NotFound,
                    "no hold in force has the id \"" + id.substr(0, 64) + "\"");
    }
    const record::Instant now = record::readClock();
    HoldOutcome outcome;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::KeepLegalHolds, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    outcome.verdict.merge(regulation::judgeHoldLift(*hold, draft.actor));
    draft.verdict = outcome.verdict;
    draft.facts = Json::object({{"id", id}});
    if (outcome.verdict.permitted()) {
        outcome.id = id;
        draft.kind = EntryKind::LegalHoldLifted;
        draft.privateFacts = Json::object({{"reason", reason}});
    } else {
        draft.facts = refusedFacts(Authority::KeepLegalHolds, EntryKind::LegalHoldLifted,
                                   std::move(draft.facts));
    }
    m_station.m_ledger->append(draft, now);
    return outcome;
}

HoldList LegalHolds::list(const Session* session) {
    std::vector<record::LegalHold> holds = all();
    HoldList list;
    list.inForce = std::count_if(holds.begin(), holds.end(),
                                 [](const record::LegalHold& one) { return !one.lifted; });
    if (session == nullptr) {
        return list;
    }
    m_station.takeRegulationInForce();
    const record::Instant now = record::readClock();
    const record::Actor actor = m_station.actorOf(*session, Authority::KeepLegalHolds, {}, now);
    if (!regulation::judgePerson(*m_station.m_regulation, Authority::KeepLegalHolds, actor,
                                 standingOf(*session), now)
             .permitted()) {
        return list; // the number is for everybody
    }
    list.restricted = false;
    list.holds = std::move(holds);
    record::EntryDraft seen;
    seen.kind = EntryKind::RecordSearched;
    seen.actor = actor;
    seen.regulation = m_station.m_regulation->digest;
    seen.facts = Json::object({{"where", "legal-holds"}, {"found", std::ssize(list.holds)}});
    m_station.m_ledger->append(seen, now);
    return list;
}

} // namespace seihon::station
