#include "capture/paperfeed/options.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <sane/sane.h>
#include <sane/saneopts.h>

namespace seihon::capture::paperfeed {

namespace {

enum Index {
    kCount,
    kSource,
    kMode,
    kDepth,
    kResolution,
    kLeft,
    kTop,
    kRight,
    kBottom,
    kPageLoaded,
    kCoverOpen,
    kDoubleFeed,
    kSheetX,
    kSheetY,
    kSheetWidth,
    kSheetHeight,
    kSerialNumber,
    kFirmware,
    kOptionCount
};

constexpr std::array<SANE_String_Const, 4> kSources{"ADF", "ADF Duplex", "Flatbed", nullptr};
constexpr std::array<SANE_String_Const, 3> kModes{"Color", "Gray", nullptr};
constexpr std::array<SANE_Word, 2> kDepths{1, 8};
constexpr SANE_Range kDpiRange{50, 600, 1};
// A3 with its margin.
constexpr SANE_Range kWidthRange{0, SANE_FIX(305), 0};
constexpr SANE_Range kHeightRange{0, SANE_FIX(432), 0};
constexpr SANE_Int kTextSize = 64;

SANE_Option_Descriptor plain(SANE_String_Const name, SANE_String_Const title,
                             SANE_Value_Type type) {
    SANE_Option_Descriptor made{};
    made.name = name;
    made.title = title;
    made.desc = title;
    made.type = type;
    made.size = type == SANE_TYPE_STRING ? kTextSize : SANE_Int{sizeof(SANE_Word)};
    made.cap = SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT;
    return made;
}

SANE_Option_Descriptor choice(SANE_String_Const name, const SANE_String_Const* list) {
    SANE_Option_Descriptor made = plain(name, name, SANE_TYPE_STRING);
    made.constraint_type = SANE_CONSTRAINT_STRING_LIST;
    made.constraint.string_list = list;
    return made;
}

SANE_Option_Descriptor edge(SANE_String_Const name, const SANE_Range* range) {
    SANE_Option_Descriptor made = plain(name, name, SANE_TYPE_FIXED);
    made.unit = SANE_UNIT_MM;
    made.constraint_type = SANE_CONSTRAINT_RANGE;
    made.constraint.range = range;
    return made;
}

// A front end may only look.
SANE_Option_Descriptor sensor(SANE_String_Const name, SANE_String_Const title,
                              SANE_Value_Type type = SANE_TYPE_BOOL) {
    SANE_Option_Descriptor made = plain(name, title, type);
    made.cap = SANE_CAP_HARD_SELECT | SANE_CAP_SOFT_DETECT;
    return made;
}

SANE_Option_Descriptor reading(SANE_String_Const name, SANE_String_Const title,
                               SANE_Value_Type type) {
    SANE_Option_Descriptor made = plain(name, title, type);
    made.cap = SANE_CAP_SOFT_DETECT;
    if (type == SANE_TYPE_INT) {
        made.unit = SANE_UNIT_PIXEL;
    }
    return made;
}

std::array<SANE_Option_Descriptor, kOptionCount> makeDescriptors() {
    std::array<SANE_Option_Descriptor, kOptionCount> made{};
    made[kCount] = plain("", "Number of options", SANE_TYPE_INT);
    made[kCount].cap = SANE_CAP_SOFT_DETECT;
    made[kSource] = choice(SANE_NAME_SCAN_SOURCE, kSources.data());
    made[kMode] = choice(SANE_NAME_SCAN_MODE, kModes.data());
    made[kDepth] = plain(SANE_NAME_BIT_DEPTH, "Bit depth", SANE_TYPE_INT);
    made[kDepth].unit = SANE_UNIT_BIT;
    made[kDepth].constraint_type = SANE_CONSTRAINT_WORD_LIST;
    made[kDepth].constraint.word_list = kDepths.data();
    made[kResolution] = plain(SANE_NAME_SCAN_RESOLUTION, "Resolution", SANE_TYPE_INT);
    made[kResolution].unit = SANE_UNIT_DPI;
    made[kResolution].constraint_type = SANE_CONSTRAINT_RANGE;
    made[kResolution].constraint.range = &kDpiRange;
    made[kLeft] = edge(SANE_NAME_SCAN_TL_X, &kWidthRange);
    made[kTop] = edge(SANE_NAME_SCAN_TL_Y, &kHeightRange);
    made[kRight] = edge(SANE_NAME_SCAN_BR_X, &kWidthRange);
    made[kBottom] = edge(SANE_NAME_SCAN_BR_Y, &kHeightRange);
    made[kPageLoaded] = sensor("page-loaded", "Paper in the tray");
    made[kCoverOpen] = sensor("cover-open", "Cover open");
    made[kDoubleFeed] = sensor("double-feed", "Two sheets were pulled at once");
    made[kSheetX] = reading("sheet-x", "Left edge of the sheet", SANE_TYPE_INT);
    made[kSheetY] = reading("sheet-y", "Top edge of the sheet", SANE_TYPE_INT);
    made[kSheetWidth] = reading("sheet-width", "Width of the sheet", SANE_TYPE_INT);
    made[kSheetHeight] = reading("sheet-height", "Height of the sheet", SANE_TYPE_INT);
    made[kSerialNumber] = reading("serial-number", "Serial number", SANE_TYPE_STRING);
    made[kFirmware] = reading("firmware", "Firmware", SANE_TYPE_STRING);
    return made;
}

const std::array<SANE_Option_Descriptor, kOptionCount>& descriptors() {
    static const auto made = makeDescriptors();
    return made;
}

void putText(void* out, const std::string& text) {
    auto* to = static_cast<char*>(out);
    std::memset(to, 0, kTextSize);
    std::memcpy(to, text.data(), std::min<std::size_t>(text.size(), kTextSize - 1));
}

template <std::size_t N>
std::optional<int> placeIn(const std::array<SANE_String_Const, N>& list, const char* text) {
    for (std::size_t i = 0; i + 1 < N; ++i) {
        if (std::strcmp(list[i], text) == 0) {
            return static_cast<int>(i);
        }
    }
    return std::nullopt;
}

} // namespace

const void* optionDescriptor(int index) {
    const bool known = index >= 0 && index < kOptionCount;
    return known ? &descriptors()[static_cast<std::size_t>(index)] : nullptr;
}

namespace {

std::int64_t numberOf(const Unit& unit, int index) {
    const Settings& settings = unit.settings;
    switch (static_cast<Index>(index)) {
    case kCount:
        return kOptionCount;
    case kDepth:
        return 8;
    case kResolution:
        return settings.dpi;
    case kLeft:
        return settings.left;
    case kTop:
        return settings.top;
    case kRight:
        return settings.right;
    case kBottom:
        return settings.bottom;
    case kPageLoaded:
        return unit.pageLoadedSensor() ? 1 : 0;
    case kCoverOpen:
        return unit.coverOpenSensor() ? 1 : 0;
    case kDoubleFeed:
        return unit.doubleFeedSensor() ? 1 : 0;
    case kSheetX:
        return unit.side().sheetX;
    case kSheetY:
        return unit.side().sheetY;
    case kSheetWidth:
        return unit.side().sheetWidth;
    case kSheetHeight:
        return unit.side().sheetHeight;
    case kSource:
    case kMode:
    case kSerialNumber:
    case kFirmware:
    case kOptionCount:
        break;
    }
    return 0;
}

void getValue(const Unit& unit, int index, void* value) {
    const SANE_Option_Descriptor& option = descriptors()[static_cast<std::size_t>(index)];
    if (option.type != SANE_TYPE_STRING) {
        *static_cast<SANE_Word*>(value) = static_cast<SANE_Word>(numberOf(unit, index));
    } else if (index == kSource) {
        putText(value, kSources[static_cast<std::size_t>(unit.settings.source)]);
    } else if (index == kMode) {
        putText(value, kModes[unit.settings.colour ? 0 : 1]);
    } else if (index == kSerialNumber) {
        putText(value, "DEMO-" + unit.name());
    } else {
        putText(value, "1.0");
    }
}

// Takes the nearest value it can, as devices do, and says so only in `info`.
void setNumber(Unit& unit, int index, SANE_Word wanted, SANE_Int& info) {
    const SANE_Option_Descriptor& option = descriptors()[static_cast<std::size_t>(index)];
    SANE_Word taken = 8;
    if (option.constraint_type == SANE_CONSTRAINT_RANGE) {
        taken = std::clamp(wanted, option.constraint.range->min, option.constraint.range->max);
    }
    info |= taken == wanted ? 0 : SANE_INFO_INEXACT;
    info |= SANE_INFO_RELOAD_PARAMS;
    if (index == kResolution) {
        unit.settings.dpi = taken;
    } else if (index == kLeft) {
        unit.settings.left = taken;
    } else if (index == kTop) {
        unit.settings.top = taken;
    } else if (index == kRight) {
        unit.settings.right = taken;
    } else if (index == kBottom) {
        unit.settings.bottom = taken;
    }
}

bool setText(Unit& unit, int index, const char* text, SANE_Int& info) {
    const std::optional<int> place =
        index == kSource ? placeIn(kSources, text) : placeIn(kModes, text);
    if (!place) {
        return false;
    }
    info |= SANE_INFO_RELOAD_PARAMS;
    if (index == kSource) {
        unit.settings.source = static_cast<Source>(*place);
    } else {
        unit.settings.colour = *place == 0;
    }
    return true;
}

} // namespace

Status controlOption(Unit& unit, int index, int action, void* value, int* info) {
    const auto* option = static_cast<const SANE_Option_Descriptor*>(optionDescriptor(index));
    if (option == nullptr || value == nullptr) {
        return Status::Invalid;
    }
    SANE_Int changes = 0;
    if (action == SANE_ACTION_GET_VALUE) {
        getValue(unit, index, value);
    } else if (action != SANE_ACTION_SET_VALUE || !SANE_OPTION_IS_SETTABLE(option->cap)) {
        return Status::Invalid;
    } else if (unit.scanning()) {
        return Status::DeviceBusy;
    } else if (option->type == SANE_TYPE_STRING) {
        if (!setText(unit, index, static_cast<const char*>(value), changes)) {
            return Status::Invalid;
        }
    } else {
        setNumber(unit, index, *static_cast<const SANE_Word*>(value), changes);
    }
    if (info != nullptr) {
        *info = changes;
    }
    return Status::Good;
}

} // namespace seihon::capture::paperfeed
