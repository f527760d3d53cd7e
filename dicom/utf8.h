#pragma once

#include <optional>
#include <string>
#include <string_view>

// Private to dicom.
namespace seihon::dicom {

// Takes one character off the front; nullopt leaves `text` as it is (RFC 3629: no overlong forms,
// no surrogates, nothing above U+10FFFF).
std::optional<char32_t> takeCharacter(std::string_view& text);
void appendUtf8(std::string& text, char32_t character);
std::string utf8Of(char32_t character);

} // namespace seihon::dicom
