#pragma once

#include "record/verdict.h"
#include "signing/crl.h"
#include "signing/trust.h"

#include <string>
#include <vector>

namespace seihon::signing {

// A signer's certificate judged, with what the judgement rests on.
struct SignerJudgement {
    record::Verdict verdict;
    std::string profile; // by which it was accepted; empty when by none
    bool testMode = false;
    std::vector<Der> chain;      // leaf first
    std::vector<Der> lists;      // every revocation list that speaks about the chain
    ValidationMaterial material; // issuers, and the best list for each certificate
};

// See judgeSignerCertificate in trust.h. `described` is that of the certificate.
SignerJudgement judgeSigner(const Trust& trust, record::Bytes certificateDer,
                            const record::SignerCertificate& described,
                            const ValidationMaterial& extra, record::Instant at);

// The certificates of the named root files.
std::vector<Der> rootsNamed(const std::map<std::string, std::vector<Der>>& roots,
                            const std::vector<std::string>& names);
// Both lists without doubles.
std::vector<Der> together(const std::vector<Der>& first, const std::vector<Der>& second);

// What a chain rests on.
struct ChainEvidence {
    std::vector<Der> chain;      // leaf first; empty when nothing leads to a root
    std::vector<Der> lists;      // every revocation list that speaks about the chain
    ValidationMaterial material; // issuers, and the best list for each certificate
};
// `answers` are those about `chain`, as judged by `crls`.
ChainEvidence evidenceOf(const std::vector<Der>& chain,
                         const std::vector<RevocationAnswer>& answers,
                         const std::vector<Der>& crls);
// That of a timestamp token's authority; empty when it does not lead to a trusted service.
ChainEvidence tsaEvidenceFor(const Trust& trust, record::Bytes token,
                             const ValidationMaterial& extra, record::Instant at);

} // namespace seihon::signing
