#include "record/page_examination.h"

#include "record/json_fields.h"

namespace seihon::record {

namespace {

int quarterTurnsIn(const Json& json) {
    const int turns = smallIntIn(json, "quarterTurns");
    if (turns > 3) {
        throw Fault(FaultKind::Malformed,
                    "a page has four ways to lie, not " + std::to_string(turns + 1));
    }
    return turns;
}

Json numberJson(const PrintedNumber& number) {
    return Json::object({{"number", number.number},
                         {"total", number.total ? Json(*number.total) : Json()},
                         {"confidencePercent", number.confidencePercent},
                         {"where", toJson(number.where)}});
}

PrintedNumber numberFromJson(const Json& json) {
    PrintedNumber number;
    number.number = json.at("number").asInt();
    if (const Json* total = json.find("total")) {
        number.total = total->asInt();
    }
    number.confidencePercent = json.at("confidencePercent").asInt();
    number.where = areaMmFromJson(json.at("where"));
    return number;
}

Json barcodeJson(const Barcode& code) {
    return Json::object({{"symbology", code.symbology},
                         {"textCut", code.textCut},
                         {"quarterTurns", code.quarterTurns},
                         {"where", toJson(code.where)}});
}

Barcode barcodeFromJson(const Json& json) {
    return {json.at("symbology").asString(), textIn(json, "text"), json.at("textCut").asBool(),
            quarterTurnsIn(json), areaMmFromJson(json.at("where"))};
}

const Json::Array& barcodesIn(const Json& json, std::string_view key) {
    const Json::Array& list = json.at(key).asArray();
    if (list.size() > kMaxBarcodesOfPage) {
        throw Fault(FaultKind::Malformed, "too many bar codes on one page");
    }
    return list;
}

} // namespace

Json publicJson(const PageExamination& examination) {
    Json orientation;
    if (examination.orientation) {
        orientation = Json::object({{"quarterTurns", examination.orientation->quarterTurns},
                                    {"confidenceMilli", examination.orientation->confidenceMilli}});
    }
    Json barcodes = Json::array();
    for (const Barcode& code : examination.barcodes) {
        barcodes.push(barcodeJson(code));
    }
    return Json::object(
        {{"engine", examination.engine},
         {"failure", examination.failure},
         {"orientation", std::move(orientation)},
         {"pageNumber", examination.pageNumber ? numberJson(*examination.pageNumber) : Json()},
         {"barcodes", std::move(barcodes)}});
}

Json privateJson(const PageExamination& examination) {
    if (examination.barcodes.empty()) {
        return {};
    }
    Json texts = Json::array();
    for (const Barcode& code : examination.barcodes) {
        texts.push(code.text);
    }
    return Json::object({{"barcodeTexts", std::move(texts)}});
}

Json toJson(const PageExamination& examination) {
    Json json = publicJson(examination);
    Json barcodes = Json::array();
    for (const Barcode& code : examination.barcodes) {
        barcodes.push(barcodeJson(code).set("text", code.text));
    }
    return json.set("barcodes", std::move(barcodes));
}

PageExamination pageExaminationFromJson(const Json& json) {
    PageExamination examination;
    examination.engine = textIn(json, "engine");
    examination.failure = textIn(json, "failure");
    if (const Json* orientation = json.find("orientation")) {
        examination.orientation = PageOrientation{quarterTurnsIn(*orientation),
                                                  orientation->at("confidenceMilli").asInt()};
    }
    if (const Json* number = json.find("pageNumber")) {
        examination.pageNumber = numberFromJson(*number);
    }
    for (const Json& code : barcodesIn(json, "barcodes")) {
        examination.barcodes.push_back(barcodeFromJson(code));
    }
    return examination;
}

PageExamination pageExaminationFromParts(const Json& publicPart, const Json& privatePart) {
    PageExamination examination = pageExaminationFromJson(publicPart);
    if (!privatePart.isObject() || privatePart.find("barcodeTexts") == nullptr) {
        return examination;
    }
    const Json::Array& texts = barcodesIn(privatePart, "barcodeTexts");
    if (texts.size() != examination.barcodes.size()) {
        throw Fault(FaultKind::Malformed, "bar codes and their texts do not pair");
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        examination.barcodes[i].text = texts[i].asString();
    }
    return examination;
}

} // namespace seihon::record
