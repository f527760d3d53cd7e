#include "record/fault.h"
#include "signing/crl.h"
#include "signing/openssl_handles.h"
#include "signing/path.h"
#include "signing/signer_judgement.h"
#include "signing/text.h"

#include <algorithm>

namespace seihon::signing {

namespace {

using record::Finding;
using record::FindingId;
using record::Json;
using record::Severity;

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) {
        all += (all.empty() ? "" : ", ") + text;
    }
    return all;
}

void addOnce(std::vector<Der>& into, const Der& one) {
    if (std::find(into.begin(), into.end(), one) == into.end()) {
        into.push_back(one);
    }
}

std::vector<Der> both(const std::vector<Der>& first, const std::vector<Der>& second) {
    std::vector<Der> all = first;
    for (const Der& one : second) {
        addOnce(all, one);
    }
    return all;
}

Finding refusal(FindingId id, Json measured, Json required, std::string subject) {
    return {id, Severity::Refuse, std::move(measured), std::move(required), "", std::nullopt,
            std::move(subject)};
}

Finding pathFinding(const PathFault& fault, const config::TrustProfile& profile,
                    const record::SignerCertificate& described, record::Instant at) {
    const bool ofLeaf = fault.depth == 0;
    switch (fault.problem) {
    case PathProblem::Expired:
        if (ofLeaf) {
            return refusal(FindingId::SignerCertificateExpired, record::formatInstant(at),
                           record::formatInstant(described.notAfter), described.holder);
        }
        break;
    case PathProblem::NotYetValid:
        if (ofLeaf) {
            return refusal(FindingId::SignerCertificateNotYetValid, record::formatInstant(at),
                           record::formatInstant(described.notBefore), described.holder);
        }
        break;
    case PathProblem::PolicyNotAccepted:
        return refusal(FindingId::SignerPolicyNotAccepted, joined(described.policies),
                       joined(profile.policies), described.holder);
    case PathProblem::KeyTooSmall:
        return refusal(FindingId::SignerKeyTooSmall, fault.detail, profile.rsaBitsAtLeast,
                       described.issuer);
    case PathProblem::DigestWeak:
        return refusal(FindingId::SignerChainUntrusted, "signed with " + fault.detail, "SHA-256",
                       described.holder);
    case PathProblem::Unreadable:
    case PathProblem::Untrusted:
        break;
    }
    return refusal(FindingId::SignerChainUntrusted, fault.detail, profile.name, described.holder);
}

// The signer's own certificate against the profile, apart from its chain.
void judgeUsage(::X509* certificate, const config::TrustProfile& profile,
                const record::SignerCertificate& described, record::Verdict& verdict) {
    const std::uint32_t usage = ::X509_get_key_usage(certificate);
    const bool wrong = usage == UINT32_MAX || (usage & KU_NON_REPUDIATION) == 0 ||
                       (profile.nonRepudiationOnly && usage != KU_NON_REPUDIATION);
    if (wrong) {
        verdict.add(refusal(FindingId::SignerKeyUsageWrong, nullptr, nullptr, described.holder));
    }
    if (::X509_check_ca(certificate) != 0) {
        verdict.add(refusal(FindingId::SignerChainUntrusted, "an authority's certificate",
                            profile.name, described.holder));
    }
    if (described.keyBits < profile.rsaBitsAtLeast) {
        Finding finding = refusal(FindingId::SignerKeyTooSmall, described.keyBits,
                                  profile.rsaBitsAtLeast, described.holder);
        finding.unit = "bits";
        verdict.add(finding);
    }
}

void judgeRevocations(const std::vector<RevocationAnswer>& answers, record::Verdict& verdict) {
    for (const RevocationAnswer& answer : answers) {
        switch (answer.state) {
        case RevocationState::Good:
            break;
        case RevocationState::GoodSoFar:
            verdict.add({FindingId::RevocationNotYetProven, Severity::Warn, nullptr, nullptr, "",
                         std::nullopt, answer.holder});
            break;
        case RevocationState::Revoked:
            verdict.add(refusal(FindingId::SignerCertificateRevoked,
                                record::formatInstant(answer.entry->at), nullptr, answer.holder));
            break;
        case RevocationState::Unknown:
            verdict.add(refusal(FindingId::RevocationUnknown, nullptr, nullptr, answer.holder));
            break;
        }
    }
}

// What a chain rests on, from the answers about its certificates.
void collectMaterial(const std::vector<RevocationAnswer>& answers, const std::vector<Der>& crls,
                     const std::vector<Der>& chain, std::vector<Der>& lists,
                     ValidationMaterial& material) {
    for (const RevocationAnswer& answer : answers) {
        for (const std::size_t index : answer.evidence) {
            addOnce(lists, crls[index]);
        }
        if (answer.best) {
            addOnce(material.crls, crls[*answer.best]);
        }
    }
    if (!chain.empty()) {
        material.certificates.assign(chain.begin() + 1, chain.end());
    }
}

struct Asked {
    record::Bytes certificateDer;
    const record::SignerCertificate& described;
    std::vector<Der> certificates;
    std::vector<Der> crls;
    record::Instant at;
};

SignerJudgement judgeByProfile(const Trust& trust, const config::TrustProfile& profile,
                               const Asked& asked) {
    SignerJudgement judgement;
    const Path path = buildPath({asked.certificateDer, rootsNamed(trust.roots, profile.roots),
                                 asked.certificates, asked.at, profile.policies});
    for (const PathFault& fault : path.faults) {
        judgement.verdict.add(pathFinding(fault, profile, asked.described, asked.at));
    }
    const auto certificate = openssl::certificateFromDer(asked.certificateDer);
    if (certificate) {
        judgeUsage(certificate.get(), profile, asked.described, judgement.verdict);
    }
    judgement.chain = path.chain;
    const auto answers = judgeChainRevocation(path.chain, asked.crls, asked.at);
    judgeRevocations(answers, judgement.verdict);
    collectMaterial(answers, asked.crls, path.chain, judgement.lists, judgement.material);
    judgement.testMode = profile.testMode;
    if (judgement.verdict.permitted()) {
        judgement.profile = profile.name;
    }
    if (profile.testMode) {
        judgement.verdict.add({FindingId::TestMode, Severity::Warn, nullptr, nullptr, "",
                               std::nullopt, profile.name});
    }
    return judgement;
}

// Smaller is nearer to being accepted; a chain to a root says more than any number of other faults.
std::size_t distance(const SignerJudgement& judgement) {
    const auto& findings = judgement.verdict.findings;
    const auto refusals =
        std::count_if(findings.begin(), findings.end(),
                      [](const Finding& one) { return one.severity == Severity::Refuse; });
    return static_cast<std::size_t>(refusals) + (judgement.chain.empty() ? 1000 : 0);
}

} // namespace

std::vector<Der> rootsNamed(const std::map<std::string, std::vector<Der>>& roots,
                            const std::vector<std::string>& names) {
    std::vector<Der> all;
    for (const std::string& name : names) {
        if (const auto found = roots.find(name); found != roots.end()) {
            all = both(all, found->second);
        }
    }
    return all;
}

SignerJudgement judgeSigner(const Trust& trust, record::Bytes certificateDer,
                            const record::SignerCertificate& described,
                            const ValidationMaterial& extra, record::Instant at) {
    const Asked asked{certificateDer, described, both(extra.certificates, trust.intermediates),
                      both(extra.crls, trust.crls), at};
    std::optional<SignerJudgement> nearest;
    for (const config::TrustProfile& profile : trust.file.profiles) {
        if (profile.testMode && !trust.file.testMode) {
            continue;
        }
        SignerJudgement judgement = judgeByProfile(trust, profile, asked);
        const bool better =
            !nearest || distance(judgement) < distance(*nearest) ||
            (distance(judgement) == distance(*nearest) && nearest->testMode && !judgement.testMode);
        if (better) {
            nearest = std::move(judgement);
        }
    }
    if (!nearest) {
        nearest.emplace();
        nearest->verdict.add(refusal(FindingId::SignerChainUntrusted, "no trust profile counts",
                                     nullptr, described.holder));
    }
    return *std::move(nearest);
}

record::Verdict judgeSignerCertificate(const Trust& trust, record::Bytes certificateDer,
                                       const std::vector<Der>& extraCertificates,
                                       const std::vector<Der>& extraCrls, record::Instant at,
                                       record::SignerCertificate& described) {
    described = describeCertificate(certificateDer);
    const SignerJudgement judgement =
        judgeSigner(trust, certificateDer, described, {extraCertificates, extraCrls}, at);
    described.trustProfile = judgement.profile;
    described.testMode = judgement.testMode;
    return judgement.verdict;
}

ValidationMaterial validationMaterialFor(const Trust& trust, record::Bytes certificateDer,
                                         record::Instant at) {
    const record::SignerCertificate described = describeCertificate(certificateDer);
    const SignerJudgement judgement = judgeSigner(trust, certificateDer, described, {}, at);
    if (judgement.chain.empty()) {
        throw record::Fault(record::FaultKind::CertificateUnusable,
                            "no chain from " + described.holder + " to a trusted root",
                            {{"holder", described.holder}});
    }
    for (const Finding& finding : judgement.verdict.findings) {
        if (finding.id == FindingId::RevocationUnknown) {
            throw record::Fault(record::FaultKind::RevocationUnavailable,
                                "no revocation list in force for " + finding.subject,
                                {{"holder", finding.subject}}, true);
        }
    }
    return judgement.material;
}

ValidationMaterial validationMaterialForToken(const Trust& trust, record::Bytes tokenDer,
                                              record::Instant at) {
    return tsaMaterialFor(trust, tokenDer, {}, at).material;
}

TsaMaterial tsaMaterialFor(const Trust& trust, record::Bytes token, const ValidationMaterial& extra,
                           record::Instant at) {
    TsaMaterial result;
    const unsigned char* bytes = token.data();
    const openssl::CmsPtr cms(
        ::d2i_CMS_ContentInfo(nullptr, &bytes, static_cast<long>(token.size())));
    STACK_OF(CMS_SignerInfo)* const signers = cms ? ::CMS_get0_SignerInfos(cms.get()) : nullptr;
    if (sk_CMS_SignerInfo_num(signers) != 1) {
        openssl::dropErrors();
        return result;
    }
    const openssl::CertificatesPtr held(::CMS_get1_certs(cms.get()));
    const openssl::CrlsPtr heldLists(::CMS_get1_crls(cms.get()));
    std::vector<Der> certificates = both(extra.certificates, trust.intermediates);
    for (int i = 0; i < sk_X509_num(held.get()); ++i) {
        certificates.push_back(openssl::toDer(sk_X509_value(held.get(), i), ::i2d_X509));
    }
    std::vector<Der> crls = both(extra.crls, trust.crls);
    for (int i = 0; i < sk_X509_CRL_num(heldLists.get()); ++i) {
        crls.push_back(openssl::toDer(sk_X509_CRL_value(heldLists.get(), i), ::i2d_X509_CRL));
    }
    ::CMS_SignerInfo* const signer = sk_CMS_SignerInfo_value(signers, 0);
    const auto leaf = std::find_if(certificates.begin(), certificates.end(), [&](const Der& der) {
        const auto candidate = openssl::certificateFromDer(der);
        return candidate && ::CMS_SignerInfo_cert_cmp(signer, candidate.get()) == 0;
    });
    for (const config::TrustedTimestampService& service : trust.file.timestampServices) {
        if (leaf == certificates.end() || (service.testMode && !trust.file.testMode)) {
            continue;
        }
        const Path path =
            buildPath({*leaf, rootsNamed(trust.tsaRoots, service.roots), certificates, at, {}});
        if (!path.chain.empty()) {
            result.chain = path.chain;
            const auto answers = judgeChainRevocation(path.chain, crls, at);
            collectMaterial(answers, crls, path.chain, result.lists, result.material);
            break;
        }
    }
    openssl::dropErrors();
    return result;
}

} // namespace seihon::signing
