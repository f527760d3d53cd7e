#include "signing/token_verify.h"

#include "record/fault.h"
#include "signing/algorithm_rules.h"
#include "signing/crl.h"
#include "signing/der.h"
#include "signing/findings.h"
#include "signing/openssl_handles.h"
#include "signing/path.h"
#include "signing/token_end.h"
#include "signing/token_read.h"
#include "signing/token_signer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace seihon::signing {

namespace {

using record::Finding;
using record::FindingId;
using record::Severity;
using record::Verdict;

constexpr const char* kRsaEncryption = "1.2.840.113549.1.1.1";

Finding warning(FindingId id, std::string subject) {
    Finding finding = refusal(id, nullptr, nullptr, std::move(subject));
    finding.severity = Severity::Warn;
    return finding;
}

std::string shown(record::Instant at) {
    return record::formatInstant(at);
}

// One token against one trust; collects findings and stops at nothing that can still be judged.
class TokenJudge {
  public:
    TokenJudge(const SignedToken& token, const Trust& trust, const TokenQuestion& question)
        : m_token(token), m_trust(trust), m_question(question),
          m_reference(question.coveredAt.value_or(question.now)), m_crls(token.crls) {
        m_crls.insert(m_crls.end(), question.extraCrls.begin(), question.extraCrls.end());
        m_crls.insert(m_crls.end(), trust.crls.begin(), trust.crls.end());
    }

    Verdict verdict;
    std::string service;
    std::vector<Der> chain;
    std::optional<record::Instant> endsAt;

    void judge() {
        judgeImprint();
        judgeTime();
        findSigner();
        if (!m_certificate) {
            refuse(FindingId::TimestampInvalid, "the signer's certificate is missing");
            return;
        }
        judgeSignature();
        judgeCertificate();
        judgeService();
    }

  private:
    void refuse(FindingId id, record::Json measured, record::Json required = nullptr) {
        verdict.add(refusal(id, std::move(measured), std::move(required), m_name));
    }

    void judgeImprint() {
        const TimestampInfo& info = m_token.info;
        if (acceptedDigest(info.imprintAlgorithm, m_trust, m_reference) == nullptr) {
            refuse(FindingId::TimestampDigestWeak, info.imprintAlgorithm, kSha256Oid);
        }
        const DataDigest& expected = m_question.expected;
        const DigestKind* const kind = digestNamed(expected.algorithm);
        if (kind == nullptr || info.imprintAlgorithm != kind->oid ||
            !der::same(info.imprint, expected.bytes)) {
            refuse(FindingId::TimestampImprintWrong, record::toHex(info.imprint),
                   record::toHex(expected.bytes));
        }
        if (info.criticalExtension) {
            refuse(FindingId::TimestampMalformed, "an extension is critical and not known");
        }
    }

    void judgeTime() {
        if (m_token.info.at > m_question.now + m_question.allowance) {
            refuse(FindingId::TimestampInFuture, shown(m_token.info.at), shown(m_question.now));
        }
    }

    void findSigner() {
        std::vector<Der> candidates = m_token.certificates;
        candidates.insert(candidates.end(), m_question.extraCertificates.begin(),
                          m_question.extraCertificates.end());
        for (Der& candidate : candidates) {
            openssl::CertificatePtr parsed = openssl::certificateFromDer(candidate);
            if (parsed && isNamedBySigner(m_token, *parsed)) {
                m_leaf = std::move(candidate);
                m_certificate = std::move(parsed);
                m_name = commonName(*m_certificate);
                return;
            }
        }
    }

    static std::string commonName(::X509& certificate) {
        try {
            return describeCertificate(openssl::toDer(&certificate, ::i2d_X509)).holder;
        } catch (const record::Fault&) {
            return {}; // a name that cannot be shown; the findings say the rest
        }
    }

    // RFC 5652 §5.4, §11.1, §11.2; RFC 3161 §2.4.2; RFC 5816.
    void judgeSignature() {
        const DigestKind* digest = acceptedDigest(m_token.digestAlgorithm, m_trust, m_reference);
        if (digest == nullptr) {
            refuse(FindingId::TimestampDigestWeak, m_token.digestAlgorithm, kSha256Oid);
            return;
        }
        if (m_token.signatureAlgorithm != kRsaEncryption &&
            m_token.signatureAlgorithm != digest->withRsa) {
            refuse(FindingId::TimestampInvalid, "signature algorithm " + m_token.signatureAlgorithm,
                   digest->withRsa);
            return;
        }
        const Der* type = m_token.attribute("1.2.840.113549.1.9.3");
        if (type == nullptr || *type != der::oid("1.2.840.113549.1.9.16.1.4")) {
            refuse(FindingId::TimestampInvalid, "attribute contentType");
        }
        if (!isContentDigested(m_token, *digest)) {
            refuse(FindingId::TimestampInvalid, "attribute messageDigest");
        }
        ::EVP_PKEY* key = ::X509_get0_pubkey(m_certificate.get());
        if (key == nullptr || ::EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA ||
            !verifiesWith(m_token, *digest, *key)) {
            openssl::dropErrors();
            refuse(FindingId::TimestampInvalid, "signature");
        }
    }

    // RFC 3161 §2.3: reserved for time stamping, and says so critically and alone.
    void judgeCertificate() {
        ::X509* certificate = m_certificate.get();
        if (!isReservedForTimestamps(*certificate)) {
            refuse(FindingId::TimestampCertificateInvalid,
                   "extended key usage is not timeStamping alone, critical");
        }
        const std::uint32_t usage = ::X509_get_key_usage(certificate); // all ones when absent
        const std::uint32_t forSigning = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
        if (usage != UINT32_MAX && ((usage & forSigning) == 0 || (usage & ~forSigning) != 0)) {
            refuse(FindingId::TimestampCertificateInvalid, "key usage");
        }
        if (::X509_check_ca(certificate) != 0) {
            refuse(FindingId::TimestampCertificateInvalid, "a certificate of an authority");
        }
        if (!m_token.info.authority.empty() && !isNamedAs(*certificate, m_token.info.authority)) {
            refuse(FindingId::TimestampInvalid,
                   "the token names another authority than its certificate");
        }
        openssl::dropErrors();
    }

    Path pathFor(const config::TrustedTimestampService& candidate, record::Instant at) const {
        PathQuestion path;
        path.leaf = m_leaf;
        path.at = at;
        path.floor = floorAt(m_trust.file, at);
        path.others = m_token.certificates;
        path.others.insert(path.others.end(), m_trust.intermediates.begin(),
                           m_trust.intermediates.end());
        path.others.insert(path.others.end(), m_question.extraCertificates.begin(),
                           m_question.extraCertificates.end());
        for (const std::string& file : candidate.roots) {
            const auto found = m_trust.tsaRoots.find(file);
            if (found != m_trust.tsaRoots.end()) {
                path.roots.insert(path.roots.end(), found->second.begin(), found->second.end());
            }
        }
        return buildPath(path);
    }

    // Several services may share a root and differ in policy or dates: the one with the fewest
    // complaints is meant.
    void judgeService() {
        std::optional<Verdict> best;
        for (const config::TrustedTimestampService& candidate : m_trust.file.timestampServices) {
            if (candidate.testMode && !m_trust.file.testMode) {
                continue;
            }
            const Path path = pathFor(candidate, m_token.info.at);
            if (path.chain.empty()) {
                continue;
            }
            Verdict judged = judgeAs(candidate, path);
            const bool better = !best || refusals(judged) < refusals(*best);
            if (better) {
                best = std::move(judged);
                service = candidate.name;
                chain = path.chain;
                endsAt = endOfToken({m_token, chain, keyBits(),
                                     [&](record::Instant at) {
                                         return pathFor(candidate, at);
                                     }},
                                    m_trust);
            }
        }
        if (!best) {
            refuse(FindingId::TimestampAuthorityUntrusted, m_name.empty() ? "?" : m_name);
            return;
        }
        verdict.merge(*best);
    }

    static std::ptrdiff_t refusals(const Verdict& judged) {
        return std::count_if(judged.findings.begin(), judged.findings.end(),
                             [](const Finding& each) { return each.severity == Severity::Refuse; });
    }

    Verdict judgeAs(const config::TrustedTimestampService& candidate, const Path& path) const {
        Verdict judged;
        judgePath(path, judged);
        judgeEnd(candidate, judged);
        judgeEssCertificate(path, judged);
        judgeTerms(candidate, judged);
        judgeRevocations(path, judged);
        if (candidate.testMode) {
            judged.add(warning(FindingId::TestMode, candidate.name));
        }
        return judged;
    }

    void judgePath(const Path& path, Verdict& judged) const {
        for (const PathFault& fault : path.faults) {
            judged.add(refusal(findingFor(fault.problem),
                               fault.detail.empty() ? shown(m_token.info.at) : fault.detail,
                               nullptr, m_name));
        }
        // Bytes in the token that lead nowhere could be changed unseen.
        for (const Der& certificate : m_token.certificates) {
            if (std::find(path.chain.begin(), path.chain.end(), certificate) == path.chain.end()) {
                judged.add(refusal(FindingId::TimestampMalformed,
                                   "a certificate inside is not part of the chain", nullptr,
                                   m_name));
            }
        }
    }

    static FindingId findingFor(PathProblem problem) {
        switch (problem) {
        case PathProblem::Unreadable:
        case PathProblem::PolicyNotAccepted:
        case PathProblem::KeyTooSmall:
            return FindingId::TimestampCertificateInvalid;
        case PathProblem::Untrusted:
            return FindingId::TimestampAuthorityUntrusted;
        case PathProblem::Expired:
        case PathProblem::NotYetValid:
            return FindingId::TimestampOutsideCertificate;
        case PathProblem::DigestWeak:
            return FindingId::TimestampDigestWeak;
        }
        return FindingId::TimestampCertificateInvalid;
    }

    // As of the time when a newer proof covered the token.
    void judgeEnd(const config::TrustedTimestampService& candidate, Verdict& judged) const {
        for (const PathFault& fault : pathFor(candidate, m_reference).faults) {
            if (fault.problem == PathProblem::Expired) {
                judged.add(refusal(FindingId::TimestampAuthorityExpired, shown(m_reference),
                                   nullptr, m_name));
            } else if (fault.problem == PathProblem::DigestWeak ||
                       fault.problem == PathProblem::KeyTooSmall) {
                judged.add(refusal(findingFor(fault.problem), fault.detail, nullptr, m_name));
            }
        }
        if (!keyAccepted(m_trust.file, keyBits(), m_reference)) {
            judged.add(refusal(FindingId::TimestampCertificateInvalid,
                               "RSA " + std::to_string(keyBits()), nullptr, m_name));
        }
    }

    int keyBits() const {
        const ::EVP_PKEY* key = ::X509_get0_pubkey(m_certificate.get());
        return key == nullptr ? 0 : ::EVP_PKEY_get_bits(key);
    }

    void judgeEssCertificate(const Path& path, Verdict& judged) const {
        if (!isNamedByAttribute(m_token, path.chain)) {
            judged.add(refusal(FindingId::TimestampInvalid, "attribute signingCertificate", nullptr,
                               m_name));
        }
    }

    void judgeTerms(const config::TrustedTimestampService& candidate, Verdict& judged) const {
        const record::Instant at = m_token.info.at;
        const auto& policies = candidate.policies;
        if (std::find(policies.begin(), policies.end(), m_token.info.policy) == policies.end()) {
            judged.add(refusal(FindingId::TimestampPolicyNotAccepted, m_token.info.policy,
                               policies.empty() ? std::string() : policies.front(),
                               candidate.name));
        }
        if (at < candidate.accreditedFrom ||
            (candidate.accreditedUntil && at >= *candidate.accreditedUntil)) {
            const std::string until =
                candidate.accreditedUntil ? shown(*candidate.accreditedUntil) : "";
            judged.add(refusal(FindingId::TimestampAuthorityNotAccredited, shown(at),
                               shown(candidate.accreditedFrom) + " – " + until, candidate.name));
        }
        if (keyBits() < candidate.rsaBitsAtLeast) {
            judged.add(refusal(FindingId::TimestampCertificateInvalid,
                               "RSA " + std::to_string(keyBits()),
                               "RSA " + std::to_string(candidate.rsaBitsAtLeast), candidate.name));
        }
    }

    void judgeRevocations(const Path& path, Verdict& judged) const {
        std::vector<bool> isEvidence(m_crls.size(), false);
        for (const RevocationAnswer& answer :
             judgeChainRevocation(path.chain, m_crls, m_token.info.at)) {
            for (const std::size_t index : answer.evidence) {
                isEvidence.at(index) = true;
            }
            if (answer.state == RevocationState::Revoked || isRevokedForAllTokens(answer)) {
                judged.add(refusal(FindingId::TimestampCertificateRevoked,
                                   answer.entry ? shown(answer.entry->at) : "revoked", nullptr,
                                   answer.holder));
            } else if (answer.state == RevocationState::Unknown) {
                judged.add(refusal(FindingId::RevocationUnknown, nullptr, nullptr, answer.holder));
            } else if (answer.state == RevocationState::GoodSoFar && !m_question.isLayer) {
                judged.add(warning(FindingId::RevocationNotYetProven, answer.holder));
            }
        }
        for (std::size_t i = 0; i < m_token.crls.size(); ++i) { // they come first in m_crls
            if (!isEvidence[i]) {
                judged.add(refusal(FindingId::TimestampMalformed,
                                   "a revocation list inside is of no use", nullptr, m_name));
            }
        }
        judgeRevocationsWhenCovered(path, judged);
    }

    // Between its own time and that of the proof above it a token stands alone: whoever had broken
    // the authority's key by then could have made it. So a list must say that nobody had.
    void judgeRevocationsWhenCovered(const Path& path, Verdict& judged) const {
        if (!m_question.coveredAt) {
            return;
        }
        for (const RevocationAnswer& answer :
             judgeChainRevocation(path.chain, m_crls, *m_question.coveredAt)) {
            if (answer.state == RevocationState::Unknown) {
                judged.add(refusal(FindingId::RevocationUnknown, shown(*m_question.coveredAt),
                                   nullptr, answer.holder));
            }
        }
    }

    // RFC 3161 §4 items 1 and 2: after an orderly end (unspecified, affiliationChanged, superseded,
    // cessationOfOperation) earlier tokens stay valid; with any other reason, or none given, no
    // token can be told from a forged one – unless a newer proof had covered it before.
    bool isRevokedForAllTokens(const RevocationAnswer& answer) const {
        if (!answer.entry || answer.entry->at > m_reference) {
            return false;
        }
        constexpr std::array<int, 4> orderly{0, 3, 4, 5};
        return !answer.entry->reason ||
               std::find(orderly.begin(), orderly.end(), *answer.entry->reason) == orderly.end();
    }

    const SignedToken& m_token;
    const Trust& m_trust;
    const TokenQuestion& m_question;
    const record::Instant m_reference;
    std::vector<Der> m_crls;
    Der m_leaf;
    openssl::CertificatePtr m_certificate;
    std::string m_name;
};

} // namespace

TokenVerification verifyTokenWithin(record::Bytes tokenDer, const Trust& trust,
                                    const TokenQuestion& question) {
    TokenVerification result;
    SignedToken token;
    try {
        token = readToken(tokenDer);
    } catch (const record::Fault& fault) {
        result.verdict.add(refusal(FindingId::TimestampMalformed, fault.what(), nullptr, {}));
        return result;
    }
    TokenJudge judge(token, trust, question);
    judge.judge();
    result.verdict = std::move(judge.verdict);
    result.token = {Der(tokenDer.begin(), tokenDer.end()), token.info.at, judge.service};
    result.chain = std::move(judge.chain);
    result.endsAt = judge.endsAt;
    return result;
}

TokenVerification verifyToken(record::Bytes tokenDer, const Trust& trust,
                              const record::Digest& expected,
                              const std::vector<Der>& extraCertificates,
                              const std::vector<Der>& extraCrls, record::Instant now) {
    return verifyTokenWithin(
        tokenDer, trust,
        {dataDigest(expected), extraCertificates, extraCrls, now, kClockAllowance, {}, false});
}

} // namespace seihon::signing
