#pragma once

// Private to documents: text that nobody sees, for search and for copying.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace seihon::documents {

// The codes of a document's hidden text: a character of Unicode's first plane is its own code; one
// beyond it (𠮷 of names) gets one of the codes that UTF-16 keeps for halves of characters.
class TextCodes {
  public:
    // Hexadecimal, four digits a character. The text is UTF-8.
    std::string encode(std::string_view text);
    // The map back to Unicode (ISO 32000-1 9.10.3).
    std::string toUnicodeMap() const;

  private:
    std::uint32_t codeOf(std::uint32_t point);
    std::map<std::uint32_t, std::uint32_t> m_beyond; // by code point
};

// Where a line stands, in points from the page's lower left corner.
struct TextPlace {
    double x = 0, baseline = 0, width = 0, height = 0;
};

// Operators that lay the line invisibly over its place (ISO 32000-1 9.3.6, rendering mode 3), in
// the font named /F; empty for an empty line. The text is UTF-8.
std::string hiddenText(TextCodes& codes, std::string_view text, const TextPlace& place);

} // namespace seihon::documents
