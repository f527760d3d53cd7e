#pragma once

#include "signing/certificate.h"

#include <string>
#include <string_view>
#include <vector>

namespace seihon::signing {

inline constexpr std::string_view kOidData = "1.2.840.113549.1.7.1";
inline constexpr std::string_view kOidSignedData = "1.2.840.113549.1.7.2";
inline constexpr std::string_view kOidContentType = "1.2.840.113549.1.9.3";
inline constexpr std::string_view kOidMessageDigest = "1.2.840.113549.1.9.4";
inline constexpr std::string_view kOidSigningTime = "1.2.840.113549.1.9.5";
inline constexpr std::string_view kOidSigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";
inline constexpr std::string_view kOidSignatureTimestamp = "1.2.840.113549.1.9.16.2.14";

struct CmsAttribute {
    std::string oid;
    Der value; // the one value
};

// The one shape of SignedData (RFC 5652 §5) that a seal has: version 1, detached id-data, one
// signer named by issuer and serial number, every attribute with one value. The parts are the raw
// bytes as they stand.
struct SignedData {
    Der digestAlgorithm; // of the signer, and the only one in digestAlgorithms
    std::vector<Der> certificates;
    std::vector<Der> crls;
    Der issuerAndSerial;
    Der signedAttributes; // tagged as SET OF: the bytes that are signed (RFC 5652 §5.4)
    Der signatureAlgorithm;
    Der signature;
    std::vector<CmsAttribute> unsignedAttributes;

    // Parsed from signedAttributes.
    std::vector<CmsAttribute> attributes;
    const Der* attribute(std::string_view oid) const;
};

// Strict DER: whatever encodeSignedData would write otherwise is refused. Faults: Malformed.
SignedData parseSignedData(record::Bytes cms);
// The same shape as strangers write it: DER, but certificates, lists and unsigned attributes in any
// order. Faults: Malformed.
SignedData parseForeignSignedData(record::Bytes cms);
Der encodeSignedData(const SignedData& data);

// The certificate of `candidates` that issuer and serial number name; null when none does.
const Der* certificateNamed(record::Bytes issuerAndSerial, const std::vector<Der>& candidates);

} // namespace seihon::signing
