#include "config/config.h"

#include "config/toml_reader.h"

#include <algorithm>

namespace seihon::config {

using record::DeviceProfile;
using record::DriverOption;
using record::PaperSource;

namespace {

constexpr std::size_t kMaxOptions = 64;

void refuseFolder(const TableReader& reader, std::string_view key,
                  const std::vector<PaperSource>& sources) {
    if (std::find(sources.begin(), sources.end(), PaperSource::Folder) != sources.end()) {
        reader.refuseHere(key, "names folder, which is no device");
    }
}

DriverOption readOption(TableReader& reader) {
    DriverOption option;
    option.name = reader.text("name", TextKind::Identifier);
    option.value = reader.text("value");
    option.purpose = reader.choice<record::OptionPurpose>("purpose");
    option.required = reader.has("required") && reader.flag("required");
    if (reader.has("unless")) {
        option.unless = reader.text("unless", TextKind::Identifier);
    }
    if (reader.has("sources")) {
        option.sources = reader.choices<PaperSource>("sources", 1);
        refuseFolder(reader, "sources", option.sources);
    }
    reader.finish();
    return option;
}

bool sameTime(const DriverOption& a, const DriverOption& b) {
    const auto shares = [&b](PaperSource source) {
        return std::find(b.sources.begin(), b.sources.end(), source) != b.sources.end();
    };
    return a.name == b.name && (a.sources.empty() || b.sources.empty() ||
                                std::any_of(a.sources.begin(), a.sources.end(), shares));
}

void readOptions(TableReader& root, DeviceProfile& profile) {
    for (TableReader& reader : root.tables("option")) {
        DriverOption option = readOption(reader);
        if (std::any_of(profile.options.begin(), profile.options.end(),
                        [&option](const DriverOption& other) { return sameTime(option, other); })) {
            reader.refuseHere("name", "is there twice for one source");
        }
        profile.options.push_back(std::move(option));
        if (profile.options.size() > kMaxOptions) {
            reader.refuseHere("name", "is one option too many: " + std::to_string(kMaxOptions) +
                                          " are the most");
        }
    }
}

} // namespace

DeviceProfile parseDeviceProfile(std::string_view text, const std::string& fileName) {
    const TomlValue document = parseToml(text, fileName);
    TableReader root(fileName, document, "");
    TableReader reader = root.table("device");
    DeviceProfile profile;
    profile.name = reader.text("name", TextKind::Identifier);
    profile.backends = reader.texts("backends", TextKind::Words, 1);
    profile.models = reader.texts("models", TextKind::Words, 1);
    profile.wireFormat = reader.choice<record::WireFormat>("wire_format");
    profile.tellsDoubleFeed = reader.flag("tells_double_feed");
    profile.reportsAfterSheet = reader.flag("double_feed_reported_after_sheet");
    profile.fillsUp = reader.flag("fills_up");
    profile.serialInName = reader.flag("serial_in_name");
    reader.finish();
    if (root.has("source_words")) {
        TableReader words = root.table("source_words");
        for (const std::string& key : words.keys()) {
            const auto source = record::enumFromName<PaperSource>(key);
            if (!source || *source == PaperSource::Folder) {
                words.refuseHere(key, "is no source of a scanner");
            }
            profile.sourceWords[*source] = words.text(key);
        }
        words.finish();
    }
    readOptions(root, profile);
    root.finish();
    return profile;
}

} // namespace seihon::config
