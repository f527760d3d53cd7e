#include "dicom/escapes.h"
#include "dicom/jis_tables.h"
#include "dicom/text.h"
#include "dicom/utf8.h"

#include "record/fault.h"

namespace seihon::dicom {

namespace {

using First = CharacterSets::First;

constexpr std::size_t kMostGroups = 3;     // PS3.5 6.2.1.1
constexpr std::size_t kMostComponents = 5; // family, given, middle, prefix, suffix

std::size_t mostCharacters(TextKind kind) {
    switch (kind) {
    case TextKind::ShortString:
        return 16;
    case TextKind::LongString:
    case TextKind::PersonName: // a group
        return 64;
    case TextKind::ShortText:
        return 1024;
    case TextKind::LongText:
        return 10240;
    }
    return 0;
}

class Encoder {
  public:
    Encoder(const CharacterSets& sets, TextKind kind) : m_sets(sets), m_kind(kind) {
        m_allowed = sets;
        if (kind == TextKind::PersonName && sets.first != First::Utf8) {
            m_allowed = {sets.first}; // of the alphabetic group
        }
        reset();
    }

    Encoded encode(std::string_view text) {
        while (!text.empty()) {
            const auto character = takeCharacter(text);
            if (!character) {
                throw record::Fault(record::FaultKind::Malformed, "a text that is no UTF-8");
            }
            take(*character);
            ++m_place;
        }
        close();
        m_encoded.tooLong = m_encoded.tooLong || m_length > mostCharacters(m_kind) ||
                            m_groups > kMostGroups || m_components > kMostComponents;
        return std::move(m_encoded);
    }

  private:
    void reset() {
        m_g0 = initialG0(m_sets);
        m_katakana = m_sets.first == First::JisX0201;
    }

    // Back to what a value begins with (PS3.5 6.1.2.5.3).
    void close() {
        if (m_g0 != initialG0(m_sets)) {
            choose(initialG0(m_sets));
        }
        reset();
    }

    void choose(G0 set) {
        if (m_g0 != set) {
            m_encoded.bytes += kEscapeOf[static_cast<std::size_t>(set)];
            m_g0 = set;
        }
    }

    void take(char32_t c) {
        if (m_kind == TextKind::PersonName && (c == '^' || c == '=')) {
            return delimit(c);
        }
        ++m_length;
        if (hasLines(m_kind) && isLineControl(c)) {
            close();
            m_encoded.bytes += static_cast<char>(c);
            return;
        }
        if (isForbiddenControl(c, m_kind) || isDelimiter(c, m_kind) || !put(c)) {
            putInstead(c);
        }
    }

    void delimit(char32_t c) {
        close();
        m_encoded.bytes += static_cast<char>(c);
        if (c == '^') {
            ++m_components;
            ++m_length; // it counts among the 64 of its group
            return;
        }
        m_encoded.tooLong = m_encoded.tooLong || m_length > mostCharacters(m_kind) ||
                            m_components > kMostComponents;
        m_length = 0;
        m_components = 1;
        ++m_groups;
        m_allowed = m_sets;
    }

    bool put(char32_t c) {
        if (m_sets.first == First::Utf8) {
            appendUtf8(m_encoded.bytes, c);
            return true;
        }
        return c < 0x80 ? putAscii(c) : putRomaji(c) || putKatakana(c) || putKanji(c);
    }

    bool putAscii(char32_t c) {
        const bool inRomaji = c != '\\' && c != '~';
        if (m_g0 == G0::Ascii || (m_g0 == G0::Romaji && inRomaji)) {
            // it can be said as things stand
        } else if (m_sets.first == First::JisX0201 && inRomaji) {
            choose(G0::Romaji);
        } else if (m_sets.first == First::Ascii || m_allowed.extended) {
            choose(G0::Ascii);
        } else {
            return false;
        }
        m_encoded.bytes += static_cast<char>(c);
        return true;
    }

    // The yen sign and the overline have the codes of \ and ~.
    bool putRomaji(char32_t c) {
        if (c != kYen && c != kOverline) {
            return false;
        }
        const bool there = m_sets.first == First::JisX0201 || m_allowed.katakana;
        if (!there || (c == kYen && !hasLines(m_kind))) { // there 0x5C parts values
            return false;
        }
        choose(G0::Romaji);
        m_encoded.bytes += c == kYen ? '\x5c' : '\x7e';
        return true;
    }

    bool putKatakana(char32_t c) {
        if (c < kKatakanaFirst || c > kKatakanaLast || (!m_katakana && !m_allowed.katakana)) {
            return false;
        }
        if (!m_katakana) {
            m_encoded.bytes += kEscapeKatakana;
            m_katakana = true;
        }
        m_encoded.bytes += static_cast<char>(0xa1 + (c - kKatakanaFirst));
        return true;
    }

    bool putKanji(char32_t c) {
        for (const auto& [allowed, set, g0] :
             {std::tuple(m_allowed.kanji, JisSet::X0208, G0::Kanji),
              std::tuple(m_allowed.moreKanji, JisSet::X0212, G0::MoreKanji)}) {
            if (const auto code = allowed ? jisCodeOf(set, c) : std::nullopt) {
                choose(g0);
                m_encoded.bytes += static_cast<char>(*code >> 8);
                m_encoded.bytes += static_cast<char>(*code & 0xff);
                return true;
            }
        }
        return false;
    }

    void putInstead(char32_t c) {
        const char32_t instead = m_sets.first == First::Utf8 ? kReplacement
                                 : m_allowed.kanji           ? kGeta
                                                             : U'?';
        put(instead);
        m_encoded.outside.push_back({utf8Of(c), m_place, utf8Of(instead)});
    }

    CharacterSets m_sets;
    CharacterSets m_allowed; // in this group of a name
    TextKind m_kind;
    G0 m_g0 = G0::Ascii;
    bool m_katakana = false; // in G1
    std::size_t m_place = 0, m_length = 0, m_groups = 1, m_components = 1;
    Encoded m_encoded;
};

} // namespace

Encoded encodeText(std::string_view text, const CharacterSets& sets, TextKind kind,
                   OutsideRule rule) {
    Encoded encoded = Encoder(sets, kind).encode(text);
    encoded.refused = encoded.tooLong || (rule == OutsideRule::Refuse && !encoded.outside.empty());
    if (encoded.refused) {
        encoded.bytes.clear();
        for (Outside& one : encoded.outside) {
            one.written.clear();
        }
    }
    return encoded;
}

} // namespace seihon::dicom
