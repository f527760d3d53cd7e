#include "dicom/person_name.h"
#include "dicom/text.h"
#include "record/fault.h"

#include <cstdlib>

using namespace seihon;

// Text of a foreign DICOM object: always read, notes where it had to be guessed at; and what can be
// written again is read as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    static const char* const kSets[] = {"",
                                        "ISO_IR 192",
                                        "ISO_IR 13",
                                        "\\ISO 2022 IR 87",
                                        "\\ISO 2022 IR 87\\ISO 2022 IR 159",
                                        "ISO 2022 IR 13\\ISO 2022 IR 87",
                                        "\\ISO 2022 IR 13\\ISO 2022 IR 87"};
    const dicom::CharacterSets sets = dicom::characterSetsFrom(kSets[data[0] % 7]);
    const auto kind = static_cast<dicom::TextKind>(data[1] % 5);
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
    const dicom::Decoded decoded = dicom::decodeText(bytes, sets, kind);
    for (const dicom::OutsideRule rule : {dicom::OutsideRule::Refuse, dicom::OutsideRule::Note}) {
        const dicom::Encoded encoded = dicom::encodeText(decoded.text, sets, kind, rule);
        if (encoded.refused) {
            if (!encoded.bytes.empty()) {
                std::abort();
            }
            continue;
        }
        const dicom::Decoded again = dicom::decodeText(encoded.bytes, sets, kind);
        const bool same =
            again.text == decoded.text.substr(0, decoded.text.find_last_not_of(' ') + 1);
        if (!again.notes.empty() || (encoded.outside.empty() && !same)) {
            std::abort();
        }
    }
    const dicom::PersonName name = dicom::personNameFrom(decoded.text);
    if (dicom::personNameFrom(dicom::textOf(name)) != name) {
        std::abort();
    }
    try {
        const dicom::CharacterSets read = dicom::characterSetsFrom(bytes);
        if (dicom::characterSetsFrom(dicom::attributeOf(read)) != read) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
