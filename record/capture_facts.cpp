#include "record/capture_facts.h"

#include "record/json_fields.h"

namespace seihon::record {

Json toJson(const ScanProfile& profile) {
    return Json::object({{"source", enumName(profile.source)},
                         {"mode", enumName(profile.mode)},
                         {"bitsPerSample", profile.bitsPerSample},
                         {"dpi", profile.dpi},
                         {"areaWidthMicrometres", profile.areaWidthMicrometres},
                         {"areaHeightMicrometres", profile.areaHeightMicrometres}});
}

ScanProfile scanProfileFromJson(const Json& json) {
    ScanProfile profile;
    profile.source = enumIn<PaperSource>(json, "source");
    profile.mode = enumIn<ColourMode>(json, "mode");
    profile.bitsPerSample = smallIntIn(json, "bitsPerSample");
    profile.dpi = json.at("dpi").asInt();
    profile.areaWidthMicrometres = json.at("areaWidthMicrometres").asInt();
    profile.areaHeightMicrometres = json.at("areaHeightMicrometres").asInt();
    return profile;
}

Json toJson(const DeviceIdentity& identity) {
    return Json::object({{"name", identity.name},
                         {"vendor", identity.vendor},
                         {"model", identity.model},
                         {"serial", identity.serial},
                         {"firmware", identity.firmware}});
}

DeviceIdentity deviceIdentityFromJson(const Json& json) {
    return {json.at("name").asString(), json.at("vendor").asString(), json.at("model").asString(),
            json.at("serial").asString(), json.at("firmware").asString()};
}

Json toJson(const CaptureFacts& facts) {
    Json options = Json::array();
    for (const DeviceOption& option : facts.options) {
        options.push(Json::object(
            {{"name", option.name}, {"asked", option.asked}, {"delivered", option.delivered}}));
    }
    return Json::object({{"device", toJson(facts.device)},
                         {"asked", toJson(facts.asked)},
                         {"source", enumName(facts.source)},
                         {"mode", enumName(facts.mode)},
                         {"bitsPerSample", facts.bitsPerSample},
                         {"dpiX", facts.dpiX},
                         {"dpiY", facts.dpiY},
                         {"areaWidthMicrometres", facts.areaWidthMicrometres},
                         {"areaHeightMicrometres", facts.areaHeightMicrometres},
                         {"lines", facts.lines},
                         {"bytesPerLine", facts.bytesPerLine},
                         {"bytesRead", facts.bytesRead},
                         {"feed", facts.feed},
                         {"side", enumName(facts.side)},
                         {"doubleFeedReported", facts.doubleFeedReported},
                         {"sheetRect", facts.sheetRect ? toJson(*facts.sheetRect) : Json()},
                         {"wireFormat", facts.wireFormat},
                         {"sourceName", facts.sourceName},
                         {"options", std::move(options)},
                         {"startedAt", formatInstant(facts.startedAt)},
                         {"finishedAt", formatInstant(facts.finishedAt)}});
}

CaptureFacts captureFactsFromJson(const Json& json) {
    CaptureFacts facts;
    facts.device = deviceIdentityFromJson(json.at("device"));
    facts.asked = scanProfileFromJson(json.at("asked"));
    facts.source = enumIn<PaperSource>(json, "source");
    facts.mode = enumIn<ColourMode>(json, "mode");
    facts.bitsPerSample = smallIntIn(json, "bitsPerSample");
    facts.dpiX = json.at("dpiX").asInt();
    facts.dpiY = json.at("dpiY").asInt();
    facts.areaWidthMicrometres = json.at("areaWidthMicrometres").asInt();
    facts.areaHeightMicrometres = json.at("areaHeightMicrometres").asInt();
    facts.lines = json.at("lines").asInt();
    facts.bytesPerLine = json.at("bytesPerLine").asInt();
    facts.bytesRead = json.at("bytesRead").asInt();
    facts.feed = json.at("feed").asInt();
    facts.side = enumIn<Side>(json, "side");
    facts.doubleFeedReported = json.at("doubleFeedReported").asBool();
    if (const Json* rect = json.find("sheetRect")) {
        facts.sheetRect = rectPxFromJson(*rect);
    }
    facts.wireFormat = json.at("wireFormat").asString();
    facts.sourceName = json.at("sourceName").asString();
    for (const Json& option : json.at("options").asArray()) {
        facts.options.push_back({option.at("name").asString(), option.at("asked").asString(),
                                 option.at("delivered").asString()});
    }
    facts.startedAt = parseInstant(json.at("startedAt").asString());
    facts.finishedAt = parseInstant(json.at("finishedAt").asString());
    return facts;
}

Json toJson(const QualifiedScan& scan) {
    return Json::object({{"dpi", scan.dpi},
                         {"source", enumName(scan.source)},
                         {"side", enumName(scan.side)},
                         {"mode", enumName(scan.mode)},
                         {"edgeWidthMilliPixels", scan.edgeWidthMilliPixels},
                         {"samplingEfficiencyPercent", scan.samplingEfficiencyPercent},
                         {"sha256", scan.fileDigest.hex()}});
}

namespace {

template <typename Range>
Json numbersJson(const Range& numbers) {
    Json list = Json::array();
    for (const auto number : numbers) {
        list.push(number);
    }
    return list;
}

template <typename Range>
Json namesJson(const Range& values) {
    Json list = Json::array();
    for (const auto value : values) {
        list.push(enumName(value));
    }
    return list;
}

} // namespace

Json toJson(const Qualification& qualification) {
    Json scans = Json::array();
    for (const QualifiedScan& scan : qualification.scans) {
        scans.push(toJson(scan));
    }
    return Json::object({{"id", qualification.id},
                         {"device", toJson(qualification.device)},
                         {"opticalDpi", numbersJson(qualification.opticalDpi)},
                         {"modes", namesJson(qualification.modes)},
                         {"sources", namesJson(qualification.sources)},
                         {"bitsPerSample", numbersJson(qualification.bitsPerSample)},
                         {"validFrom", formatInstant(qualification.validFrom)},
                         {"validUntil", formatInstant(qualification.validUntil)},
                         {"qualifiedBy", qualification.qualifiedBy},
                         {"scans", std::move(scans)},
                         {"demo", qualification.demo},
                         {"voidedAt", instantOrNull(qualification.voidedAt)},
                         {"voidReason", qualification.voidReason}});
}

QualifiedScan qualifiedScanFromJson(const Json& json) {
    QualifiedScan scan;
    scan.dpi = json.at("dpi").asInt();
    scan.source = enumIn<PaperSource>(json, "source");
    scan.side = enumIn<Side>(json, "side");
    scan.mode = enumIn<ColourMode>(json, "mode");
    scan.edgeWidthMilliPixels = json.at("edgeWidthMilliPixels").asInt();
    scan.samplingEfficiencyPercent = json.at("samplingEfficiencyPercent").asInt();
    scan.fileDigest = digestIn(json, "sha256");
    return scan;
}

namespace {

template <typename E>
std::vector<E> enumsIn(const Json& json, std::string_view key) {
    std::vector<E> values;
    for (const Json& item : json.at(key).asArray()) {
        values.push_back(enumIn<E>(Json::object({{"value", item}}), "value"));
    }
    return values;
}

} // namespace

Qualification qualificationFromJson(const Json& json) {
    Qualification qualification;
    qualification.id = json.at("id").asString();
    qualification.device = deviceIdentityFromJson(json.at("device"));
    for (const Json& dpi : json.at("opticalDpi").asArray()) {
        qualification.opticalDpi.push_back(dpi.asInt());
    }
    qualification.modes = enumsIn<ColourMode>(json, "modes");
    qualification.sources = enumsIn<PaperSource>(json, "sources");
    for (const Json& bits : json.at("bitsPerSample").asArray()) {
        qualification.bitsPerSample.push_back(smallIntIn(Json::object({{"bits", bits}}), "bits"));
    }
    qualification.validFrom = parseInstant(json.at("validFrom").asString());
    qualification.validUntil = parseInstant(json.at("validUntil").asString());
    qualification.qualifiedBy = json.at("qualifiedBy").asString();
    for (const Json& scan : json.at("scans").asArray()) {
        qualification.scans.push_back(qualifiedScanFromJson(scan));
    }
    qualification.demo = json.at("demo").asBool();
    qualification.voidedAt = instantIn(json, "voidedAt");
    qualification.voidReason = json.at("voidReason").asString();
    return qualification;
}

} // namespace seihon::record
