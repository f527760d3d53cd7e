#include "record/signer_certificate.h"

#include "record/json_fields.h"

namespace seihon::record {

Json toJson(const SignerCertificate& certificate) {
    return Json::object({{"holder", certificate.holder},
                         {"issuer", certificate.issuer},
                         {"serial", certificate.serial},
                         {"sha256", certificate.sha256.hex()},
                         {"policies", textsJson(certificate.policies)},
                         {"healthcareRoles", textsJson(certificate.healthcareRoles)},
                         {"trustProfile", certificate.trustProfile},
                         {"testMode", certificate.testMode},
                         {"nonRepudiation", certificate.nonRepudiation},
                         {"keyBits", certificate.keyBits},
                         {"notBefore", formatInstant(certificate.notBefore)},
                         {"notAfter", formatInstant(certificate.notAfter)}});
}

SignerCertificate signerCertificateFromJson(const Json& json) {
    SignerCertificate certificate;
    certificate.holder = json.at("holder").asString();
    certificate.issuer = json.at("issuer").asString();
    certificate.serial = json.at("serial").asString();
    certificate.sha256 = digestIn(json, "sha256");
    certificate.policies = textsIn(json, "policies");
    certificate.healthcareRoles = textsIn(json, "healthcareRoles");
    certificate.trustProfile = json.at("trustProfile").asString();
    certificate.testMode = json.at("testMode").asBool();
    certificate.nonRepudiation = json.at("nonRepudiation").asBool();
    certificate.keyBits = json.at("keyBits").asInt();
    certificate.notBefore = parseInstant(json.at("notBefore").asString());
    certificate.notAfter = parseInstant(json.at("notAfter").asString());
    return certificate;
}

} // namespace seihon::record
