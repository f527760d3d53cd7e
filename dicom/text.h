#pragma once

#include "dicom/character_sets.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::dicom {

// Where a text stands decides what delimits it (PS3.5 §6.2, 6.1.2.5.3) and how long it may be.
enum class TextKind {
    ShortString, // SH: 16 characters; a backslash parts values
    LongString,  // LO: 64
    PersonName,  // PN: 64 a group; backslash, ^ and = are delimiters
    ShortText,   // ST: 1024; no delimiter, lines allowed
    LongText,    // LT: 10240
};

// Something about foreign text that had to be borne. None of it stays silent.
enum class TextNote {
    Undecodable,  // bytes that are no character: U+FFFD stands there
    EscapeOdd,    // an escape sequence of a set that the attribute does not name
    EscapeOpened, // a set was left open before a delimiter or the end
};

struct Decoded {
    std::string text; // UTF-8, delimiters as they stood
    std::vector<TextNote> notes;
};

// Trailing padding spaces go, and a padding null. Never fails: notes say what could not be read.
// Faults: Malformed above 1 MiB.
Decoded decodeText(std::string_view bytes, const CharacterSets& sets, TextKind kind);

// A character that the sets cannot say, or that may not stand in such a value.
struct Outside {
    std::string character; // UTF-8
    std::size_t place = 0; // counted in characters, from 0
    std::string written;   // instead; empty when nothing was written
    friend bool operator==(const Outside&, const Outside&) = default;
};

// What is done about characters outside: the target of a delivery says it.
enum class OutsideRule { Refuse, Note };

struct Encoded {
    std::string bytes; // without padding; empty when refused
    std::vector<Outside> outside;
    bool tooLong = false;
    bool refused = false;
};

// `text` is UTF-8. Every escape is closed before a delimiter and at the end (PS3.5 6.1.2.5.3). In a
// PersonName ^ and = are its delimiters; the first group keeps to the first character set (PS3.5
// 6.2.1.1). By the rule Note a character outside is written as 〓, ? or U+FFFD, and told.
// What is too long is always refused: no text is cut. Faults: Malformed when it is no UTF-8.
Encoded encodeText(std::string_view text, const CharacterSets& sets, TextKind kind,
                   OutsideRule rule);

} // namespace seihon::dicom
