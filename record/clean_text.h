#pragma once

#include <string>
#include <string_view>

namespace seihon::record {

// Foreign text as it may be shown: bytes that are no UTF-8 and control characters become U+FFFD;
// characters that turn the reading direction are written out as "[U+202E]", so that a name cannot
// make a page read other than it is. Line feeds stay. Nothing vanishes.
std::string cleanText(std::string_view text);

// cleanText, and & < > " ' as character references: good for element content and quoted attributes.
std::string escapeHtml(std::string_view text);

} // namespace seihon::record
