#include "dicom/escapes.h"
#include "dicom/jis_tables.h"
#include "dicom/text.h"
#include "dicom/utf8.h"

#include "record/fault.h"

#include <algorithm>

namespace seihon::dicom {

namespace {

constexpr std::size_t kLongestForeignText = 1u << 20;

class Decoder {
  public:
    Decoder(const CharacterSets& sets, TextKind kind)
        : m_sets(sets), m_kind(kind), m_g0(initialG0(sets)) {
        m_katakana = sets.first == CharacterSets::First::JisX0201;
    }

    Decoded decode(std::string_view bytes) {
        m_left = bytes;
        while (!m_left.empty()) {
            m_sets.first == CharacterSets::First::Utf8 ? takeUtf8() : takeOne();
        }
        if (isTwoByte(m_g0)) {
            note(TextNote::EscapeOpened);
        }
        return std::move(m_decoded);
    }

  private:
    void note(TextNote what) {
        if (std::find(m_decoded.notes.begin(), m_decoded.notes.end(), what) ==
            m_decoded.notes.end()) {
            m_decoded.notes.push_back(what);
        }
    }

    void add(char32_t character) {
        if (isForbiddenControl(character, m_kind)) {
            return spoil();
        }
        if (isDelimiter(character, m_kind)) {
            reset();
        }
        appendUtf8(m_decoded.text, character);
    }

    void spoil() {
        note(TextNote::Undecodable);
        appendUtf8(m_decoded.text, kReplacement);
    }

    void reset() {
        m_g0 = initialG0(m_sets);
        m_katakana = m_sets.first == CharacterSets::First::JisX0201;
    }

    void takeUtf8() {
        if (const auto character = takeCharacter(m_left)) {
            return add(*character);
        }
        m_left.remove_prefix(1);
        spoil();
    }

    bool takeEscape() {
        if (!m_sets.extended) {
            return false;
        }
        if (m_left.starts_with(kEscapeKatakana)) {
            m_left.remove_prefix(kEscapeKatakana.size());
            if (!m_sets.katakana && m_sets.first != CharacterSets::First::JisX0201) {
                note(TextNote::EscapeOdd);
            }
            m_katakana = true;
            return true;
        }
        for (const G0 set : {G0::Ascii, G0::Romaji, G0::Kanji, G0::MoreKanji}) {
            const std::string_view escape = kEscapeOf[static_cast<std::size_t>(set)];
            if (m_left.starts_with(escape)) {
                m_left.remove_prefix(escape.size());
                if (!isNamed(set)) {
                    note(TextNote::EscapeOdd);
                }
                m_g0 = set;
                return true;
            }
        }
        return false;
    }

    bool isNamed(G0 set) const {
        switch (set) {
        case G0::Ascii:
            return true;
        case G0::Romaji:
            return m_sets.katakana || m_sets.first == CharacterSets::First::JisX0201;
        case G0::Kanji:
            return m_sets.kanji;
        case G0::MoreKanji:
            return m_sets.moreKanji;
        }
        return false;
    }

    void takeOne() {
        const auto byte = static_cast<unsigned char>(m_left[0]);
        if (byte == 0x1b && takeEscape()) {
            return;
        }
        if (byte > 0x20 && byte < 0x7f && isTwoByte(m_g0)) {
            return takeKanji(byte);
        }
        m_left.remove_prefix(1);
        if (byte >= 0x80) {
            return m_katakana && byte >= 0xa1 && byte <= 0xdf ? add(kKatakanaFirst + (byte - 0xa1u))
                                                              : spoil();
        }
        if (isTwoByte(m_g0) && isLineControl(byte)) {
            note(TextNote::EscapeOpened);
            reset();
        }
        // In JIS X 0201 the code of the delimiter is that of the yen sign: PS3.5 6.1.2.3 gives it
        // to the delimiter wherever there is one.
        if (m_g0 == G0::Romaji && byte == 0x5c && hasLines(m_kind)) {
            return add(kYen);
        }
        add(m_g0 == G0::Romaji && byte == 0x7e ? kOverline : char32_t{byte});
    }

    void takeKanji(unsigned char first) {
        const auto second = m_left.size() > 1 ? static_cast<unsigned char>(m_left[1]) : 0u;
        const auto character =
            unicodeOf(m_g0 == G0::Kanji ? JisSet::X0208 : JisSet::X0212, first * 256u + second);
        // Of a broken pair only the first byte goes: the second may begin an escape.
        m_left.remove_prefix(character || (second > 0x20 && second < 0x7f) ? 2 : 1);
        character ? add(*character) : spoil();
    }

    CharacterSets m_sets;
    TextKind m_kind;
    G0 m_g0;
    bool m_katakana = false; // in G1
    std::string_view m_left;
    Decoded m_decoded;
};

} // namespace

Decoded decodeText(std::string_view bytes, const CharacterSets& sets, TextKind kind) {
    if (bytes.size() > kLongestForeignText) {
        throw record::Fault(record::FaultKind::Malformed, "a DICOM text above 1 MiB");
    }
    if (bytes.ends_with('\0')) { // PS3.5 §6.2 pads with spaces; some systems do not
        bytes.remove_suffix(1);
    }
    bytes = bytes.substr(0, bytes.find_last_not_of(' ') + 1);
    return Decoder(sets, kind).decode(bytes);
}

} // namespace seihon::dicom
