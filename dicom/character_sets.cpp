#include "dicom/character_sets.h"

#include "record/fault.h"

namespace seihon::dicom {

using record::Fault;
using record::FaultKind;

namespace {

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) {
        return {};
    }
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

[[noreturn]] void refuse(std::string_view term) {
    std::string shown;
    for (const char c : term.substr(0, 40)) {
        shown += c >= 0x20 && c < 0x7f ? c : '?';
    }
    throw Fault(FaultKind::Malformed, "Specific Character Set is not one that is read: " + shown);
}

void takeFirst(CharacterSets& sets, std::string_view term) {
    if (term.empty() || term == "ISO_IR 6" || term == "ISO 2022 IR 6") {
        sets.first = CharacterSets::First::Ascii;
    } else if (term == "ISO_IR 13" || term == "ISO 2022 IR 13") {
        sets.first = CharacterSets::First::JisX0201;
    } else if (term == "ISO_IR 192") {
        sets.first = CharacterSets::First::Utf8;
    } else if (term == "ISO 2022 IR 87") { // alone, as some systems write it: value 1 is ASCII
        sets.kanji = true;
    } else if (term == "ISO 2022 IR 159") {
        sets.moreKanji = true;
    } else {
        refuse(term);
    }
    sets.extended = term.starts_with("ISO 2022");
}

void takeFurther(CharacterSets& sets, std::string_view term) {
    if (sets.first == CharacterSets::First::Utf8) { // C.12.1.1.2: UTF-8 stands alone
        refuse(term);
    }
    sets.extended = true;
    if (term == "ISO 2022 IR 87") {
        sets.kanji = true;
    } else if (term == "ISO 2022 IR 159") {
        sets.moreKanji = true;
    } else if (term == "ISO 2022 IR 13") {
        sets.katakana = true;
    } else if (term != "ISO 2022 IR 6") {
        refuse(term);
    }
}

} // namespace

CharacterSets characterSetsFrom(std::string_view attribute) {
    if (attribute.size() > 256) {
        refuse("too long");
    }
    CharacterSets sets;
    for (bool first = true;; first = false) {
        const auto end = attribute.find('\\');
        const std::string_view term = trimmed(attribute.substr(0, end));
        first ? takeFirst(sets, term) : takeFurther(sets, term);
        if (end == std::string_view::npos) {
            return sets;
        }
        attribute.remove_prefix(end + 1);
    }
}

std::string attributeOf(const CharacterSets& sets) {
    using First = CharacterSets::First;
    if (sets.first == First::Utf8) {
        return "ISO_IR 192";
    }
    std::string further;
    further += sets.kanji ? "\\ISO 2022 IR 87" : "";
    further += sets.moreKanji ? "\\ISO 2022 IR 159" : "";
    further += sets.katakana && sets.first == First::Ascii ? "\\ISO 2022 IR 13" : "";
    if (sets.first == First::Ascii) {
        // value 1 stays empty: the default repertoire
        return further.empty() && sets.extended ? "ISO 2022 IR 6" : further;
    }
    return (sets.extended || !further.empty() ? "ISO 2022 IR 13" : "ISO_IR 13") + further;
}

} // namespace seihon::dicom
