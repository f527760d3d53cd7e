#include "station/delivery_compare.h"

#include "dicom/character_sets.h"
#include "dicom/person_name.h"
#include "dicom/text.h"
#include "record/fault.h"

#include <algorithm>
#include <array>

namespace seihon::station {

using dicom_net::RawItem;

namespace {

enum class Compare { Bytes, Text, Name };

struct ComparedAttribute {
    const char* item;
    const char* keyword;
    Compare how;
    bool mustShow; // type U or R of the study level (PS3.4 C.6.2.1.2)
};

constexpr std::array kOfStudy = std::to_array<ComparedAttribute>({
    {"study", "StudyInstanceUID", Compare::Bytes, true},
    {"patientId", "PatientID", Compare::Text, true},
    {"patientName", "PatientName", Compare::Name, true},
    {"accession", "AccessionNumber", Compare::Text, true},
    {"studyDate", "StudyDate", Compare::Bytes, true},
    {"studyId", "StudyID", Compare::Text, true},
    {"birthDate", "PatientBirthDate", Compare::Bytes, false},
    {"sex", "PatientSex", Compare::Bytes, false},
});
constexpr std::array kOfInstance = std::to_array<ComparedAttribute>({
    {"study", "StudyInstanceUID", Compare::Bytes, true},
    {"series", "SeriesInstanceUID", Compare::Bytes, false},
    {"sopClass", "SOPClassUID", Compare::Bytes, false},
});

std::string rawIn(const RawItem& item, const char* name) {
    const auto found = item.find(name);
    return found == item.end() ? std::string() : found->second;
}

// Groups without the delimiters that may stand at their ends (PS3.5 §6.2.1.1).
std::string nameWithoutEnds(const std::string& text) {
    dicom::PersonName name = dicom::personNameFrom(text);
    for (std::string* group : {&name.alphabetic, &name.ideographic, &name.phonetic}) {
        while (!group->empty() && (group->back() == '^' || group->back() == ' ')) {
            group->pop_back();
        }
    }
    return dicom::textOf(name);
}

// An archive may answer in another character set than it was sent. What cannot be read stays as it
// came, and so is another.
std::string meaningOf(const RawItem& item, const ComparedAttribute& attribute) {
    const std::string raw = rawIn(item, attribute.item);
    if (attribute.how == Compare::Bytes) {
        return raw;
    }
    try {
        const auto sets = dicom::characterSetsFrom(rawIn(item, "characterSet"));
        const bool name = attribute.how == Compare::Name;
        const std::string text =
            dicom::decodeText(raw, sets,
                              name ? dicom::TextKind::PersonName : dicom::TextKind::LongString)
                .text;
        return name ? nameWithoutEnds(text) : text;
    } catch (const record::Fault&) {
        return raw;
    }
}

template <typename Attributes>
void compareItems(const RawItem& sent, const RawItem& held, const Attributes& attributes,
                  SentAndHeld& result) {
    for (const ComparedAttribute& one : attributes) {
        if (!held.contains(one.item) && !(one.mustShow && sent.contains(one.item))) {
            continue; // it need not show it, or there is nothing to show
        }
        result.compared.insert(one.keyword);
        if (meaningOf(sent, one) != meaningOf(held, one)) {
            result.changed.insert(one.keyword);
        }
    }
}

} // namespace

SentAndHeld compareWithSent(const std::vector<RawItem>& items) {
    SentAndHeld result;
    std::vector<const RawItem*> sent;
    for (const RawItem& item : items) {
        if (rawIn(item, "level") == "sent") {
            sent.push_back(&item);
        }
    }
    bool studyShown = false;
    for (const RawItem& item : items) {
        const std::string level = rawIn(item, "level");
        if (level == "study" && !sent.empty()) { // all of one delivery are of one study
            studyShown = true;
            compareItems(*sent.front(), item, kOfStudy, result);
        }
        const auto same = std::find_if(sent.begin(), sent.end(), [&](const RawItem* one) {
            return rawIn(*one, "sopInstance") == rawIn(item, "sopInstance");
        });
        if (level == "instance" && same != sent.end()) {
            result.found.insert(rawIn(item, "sopInstance"));
            compareItems(**same, item, kOfInstance, result);
        }
    }
    // It knows instances and not their study: whose they are, it does not say.
    if (!result.found.empty() && !studyShown) {
        result.changed.insert(result.changed.contains("StudyInstanceUID") ? "StudyInstanceUID"
                                                                          : "PatientID");
    }
    return result;
}

std::string listed(const std::set<std::string>& keywords) {
    std::string text;
    for (const std::string& one : keywords) {
        text += (text.empty() ? "" : ", ") + one;
    }
    return text;
}

} // namespace seihon::station
