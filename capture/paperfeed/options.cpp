#include "capture/paperfeed/options.h"

#include "capture/paperfeed/option_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <locale>
#include <sstream>
#include <stdexcept>

namespace seihon::capture::paperfeed {

namespace {

constexpr SANE_Int kTextSize = 64;
constexpr std::array<SANE_Word, 4> kDepths{3, 1, 8, 16};

SANE_Option_Descriptor describe(const OptionRow& row) {
    SANE_Option_Descriptor made{};
    made.name = row.name;
    made.title = row.title;
    made.desc = row.title;
    made.type = row.type;
    made.size = row.type == SANE_TYPE_STRING ? kTextSize : SANE_Int{sizeof(SANE_Word)};
    made.cap = SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT;
    if (row.range != nullptr) {
        made.constraint_type = SANE_CONSTRAINT_RANGE;
        made.constraint.range = row.range;
    }
    switch (row.kind) {
    case OptionKind::Choice:
        made.constraint_type = SANE_CONSTRAINT_STRING_LIST;
        made.constraint.string_list = row.words;
        break;
    case OptionKind::Depth:
        made.unit = SANE_UNIT_BIT;
        made.constraint_type = SANE_CONSTRAINT_WORD_LIST;
        made.constraint.word_list = kDepths.data();
        break;
    case OptionKind::Length:
        made.unit = SANE_UNIT_MM;
        break;
    case OptionKind::Percent:
        made.unit = SANE_UNIT_PERCENT;
        break;
    case OptionKind::Number:
        made.unit = std::string(row.name) == "resolution" ? SANE_UNIT_DPI : SANE_UNIT_NONE;
        break;
    case OptionKind::Text:
        break;
    case OptionKind::Sensor: // a front end may only look
        made.cap = SANE_CAP_HARD_SELECT | SANE_CAP_SOFT_DETECT;
        break;
    case OptionKind::Reading:
        made.unit = SANE_UNIT_PIXEL;
        made.cap = SANE_CAP_SOFT_DETECT;
        break;
    case OptionKind::Count:
    case OptionKind::Identity:
        made.cap = SANE_CAP_SOFT_DETECT;
        break;
    }
    return made;
}

const std::vector<SANE_Option_Descriptor>& descriptors() {
    static const std::vector<SANE_Option_Descriptor> made = [] {
        std::vector<SANE_Option_Descriptor> all;
        for (int index = 0; index < optionCount(); ++index) {
            all.push_back(describe(*optionRow(index)));
        }
        return all;
    }();
    return made;
}

void putText(void* out, const std::string& text) {
    auto* to = static_cast<char*>(out);
    std::memset(to, 0, kTextSize);
    std::memcpy(to, text.data(), std::min<std::size_t>(text.size(), kTextSize - 1));
}

void getValue(const Unit& unit, const OptionRow& row, void* value) {
    auto& word = *static_cast<SANE_Word*>(value);
    switch (row.kind) {
    case OptionKind::Count:
        word = optionCount();
        return;
    case OptionKind::Depth:
        word = unit.settings.bits();
        return;
    case OptionKind::Number:
    case OptionKind::Length:
    case OptionKind::Percent:
        word = unit.settings.*row.number;
        return;
    case OptionKind::Choice:
        putText(value, row.words[unit.settings.*row.number]);
        return;
    case OptionKind::Text:
        putText(value, unit.settings.endorserText);
        return;
    case OptionKind::Sensor:
    case OptionKind::Reading:
        word = static_cast<SANE_Word>(row.reading(unit));
        return;
    case OptionKind::Identity:
        putText(value, unit.identity().*row.identity);
        return;
    }
}

// The area stays within the paper size, as with real feeders: an A4 area set before the page height
// loses its last centimetres.
void keepAreaOnPaper(Settings& settings) {
    settings.right = std::min(settings.right, settings.pageWidth);
    settings.bottom = std::min(settings.bottom, settings.pageHeight);
}

// Takes the nearest value it can, as devices do, and says so only in `info`.
void setNumber(Unit& unit, const OptionRow& row, SANE_Word wanted, SANE_Int& info) {
    SANE_Word taken = 0;
    if (row.kind == OptionKind::Depth) {
        unit.settings.depth = wanted == 16 ? 16 : 8;
        getValue(unit, row, &taken);
    } else {
        taken = row.range != nullptr ? std::clamp(wanted, row.range->min, row.range->max)
                                     : std::clamp<SANE_Word>(wanted, 0, 1);
        unit.settings.*row.number = taken;
        keepAreaOnPaper(unit.settings);
        taken = unit.settings.*row.number;
    }
    info |= taken == wanted ? 0 : SANE_INFO_INEXACT;
    info |= SANE_INFO_RELOAD_PARAMS;
}

bool setText(Unit& unit, const OptionRow& row, const std::string& text, SANE_Int& info) {
    if (row.kind == OptionKind::Text) {
        unit.settings.endorserText = text;
        return true;
    }
    for (int place = 0; row.words[place] != nullptr; ++place) {
        if (text == row.words[place]) {
            info |= SANE_INFO_RELOAD_PARAMS;
            unit.settings.*row.number = place;
            return true;
        }
    }
    return false;
}

bool isStuck(const Unit& unit, const OptionRow& row) {
    return std::any_of(
        unit.quirks().begin(), unit.quirks().end(),
        [&row](const OptionQuirk& quirk) { return quirk.stuck && quirk.name == row.name; });
}

void applyQuirk(Unit& unit, const OptionRow& row, const OptionQuirk& quirk) {
    SANE_Int info = 0;
    if (row.type == SANE_TYPE_STRING && setText(unit, row, quirk.value, info)) {
        return;
    }
    std::istringstream words(quirk.value);
    words.imbue(std::locale::classic());
    double number = 0;
    if (row.number == nullptr || row.type == SANE_TYPE_STRING || !(words >> number)) {
        throw std::runtime_error("options: " + quirk.name + " cannot be " + quirk.value);
    }
    const double one = row.type == SANE_TYPE_FIXED ? 65536.0 : 1.0;
    // Stuck values may lie outside of what the descriptor promises.
    unit.settings.*row.number = static_cast<std::int32_t>(std::lround(number * one));
    keepAreaOnPaper(unit.settings);
}

} // namespace

const void* optionDescriptor(int index) {
    const bool known = optionRow(index) != nullptr;
    return known ? &descriptors()[static_cast<std::size_t>(index)] : nullptr;
}

Status controlOption(Unit& unit, int index, int action, void* value, int* info) {
    const OptionRow* row = optionRow(index);
    if (row == nullptr || value == nullptr) {
        return Status::Invalid;
    }
    SANE_Int changes = 0;
    const SANE_Int cap = descriptors()[static_cast<std::size_t>(index)].cap;
    if (action == SANE_ACTION_GET_VALUE) {
        getValue(unit, *row, value);
    } else if (action != SANE_ACTION_SET_VALUE || !SANE_OPTION_IS_SETTABLE(cap)) {
        return Status::Invalid;
    } else if (unit.scanning()) {
        return Status::DeviceBusy;
    } else if (isStuck(unit, *row)) {
        // GOOD, and nothing has changed
    } else if (row->type == SANE_TYPE_STRING) {
        const auto* text = static_cast<const char*>(value);
        if (!setText(unit, *row, std::string(text, ::strnlen(text, kTextSize - 1)), changes)) {
            return Status::Invalid;
        }
    } else {
        setNumber(unit, *row, *static_cast<const SANE_Word*>(value), changes);
    }
    if (info != nullptr) {
        *info = changes;
    }
    return Status::Good;
}

void applyQuirks(Unit& unit) {
    for (const OptionQuirk& quirk : unit.quirks()) {
        const OptionRow* found = nullptr;
        for (int index = 1; index < optionCount(); ++index) {
            const OptionRow* row = optionRow(index);
            found = row->name == quirk.name ? row : found;
        }
        if (found == nullptr) {
            throw std::runtime_error("options: no option " + quirk.name);
        }
        applyQuirk(unit, *found, quirk);
    }
}

} // namespace seihon::capture::paperfeed
