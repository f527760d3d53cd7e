#include "station/retention_desk.h"

#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/entry_walk.h"
#include "station/legal_holds.h"
#include "station/typed_text.h"

#include <algorithm>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

std::vector<record::RetentionEvent> RetentionDesk::events() {
    std::vector<record::RetentionEvent> all;
    for (const EntryKind kind :
         {EntryKind::RetentionEventTold, EntryKind::RetentionEventTakenBack}) {
        forEachOfKind(*m_station.m_ledger, kind,
                      [&](const record::Entry& entry) { record::apply(all, entry); });
    }
    return all;
}

RetentionOutcome RetentionDesk::tell(const Session& session, const RetentionRequest& request) {
    requireWords(request.source, "how this is known");
    const bool ofRecord = !request.recordId.empty();
    if (ofRecord) {
        (void)m_station.jobOfRecord(request.recordId);
    } else {
        requireWords(request.patient.id, "the patient id", kLongestPatientId);
        requireLine(request.patient.name, "the patient's name");
    }
    const ledger::FileLock lock = lockDisposals(m_station.m_home);
    const record::Instant now = record::readClock();
    RetentionOutcome outcome;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::TellRetention, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    outcome.id = record::makeId(now);
    draft.kind = EntryKind::RetentionEventTold;
    draft.record = request.recordId;
    draft.facts = Json::object({{"id", outcome.id},
                                {"event", record::enumName(request.event)},
                                {"record", request.recordId},
                                {"day", record::textOfDay(request.day)},
                                {"source", request.source}});
    draft.privateFacts =
        Json::object({{"patient", record::toJson(ofRecord ? record::Patient{} : request.patient)}});
    draft.verdict = outcome.verdict;
    m_station.m_ledger->append(draft, now);
    return outcome;
}

RetentionOutcome RetentionDesk::takeBack(const Session& session, const std::string& id,
                                         const std::string& reason) {
    requireReason(reason);
    const ledger::FileLock lock = lockDisposals(m_station.m_home);
    const std::vector<record::RetentionEvent> all = events();
    const bool there = std::any_of(all.begin(), all.end(), [&](const record::RetentionEvent& one) {
        return one.id == id && !one.takenBack;
    });
    if (!there) {
        throw Fault(FaultKind::NotFound, "no event has the id \"" + id.substr(0, 64) + "\"");
    }
    const record::Instant now = record::readClock();
    RetentionOutcome outcome;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::TellRetention, {}, now, outcome.verdict);
    if (outcome.verdict.permitted()) {
        outcome.id = id;
        draft.kind = EntryKind::RetentionEventTakenBack;
        draft.facts = Json::object({{"id", id}});
        draft.privateFacts = Json::object({{"reason", reason}});
        draft.verdict = outcome.verdict;
        m_station.m_ledger->append(draft, now);
    }
    return outcome;
}

std::vector<RetentionRow> RetentionDesk::list(const Viewer& viewer, bool endedOnly,
                                              std::int64_t limit) {
    const std::vector<record::RetentionEvent> all = events();
    const regulation::Regulation& rules = *m_station.m_regulation;
    const std::string today =
        record::formatLocal(record::readClock(), rules.calendar.utcOffset).substr(0, 10);
    ledger::RecordQuery query;
    query.limit = limit;
    std::vector<RetentionRow> rows;
    for (const ledger::RecordRow& one : m_station.search(query, viewer)) {
        const auto event = regulation::retentionEventOf(rules.retention, one.documentClass);
        RetentionRow row{one.recordId, one.documentClass, one.sealedAt,
                         regulation::retentionEnd(
                             rules, one.documentClass,
                             record::retentionStart(all, event, one.recordId, one.patient.id))};
        row.ended = row.end && record::textOfDay(*row.end) < today;
        if (row.ended || !endedOnly) {
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

} // namespace seihon::station
