#include "documents/fhir_server.h"

#include "documents/http_exchange.h"
#include "ledger/durable_file.h"
#include "record/clean_text.h"
#include "record/fault.h"

#include <optional>

namespace seihon::documents {

namespace {

constexpr std::int64_t kTokenBytes = 16 << 10;
constexpr std::size_t kFhirAnswerBytes = 1 << 20;
constexpr const char* kFhirJson = "application/fhir+json";

WebService serviceOf(const FhirServer& server) {
    WebService service{server.base, server.authorityFile, server.certificateFile, server.keyFile,
                       {},          server.timeout};
    if (!server.tokenFile.empty()) {
        const auto bytes = ledger::readWhole(server.tokenFile, kTokenBytes);
        service.token.assign(bytes.begin(), bytes.end());
        service.token.erase(service.token.find_last_not_of(" \r\n") + 1);
        for (const char c : service.token) { // a second header must not hide in it
            if (c <= ' ' || c > '~') {
                throw record::Fault(record::FaultKind::ConfigInvalid,
                                    "the token of the FHIR server is more than one word");
            }
        }
    }
    return service;
}

// "PUT Binary: HTTP 422 error processing: …"
std::string wordsFor(const char* act, const WebAnswer& answer) {
    std::string words = std::string(act) + ": ";
    if (!answer.trouble.empty()) {
        return record::cleanText(words + answer.trouble);
    }
    words += "HTTP " + std::to_string(answer.status);
    const std::string said = outcomeWords(answer.body);
    return said.empty() ? words : words + " " + said;
}

// A server that is busy, or whose door is shut to us today, may take it tomorrow; what it does not
// want it will not want then either.
bool mayChange(const WebAnswer& answer) {
    switch (answer.status) {
    case 401:
    case 403:
    case 408:
    case 423:
    case 425:
    case 429:
        return true;
    default:
        return answer.status >= 500 || (answer.status >= 300 && answer.status < 400);
    }
}

DeliveryOutcome failure(const char* act, const WebAnswer& answer, bool begun = false) {
    const bool away = !answer.trouble.empty() || mayChange(answer);
    return {away ? DeliveryEnd::Unreachable : DeliveryEnd::Refused, wordsFor(act, answer), begun};
}

bool isThere(const WebAnswer& answer) {
    return answer.trouble.empty() && answer.status == 200;
}
bool isMissing(const WebAnswer& answer) {
    return answer.trouble.empty() && answer.status == 404;
}

class FhirTalk {
  public:
    FhirTalk(const FhirServer& server, const FhirDocument& document)
        : m_service(serviceOf(server)), m_document(document) {}

    WebAnswer readBinary(std::size_t pdfBytes) {
        // The bytes themselves (R4 3.1.0.2.2); some servers give the resource whatever is asked.
        return webExchange(m_service, {"GET",
                                       "Binary/" + m_document.binaryId,
                                       "application/pdf",
                                       {},
                                       {},
                                       pdfBytes * 2 + kFhirAnswerBytes});
    }
    WebAnswer readReference() {
        return webExchange(m_service, {"GET",
                                       "DocumentReference/" + m_document.referenceId,
                                       kFhirJson,
                                       {},
                                       {},
                                       kFhirAnswerBytes});
    }
    WebAnswer put(const std::string& path, std::string_view body) {
        return webExchange(m_service, {"PUT", path, kFhirJson, kFhirJson, body, kFhirAnswerBytes});
    }

    record::Digest digestOf(const WebAnswer& answer) const {
        if (answer.type.starts_with("application/fhir+json") ||
            answer.type.starts_with("application/json")) {
            const auto inside = bytesInBinary(answer.body, m_document.binaryId);
            return inside ? record::sha256(*inside) : record::Digest{};
        }
        return record::sha256(answer.body);
    }

  private:
    WebService m_service;
    const FhirDocument& m_document;
};

bool wasTaken(const WebAnswer& answer) {
    return answer.trouble.empty() && (answer.status == 200 || answer.status == 201);
}

} // namespace

DeliveryOutcome sendToFhir(const FhirServer& server, const FhirDocument& document,
                           record::Bytes pdf) {
    try {
        FhirTalk talk(server, document);
        const WebAnswer there = talk.readBinary(pdf.size());
        if (isThere(there)) { // of a try whose answer was lost
            if (talk.digestOf(there) != record::sha256(pdf)) {
                return {DeliveryEnd::Refused, "GET Binary: other bytes lie under its id"};
            }
        } else if (!isMissing(there)) {
            return failure("GET Binary", there);
        } else if (const WebAnswer put =
                       talk.put("Binary/" + document.binaryId, fhirBinary(document, pdf));
                   !wasTaken(put)) {
            return failure("PUT Binary", put, true);
        }
        const WebAnswer reference = talk.readReference();
        if (isThere(reference)) {
            return isReferenceTo(reference.body, document)
                       ? DeliveryOutcome{DeliveryEnd::Sent, "it was there already"}
                       : DeliveryOutcome{DeliveryEnd::Refused,
                                         "GET DocumentReference: another one lies under its id"};
        }
        if (!isMissing(reference)) {
            return failure("GET DocumentReference", reference);
        }
        const WebAnswer put =
            talk.put("DocumentReference/" + document.referenceId, fhirReference(document));
        return wasTaken(put)
                   ? DeliveryOutcome{DeliveryEnd::Sent, wordsFor("PUT DocumentReference", put)}
                   : failure("PUT DocumentReference", put, true);
    } catch (const record::Fault& fault) {
        return {DeliveryEnd::Unreachable, fault.what()};
    }
}

DeliveryOutcome confirmAtFhir(const FhirServer& server, const FhirDocument& document,
                              const record::Digest& pdf) {
    try {
        FhirTalk talk(server, document);
        const WebAnswer binary = talk.readBinary(static_cast<std::size_t>(document.pdfBytes));
        if (!isThere(binary)) {
            return failure("GET Binary", binary);
        }
        if (talk.digestOf(binary) != pdf) {
            return {DeliveryEnd::Refused, "GET Binary: it holds other bytes"};
        }
        const WebAnswer reference = talk.readReference();
        if (!isThere(reference)) {
            return failure("GET DocumentReference", reference);
        }
        return isReferenceTo(reference.body, document)
                   ? DeliveryOutcome{DeliveryEnd::Confirmed, wordsFor("GET", binary)}
                   : DeliveryOutcome{DeliveryEnd::Refused,
                                     "GET DocumentReference: it says something else"};
    } catch (const record::Fault& fault) {
        return {DeliveryEnd::Unreachable, fault.what()};
    }
}

} // namespace seihon::documents
