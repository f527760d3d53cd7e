#pragma once

// Private to paperfeed: the options as one table.

#include "capture/paperfeed/unit.h"

#include <string>

#include <sane/sane.h>

namespace seihon::capture::paperfeed {

enum class OptionKind {
    Count,
    Depth,
    Number,  // a member of Settings, whole numbers or a flag
    Length,  // the same in millimetres, as SANE_Fixed
    Percent, // the same in percent, as SANE_Fixed
    Choice,  // the same, as the place in `words`
    Text,    // a text of Settings
    Sensor,  // read from the machine
    Reading, // the same, in pixels
    Identity,
};

struct OptionRow {
    const char* name;
    const char* title;
    OptionKind kind;
    SANE_Value_Type type;
    std::int32_t Settings::*number = nullptr;
    const SANE_String_Const* words = nullptr;
    const SANE_Range* range = nullptr;
    std::int64_t (*reading)(const Unit&) = nullptr;
    std::string Identity::*identity = nullptr;
};

int optionCount();
// nullptr: no such option.
const OptionRow* optionRow(int index);

} // namespace seihon::capture::paperfeed
