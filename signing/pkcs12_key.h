#pragma once

#include "signing/signing_key.h"

namespace seihon::signing {

// A key file (PKCS#12, RFC 7292) as SigningKey: for tests, and for certificates that an accredited
// service hands out as software. The file must be its owner's alone (0600), hold one RSA key with
// its certificate and be sealed with a MAC; `passphrase` plays the PIN's part. The key is decrypted
// for each signature anew and does not stay in memory. Faults: TokenAbsent (no file), TokenFailed
// (not private, not PKCS#12), PinWrong, PinMissing, CertificateUnusable.
std::unique_ptr<SigningKey> openPkcs12Key(const std::filesystem::path& file, const Pin& passphrase);

// The certificate of the one key in these bytes; what openPkcs12Key reads, for who has the bytes.
Der pkcs12Certificate(record::Bytes pkcs12, const Pin& passphrase);

} // namespace seihon::signing
