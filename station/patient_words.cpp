#include "station/patient_words.h"

#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/findings.h"
#include "station/project_gate.h"
#include "station/typed_text.h"

#include <algorithm>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using record::PatientWord;
using record::PatientWordKind;
using regulation::Authority;

namespace {

constexpr std::int64_t kRecordsOfPatient = 100'000;

void tellSealed(const std::vector<SealedUnderProject>& sealed, record::Verdict& verdict) {
    for (const SealedUnderProject& one : sealed) {
        if (!one.withdrawn) {
            verdict.add(findingOf(record::FindingId::ObjectionConcernsSealed,
                                  record::Severity::Warn, one.recordId));
        }
    }
}

Json recordIds(const std::vector<SealedUnderProject>& sealed) {
    Json list = Json::array();
    for (const SealedUnderProject& one : sealed) {
        list.push(one.recordId);
    }
    return list;
}

} // namespace

std::vector<SealedUnderProject> PatientWords::sealedOf(const std::string& patientId) {
    ledger::RecordQuery query;
    query.patientId = patientId;
    query.limit = kRecordsOfPatient;
    std::vector<SealedUnderProject> found;
    for (const ledger::RecordRow& row : m_station.m_ledger->searchRecords(query)) {
        const record::ScanJob job = m_station.job(row.job);
        if (job.project) {
            found.push_back(
                {row.recordId, row.job, job.project->id, job.later.withdrawn.has_value()});
        }
    }
    return found;
}

WordOutcome PatientWords::add(const Session& session, const WordRequest& request) {
    requireWords(request.patient.id, "the patient id", kLongestPatientId);
    requireLine(request.patient.name, "the patient's name");
    requireLine(request.remark, "the remark", kLongestReason);
    const bool objects = request.kind == PatientWordKind::Objection;
    const ledger::FileLock lock = lockProjects(m_station.m_home);
    if (!objects && projectOf(*m_station.m_ledger, request.project).id.empty()) {
        throw Fault(FaultKind::NotFound, "no project \"" + request.project.substr(0, 64) + "\"");
    }
    const record::Instant now = record::readClock();
    WordOutcome outcome;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::KeepObjections, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    if (objects) {
        outcome.sealed = sealedOf(request.patient.id);
        tellSealed(outcome.sealed, outcome.verdict);
    }
    outcome.id = record::makeId(now);
    draft.kind = objects ? EntryKind::ObjectionAdded : EntryKind::ConsentAdded;
    draft.facts = Json::object({{"id", outcome.id},
                                {"by", record::enumName(request.speaker)},
                                {"project", objects ? std::string() : request.project},
                                {"sealed", recordIds(outcome.sealed)}});
    draft.privateFacts =
        Json::object({{"patient", record::toJson(request.patient)}, {"remark", request.remark}});
    draft.verdict = outcome.verdict;
    m_station.m_ledger->append(draft, now);
    return outcome;
}

WordOutcome PatientWords::end(const Session& session, PatientWordKind kind, const std::string& id,
                              const std::string& reason) {
    requireReason(reason);
    const ledger::FileLock lock = lockProjects(m_station.m_home);
    const std::vector<PatientWord> words = patientWordsOf(*m_station.m_ledger);
    const auto word = std::find_if(words.begin(), words.end(), [&](const PatientWord& each) {
        return each.id == id && each.kind == kind && !each.ended;
    });
    if (word == words.end()) {
        throw Fault(FaultKind::NotFound,
                    "nothing in force has the id \"" + id.substr(0, 64) + "\" in this register");
    }
    const record::Instant now = record::readClock();
    WordOutcome outcome;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::KeepObjections, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    if (kind == PatientWordKind::Consent) { // as good as an objection to what is sealed
        outcome.sealed = sealedOf(word->patient.id);
        tellSealed(outcome.sealed, outcome.verdict);
    }
    outcome.id = id;
    draft.kind = kind == PatientWordKind::Objection ? EntryKind::ObjectionLifted
                                                    : EntryKind::ConsentWithdrawn;
    // The reason may tell of the patient: it is theirs.
    draft.facts = Json::object({{"id", id}, {"sealed", recordIds(outcome.sealed)}});
    draft.privateFacts =
        Json::object({{"patient", record::toJson(word->patient)}, {"remark", reason}});
    draft.verdict = outcome.verdict;
    m_station.m_ledger->append(draft, now);
    return outcome;
}

WordList PatientWords::list(const Session* session, PatientWordKind kind) {
    std::vector<PatientWord> words = patientWordsOf(*m_station.m_ledger);
    std::erase_if(words, [kind](const PatientWord& each) { return each.kind != kind; });
    WordList list;
    list.inForce = std::count_if(words.begin(), words.end(),
                                 [](const PatientWord& each) { return !each.ended; });
    if (session == nullptr) {
        return list;
    }
    m_station.takeRegulationInForce();
    const record::Instant now = record::readClock();
    const record::Actor actor = m_station.actorOf(*session, Authority::ReadObjections, {}, now);
    if (!regulation::judgePerson(*m_station.m_regulation, Authority::ReadObjections, actor,
                                 standingOf(*session), now)
             .permitted()) {
        return list; // the count is for everybody
    }
    list.restricted = false;
    for (PatientWord& word : words) {
        const bool inForce = !word.ended;
        const std::string patient = word.patient.id;
        list.rows.push_back({std::move(word), inForce && kind == PatientWordKind::Objection
                                                  ? sealedOf(patient)
                                                  : std::vector<SealedUnderProject>{}});
    }
    record::EntryDraft seen;
    seen.kind = EntryKind::RecordSearched;
    seen.actor = actor;
    seen.regulation = m_station.m_regulation->digest;
    seen.facts =
        Json::object({{"where", record::enumName(kind)}, {"found", std::ssize(list.rows)}});
    m_station.m_ledger->append(seen, now);
    return list;
}

} // namespace seihon::station
