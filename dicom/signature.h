#pragma once

#include "record/digest.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace seihon::dicom {

// Whoever signs: a card, a key file. DCMTK wants a key in a file, which a card does not give away;
// so the digest is taken out of DCMTK, signed elsewhere, and put into its place.
struct ObjectSigner {
    std::vector<std::uint8_t> certificate; // DER, with an RSA key
    // RSASSA-PKCS1-v1_5 over this SHA-256 digest.
    std::function<std::vector<std::uint8_t>(const record::Digest&)> sign;
    // A token of RFC 3161 (DER ContentInfo) over this digest; empty function: no timestamp.
    std::function<std::vector<std::uint8_t>(const record::Digest&)> stamp;
};

// The same object with a digital signature of the profile "Creator RSA" (PS3.15 C.2) over all of
// its attributes, and a certified timestamp. An extra beside the seal: whoever changes the transfer
// syntax or the patient's data breaks it. Verified before it is returned. Faults: Malformed,
// Internal, those of the signer; StorageDiffers when it does not verify.
std::vector<std::uint8_t> signObject(const std::vector<std::uint8_t>& object,
                                     const ObjectSigner& signer);

} // namespace seihon::dicom
