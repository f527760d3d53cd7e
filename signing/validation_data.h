#pragma once

#include "signing/trust.h"

#include <string>
#include <vector>

namespace seihon::signing {

// META-INF/validationNNN.p7b: a SignedData without signers that carries certificates and revocation
// lists alone, in DER (RFC 5652 §5.1; what `openssl crl2pkcs7` makes).
Der encodeValidationData(const ValidationMaterial& material);
// Strict: whatever encodeValidationData would write otherwise is refused. Faults: Malformed.
ValidationMaterial parseValidationData(record::Bytes bytes);

// The same CMS with certificates and lists added. Lists inside that a newer one of the same issuer
// and scope supersedes give way to it. Nothing that is signed or stamped changes. Faults:
// Malformed.
Der withValidationData(record::Bytes cms, const ValidationMaterial& add);

// Does `after` hold the very same signature, signed attributes and timestamp, every certificate of
// `before`, and for each of its lists either that list or a newer one of the same issuer and scope?
// (Whether the newer list is genuine, readSeal says.) False when one of the two cannot be read.
bool isSameSignatureWithMore(record::Bytes before, record::Bytes after);

// The long-term form of a seal, as far as the lists at hand allow it: for each certificate of both
// chains the newest list issued after the timestamp (B-LT, EN 319 122-1 §5.2). Faults: Malformed.
struct SealCompletion {
    Der cms;                             // complete only when nobody is waited for
    std::vector<std::string> waitingFor; // holders about whom no list newer than the token is there
    bool complete() const { return waitingFor.empty(); }
};
// The verdict on the seal itself is readSeal's business; a revoked signer is no reason not to
// complete.
SealCompletion completeSeal(record::Bytes cms, const Trust& trust);

} // namespace seihon::signing
