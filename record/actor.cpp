#include "record/actor.h"

#include "record/json_fields.h"

namespace seihon::record {

Json toJson(const Actor& actor) {
    Json json =
        Json::object({{"user", actor.user}, {"name", actor.name}, {"role", enumName(actor.role)}});
    if (!actor.onBehalfOf.empty()) {
        json.set("onBehalfOf", actor.onBehalfOf);
    }
    if (actor.breakGlass) {
        json.set("breakGlass", true);
    }
    return json;
}

Actor actorFromJson(const Json& json) {
    const Json* breakGlass = json.find("breakGlass");
    return {json.at("user").asString(), json.at("name").asString(), enumIn<Role>(json, "role"),
            textIn(json, "onBehalfOf"), breakGlass != nullptr && breakGlass->asBool()};
}

Json toJson(const Attestation& attestation) {
    return Json::object({{"question", attestation.question},
                         {"answer", attestation.answer},
                         {"reason", attestation.reason},
                         {"by", attestation.by},
                         {"actor", toJson(attestation.actor)},
                         {"at", formatInstant(attestation.at)}});
}

Attestation attestationFromJson(const Json& json) {
    return {json.at("question").asString(),  json.at("answer").asString(),
            json.at("reason").asString(),    json.at("by").asString(),
            actorFromJson(json.at("actor")), parseInstant(json.at("at").asString())};
}

} // namespace seihon::record
