#pragma once

#include "documents/delivery_outcome.h"
#include "documents/fhir_document.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace seihon::documents {

struct FhirServer {
    std::string base;                    // "https://host/fhir"
    std::filesystem::path authorityFile; // of its certificate's issuers; needed for https
    std::filesystem::path certificateFile, keyFile; // ours; empty: none
    std::filesystem::path tokenFile;                // one line; empty: none
    std::chrono::seconds timeout{30};
};

// Lays the document there: the Binary, then its reference, each by PUT under the id that was made
// for it (FHIR R4 3.1.0.4.1, update as create). What lies there already with the same content is
// left as it is; what lies there with another is never replaced. Sent: both were taken.
DeliveryOutcome sendToFhir(const FhirServer& server, const FhirDocument& document,
                           record::Bytes pdf);
// Reads both back. Confirmed: the bytes are the same and the reference leads to them and is of the
// same patient. Refused: it has lost them, or holds others.
DeliveryOutcome confirmAtFhir(const FhirServer& server, const FhirDocument& document,
                              const record::Digest& pdf);

} // namespace seihon::documents
