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
    row.patientId = text("patientId", TextKind::LongString);
    const dicom::PersonName name = dicom::personNameFrom(text("patientName", TextKind::PersonName));
    row.alphabetic = name.alphabetic;
    row.ideographic = name.ideographic;
    row.phonetic = name.phonetic;
    row.birthDate = dayOf(text("birthDate", TextKind::ShortString));
    row.sex = text("sex", TextKind::ShortString);
    row.accession = text("accession", TextKind::ShortString);
    row.study = text("study", TextKind::LongString);
    row.procedure = text("procedureDescription", TextKind::LongString);
    row.procedureId = text("procedureId", TextKind::ShortString);
    row.modality = text("modality", TextKind::ShortString);
    row.date = dayOf(text("date", TextKind::ShortString));
    row.time = text("time", TextKind::ShortString);
    row.trouble = text.trouble;
    return row;
}

// For comparing: ^ and spaces of any width part names, and nothing else is forgiven.
std::string plainly(std::string name) {
    for (const std::string& gap : {std::string("\u3000"), std::string("^"), std::string(" ")}) {
        for (std::size_t at = name.find(gap); at != name.npos; at = name.find(gap)) {
            name.erase(at, gap.size());
        }
    }
    return name;
}

bool hasName(const WorklistRow& row, const std::string& part) {
    const std::string wanted = plainly(part);
    const auto has = [&](const std::string& group) {
        return plainly(group).find(wanted) != std::string::npos;
    };
    return has(row.alphabetic) || has(row.ideographic) || has(row.phonetic);
}

void noteDifferences(WorklistRow& row, const record::Patient& typed) {
    if (!typed.id.empty() && row.patientId != typed.id) {
        row.differs.push_back("patient id");
    }
    const std::string name = plainly(typed.name);
    if (!name.empty() && name != plainly(row.ideographic) && name != plainly(row.alphabetic) &&
        name != plainly(row.phonetic)) {
        row.differs.push_back("name");
    }
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

WorklistLook Worklist::find(const Session& session, const WorklistQuestion& question) {
    const auto service = readDeliveries(m_station.home()).worklist;
    if (!service) {
        throw Fault(FaultKind::Usage, "deliveries.toml names no [worklist]");
    }
    const dicom_net::Request request = requestFor(m_station.home(), *service, question);
    const record::Patient typed =
        question.job.empty() ? record::Patient{} : m_station.job(question.job).original.patient;
    WorklistLook look;
    look.verdict = People(m_station).judgeLook(Viewer(session), Authority::IdentifyPatient, {});
    if (!look.verdict.permitted()) {
        return look;
    }
    const dicom_net::Answer answer = runErrandApart(request);
    if (answer.end != dicom_net::TalkEnd::Done) {
        look.away = answer.why; // people go on with the paper
    }
    for (const RawItem& item : answer.items) {
        WorklistRow row = rowOf(item);
        if (question.name.empty() || hasName(row, question.name)) {
            noteDifferences(row, typed);
            look.rows.push_back(std::move(row));
        }
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

} // namespace seihon::station
