#include "record/original.h"

#include "record/json_fields.h"

namespace seihon::record {

Json toJson(const Patient& patient) {
    return Json::object({{"id", patient.id}, {"name", patient.name}});
}

Patient patientFromJson(const Json& json) {
    return {json.at("id").asString(), json.at("name").asString()};
}

Json toJson(const Original& original) {
    return Json::object({{"documentClass", original.documentClass},
                         {"receivedAt", instantOrNull(original.receivedAt)},
                         {"createdAt", instantOrNull(original.createdAt)},
                         {"evidence", enumName(original.evidence)},
                         {"sheets", original.sheets},
                         {"duplex", original.duplex},
                         {"remark", original.remark},
                         {"provisional", original.provisional},
                         {"label", original.label}});
}

Original originalFromJson(const Json& json) {
    Original original;
    original.documentClass = json.at("documentClass").asString();
    original.receivedAt = instantIn(json, "receivedAt");
    original.createdAt = instantIn(json, "createdAt");
    original.evidence = enumIn<ReceptionEvidence>(json, "evidence");
    original.sheets = json.at("sheets").asInt();
    original.duplex = json.at("duplex").asBool();
    original.remark = json.at("remark").asString();
    original.provisional = json.at("provisional").asBool();
    original.label = json.at("label").asInt();
    return original;
}

} // namespace seihon::record
