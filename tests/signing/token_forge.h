#pragma once

#include "tests/signing/verify_pki.h"

#include <string>
#include <vector>

namespace seihon::signing::forge {

inline constexpr const char* kSha1 = "1.3.14.3.2.26";
inline constexpr const char* kSha256 = "2.16.840.1.101.3.4.2.1";
inline constexpr const char* kSha512 = "2.16.840.1.101.3.4.2.3";

enum class Ess { None, V1, V2, Both };

// A token written field by field, so that every field can be wrong. The defaults give a good one.
struct TokenRecipe {
    Der imprint;
    std::string imprintAlgorithm = kSha256;
    std::string policy = kTsaPolicy;
    std::string time = "20260310010100Z"; // kStamped
    Der nonce;                            // content of the INTEGER; empty: none
    Der tsaName;                          // GeneralName; empty: none
    bool criticalExtension = false;
    std::string contentType = "1.2.840.113549.1.9.16.1.4";
    std::string contentTypeAttribute = "1.2.840.113549.1.9.16.1.4";
    std::string digest = "SHA256"; // of the signature
    std::string digestAlgorithm = kSha256;
    std::string signatureAlgorithm = "1.2.840.113549.1.1.1";
    Ess ess = Ess::V2;
    Der essCertificate; // named by the attribute instead of the signer's
    std::vector<Der> certificates{authorities().tsaRoot.certificate}; // beside the signer's
    bool holdsSigner = true;
    std::vector<Der> crls;
    int signers = 1;
    bool unsignedAttribute = false;
    bool spoilsSignature = false;
    bool spoilsMessageDigest = false;
    bool namesByKeyIdentifier = false;
};

Der forgeToken(const Identity& signer, const TokenRecipe& recipe);
// The good token over a digest.
TokenRecipe recipeFor(const record::Digest& digest);

// TimeStampResp. `statusInfo` is the content of PKIStatusInfo, e.g. {0x02, 0x01, 0x00} for
// "granted".
Der replyWith(const Der& token, const Der& statusInfo = {0x02, 0x01, 0x00});

// Imprint and nonce (content of the INTEGER) of a TimeStampReq.
struct Query {
    Der imprint;
    Der nonce;
    bool certReq = false;
};
Query readQuery(const Der& query);

} // namespace seihon::signing::forge
