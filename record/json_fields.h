#pragma once

#include "record/digest.h"
#include "record/enum_names.h"
#include "record/fault.h"
#include "record/instant.h"
#include "record/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::record {

// Reading and writing the field types that most values share.
inline Json instantOrNull(const std::optional<Instant>& at) {
    return at ? Json(formatInstant(*at)) : Json();
}

inline std::optional<Instant> instantIn(const Json& json, std::string_view key) {
    const Json* value = json.find(key);
    return value ? std::optional(parseInstant(value->asString())) : std::nullopt;
}

template <typename E>
E enumIn(const Json& json, std::string_view key) {
    const std::string& name = json.at(key).asString();
    const auto value = enumFromName<E>(name);
    if (!value) {
        throw Fault(FaultKind::Malformed,
                    "unknown word \"" + name.substr(0, 64) + "\" for " + std::string(key));
    }
    return *value;
}

// A small number: a count of bits or channels, never silently cut to fit.
inline int smallIntIn(const Json& json, std::string_view key) {
    const std::int64_t value = json.at(key).asInt();
    if (value < 0 || value > 1000) {
        throw Fault(FaultKind::Malformed, "a number out of range for " + std::string(key));
    }
    return static_cast<int>(value);
}

inline std::string textIn(const Json& json, std::string_view key) {
    const Json* value = json.find(key);
    return value ? value->asString() : std::string();
}

inline std::vector<std::string> textsIn(const Json& json, std::string_view key) {
    std::vector<std::string> texts;
    for (const Json& text : json.at(key).asArray()) {
        texts.push_back(text.asString());
    }
    return texts;
}

inline Json textsJson(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) {
        list.push(text);
    }
    return list;
}

inline Digest digestIn(const Json& json, std::string_view key) {
    return Digest::fromHex(json.at(key).asString());
}

} // namespace seihon::record
