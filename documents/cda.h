#pragma once

#include "record/digest.h"
#include "record/instant.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seihon::documents {

struct CodedValue {
    std::string code, system, words; // no code: not known to the hospital's settings
};

// A scanned document as IHE XDS-SD has it (ITI TF-3 5.2): a CDA R2 header, and the PDF inside. What
// is not known is said to be unknown; nothing is made up.
struct ScannedDocument {
    std::string id; // UUID of this document, which is derived; never that of the record
    std::string title;
    CodedValue type;             // of document; without a code the words stand as they are
    std::string confidentiality; // of HL7's code system 2.16.840.1.113883.5.25: N, R, V
    record::Instant madeAt{};
    std::chrono::minutes utcOffset{};
    std::string facilityOid, facilityName;
    std::string patientOid, patientId, patientName;
    record::Instant scannedAt{};
    std::string operatorId, operatorName; // who scanned
    std::string deviceId, deviceModel, deviceSoftware;
    std::optional<record::Instant>
        serviceAt;         // when what the paper is about was done; mostly unknown
    std::string accession; // of the order that it fulfils, as the hospital numbers it; empty: none
};

// Faults: Malformed for an OID or UUID that is none, or for a text that XML cannot hold.
std::string cdaOf(const ScannedDocument& document, record::Bytes pdf);

// What keeps such a text from being the XDS-SD document that it should be: form, order of elements
// (CDA R2 hierarchy), template ids, what is required, and that the PDF inside is that of the
// digest. Empty: nothing.
std::vector<std::string> checkCda(std::string_view xml, const ScannedDocument& document,
                                  const record::Digest& pdf);

} // namespace seihon::documents
