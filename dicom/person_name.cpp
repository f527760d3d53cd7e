#include "dicom/person_name.h"

#include <algorithm>

namespace seihon::dicom {

std::string textOf(const PersonName& name) {
    std::string text = name.alphabetic;
    if (!name.ideographic.empty() || !name.phonetic.empty()) {
        text += "=" + name.ideographic;
    }
    if (!name.phonetic.empty()) {
        text += "=" + name.phonetic;
    }
    return text;
}

PersonName personNameFrom(std::string_view text) {
    PersonName name;
    for (std::string* group : {&name.alphabetic, &name.ideographic}) {
        const auto end = text.find('=');
        *group = text.substr(0, end);
        if (end == std::string_view::npos) {
            return name;
        }
        text.remove_prefix(end + 1);
    }
    name.phonetic = text;
    return name;
}

PersonName plainName(std::string_view name, std::string_view kana) {
    if (name.find('=') != std::string_view::npos) { // written as DICOM has it
        return personNameFrom(name);
    }
    PersonName person;
    const bool ascii = std::all_of(name.begin(), name.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    (ascii ? person.alphabetic : person.ideographic) = name;
    person.phonetic = kana;
    return person;
}

} // namespace seihon::dicom
