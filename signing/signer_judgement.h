#pragma once

#include "record/verdict.h"
#include "signing/trust.h"

#include <string>
#include <vector>

namespace seihon::signing {

// A signer's certificate judged, with what the judgement rests on.
struct SignerJudgement {
    record::Verdict verdict;
    std::string profile; // by which it was accepted; empty when by none
    bool testMode = false;
    std::vector<Der> chain; // leaf first
    std::vector<Der> lists; // every revocation list that speaks about the chain
    ValidationMaterial material; // issuers, and the best list for each certificate
};

// See judgeSignerCertificate in trust.h. `described` is that of the certificate.
SignerJudgement judgeSigner(const Trust& trust, record::Bytes certificateDer,
                            const record::SignerCertificate& described,
                            const ValidationMaterial& extra, record::Instant at);

// The certificates of the named root files.
std::vector<Der> rootsNamed(const std::map<std::string, std::vector<Der>>& roots,
                            const std::vector<std::string>& names);

// A timestamp authority's chain and lists for a token: what withSignatureTimestamp embeds, and what a seal may hold.
// Everything is empty when the token does not lead to a trusted service.
struct TsaMaterial {
    std::vector<Der> chain;
    std::vector<Der> lists;
    ValidationMaterial material;
};
TsaMaterial tsaMaterialFor(const Trust& trust, record::Bytes token, const ValidationMaterial& extra,
                           record::Instant at);

} // namespace seihon::signing
