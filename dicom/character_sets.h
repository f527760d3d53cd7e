#pragma once

#include <string>
#include <string_view>

namespace seihon::dicom {

// Specific Character Set (0008,0005), PS3.3 C.12.1.1.2, as far as this program reads and writes it:
// ASCII, UTF-8, and what Japanese systems use.
struct CharacterSets {
    enum class First { Ascii, JisX0201, Utf8 }; // what a value begins with
    First first = First::Ascii;
    bool extended = false;  // code extensions: escape sequences may follow
    bool katakana = false;  // ISO 2022 IR 13 as a second set
    bool kanji = false;     // ISO 2022 IR 87, JIS X 0208
    bool moreKanji = false; // ISO 2022 IR 159, JIS X 0212
    friend bool operator==(const CharacterSets&, const CharacterSets&) = default;
};

// "ISO_IR 192", "\ISO 2022 IR 87", "ISO 2022 IR 13\ISO 2022 IR 87", …; empty: ASCII. Faults:
// Malformed for anything else, also for sets of other countries: text that would be misread is not
// read.
CharacterSets characterSetsFrom(std::string_view attribute);

// The attribute's value; empty for ASCII, which is the default and not written.
std::string attributeOf(const CharacterSets& sets);

} // namespace seihon::dicom
