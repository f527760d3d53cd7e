#include "signing/signer_judgement.h"

#include "record/fault.h"
#include "signing/crl.h"
#include "signing/path.h"
#include "signing/signed_data.h"
#include "signing/token_read.h"

#include <algorithm>

namespace seihon::signing {

namespace {

void addOnce(std::vector<Der>& into, const Der& one) {
    if (std::find(into.begin(), into.end(), one) == into.end()) {
        into.push_back(one);
    }
}

std::optional<SignedToken> readableToken(record::Bytes token) {
    try {
        return readToken(token);
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
        return std::nullopt; // its own verdict says so
    }
}

} // namespace

std::vector<Der> together(const std::vector<Der>& first, const std::vector<Der>& second) {
    std::vector<Der> all = first;
    for (const Der& one : second) {
        addOnce(all, one);
    }
    return all;
}

std::vector<Der> rootsNamed(const std::map<std::string, std::vector<Der>>& roots,
                            const std::vector<std::string>& names) {
    std::vector<Der> all;
    for (const std::string& name : names) {
        if (const auto found = roots.find(name); found != roots.end()) {
            all = together(all, found->second);
        }
    }
    return all;
}

ChainEvidence evidenceOf(const std::vector<Der>& chain,
                         const std::vector<RevocationAnswer>& answers,
                         const std::vector<Der>& crls) {
    ChainEvidence evidence;
    for (const RevocationAnswer& answer : answers) {
        for (const std::size_t index : answer.evidence) {
            addOnce(evidence.lists, crls[index]);
        }
        if (answer.best) {
            addOnce(evidence.material.crls, crls[*answer.best]);
        }
    }
    if (!chain.empty()) {
        evidence.chain = chain;
        evidence.material.certificates.assign(chain.begin() + 1, chain.end());
    }
    return evidence;
}

ChainEvidence tsaEvidenceFor(const Trust& trust, record::Bytes token,
                             const ValidationMaterial& extra, record::Instant at) {
    const std::optional<SignedToken> read = readableToken(token);
    if (!read) {
        return {};
    }
    const auto certificates =
        together(read->certificates, together(extra.certificates, trust.intermediates));
    const auto crls = together(read->crls, together(extra.crls, trust.crls));
    const Der* const leaf = certificateNamed(read->issuerAndSerial, certificates);
    for (const config::TrustedTimestampService& service : trust.file.timestampServices) {
        if (leaf == nullptr || (service.testMode && !trust.file.testMode)) {
            continue;
        }
        const Path path =
            buildPath({*leaf, rootsNamed(trust.tsaRoots, service.roots), certificates, at, {}});
        if (!path.chain.empty()) {
            return evidenceOf(path.chain, judgeChainRevocation(path.chain, crls, at), crls);
        }
    }
    return {};
}

ValidationMaterial validationMaterialForToken(const Trust& trust, record::Bytes tokenDer,
                                              record::Instant at) {
    return tsaEvidenceFor(trust, tokenDer, {}, at).material;
}

} // namespace seihon::signing
