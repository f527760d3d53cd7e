#pragma once

#include "record/json.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace seihon::record {

// A line of writing as a program read it, on the page as people read it: turned, origin top left,
// in micrometres. For finding a place again, never evidence.
struct TextLine {
    std::string text; // UTF-8, one line
    std::int64_t confidencePercent = 0;
    std::int64_t x = 0, y = 0, w = 0, h = 0;
    friend bool operator==(const TextLine&, const TextLine&) = default;
};

inline constexpr std::size_t kMaxTextLines = 2000;
inline constexpr std::size_t kMaxTextLineBytes = 4096;

// What a program read on a page.
struct PageText {
    std::string engine;  // program and version
    std::string failure; // not empty: the look did not come to its end, there are no lines
    std::vector<TextLine> lines;
    friend bool operator==(const PageText&, const PageText&) = default;
};

// {"engine","failure","lines":[{"text","confidencePercent","x","y","w","h"}]}; places in µm
Json toJson(const PageText& text);
// Faults: Malformed, also for more or longer lines than the limits, control characters in a text,
// and places that are no place on a page.
PageText pageTextFromJson(const Json& json);

} // namespace seihon::record
