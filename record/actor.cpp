#include "record/actor.h"

#include "record/json_fields.h"

namespace seihon::record {

Json toJson(const Actor& actor) {
    return Json::object(
        {{"user", actor.user}, {"name", actor.name}, {"role", enumName(actor.role)}});
}

Actor actorFromJson(const Json& json) {
    return {json.at("user").asString(), json.at("name").asString(), enumIn<Role>(json, "role")};
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
