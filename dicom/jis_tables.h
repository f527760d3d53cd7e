#pragma once

#include <cstdint>
#include <optional>

namespace seihon::dicom {

// Two sets of 94 × 94 characters.
enum class JisSet { X0208, X0212 };

// `code` is two bytes of 0x21 to 0x7E each. The C library's tables, read once; the other way round
// is made from them, so that what was written is read as it was.
std::optional<char32_t> unicodeOf(JisSet set, unsigned code);
std::optional<unsigned> jisCodeOf(JisSet set, char32_t character);

} // namespace seihon::dicom
