#pragma once

#include "record/digest.h"
#include "record/instant.h"

#include <optional>
#include <string>
#include <string_view>

namespace seihon::documents {

// A viewing copy as a FHIR R4 server keeps it: a Binary with the bytes, and a DocumentReference
// that says what they are. Both ids are made here, so that a retry is an update of the same two.
struct FhirDocument {
    std::string binaryId, referenceId; // UUIDs, made once
    std::string recordId;              // of the sealed record
    record::Digest manifestDigest;
    std::string title;
    std::string patientSystem,
        patientId; // a logical reference: identifier, not the server's own id
    std::string typeSystem, typeCode, typeWords; // no code: the words alone
    record::Instant madeAt{};
    std::int64_t pdfBytes = 0;
    std::string accession; // of the order that it belongs to; empty: none
};

std::string fhirBinary(const FhirDocument& document, record::Bytes pdf);
std::string fhirReference(const FhirDocument& document);

// What an OperationOutcome says, in one line: "error processing: …"; empty for what is none. Never
// throws: it is foreign text.
std::string outcomeWords(std::string_view json);
// Does this DocumentReference name our document and its Binary, its patient and its order?
bool isReferenceTo(std::string_view json, const FhirDocument& document);
// The bytes inside of a Binary with this id; none for what is no such Binary.
std::optional<std::string> bytesInBinary(std::string_view json, const std::string& id);

} // namespace seihon::documents
