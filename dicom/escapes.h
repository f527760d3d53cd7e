#pragma once

#include "dicom/character_sets.h"
#include "dicom/text.h"

#include <array>
#include <string_view>

// Private to dicom: ISO 2022 as PS3.5 uses it.
namespace seihon::dicom {

enum class G0 { Ascii, Romaji, Kanji, MoreKanji };

// PS3.3 table C.12-3 and C.12-4.
inline constexpr std::string_view kEscapeOf[] = {"\x1b(B", "\x1b(J", "\x1b$B", "\x1b$(D"};
inline constexpr std::string_view kEscapeKatakana = "\x1b)I";

inline constexpr char32_t kKatakanaFirst = 0xff61, kKatakanaLast = 0xff9f; // 0xA1 to 0xDF
inline constexpr char32_t kYen = 0xa5, kOverline = 0x203e;                 // 0x5C, 0x7E of Romaji
inline constexpr char32_t kReplacement = 0xfffd, kGeta = 0x3013;

inline G0 initialG0(const CharacterSets& sets) {
    return sets.first == CharacterSets::First::JisX0201 ? G0::Romaji : G0::Ascii;
}
inline bool isTwoByte(G0 set) {
    return set == G0::Kanji || set == G0::MoreKanji;
}
inline bool hasLines(TextKind kind) {
    return kind == TextKind::ShortText || kind == TextKind::LongText;
}
inline bool isLineControl(char32_t c) {
    return c == '\t' || c == '\n' || c == '\f' || c == '\r';
}
// PS3.5 6.1.2.5.3: before these the first character set is in force again.
inline bool isDelimiter(char32_t c, TextKind kind) {
    return hasLines(kind) ? isLineControl(c)
                          : c == '\\' || (kind == TextKind::PersonName && (c == '^' || c == '='));
}
// C0 and DEL; only line controls, and only in texts with lines, are text.
inline bool isForbiddenControl(char32_t c, TextKind kind) {
    return (c < 0x20 && !(hasLines(kind) && isLineControl(c))) || c == 0x7f;
}

} // namespace seihon::dicom
