#include "station/class_words.h"

namespace seihon::station {

std::string classNameOf(const regulation::Regulation& rules, const std::string& documentClass,
                        record::Language language) {
    const auto found = rules.classes.find(documentClass);
    if (found == rules.classes.end()) {
        return documentClass;
    }
    return language == record::Language::Japanese ? found->second.nameJa : found->second.nameEn;
}

} // namespace seihon::station
