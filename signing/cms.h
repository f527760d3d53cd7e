#pragma once

#include "signing/signing_key.h"
#include "signing/trust.h"

namespace seihon::signing {

// Detached CAdES baseline signature (EN 319 122-1) over `content`: contentType, messageDigest,
// signingTime, signing-certificate-v2; chain and CRLs in force embedded; DER. Made through public
// CMS API and a SigningKey.
Der signDetached(record::Bytes content, SigningKey& key, const Pin& pin,
                 const ValidationMaterial& material, record::Instant signingTime);

// SHA-256 of the signature value inside: what the signature timestamp covers.
record::Digest signatureValueDigest(record::Bytes cms);

// The same CMS with the signature timestamp (id-aa-signatureTimeStampToken) as its one unsigned
// attribute; nothing else changes. `tsaMaterial`: chain and CRLs of the authority, added to
// certificates and crls.
Der withSignatureTimestamp(record::Bytes cms, record::Bytes token,
                           const ValidationMaterial& tsaMaterial);

} // namespace seihon::signing
