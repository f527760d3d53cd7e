#include "station/worklist.h"

#include "dicom/character_sets.h"
#include "dicom/person_name.h"
#include "dicom/text.h"
#include "record/clean_text.h"
#include "record/fault.h"
#include "record/json_fields.h"
#include "station/access_log.h"
#include "station/dicom_errand.h"
#include "station/people.h"

#include <algorithm>

namespace seihon::station {

using dicom_net::RawItem;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

// PS3.5 §6.2: LO of 64, SH of 16; ASCII, because archives match other letters only in their own
// character set, and no wildcards: the question is about one patient or one order.
void requireKey(const std::string& key, std::size_t longest, const char* what) {
    const bool good = key.size() <= longest && std::all_of(key.begin(), key.end(), [](char c) {
                          return c > 0x20 && c < 0x7f && c != '\\' && c != '*' && c != '?';
                      });
    if (!good) {
        throw Fault(FaultKind::Usage, std::string(what) + " has ASCII letters, no wildcards, and " +
                                          std::to_string(longest) + " of them at most");
    }
}

std::string rawOf(const RawItem& item, const char* name) {
    const auto found = item.find(name);
    return found == item.end() ? std::string() : found->second;
}

// Text of one item in the character sets that it names itself.
class ItemText {
  public:
    explicit ItemText(const RawItem& item) : m_item(item) {
        try {
            m_sets = dicom::characterSetsFrom(rawOf(item, "characterSet"));
        } catch (const Fault& fault) { // of another country: what is ASCII in it can be read
            trouble = record::cleanText(fault.what());
        }
    }
    std::string operator()(const char* name, dicom::TextKind kind) {
        const dicom::Decoded decoded = dicom::decodeText(rawOf(m_item, name), m_sets, kind);
        if (!decoded.notes.empty()) {
            trouble = std::string(name) + " could not be read as a whole";
        }
        return record::cleanText(decoded.text);
    }
    std::string trouble;

  private:
    const RawItem& m_item;
    dicom::CharacterSets m_sets;
};

// "19500131" as people write it; as it came where it is none.
std::string dayOf(const std::string& date) {
    return date.size() == 8 && date.find_first_not_of("0123456789") == date.npos
               ? date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6)
               : date;
}

WorklistRow rowOf(const RawItem& item) {
    using dicom::TextKind;
    ItemText text(item);
    WorklistRow row;
    record::Order& order = row.order;
    order.patient.id = text("patientId", TextKind::LongString);
    order.patient.issuer = text("patientIdIssuer", TextKind::LongString);
    const dicom::PersonName name = dicom::personNameFrom(text("patientName", TextKind::PersonName));
    order.patient.alphabetic = name.alphabetic;
    order.patient.ideographic = name.ideographic;
    order.patient.phonetic = name.phonetic;
    order.patient.birthDate = dayOf(text("birthDate", TextKind::ShortString));
    order.patient.sex = text("sex", TextKind::ShortString);
    order.accession = text("accession", TextKind::ShortString);
    order.study = text("study", TextKind::LongString);
    order.procedure = text("procedureDescription", TextKind::LongString);
    order.procedureId = text("procedureId", TextKind::ShortString);
    order.step = text("stepDescription", TextKind::LongString);
    order.stepId = text("stepId", TextKind::ShortString);
    order.referringPhysician = text("referringPhysician", TextKind::PersonName);
    order.modality = text("modality", TextKind::ShortString);
    order.date = dayOf(text("date", TextKind::ShortString));
    order.time = text("time", TextKind::ShortString);
    order.characterSet = record::cleanText(rawOf(item, "characterSet"));
    row.trouble = text.trouble;
    return row;
}

bool isMeant(const record::Order& order, const WorklistQuestion& question) {
    const std::string wanted = record::withoutGaps(question.name);
    const auto has = [&](const std::string& group) {
        return record::withoutGaps(group).find(wanted) != std::string::npos;
    };
    const record::Order::Patient& patient = order.patient;
    return (question.name.empty() || has(patient.alphabetic) || has(patient.ideographic) ||
            has(patient.phonetic)) &&
           (question.study.empty() || order.study == question.study) &&
           (question.step.empty() || order.stepId == question.step);
}

dicom_net::Request requestFor(const Home& home, const config::DicomService& service,
                              const WorklistQuestion& question) {
    requireKey(question.patientId, 64, "the patient id");
    requireKey(question.accession, 16, "the accession number");
    const std::string& date = question.date;
    if (!date.empty() && (date.size() != 8 || date.find_first_not_of("0123456789") != date.npos)) {
        throw Fault(FaultKind::Usage, "the date is written 20261231");
    }
    if (question.patientId.empty() && question.accession.empty() && date.empty()) {
        throw Fault(FaultKind::Usage, "a patient id, an accession number or a date is needed");
    }
    dicom_net::Request request;
    request.errand = dicom_net::Errand::Worklist;
    request.peer = peerOf(home, service);
    request.worklist = {question.patientId, question.accession, date};
    return request;
}

} // namespace

WorklistErrand Worklist::prepare(const Session& session, const WorklistQuestion& question) {
    const auto service = readDeliveries(m_station.home()).worklist;
    if (!service) {
        throw Fault(FaultKind::Usage, "deliveries.toml names no [worklist]");
    }
    WorklistErrand errand;
    errand.question = question;
    errand.request = requestFor(m_station.home(), *service, question);
    if (!question.job.empty()) {
        errand.job = m_station.job(question.job);
    } else {
        errand.job.original = question.paper;
    }
    errand.verdict = People(m_station).judgeLook(Viewer(session), Authority::IdentifyPatient, {});
    if (errand.verdict.permitted()) {
        errand.known = knownOf(session, errand.job.original.patient.id);
    }
    return errand;
}

dicom_net::Answer Worklist::ask(const WorklistErrand& errand) {
    return errand.verdict.permitted() ? runErrandApart(errand.request) : dicom_net::Answer{};
}

WorklistLook Worklist::tell(const Session& session, const WorklistErrand& errand,
                            const dicom_net::Answer& answer) {
    WorklistLook look;
    look.verdict = errand.verdict;
    if (!look.verdict.permitted()) {
        return look;
    }
    const WorklistQuestion& question = errand.question;
    if (answer.end != dicom_net::TalkEnd::Done) {
        look.away = answer.why; // people go on with the paper
    }
    for (const RawItem& item : answer.items) {
        WorklistRow row = rowOf(item);
        if (!isMeant(row.order, question)) {
            continue;
        }
        row.known = errand.known;
        row.differs = record::differencesOf(row.order, errand.job.original.patient, errand.known);
        row.verdict = judgePick(errand.job, row, {});
        look.rows.push_back(std::move(row));
    }
    look.tooMany = answer.tooMany;
    record::EntryDraft draft =
        People::draftOfLook(m_station, Viewer(session), EntryKind::RecordSearched);
    draft.job = question.job;
    draft.facts.set("where", "worklist");
    draft.facts.set("found", look.rows.size());
    draft.facts.set("answered", look.away.empty());
    draft.privateFacts = Json::object({{"patientId", question.patientId},
                                       {"accession", question.accession},
                                       {"date", question.date},
                                       {"name", question.name}});
    AccessLog(m_station).ledger().append(draft, record::readClock());
    return look;
}

WorklistLook Worklist::find(const Session& session, const WorklistQuestion& question) {
    const WorklistErrand errand = prepare(session, question);
    return tell(session, errand, ask(errand));
}

} // namespace seihon::station
