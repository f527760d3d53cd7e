#include "documents/fhir_document.h"
#include "record/clean_text.h"
#include "record/page_text.h"

#include "record/fault.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

// What a FHIR server, or whoever stands in its place, may answer; and what the examine worker may
// say that it read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seihon;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string words = documents::outcomeWords(text);
    if (words.size() > 300 || record::cleanText(words) != words || words.find('\n') != words.npos) {
        __builtin_trap();
    }
    documents::FhirDocument document;
    document.binaryId = "0190a8e2-7b1c-7c3d-8e4f-0000000000b1";
    document.referenceId = "0190a8e2-7b1c-7c3d-8e4f-0000000000d1";
    document.patientSystem = "urn:oid:2.999.1";
    document.patientId = "P-0042";
    if (documents::isReferenceTo(text, document) && (text.find(document.binaryId) == text.npos ||
                                                     text.find("DocumentReference") == text.npos)) {
        __builtin_trap();
    }
    (void)documents::bytesInBinary(text, document.binaryId);
    try {
        (void)record::pageTextFromJson(record::parseJson(text));
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
    }
    return 0;
}
