#include "record/json_fields.h"
#include "record/scan_job.h"

// A page's facts as its entry holds them.
namespace seihon::record {

namespace {

Json likenessJson(const std::vector<Likeness>& alike) {
    Json list = Json::array();
    for (const Likeness& one : alike) {
        list.push(Json::object({{"captureId", one.captureId},
                                {"job", one.job},
                                {"sheet", one.sheet},
                                {"permille", one.permille}}));
    }
    return list;
}

Json namesJson(const std::vector<std::string>& names) {
    Json list = Json::array();
    for (const std::string& name : names) {
        list.push(name);
    }
    return list;
}

} // namespace

Json toJson(const Page& page) {
    Json json = Json::object({{"captureId", page.captureId},
                              {"sheet", page.sheet},
                              {"side", enumName(page.side)},
                              {"file", page.file},
                              {"bytes", page.fileBytes},
                              {"sha256", page.fileDigest.hex()},
                              {"pixelSha256", page.pixelDigest.hex()},
                              {"width", page.width},
                              {"height", page.height},
                              {"dpi", page.dpi},
                              {"channels", page.channels},
                              {"bitsPerSample", page.bitsPerSample},
                              {"capture", toJson(page.capture)},
                              {"measurements", toJson(page.measurement)},
                              {"verdict", toJson(page.verdict)},
                              {"capturedAt", formatInstant(page.capturedAt)},
                              {"supersedes", page.supersedes},
                              {"inserted", page.inserted},
                              {"signature", page.signature},
                              {"alike", likenessJson(page.alike)},
                              {"otherPatients", namesJson(page.otherPatients)}});
    if (page.calibration) {
        json.set("filmCalibration", toJson(*page.calibration));
    }
    return json;
}

Page pageFromJson(const Json& json) {
    Page page;
    page.captureId = json.at("captureId").asString();
    page.sheet = json.at("sheet").asInt();
    page.side = enumIn<Side>(json, "side");
    page.file = json.at("file").asString();
    page.fileBytes = json.at("bytes").asInt();
    page.fileDigest = digestIn(json, "sha256");
    page.pixelDigest = digestIn(json, "pixelSha256");
    page.width = json.at("width").asInt();
    page.height = json.at("height").asInt();
    page.dpi = json.at("dpi").asInt();
    page.channels = smallIntIn(json, "channels");
    page.bitsPerSample = smallIntIn(json, "bitsPerSample");
    page.capture = captureFactsFromJson(json.at("capture"));
    page.measurement = pageMeasurementFromJson(json.at("measurements"));
    page.verdict = verdictFromJson(json.at("verdict"));
    page.capturedAt = parseInstant(json.at("capturedAt").asString());
    page.supersedes = json.at("supersedes").asString();
    page.inserted = json.at("inserted").asBool();
    page.signature = json.at("signature").asString();
    for (const Json& one : json.at("alike").asArray()) {
        page.alike.push_back({one.at("captureId").asString(), one.at("job").asString(),
                              one.at("sheet").asInt(), one.at("permille").asInt()});
    }
    for (const Json& job : json.at("otherPatients").asArray()) {
        page.otherPatients.push_back(job.asString());
    }
    if (const Json* calibration = json.find("filmCalibration")) {
        page.calibration = filmCalibrationFromJson(*calibration);
    }
    return page;
}

Verdict findingsOf(const Page& page) {
    Verdict verdict = page.verdict;
    return verdict.merge(page.examinationVerdict);
}

} // namespace seihon::record
