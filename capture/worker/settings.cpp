#include "capture/worker/settings.h"

#include <algorithm>
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

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

// The device's own spelling of one of the words; backends agree on the meaning, not on the text.
std::optional<std::string> spelling(const OptionInfo& info,
                                    std::initializer_list<const char*> candidates) {
    for (const char* candidate : candidates) {
        for (const std::string& word : info.words) {
            if (lowered(word) == lowered(candidate)) {
                return word;
            }
        }
    }
    return std::nullopt;
}

std::initializer_list<const char*> wordsFor(PaperSource source) {
    static constexpr std::initializer_list<const char*> simplex{
        "ADF",
        "Automatic Document Feeder",
        "ADF Front",
        "ADF Simplex",
        "Feeder",
        "Automatic Document Feeder(left aligned)",
        "Automatic Document Feeder(centrally aligned)"};
    static constexpr std::initializer_list<const char*> duplex{
        "ADF Duplex", "Duplex", "Automatic Document Feeder Duplex",
        "Automatic Document Feeder(left aligned,Duplex)",
        "Automatic Document Feeder(centrally aligned,Duplex)"};
    static constexpr std::initializer_list<const char*> glass{"Flatbed", "Document Table",
                                                              "Normal"};
    switch (source) {
    case PaperSource::FeederSimplex:
        return simplex;
    case PaperSource::FeederDuplex:
        return duplex;
    case PaperSource::Flatbed:
        return glass;
    case PaperSource::Folder:
        break;
    }
    return {};
}

std::initializer_list<const char*> wordsFor(record::ColourMode mode) {
    static constexpr std::initializer_list<const char*> colour{"Color", "Colour", "24bit Color",
                                                               "24 bit Color", "RGB"};
    static constexpr std::initializer_list<const char*> grey{"Gray", "Grey", "Grayscale",
                                                             "True Gray", "8bit Gray"};
    switch (mode) {
    case record::ColourMode::Colour:
        return colour;
    case record::ColourMode::Grey:
        return grey;
    case record::ColourMode::LineArt:
        break;
    }
    return {};
}

class Applying {
  public:
    Applying(SaneDevice& device, const record::ScanProfile& profile)
        : m_device(device), m_profile(profile) {}

    OpenedWord run() {
        wishSource();
        wishMode();
        if (m_device.find("depth") != nullptr) {
            wish("depth", m_profile.bitsPerSample);
        }
        wishResolution();
        // Once more after the geometry: page sizes limit the area on some devices and follow it on
        // others.
        wishPageSize();
        wishLength("tl-x", 0);
        wishLength("tl-y", 0);
        wishLength("br-x", m_profile.areaWidthMicrometres);
        wishLength("br-y", m_profile.areaHeightMicrometres);
        wishPageSize();
        wishUntouchedPixels();
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
            if (m_profile.source != PaperSource::Flatbed) {
                differ("source", asked, "no choice of source");
            }
            return;
        }
        const std::optional<std::string> word = spelling(*info, wordsFor(m_profile.source));
        if (!word) {
            differ("source", asked, "not offered");
        }
        wish("source", *word);
    }

    void wishMode() {
        const std::string asked(record::enumName(m_profile.mode));
        const OptionInfo* info = m_device.find("mode");
        const std::optional<std::string> word =
            info != nullptr ? spelling(*info, wordsFor(m_profile.mode)) : std::nullopt;
        if (!word) {
            differ("mode", asked, "not offered");
        }
        wish("mode", *word);
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

    // What changes, drops or compresses pixels inside the driver is switched off, where it exists.
    void wishUntouchedPixels() {
        for (const char* name : {"swcrop", "swdeskew", "swdespeck", "swderotate", "swskip",
                                 "hwdeskewcrop", "compression"}) {
            const OptionInfo* info = m_device.find(name);
            if (info == nullptr || info->type == OptionType::Other) {
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
        const OptionInfo* doubleFeed = m_device.find("df-action");
        if (doubleFeed != nullptr && spelling(*doubleFeed, {"Stop"})) {
            wish("df-action", *spelling(*doubleFeed, {"Stop"}));
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
        return word;
    }

    SaneDevice& m_device;
    const record::ScanProfile& m_profile;
    std::vector<Wish> m_wishes;
};

} // namespace

OpenedWord applyProfile(SaneDevice& device, const record::ScanProfile& profile) {
    if (profile.bitsPerSample != 8 && profile.bitsPerSample != 16) {
        const std::string asked = std::to_string(profile.bitsPerSample);
        throw Fault(FaultKind::DeviceSettingsDiffer, asked + " bits a sample are not scanned",
                    {{"option", "depth"}, {"asked", asked}, {"delivered", "8, 16"}});
    }
    return Applying(device, profile).run();
}

} // namespace seihon::capture
