#include "record/device_profile.h"

#include "record/json_fields.h"

#include <algorithm>

namespace seihon::record {

namespace {

bool fits(const std::string& pattern, const std::string& name) {
    if (!pattern.ends_with('*')) {
        return pattern == name;
    }
    return name.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

bool fitsAny(const std::vector<std::string>& patterns, const std::string& name) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&name](const std::string& pattern) { return fits(pattern, name); });
}

PaperSource sourceOf(const std::string& name) {
    const auto source = enumFromName<PaperSource>(name);
    if (!source) {
        throw Fault(FaultKind::Malformed, "unknown source " + name.substr(0, 64));
    }
    return *source;
}

} // namespace

std::string backendOf(const std::string& deviceName) {
    std::string_view rest = deviceName;
    if (rest.starts_with("net:")) {
        rest.remove_prefix(4);
        // An IPv6 host stands in brackets, since it holds colons itself (sane-net(5)).
        const std::size_t host = rest.starts_with('[') ? rest.find(']') : 0;
        const std::size_t end = rest.find(':', host == rest.npos ? 0 : host);
        rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
    }
    return std::string(rest.substr(0, rest.find(':')));
}

const DeviceProfile* findProfile(std::span<const DeviceProfile> profiles,
                                 const DeviceIdentity& device) {
    const std::string backend = backendOf(device.name);
    const auto found = std::find_if(profiles.begin(), profiles.end(), [&](const DeviceProfile& p) {
        return fitsAny(p.backends, backend) && fitsAny(p.models, device.model);
    });
    return found == profiles.end() ? nullptr : &*found;
}

Json toJson(const DeviceProfile& profile) {
    Json words = Json(Json::Object());
    for (const auto& [source, word] : profile.sourceWords) {
        words.set(std::string(enumName(source)), word);
    }
    Json options = Json::array();
    for (const DriverOption& option : profile.options) {
        Json sources = Json::array();
        for (const PaperSource source : option.sources) {
            sources.push(enumName(source));
        }
        options.push(Json::object({{"name", option.name},
                                   {"value", option.value},
                                   {"purpose", enumName(option.purpose)},
                                   {"required", option.required},
                                   {"unless", option.unless},
                                   {"sources", sources}}));
    }
    return Json::object({{"name", profile.name},
                         {"backends", textsJson(profile.backends)},
                         {"models", textsJson(profile.models)},
                         {"wireFormat", enumName(profile.wireFormat)},
                         {"tellsDoubleFeed", profile.tellsDoubleFeed},
                         {"reportsAfterSheet", profile.reportsAfterSheet},
                         {"fillsUp", profile.fillsUp},
                         {"serialInName", profile.serialInName},
                         {"sourceWords", words},
                         {"options", options}});
}

DeviceProfile deviceProfileFromJson(const Json& json) {
    DeviceProfile profile;
    profile.name = json.at("name").asString();
    profile.backends = textsIn(json, "backends");
    profile.models = textsIn(json, "models");
    profile.wireFormat = enumIn<WireFormat>(json, "wireFormat");
    profile.tellsDoubleFeed = json.at("tellsDoubleFeed").asBool();
    profile.reportsAfterSheet = json.at("reportsAfterSheet").asBool();
    profile.fillsUp = json.at("fillsUp").asBool();
    profile.serialInName = json.at("serialInName").asBool();
    for (const auto& [source, word] : json.at("sourceWords").asObject()) {
        profile.sourceWords[sourceOf(source)] = word.asString();
    }
    for (const Json& item : json.at("options").asArray()) {
        DriverOption option;
        option.name = item.at("name").asString();
        option.value = item.at("value").asString();
        option.purpose = enumIn<OptionPurpose>(item, "purpose");
        option.required = item.at("required").asBool();
        option.unless = item.at("unless").asString();
        for (const std::string& source : textsIn(item, "sources")) {
            option.sources.push_back(sourceOf(source));
        }
        profile.options.push_back(std::move(option));
    }
    return profile;
}

} // namespace seihon::record
