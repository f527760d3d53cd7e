#include "record/fault.h"
#include "signing/algorithm_rules.h"
#include "signing/crl.h"
#include "signing/findings.h"
#include "signing/openssl_handles.h"
#include "signing/path.h"
#include "signing/signer_judgement.h"
#include "signing/text.h"

#include <algorithm>
#include <array>
#include <cstdio>

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
        return refusal(FindingId::SignerDigestWeak, fault.detail, "sha256", described.holder);
    case PathProblem::Unreadable:
    case PathProblem::Untrusted:
        break;
    }
    return refusal(FindingId::SignerChainUntrusted, fault.detail, profile.name, described.holder);
}

std::uint32_t bitsOf(config::KeyUsage usage) {
    switch (usage) {
    case config::KeyUsage::NonRepudiation:
        return KU_NON_REPUDIATION;
    case config::KeyUsage::DigitalSignature:
        return KU_DIGITAL_SIGNATURE;
    case config::KeyUsage::Both:
        return KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
    }
    return 0;
}

// Exactly one of the demanded usages: a key that may do more may have done more.
bool hasDemandedUsage(::X509* certificate, const config::TrustProfile& profile) {
    const std::uint32_t usage = ::X509_get_key_usage(certificate); // all ones when absent
    return std::any_of(profile.keyUsages.begin(), profile.keyUsages.end(),
                       [usage](config::KeyUsage one) { return usage == bitsOf(one); });
}

std::string usageText(::X509* certificate) {
    const std::uint32_t usage = ::X509_get_key_usage(certificate);
    if (usage == UINT32_MAX) {
        return "none";
    }
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "0x%04x", static_cast<unsigned>(usage));
    for (const auto& [value, name] : record::EnumNames<config::KeyUsage>::table) {
        if (usage == bitsOf(value)) {
            return std::string(name);
        }
    }
    return text.data();
}

std::string usagesText(const std::vector<config::KeyUsage>& usages) {
    std::vector<std::string> names;
    for (const config::KeyUsage usage : usages) {
        names.emplace_back(record::enumName(usage));
    }
    return joined(names);
}

// hcRole (ISO 17090-3): a qualification counts only from an issuer that may vouch for it.
void judgeHealthcareRole(const config::TrustProfile& profile,
                         const record::SignerCertificate& described, record::Verdict& verdict) {
    const auto& held = described.healthcareRoles;
    const auto& listed = profile.healthcareRoles;
    if (profile.healthcareRole == config::HealthcareRoleRule::Refused) {
        if (!held.empty()) {
            verdict.add(refusal(FindingId::SignerRoleUnexpected, joined(held), profile.name,
                                described.holder));
        }
        return;
    }
    const bool needed =
        profile.healthcareRole == config::HealthcareRoleRule::Required || !held.empty();
    const bool good = listed.empty() ? !held.empty()
                                     : std::find_first_of(held.begin(), held.end(), listed.begin(),
                                                          listed.end()) != held.end();
    if (needed && !good) {
        verdict.add(refusal(FindingId::SignerRoleMissing, joined(held),
                            listed.empty() ? "hcRole" : joined(listed), described.holder));
    }
}

void judgeProfileDates(const config::TrustProfile& profile, record::Instant at,
                       record::Verdict& verdict) {
    const bool early = profile.validFrom && at < *profile.validFrom;
    const bool late = profile.validUntil && at >= *profile.validUntil;
    if (early || late) {
        const auto shown = [](const std::optional<record::Instant>& one) {
            return one ? record::formatInstant(*one) : std::string();
        };
        verdict.add(refusal(FindingId::SignerProfileNotInForce, record::formatInstant(at),
                            shown(profile.validFrom) + " – " + shown(profile.validUntil),
                            profile.name));
    }
}

// The signer's own certificate against the profile, apart from its chain.
void judgeUsage(::X509* certificate, const config::TrustProfile& profile,
                const record::SignerCertificate& described, record::Verdict& verdict) {
    if (!hasDemandedUsage(certificate, profile)) {
        verdict.add(refusal(FindingId::SignerKeyUsageWrong, usageText(certificate),
                            usagesText(profile.keyUsages), described.holder));
    }
    if (::X509_check_ca(certificate) != 0) {
        verdict.add(refusal(FindingId::SignerChainUntrusted, "an authority's certificate",
                            profile.name, described.holder));
    }
    const auto& own = described.policies;
    if (profile.policyOfSignerAlone &&
        std::find_first_of(own.begin(), own.end(), profile.policies.begin(),
                           profile.policies.end()) == own.end()) {
        verdict.add(refusal(FindingId::SignerPolicyNotAccepted, joined(own),
                            joined(profile.policies), described.holder));
    }
}

void judgeKeyLength(std::int64_t least, const record::SignerCertificate& described,
                    record::Verdict& verdict) {
    if (described.keyBits < least) {
        Finding finding =
            refusal(FindingId::SignerKeyTooSmall, described.keyBits, least, described.holder);
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
    AlgorithmFloor floor = floorAt(trust.file, asked.at);
    floor.rsaBitsAtLeast = std::max(floor.rsaBitsAtLeast, profile.rsaBitsAtLeast);
    floor.keyKinds = profile.authorityKeys;
    PathQuestion question{asked.certificateDer, rootsNamed(trust.roots, profile.roots),
                          asked.certificates,   asked.at,
                          profile.policies,     floor};
    question.inhibitMapping = !profile.policyMapping;
    question.inhibitAnyPolicy = !profile.anyPolicyOfAuthorities;
    if (profile.policyOfSignerAlone) {
        question.policies.clear();
    }
    const Path path = buildPath(question);
    for (const PathFault& fault : path.faults) {
        judgement.verdict.add(pathFinding(fault, profile, asked.described, asked.at));
    }
    const auto certificate = openssl::certificateFromDer(asked.certificateDer);
    if (certificate) {
        judgeUsage(certificate.get(), profile, asked.described, judgement.verdict);
    }
    judgeKeyLength(floor.rsaBitsAtLeast, asked.described, judgement.verdict);
    judgeHealthcareRole(profile, asked.described, judgement.verdict);
    judgeProfileDates(profile, asked.at, judgement.verdict);
    judgement.chain = path.chain;
    const auto answers = judgeChainRevocation(path.chain, asked.crls, asked.at);
    judgeRevocations(answers, judgement.verdict);
    ChainEvidence evidence = evidenceOf(path.chain, answers, asked.crls);
    judgement.lists = std::move(evidence.lists);
    judgement.material = std::move(evidence.material);
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
    const auto refusals = std::count_if(findings.begin(), findings.end(), [](const Finding& one) {
        return one.severity == Severity::Refuse;
    });
    return static_cast<std::size_t>(refusals) + (judgement.chain.empty() ? 1000 : 0);
}

} // namespace

SignerJudgement judgeSigner(const Trust& trust, record::Bytes certificateDer,
                            const record::SignerCertificate& described,
                            const ValidationMaterial& extra, record::Instant at) {
    const Asked asked{certificateDer, described, together(extra.certificates, trust.intermediates),
                      together(extra.crls, trust.crls), at};
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

} // namespace seihon::signing
