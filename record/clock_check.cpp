#include "record/clock_check.h"

#include "record/json_fields.h"

namespace seihon::record {

Json toJson(const ClockCheck& check) {
    return Json::object({{"source", check.source},
                         {"synchronised", check.synchronised},
                         {"offsetMicroseconds",
                          check.offsetMicroseconds ? Json(*check.offsetMicroseconds) : Json()},
                         {"uncertaintyMicroseconds", check.uncertaintyMicroseconds},
                         {"server", check.server},
                         {"stratum", check.stratum},
                         {"detail", check.detail},
                         {"boot", check.boot},
                         {"anchorAt", formatInstant(check.anchorAt)},
                         {"anchorSinceBootMilliseconds", check.anchorSinceBootMilliseconds},
                         {"sinceBootMilliseconds", check.sinceBootMilliseconds}});
}

ClockCheck clockCheckFromJson(const Json& json, Instant at) {
    ClockCheck check;
    check.source = json.at("source").asString();
    check.synchronised = json.at("synchronised").asBool();
    if (const Json* offset = json.find("offsetMicroseconds")) {
        check.offsetMicroseconds = offset->asInt();
    }
    check.uncertaintyMicroseconds = json.at("uncertaintyMicroseconds").asInt();
    check.server = textIn(json, "server");
    check.stratum = json.at("stratum").asInt();
    check.detail = textIn(json, "detail");
    check.boot = textIn(json, "boot");
    check.sinceBootMilliseconds = json.at("sinceBootMilliseconds").asInt();
    check.anchorAt = parseInstant(json.at("anchorAt").asString());
    check.anchorSinceBootMilliseconds = json.at("anchorSinceBootMilliseconds").asInt();
    check.at = at;
    return check;
}

} // namespace seihon::record
