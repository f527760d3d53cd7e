#include "record/page_text.h"

#include "record/json_fields.h"

#include <algorithm>

namespace seihon::record {

namespace {

constexpr std::int64_t kLargestPlace = 20'000'000; // 20 m

bool isOneLine(const std::string& text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; });
}

TextLine lineFromJson(const Json& json) {
    TextLine line;
    line.text = json.at("text").asString();
    line.confidencePercent = json.at("confidencePercent").asInt();
    const std::pair<const char*, std::int64_t*> places[] = {
        {"x", &line.x}, {"y", &line.y}, {"w", &line.w}, {"h", &line.h}};
    for (const auto& [key, value] : places) {
        *value = json.at(key).asInt();
        if (*value < 0 || *value > kLargestPlace) {
            throw Fault(FaultKind::Malformed, "a line of text lies on no page");
        }
    }
    if (line.text.size() > kMaxTextLineBytes || !isOneLine(line.text) ||
        line.confidencePercent < 0 || line.confidencePercent > 100) {
        throw Fault(FaultKind::Malformed, "a line of text that is none");
    }
    return line;
}

} // namespace

Json toJson(const PageText& text) {
    Json lines = Json::array();
    for (const TextLine& line : text.lines) {
        lines.push(Json::object({{"text", line.text},
                                 {"confidencePercent", line.confidencePercent},
                                 {"x", line.x},
                                 {"y", line.y},
                                 {"w", line.w},
                                 {"h", line.h}}));
    }
    return Json::object(
        {{"engine", text.engine}, {"failure", text.failure}, {"lines", std::move(lines)}});
}

PageText pageTextFromJson(const Json& json) {
    PageText text;
    text.engine = json.at("engine").asString();
    text.failure = json.at("failure").asString();
    const Json::Array& lines = json.at("lines").asArray();
    if (lines.size() > kMaxTextLines) {
        throw Fault(FaultKind::Malformed, "too many lines on one page");
    }
    for (const Json& line : lines) {
        text.lines.push_back(lineFromJson(line));
    }
    return text;
}

} // namespace seihon::record
