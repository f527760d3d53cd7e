#include "capture/worker/settings.h"

#include "capture/worker/option_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <initializer_list>
#include <utility>

namespace seihon::capture {

using record::Fault;
using record::FaultKind;
using record::PaperSource;

namespace {

constexpr std::int64_t kToleranceMicrometres = 1000;
constexpr double kFixedOne = 65536.0;

enum class Rule { Exact, WithinMillimetre, Noted };

struct Wish {
    std::string name;
    OptionValue value;
    Rule rule = Rule::Exact;
};

class Applying {
  public:
    Applying(SaneDevice& device, const record::ScanProfile& profile,
             const record::DeviceProfile& known)
        : m_device(device), m_profile(profile), m_known(known) {}

    OpenedWord run() {
        wishSource();
        wishDriverOptions(record::OptionPurpose::Source);
        wishMode();
        if (m_device.find("depth") != nullptr) {
            wish("depth", m_profile.bitsPerSample);
        }
        wishResolution();
        for (const auto purpose :
             {record::OptionPurpose::DoubleFeed, record::OptionPurpose::Untouched,
              record::OptionPurpose::Paper}) {
            wishDriverOptions(purpose);
        }
        wishUntouchedPixels();
        // Once more after the geometry: page sizes limit the area on some devices and follow it on
        // others.
        wishPageSize();
        wishLength("tl-x", 0);
        wishLength("tl-y", 0);
        wishLength("br-x", m_profile.areaWidthMicrometres);
        wishLength("br-y", m_profile.areaHeightMicrometres);
        wishPageSize();
        return readBack();
    }

  private:
    [[noreturn]] void differ(const std::string& option, const std::string& asked,
                             const std::string& delivered) const {
        throw Fault(FaultKind::DeviceSettingsDiffer,
                    m_device.name() + ": " + option + " asked " + asked + ", delivered " +
                        delivered,
                    {{"option", option}, {"asked", asked}, {"delivered", delivered}});
    }

    // A refused value is not the end: the device may have the right one already. Reading back
    // decides.
    void wish(const std::string& name, OptionValue value, Rule rule = Rule::Exact) {
        m_device.write(name, value);
        std::erase_if(m_wishes, [&name](const Wish& other) { return other.name == name; });
        m_wishes.push_back({name, std::move(value), rule});
    }

    void wishSource() {
        const OptionInfo* info = m_device.find("source");
        const std::string asked(record::enumName(m_profile.source));
        if (info == nullptr) {
            // Some feeders have no glass, and their driver no choice of source.
            if (m_profile.source != PaperSource::Flatbed && !hasSourceOption()) {
                differ("source", asked, "no choice of source");
            }
            return;
        }
        const auto word = m_known.sourceWords.find(m_profile.source);
        const std::optional<std::string> spelt = word != m_known.sourceWords.end()
                                                     ? spelling(*info, {word->second.c_str()})
                                                     : spelling(*info, wordsFor(m_profile.source));
        if (!spelt) {
            differ("source", asked, "not offered");
        }
        wish("source", *spelt);
    }

    void wishMode() {
        const std::string asked(record::enumName(m_profile.mode));
        const OptionInfo* info = m_device.find("mode");
        std::optional<std::string> word =
            info != nullptr ? spelling(*info, wordsFor(m_profile.mode)) : std::nullopt;
        if (!word && info != nullptr && m_profile.mode == record::ColourMode::LineArt &&
            m_device.find("depth") != nullptr) {
            // Drivers without a word for it scan grey at a depth of one bit.
            word = spelling(*info, wordsFor(record::ColourMode::Grey));
        }
        if (!word) {
            differ("mode", asked, "not offered");
        }
        wish("mode", *word);
    }

    bool appliesNow(const record::DriverOption& option) const {
        return (option.sources.empty() || std::find(option.sources.begin(), option.sources.end(),
                                                    m_profile.source) != option.sources.end()) &&
               (option.unless.empty() || m_device.find(option.unless) == nullptr);
    }

    bool hasSourceOption() const {
        return std::any_of(m_known.options.begin(), m_known.options.end(), [this](const auto& o) {
            return o.purpose == record::OptionPurpose::Source && appliesNow(o) &&
                   m_device.find(o.name) != nullptr;
        });
    }

    // In the order of the profile, since one option may only be settable after another.
    void wishDriverOptions(record::OptionPurpose purpose) {
        for (const record::DriverOption& option : m_known.options) {
            if (option.purpose != purpose || !appliesNow(option)) {
                continue;
            }
            const OptionInfo* info = m_device.find(option.name);
            if (info != nullptr) {
                wish(option.name, valueFor(option, *info));
            } else if (option.required) {
                differ(option.name, option.value, "not offered");
            } else {
                m_missing.push_back({option.name, "", "not offered"});
            }
        }
    }

    OptionValue valueFor(const record::DriverOption& option, const OptionInfo& info) const {
        if (info.type == OptionType::Text) {
            return spelling(info, {option.value.c_str()}).value_or(option.value);
        }
        if (info.type == OptionType::Flag && (option.value == "yes" || option.value == "no")) {
            return option.value == "yes";
        }
        double number = 0;
        const char* const end = option.value.data() + option.value.size();
        const bool whole = std::from_chars(option.value.data(), end, number).ptr == end;
        const double raw = number * (info.type == OptionType::Fixed ? kFixedOne : 1.0);
        if ((info.type != OptionType::Number && info.type != OptionType::Fixed) || !whole ||
            std::abs(raw) > 2147483647.0) {
            differ(option.name, option.value, "an option of another type");
        }
        return static_cast<std::int32_t>(std::lround(raw));
    }

    void wishResolution() {
        const OptionInfo* info = m_device.find("resolution");
        const std::string asked = std::to_string(m_profile.dpi);
        if (info == nullptr || m_profile.dpi <= 0 || m_profile.dpi > 20'000 ||
            (info->type != OptionType::Number && info->type != OptionType::Fixed)) {
            differ("resolution", asked, "not offered");
        }
        const std::int64_t one = info->type == OptionType::Fixed ? 65536 : 1;
        wish("resolution", static_cast<std::int32_t>(m_profile.dpi * one));
    }

    void wishPageSize() {
        for (const auto& [name, length] :
             {std::pair{"page-width", m_profile.areaWidthMicrometres},
              std::pair{"page-height", m_profile.areaHeightMicrometres}}) {
            if (m_device.find(name) != nullptr) {
                wishLength(name, length, Rule::Noted);
            }
        }
    }

    void wishLength(const char* name, std::int64_t micrometres,
                    Rule rule = Rule::WithinMillimetre) {
        const OptionInfo* info = m_device.find(name);
        if (info == nullptr || micrometres < 0 || micrometres > 10'000'000 ||
            (info->type != OptionType::Number && info->type != OptionType::Fixed)) {
            differ(name, millimetres(micrometres), "not offered");
        }
        const double unit = info->pixels ? static_cast<double>(m_profile.dpi) / 25'400.0 : 1e-3;
        const double scale = info->type == OptionType::Fixed ? kFixedOne : 1.0;
        const double raw = static_cast<double>(micrometres) * unit * scale;
        wish(name, static_cast<std::int32_t>(std::min(std::round(raw), 2147483647.0)), rule);
    }

    bool wished(std::string_view name) const {
        return std::any_of(m_wishes.begin(), m_wishes.end(),
                           [name](const Wish& wish) { return wish.name == name; });
    }

    // Whatever the profile forgot: what changes, drops or compresses pixels inside the driver is
    // switched off where it exists, and a device that can stop at a double feed has to.
    void wishUntouchedPixels() {
        for (const char* name : {"swcrop", "swdeskew", "swdespeck", "swderotate", "swskip",
                                 "hwdeskewcrop", "hwcrop", "adf-crp", "adf-skew", "compression"}) {
            const OptionInfo* info = m_device.find(name);
            if (info == nullptr || info->type == OptionType::Other || wished(name)) {
                continue;
            }
            if (info->type == OptionType::Text) {
                wish(name, spelling(*info, {"None", "Off", "No"}).value_or("None"));
            } else if (info->type == OptionType::Flag) {
                wish(name, false);
            } else {
                wish(name, std::int32_t{0});
            }
        }
        const OptionInfo* action = m_device.find("df-action");
        if (action != nullptr && !wished("df-action") && spelling(*action, {"Stop"})) {
            wish("df-action", *spelling(*action, {"Stop"}));
            const OptionInfo* sensor = m_device.find("df-thickness"); // only active from here on
            if (sensor != nullptr && sensor->type == OptionType::Flag) {
                wish("df-thickness", true);
            }
        }
    }

    static std::string millimetres(std::int64_t micrometres) {
        const std::string digits = std::to_string(micrometres % 1000);
        return std::to_string(micrometres / 1000) + "." + std::string(3 - digits.size(), '0') +
               digits + " mm";
    }

    std::int64_t micrometresOf(const Wish& wish, std::int32_t raw) const {
        const OptionInfo* info = m_device.find(wish.name);
        const double scale = info != nullptr && info->type == OptionType::Fixed ? kFixedOne : 1.0;
        const bool pixels = info != nullptr && info->pixels;
        const double unit = pixels ? 25'400.0 / static_cast<double>(m_profile.dpi) : 1e3;
        return std::llround(std::max(static_cast<double>(raw), 0.0) / scale * unit);
    }

    std::string textOf(const Wish& wish, const OptionValue& value) const {
        if (const auto* text = std::get_if<std::string>(&value)) {
            return *text;
        }
        if (const auto* flag = std::get_if<bool>(&value)) {
            return *flag ? "yes" : "no";
        }
        const std::int32_t raw = std::get<std::int32_t>(value);
        if (wish.rule != Rule::Exact) {
            return millimetres(micrometresOf(wish, raw));
        }
        const OptionInfo* info = m_device.find(wish.name);
        if (info != nullptr && info->type == OptionType::Fixed && raw % 65536 != 0) {
            return std::to_string(static_cast<double>(raw) / kFixedOne);
        }
        const bool fixed = info != nullptr && info->type == OptionType::Fixed;
        return std::to_string(fixed ? raw / 65536 : raw);
    }

    bool fulfilled(const Wish& wish, const OptionValue& got) const {
        if (wish.rule == Rule::Exact) {
            return got == wish.value;
        }
        return wish.rule == Rule::Noted ||
               std::abs(micrometresOf(wish, std::get<std::int32_t>(got)) -
                        micrometresOf(wish, std::get<std::int32_t>(wish.value))) <=
                   kToleranceMicrometres;
    }

    // A set value is a wish: only what the device says afterwards counts, and it is asked after all
    // settings, since a later one may have changed an earlier one.
    OpenedWord readBack() const {
        OpenedWord word;
        word.delivered = m_profile;
        std::map<std::string, std::int64_t> edges;
        for (const Wish& wish : m_wishes) {
            const std::optional<OptionValue> got = m_device.read(wish.name);
            const std::string asked = textOf(wish, wish.value);
            if (!got || got->index() != wish.value.index()) {
                differ(wish.name, asked, "nothing");
            }
            const std::string delivered = textOf(wish, *got);
            if (!fulfilled(wish, *got)) {
                differ(wish.name, asked, delivered);
            }
            if (wish.rule == Rule::WithinMillimetre) {
                edges[wish.name] = micrometresOf(wish, std::get<std::int32_t>(*got));
            }
            word.options.push_back({wish.name, asked, delivered});
        }
        word.delivered.areaWidthMicrometres = edges["br-x"] - edges["tl-x"];
        word.delivered.areaHeightMicrometres = edges["br-y"] - edges["tl-y"];
        word.options.insert(word.options.end(), m_missing.begin(), m_missing.end());
        return word;
    }

    SaneDevice& m_device;
    const record::ScanProfile& m_profile;
    const record::DeviceProfile& m_known;
    std::vector<Wish> m_wishes;
    std::vector<record::DeviceOption> m_missing;
};

} // namespace

OpenedWord applyProfile(SaneDevice& device, const record::ScanProfile& profile,
                        const record::DeviceProfile& known) {
    const bool lineArt = profile.mode == record::ColourMode::LineArt;
    if (lineArt ? profile.bitsPerSample != 1
                : profile.bitsPerSample != 8 && profile.bitsPerSample != 16) {
        const std::string asked = std::to_string(profile.bitsPerSample);
        const std::string offered = lineArt ? "1" : "8, 16";
        throw Fault(FaultKind::DeviceSettingsDiffer,
                    "not scanned with " + asked + " bits a sample in this mode",
                    {{"option", "depth"}, {"asked", asked}, {"delivered", offered}});
    }
    return Applying(device, profile, known).run();
}

} // namespace seihon::capture
