#include "station/patient_desk.h"

#include "record/fault.h"
#include "signing/fetch_text.h"
#include "station/findings.h"
#include "station/typed_text.h"
#include "station/verb.h"

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;
using regulation::PatientAnswer;

namespace {

constexpr std::chrono::seconds kPatience{5};

void requireUsable(const IdentifyRequest& request) {
    requireWords(request.patient.id, "the patient id", kLongestPatientId);
    requireLine(request.patient.name, "the patient's name");
    if (request.answer == PatientAnswer::Differs) { // what differs, and why it is the same person
        requireReason(request.reason);
    }
}

// What a person typed becomes part of an address: nothing but what ids are made of.
std::string addressOf(const std::string& pattern, const std::string& id) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string escaped;
    for (const char c : id) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_';
        escaped +=
            plain ? std::string(1, c) : std::string{'%', kDigits[byte >> 4u], kDigits[byte & 15u]};
    }
    const std::size_t place = pattern.find("{id}");
    return std::string(pattern).replace(place, 4, escaped);
}

} // namespace

Outcome PatientDesk::identify(const Session& session, const std::string& jobId,
                              const IdentifyRequest& request) {
    requireUsable(request);
    Station::Verb verb(m_station, jobId, Authority::IdentifyPatient, session);
    record::Verdict verdict = verb.judgeStep();
    verdict.merge(
        regulation::judgeIdentification(verb.rules(), verb.job, verb.actor, request.answer));
    // The second person confirms what the first one stated, and not a third patient.
    const bool confirms = !verb.job.identified.empty();
    if (confirms && verb.job.original.patient.id != request.patient.id) {
        verdict.add(findingOf(record::FindingId::PatientDiffers, record::Severity::Refuse));
    }
    if (!verb.permits(verdict)) {
        return {verb.job, verdict};
    }
    const bool settled = regulation::settlesPatient(verb.rules(), verb.job, request.answer);
    if (!settled) {
        verdict.add(findingOf(record::FindingId::SecondPersonNeeded, record::Severity::Warn,
                              verb.actor.user));
        verdict.findings.back().measured = verb.actor.user;
    }
    const record::Attestation attestation{
        "patient-identified", std::string(record::enumName(request.answer)),
        request.reason,       request.by,
        verb.actor,           verb.now};
    record::EntryDraft draft;
    draft.kind = EntryKind::PatientIdentified;
    draft.actor = verb.actor;
    draft.job = verb.job.id;
    draft.facts =
        Json::object({{"attestation", record::toJson(attestation)}, {"provisional", !settled}});
    draft.privateFacts = Json::object({{"patient", record::toJson(request.patient)}});
    draft.verdict = verdict;
    draft.regulation = m_station.m_regulation->digest;
    record::apply(verb.job, m_station.m_ledger->append(draft, verb.now));
    return {verb.job, verdict};
}

std::optional<record::Demographics> PatientDesk::find(const std::string& patientId) const {
    const std::string& source = m_station.m_config.demographics;
    if (source.empty()) {
        throw Fault(FaultKind::NotFound, "station.toml names no patient index");
    }
    if (source.starts_with("http://") || source.starts_with("https://")) {
        const signing::FetchedText answer = signing::fetchText(
            addressOf(source, patientId), kPatience, record::kDemographicsAnswerBytes);
        if (answer.status == 404) {
            return std::nullopt;
        }
        if (answer.status != 200) {
            throw Fault(FaultKind::NotFound, answer.trouble.empty()
                                                 ? "status " + std::to_string(answer.status)
                                                 : answer.trouble);
        }
        return record::demographicsFromJson(answer.text, patientId);
    }
    const std::filesystem::path file(source);
    const auto bytes = ledger::readWhole(file.is_absolute() ? file : m_station.m_home.root / file,
                                         static_cast<std::int64_t>(record::kDemographicsFileBytes));
    return record::findInCsv({reinterpret_cast<const char*>(bytes.data()), bytes.size()},
                             patientId);
}

PatientLookup PatientDesk::look(const Session& session, const std::string& patientId) {
    PatientLookup look;
    const record::Instant now = record::readClock();
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::IdentifyPatient, {}, now, look.verdict);
    if (!look.verdict.permitted()) {
        return look;
    }
    try {
        look.found = find(patientId);
    } catch (const Fault& fault) { // the stated fallback: people go on with the paper
        look.verdict.add(measuredFinding(record::FindingId::DemographicsUnavailable,
                                         record::Severity::Note, fault.what()));
    }
    draft.kind = EntryKind::RecordSearched;
    draft.facts = Json::object({{"where", "patient-index"}, {"found", look.found.has_value()}});
    draft.privateFacts = Json::object({{"patientId", patientId}});
    m_station.m_ledger->append(draft, now);
    return look;
}

} // namespace seihon::station
