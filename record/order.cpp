#include "record/order.h"

#include "record/entry.h"
#include "record/fold_entry.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace seihon::record {

std::string withoutGaps(std::string name) {
    for (const std::string& gap : {std::string("\u3000"), std::string("^"), std::string(" ")}) {
        for (std::size_t at = name.find(gap); at != std::string::npos; at = name.find(gap)) {
            name.erase(at, gap.size());
        }
    }
    return name;
}

namespace {

bool isOneOfTheNames(const Order::Patient& patient, const std::string& name) {
    const std::string plain = withoutGaps(name);
    return plain == withoutGaps(patient.ideographic) || plain == withoutGaps(patient.alphabetic) ||
           plain == withoutGaps(patient.phonetic);
}

// Characters, as PS3.5 6.2 counts.
std::size_t lengthOf(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u;
    }));
}

// 64 characters of digits and dots, no empty component and none with a zero in front (PS3.5 9.1).
bool isStudyUid(const std::string& uid) {
    bool begins = true, zero = false;
    for (const char c : uid) {
        if (c == '.') {
            if (begins) {
                return false;
            }
            begins = true;
            continue;
        }
        if (c < '0' || c > '9' || (!begins && zero)) {
            return false;
        }
        zero = begins && c == '0';
        begins = false;
    }
    return !uid.empty() && uid.size() <= 64 && !begins;
}

bool isDay(const std::string& day) {
    for (std::size_t i = 0; i < day.size(); ++i) {
        const bool dash = i == 4 || i == 7;
        if (dash ? day[i] != '-' : day[i] < '0' || day[i] > '9') {
            return false;
        }
    }
    return day.size() == 10 &&
           std::chrono::year_month_day(std::chrono::year(std::stoi(day.substr(0, 4))),
                                       std::chrono::month(unsigned(std::stoi(day.substr(5, 2)))),
                                       std::chrono::day(unsigned(std::stoi(day.substr(8, 2)))))
               .ok();
}

Json differsJson(const std::vector<OrderDifference>& differs) {
    Json list = Json::array();
    for (const OrderDifference one : differs) {
        list.push(enumName(one));
    }
    return list;
}

struct Limit {
    const char* what;
    const std::string& value;
    std::size_t most;
};

} // namespace

Json toJson(const Order& order) {
    const Order::Patient& patient = order.patient;
    return Json::object({{"patient", Json::object({{"id", patient.id},
                                                   {"issuer", patient.issuer},
                                                   {"alphabetic", patient.alphabetic},
                                                   {"ideographic", patient.ideographic},
                                                   {"phonetic", patient.phonetic},
                                                   {"birthDate", patient.birthDate},
                                                   {"sex", patient.sex}})},
                         {"study", order.study},
                         {"accession", order.accession},
                         {"procedureId", order.procedureId},
                         {"procedure", order.procedure},
                         {"stepId", order.stepId},
                         {"step", order.step},
                         {"modality", order.modality},
                         {"date", order.date},
                         {"time", order.time},
                         {"referringPhysician", order.referringPhysician},
                         {"characterSet", order.characterSet}});
}

Order orderFromJson(const Json& json) {
    const Json& patient = json.at("patient");
    Order order;
    order.patient = {textIn(patient, "id"),         textIn(patient, "issuer"),
                     textIn(patient, "alphabetic"), textIn(patient, "ideographic"),
                     textIn(patient, "phonetic"),   textIn(patient, "birthDate"),
                     textIn(patient, "sex")};
    order.study = textIn(json, "study");
    order.accession = textIn(json, "accession");
    order.procedureId = textIn(json, "procedureId");
    order.procedure = textIn(json, "procedure");
    order.stepId = textIn(json, "stepId");
    order.step = textIn(json, "step");
    order.modality = textIn(json, "modality");
    order.date = textIn(json, "date");
    order.time = textIn(json, "time");
    order.referringPhysician = textIn(json, "referringPhysician");
    order.characterSet = textIn(json, "characterSet");
    return order;
}

std::vector<OrderDifference> differencesOf(const Order& order, const Patient& typed,
                                           const std::optional<Demographics>& known) {
    std::vector<OrderDifference> differs;
    if (!typed.id.empty() && order.patient.id != typed.id) {
        differs.push_back(OrderDifference::PatientId);
    }
    const bool typedFits =
        withoutGaps(typed.name).empty() || isOneOfTheNames(order.patient, typed.name);
    const bool knownFits =
        !known || withoutGaps(known->name).empty() || isOneOfTheNames(order.patient, known->name);
    if (!typedFits || !knownFits) {
        differs.push_back(OrderDifference::Name);
    }
    if (known && !known->birthDate.empty() && !order.patient.birthDate.empty() &&
        known->birthDate != order.patient.birthDate) {
        differs.push_back(OrderDifference::BirthDate);
    }
    return differs;
}

std::string unusableIn(const Order& order) {
    const Order::Patient& patient = order.patient;
    if (!isStudyUid(order.study)) {
        return "study";
    }
    if (patient.id.empty()) {
        return "patient id";
    }
    if (!patient.birthDate.empty() && !isDay(patient.birthDate)) {
        return "birth date";
    }
    // PS3.5 6.2: SH 16, LO 64, PN 64 a group; one value each, for a backslash parts values.
    const std::array limits = std::to_array<Limit>({
        {"patient id", patient.id, 64},
        {"issuer of patient id", patient.issuer, 64},
        {"patient name", patient.alphabetic, 64},
        {"patient name", patient.ideographic, 64},
        {"patient name", patient.phonetic, 64},
        {"accession number", order.accession, 16},
        {"requested procedure id", order.procedureId, 16},
        {"requested procedure", order.procedure, 64},
        {"scheduled step id", order.stepId, 16},
        {"scheduled step", order.step, 64},
        {"referring physician", order.referringPhysician, 3 * 64 + 2},
    });
    for (const Limit& limit : limits) {
        if (lengthOf(limit.value) > limit.most ||
            limit.value.find_first_of("\\\n") != std::string::npos ||
            limit.value.find("\uFFFD") != std::string::npos) {
            return limit.what;
        }
    }
    return {};
}

Json publicFactsOf(const PickedOrder& picked) {
    return Json::object({{"picked", true},
                         {"study", picked.order.study},
                         {"differs", differsJson(picked.differs)},
                         {"answered", !picked.reason.empty()}});
}

Json privateFactsOf(const PickedOrder& picked) {
    return Json::object({{"order", toJson(picked.order)},
                         {"typed", toJson(picked.typed)},
                         {"known", picked.known ? toJson(*picked.known) : Json()},
                         {"reason", picked.reason}});
}

std::vector<OrderDifference> orderDifferencesIn(const Json& facts) {
    std::vector<OrderDifference> differs;
    for (const Json& one : facts.at("differs").asArray()) {
        const auto known = enumFromName<OrderDifference>(one.asString());
        if (!known) {
            throw Fault(FaultKind::Malformed, "an order differs in something unknown");
        }
        differs.push_back(*known);
    }
    return differs;
}

std::optional<PickedOrder> pickedOrderFrom(const Entry& entry) {
    const Json& said = entry.what.facts;
    if (!said.at("picked").asBool()) {
        return std::nullopt;
    }
    PickedOrder picked;
    picked.act = actOf(entry);
    picked.differs = orderDifferencesIn(said);
    const Json& secret = entry.what.privateFacts;
    if (!secret.isObject()) {
        picked.order.study = said.at("study").asString();
        return picked;
    }
    picked.order = orderFromJson(secret.at("order"));
    picked.typed = patientFromJson(secret.at("typed"));
    if (const Json* known = secret.find("known"); known != nullptr && known->isObject()) {
        picked.known = Demographics{textIn(*known, "id"), textIn(*known, "name"),
                                    textIn(*known, "kana"), textIn(*known, "birthDate")};
    }
    picked.reason = textIn(secret, "reason");
    return picked;
}

Json toJson(const PickedOrder& picked) {
    Json json = privateFactsOf(picked);
    json.set("differs", differsJson(picked.differs));
    json.set("by", toJson(picked.act.actor));
    json.set("at", formatInstant(picked.act.at));
    return json;
}

} // namespace seihon::record
