#pragma once

#include "record/digest.h"
#include "record/signer_certificate.h"

#include <cstdint>
#include <vector>

namespace seihon::signing {

using Der = std::vector<std::uint8_t>;

// What the certificate says of itself; trustProfile and testMode stay empty until trust.h judges
// it. Reads hcRole as real HPKI certificates carry it. Faults: CertificateUnusable.
record::SignerCertificate describeCertificate(record::Bytes certificateDer);

// Until when a certificate says it is valid, whatever its key is. Faults: CertificateUnusable.
record::Instant endOfCertificate(record::Bytes certificateDer);

// keyUsage has digitalSignature and neither nonRepudiation nor an authority's bits: its key says
// who is there, and declares nothing. Faults: CertificateUnusable.
bool authenticatesOnly(record::Bytes certificateDer);

// Verifies an RSA PKCS#1 v1.5 / SHA-256 signature over `message`: the login challenge.
bool verifySignature(record::Bytes certificateDer, record::Bytes message, record::Bytes signature);

} // namespace seihon::signing
