#include "documents/fhir_document.h"

#include "record/clean_text.h"
#include "record/fault.h"
#include "record/json.h"

#include <algorithm>

namespace seihon::documents {

namespace {

using record::Json;

constexpr std::size_t kDeepest = 24;
constexpr std::size_t kLongestWords = 300;
constexpr std::size_t kMostIssues = 3;
constexpr std::size_t kAnswerBytes = 1 << 20;

const char* const kUriSystem = "urn:ietf:rfc:3986";
// HL7 v2 table 0203, as FHIR names it.
const char* const kIdentifierTypes = "http://terminology.hl7.org/CodeSystem/v2-0203";
const char* const kAccession = "ACSN";

std::string textOf(const Json& json, std::string_view key) {
    const Json* const value = json.isObject() ? json.find(key) : nullptr;
    return value != nullptr && value->isString() ? value->asString() : std::string();
}

// None for what cannot be read: also for numbers with fractions, which our JSON does not have.
std::optional<Json> resourceIn(std::string_view json, const char* type, std::size_t limit) {
    try {
        Json resource = record::parseJson(json, {limit, kDeepest});
        if (textOf(resource, "resourceType") == type) {
            return resource;
        }
    } catch (const record::Fault&) {
        // no answer of a FHIR server
    }
    return std::nullopt;
}

// By its number alone: the server's own id of the order is not known here (R4
// Reference.identifier).
Json orderReference(const std::string& accession) {
    const Json type = Json::object(
        {{"coding",
          Json::array({Json::object({{"system", kIdentifierTypes}, {"code", kAccession}})})}});
    return Json::object({{"type", "ServiceRequest"},
                         {"identifier", Json::object({{"type", type}, {"value", accession}})}});
}

// What was sent with an order is kept with it; a server may know more.
bool isOfOrder(const Json& reference, const std::string& accession) {
    if (accession.empty()) {
        return true;
    }
    const Json* const context = reference.find("context");
    const Json* const related =
        context != nullptr && context->isObject() ? context->find("related") : nullptr;
    if (related == nullptr || !related->isArray()) {
        return false;
    }
    const auto& all = related->asArray();
    return std::any_of(all.begin(), all.end(), [&](const Json& one) {
        const Json* const number = one.isObject() ? one.find("identifier") : nullptr;
        return number != nullptr && textOf(*number, "value") == accession;
    });
}

} // namespace

std::string fhirBinary(const FhirDocument& document, record::Bytes pdf) {
    // By hand: the text is mostly one string, and a tree of it would be a copy more.
    return "{\"contentType\":\"application/pdf\",\"data\":\"" + record::toBase64(pdf) +
           "\",\"id\":\"" + document.binaryId + "\",\"resourceType\":\"Binary\"}";
}

std::string fhirReference(const FhirDocument& document) {
    Json type = Json::object({{"text", document.typeWords}});
    if (!document.typeCode.empty()) {
        type.set("coding", Json::array({Json::object(
                               {{"system", document.typeSystem}, {"code", document.typeCode}})}));
    }
    const Json attachment = Json::object({{"contentType", "application/pdf"},
                                          {"language", "ja-JP"},
                                          {"url", "Binary/" + document.binaryId},
                                          {"size", document.pdfBytes},
                                          {"title", document.title},
                                          {"creation", record::formatInstant(document.madeAt)}});
    Json reference = Json::object(
        {{"resourceType", "DocumentReference"},
         {"id", document.referenceId},
         {"masterIdentifier",
          Json::object({{"system", kUriSystem}, {"value", "urn:uuid:" + document.referenceId}})},
         // The record that it was made from: what a person searches by.
         {"identifier", Json::array({Json::object({{"system", kUriSystem},
                                                   {"value", "urn:uuid:" + document.recordId}})})},
         {"status", "current"},
         {"type", type},
         {"subject", Json::object({{"type", "Patient"},
                                   {"identifier", Json::object({{"system", document.patientSystem},
                                                                {"value", document.patientId}})}})},
         {"date", record::formatInstant(document.madeAt)},
         {"description", "Viewing copy, not the original; sealed record " + document.recordId +
                             ", SHA-256 of its manifest " + document.manifestDigest.hex()},
         {"content", Json::array({Json::object({{"attachment", attachment}})})}});
    if (!document.accession.empty()) {
        reference.set(
            "context",
            Json::object({{"related", Json::array({orderReference(document.accession)})}}));
    }
    return record::canonical(reference);
}

std::string outcomeWords(std::string_view json) {
    const std::optional<Json> outcome = resourceIn(json, "OperationOutcome", kAnswerBytes);
    const Json* const issues = outcome ? outcome->find("issue") : nullptr;
    if (issues == nullptr || !issues->isArray()) {
        return {};
    }
    std::string words;
    std::size_t told = 0;
    for (const Json& issue : issues->asArray()) {
        if (++told > kMostIssues) {
            break;
        }
        words +=
            (words.empty() ? "" : "; ") + textOf(issue, "severity") + " " + textOf(issue, "code");
        const Json* const details = issue.isObject() ? issue.find("details") : nullptr;
        const std::string why = textOf(issue, "diagnostics");
        const std::string more = why.empty() && details != nullptr ? textOf(*details, "text") : why;
        words += more.empty() ? "" : ": " + more;
    }
    words = record::cleanText(words);
    std::replace(words.begin(), words.end(), '\n', ' ');
    if (words.size() > kLongestWords) { // and not in the middle of a character
        std::size_t end = kLongestWords;
        while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) {
            --end;
        }
        words.resize(end);
    }
    return words;
}

bool isReferenceTo(std::string_view json, const FhirDocument& document) {
    const std::optional<Json> resource = resourceIn(json, "DocumentReference", kAnswerBytes);
    if (!resource || textOf(*resource, "id") != document.referenceId ||
        textOf(*resource, "status") != "current") {
        return false;
    }
    const Json* const subject = resource->find("subject");
    const Json* const whose =
        subject != nullptr && subject->isObject() ? subject->find("identifier") : nullptr;
    if (whose == nullptr || textOf(*whose, "value") != document.patientId ||
        textOf(*whose, "system") != document.patientSystem) {
        return false; // another patient's now: never taken for kept
    }
    if (!isOfOrder(*resource, document.accession)) {
        return false;
    }
    const Json* const content = resource->find("content");
    if (content == nullptr || !content->isArray() || content->asArray().size() != 1) {
        return false;
    }
    const Json& one = content->asArray().front();
    const Json* const attachment = one.isObject() ? one.find("attachment") : nullptr;
    // A server may write its own address in front.
    const std::string url = attachment == nullptr ? std::string() : textOf(*attachment, "url");
    const std::string ours = "Binary/" + document.binaryId;
    return url == ours || url.ends_with("/" + ours) ||
           url.find("/" + ours + "/_history/") != url.npos || url.starts_with(ours + "/_history/");
}

std::optional<std::string> bytesInBinary(std::string_view json, const std::string& id) {
    const std::optional<Json> resource = resourceIn(json, "Binary", json.size());
    if (!resource || textOf(*resource, "id") != id) {
        return std::nullopt;
    }
    try {
        return record::fromBase64(textOf(*resource, "data"));
    } catch (const record::Fault&) {
        return std::nullopt;
    }
}

} // namespace seihon::documents
