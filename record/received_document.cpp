#include "record/received_document.h"

#include "record/json_fields.h"

namespace seihon::record {

namespace {

constexpr std::size_t kMaxFieldName = 1024;
constexpr std::size_t kMaxMaterialBytes = 4u << 20; // of all that the store holds

Json materialJson(const std::vector<std::vector<std::uint8_t>>& objects) {
    Json list = Json::array();
    for (const auto& object : objects) {
        list.push(toBase64(object));
    }
    return list;
}

std::vector<std::vector<std::uint8_t>> materialIn(const Json& json, std::string_view key) {
    std::vector<std::vector<std::uint8_t>> objects;
    std::size_t bytes = 0;
    for (const Json& one : json.at(key).asArray()) {
        const std::string object = fromBase64(one.asString());
        bytes += object.size();
        if (objects.size() == kMaxPdfMaterial || bytes > kMaxMaterialBytes) {
            throw Fault(FaultKind::Malformed, "too much validation data in one document");
        }
        objects.emplace_back(object.begin(), object.end());
    }
    return objects;
}

PdfSignature signatureFromJson(const Json& json) {
    PdfSignature signature;
    signature.field = json.at("field").asString();
    signature.subFilter = json.at("subFilter").asString();
    if (signature.field.size() > kMaxFieldName || signature.subFilter.size() > kMaxFieldName) {
        throw Fault(FaultKind::Malformed, "the name of a signature field is too long");
    }
    for (const Json& number : json.at("byteRange").asArray()) {
        signature.byteRange.push_back(number.asInt());
    }
    signature.holeIsContents = json.at("holeIsContents").asBool();
    signature.later = enumIn<LaterShown>(json, "later");
    return signature;
}

Json findingIdsOf(const Verdict& verdict) {
    Json ids = Json::array();
    for (const Finding& finding : verdict.byUrgency()) {
        ids.push(enumName(finding.id));
    }
    return ids;
}

Json publicJson(const ReceivedSignature& signature) {
    const SignerCertificate& signer = signature.signer;
    const bool known = !signer.holder.empty();
    return Json::object({{"state", enumName(signature.state)},
                         {"subFilter", signature.subFilter},
                         {"certificate", known ? Json(signer.sha256.hex()) : Json()},
                         {"issuer", signer.issuer},
                         {"trustProfile", signer.trustProfile},
                         {"testMode", signer.testMode},
                         {"healthcareRoles", textsJson(signer.healthcareRoles)},
                         {"signedAt", instantOrNull(signature.signedAt)},
                         {"provenAt", instantOrNull(signature.provenAt)},
                         {"coversWholeFile", signature.coversWholeFile},
                         {"findings", findingIdsOf(signature.verdict)}});
}

} // namespace

Json toJson(const PdfReading& reading) {
    Json signatures = Json::array();
    for (const PdfSignature& signature : reading.signatures) {
        Json range = Json::array();
        for (const std::int64_t number : signature.byteRange) {
            range.push(number);
        }
        signatures.push(Json::object({{"field", signature.field},
                                      {"subFilter", signature.subFilter},
                                      {"byteRange", std::move(range)},
                                      {"holeIsContents", signature.holeIsContents},
                                      {"later", enumName(signature.later)}}));
    }
    return Json::object({{"state", enumName(reading.state)},
                         {"failure", reading.failure},
                         {"pages", reading.pages},
                         {"repaired", reading.repaired},
                         {"signatures", std::move(signatures)},
                         {"certificates", materialJson(reading.certificates)},
                         {"lists", materialJson(reading.lists)}});
}

PdfReading pdfReadingFromJson(const Json& json) {
    PdfReading reading;
    reading.state = enumIn<PdfState>(json, "state");
    reading.failure = json.at("failure").asString();
    reading.pages = json.at("pages").asInt();
    reading.repaired = json.at("repaired").asBool();
    for (const Json& signature : json.at("signatures").asArray()) {
        if (reading.signatures.size() == kMaxPdfSignatures) {
            throw Fault(FaultKind::Malformed, "too many signatures in one document");
        }
        reading.signatures.push_back(signatureFromJson(signature));
    }
    reading.certificates = materialIn(json, "certificates");
    reading.lists = materialIn(json, "lists");
    return reading;
}

Json publicJson(const ReceivedDocument& document) {
    Json signatures = Json::array();
    for (const ReceivedSignature& signature : document.signatures) {
        signatures.push(publicJson(signature));
    }
    return Json::object({{"state", enumName(document.state)},
                         {"pages", document.pages},
                         {"signatures", std::move(signatures)},
                         {"findings", findingIdsOf(document.verdict)}});
}

Json privateJson(const ReceivedDocument& document) {
    Json signatures = Json::array();
    for (const ReceivedSignature& signature : document.signatures) {
        signatures.push(Json::object({{"field", signature.field},
                                      {"holder", signature.signer.holder},
                                      {"serial", signature.signer.serial},
                                      {"verdict", toJson(signature.verdict)}}));
    }
    return Json::object(
        {{"signatures", std::move(signatures)}, {"verdict", toJson(document.verdict)}});
}

} // namespace seihon::record
