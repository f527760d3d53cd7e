#include "signing/token_verify.h"

#include "record/fault.h"
#include "signing/crl.h"
#include "signing/der.h"
#include "signing/openssl_handles.h"
#include "signing/path.h"
#include "signing/token_read.h"

#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <utility>

namespace seihon::signing {

namespace {

using record::Finding;
using record::FindingId;
using record::Severity;
using record::Verdict;

using SigningCertificatePtr = openssl::Handle<::ESS_SIGNING_CERT, ::ESS_SIGNING_CERT_free>;
using SigningCertificateV2Ptr = openssl::Handle<::ESS_SIGNING_CERT_V2, ::ESS_SIGNING_CERT_V2_free>;
using UsagesPtr = openssl::Handle<EXTENDED_KEY_USAGE, ::EXTENDED_KEY_USAGE_free>;
using GeneralNamePtr = openssl::Handle<::GENERAL_NAME, ::GENERAL_NAME_free>;
using GeneralNamesPtr = openssl::Handle<GENERAL_NAMES, ::GENERAL_NAMES_free>;

struct DigestName {
    const char* oid;
    const char* name; // as in trust.toml
    const char* withRsa; // OID of the signature algorithm
    const ::EVP_MD* (*make)();
};

constexpr std::array<DigestName, 3> kDigests{
    {{"2.16.840.1.101.3.4.2.1", "sha256", "1.2.840.113549.1.1.11", ::EVP_sha256},
     {"2.16.840.1.101.3.4.2.2", "sha384", "1.2.840.113549.1.1.12", ::EVP_sha384},
     {"2.16.840.1.101.3.4.2.3", "sha512", "1.2.840.113549.1.1.13", ::EVP_sha512}}};
constexpr const char* kRsaEncryption = "1.2.840.113549.1.1.1";

// Null for digests that are unknown, weak, or not in the trust file's list.
const DigestName* acceptedDigest(const std::string& oid, const Trust& trust) {
    const auto* found = std::find_if(kDigests.begin(), kDigests.end(),
                                     [&](const DigestName& each) { return oid == each.oid; });
    if (found == kDigests.end()) {
        return nullptr;
    }
    const auto& names = trust.file.digests;
    return std::find(names.begin(), names.end(), found->name) == names.end() ? nullptr : found;
}

Finding refusal(FindingId id, record::Json measured, record::Json required, std::string subject) {
    Finding finding;
    finding.id = id;
    finding.measured = std::move(measured);
    finding.required = std::move(required);
    finding.subject = std::move(subject);
    return finding;
}

Finding warning(FindingId id, std::string subject) {
    Finding finding = refusal(id, nullptr, nullptr, std::move(subject));
    finding.severity = Severity::Warn;
    return finding;
}

std::string shown(record::Instant at) { return record::formatInstant(at); }

bool isNamedBySigner(const SignedToken& token, ::X509& certificate) {
    if (!token.issuerAndSerial.empty()) {
        const auto issuer = openssl::toDer(::X509_get_issuer_name(&certificate), ::i2d_X509_NAME);
        const auto serial = openssl::toDer(::X509_get0_serialNumber(&certificate), ::i2d_ASN1_INTEGER);
        return der::wrap(der::kSequence, {issuer, serial}) == token.issuerAndSerial;
    }
    const ::ASN1_OCTET_STRING* identifier = ::X509_get0_subject_key_id(&certificate);
    return identifier != nullptr && der::same(openssl::bytesOf(identifier), token.subjectKeyIdentifier);
}

bool verifiesWith(const SignedToken& token, const DigestName& digest, ::EVP_PKEY& key) {
    const openssl::DigestContextPtr context(openssl::need(::EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    const bool valid =
        ::EVP_DigestVerifyInit(context.get(), nullptr, digest.make(), nullptr, &key) == 1 &&
        ::EVP_DigestVerify(context.get(), token.signature.data(), token.signature.size(),
                           token.signedBytes.data(), token.signedBytes.size()) == 1;
    openssl::dropErrors();
    return valid;
}

// One token against one trust; collects findings and stops at nothing that can still be judged.
class TokenJudge {
  public:
    TokenJudge(const SignedToken& token, const Trust& trust, const TokenQuestion& question)
        : m_token(token), m_trust(trust), m_question(question), m_crls(token.crls) {
        m_crls.insert(m_crls.end(), question.extraCrls.begin(), question.extraCrls.end());
        m_crls.insert(m_crls.end(), trust.crls.begin(), trust.crls.end());
    }

    Verdict verdict;
    std::string service;

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
        const DigestName* digest = acceptedDigest(info.imprintAlgorithm, m_trust);
        if (digest == nullptr) {
            refuse(FindingId::TimestampDigestWeak, info.imprintAlgorithm, kDigests[0].oid);
        }
        if (info.imprintAlgorithm != kDigests[0].oid || !der::same(info.imprint, m_question.expected.bytes)) {
            refuse(FindingId::TimestampImprintWrong, record::toHex(info.imprint), m_question.expected.hex());
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
        const DigestName* digest = acceptedDigest(m_token.digestAlgorithm, m_trust);
        if (digest == nullptr) {
            refuse(FindingId::TimestampDigestWeak, m_token.digestAlgorithm, kDigests[0].oid);
            return;
        }
        if (m_token.signatureAlgorithm != kRsaEncryption && m_token.signatureAlgorithm != digest->withRsa) {
            refuse(FindingId::TimestampInvalid, "signature algorithm " + m_token.signatureAlgorithm,
                   digest->withRsa);
            return;
        }
        const Der* type = m_token.attribute("1.2.840.113549.1.9.3");
        if (type == nullptr || *type != der::oid("1.2.840.113549.1.9.16.1.4")) {
            refuse(FindingId::TimestampInvalid, "attribute contentType");
        }
        if (!isContentDigested(*digest)) {
            refuse(FindingId::TimestampInvalid, "attribute messageDigest");
        }
        ::EVP_PKEY* key = ::X509_get0_pubkey(m_certificate.get());
        if (key == nullptr || ::EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA || !verifiesWith(m_token, *digest, *key)) {
            openssl::dropErrors();
            refuse(FindingId::TimestampInvalid, "signature");
        }
    }

    bool isContentDigested(const DigestName& digest) const {
        const Der* attribute = m_token.attribute("1.2.840.113549.1.9.4");
        std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
        unsigned length = 0;
        openssl::need(::EVP_Digest(m_token.content.data(), m_token.content.size(), value.data(), &length,
                                   digest.make(), nullptr) == 1,
                      "EVP_Digest");
        return attribute != nullptr &&
               *attribute == der::wrap(der::kOctetString, record::Bytes(value).first(length));
    }

    // RFC 3161 §2.3: reserved for time stamping, and says so critically and alone.
    void judgeCertificate() {
        ::X509* certificate = m_certificate.get();
        int critical = 0;
        const UsagesPtr usages(static_cast<EXTENDED_KEY_USAGE*>(
            ::X509_get_ext_d2i(certificate, NID_ext_key_usage, &critical, nullptr)));
        const bool stampsOnly = usages && critical == 1 && sk_ASN1_OBJECT_num(usages.get()) == 1 &&
                                ::OBJ_obj2nid(sk_ASN1_OBJECT_value(usages.get(), 0)) == NID_time_stamp;
        if (!stampsOnly) {
            refuse(FindingId::TimestampCertificateInvalid, "extended key usage is not timeStamping alone, critical");
        }
        const std::uint32_t usage = ::X509_get_key_usage(certificate); // all ones when absent
        const std::uint32_t forSigning = KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;
        if (usage != UINT32_MAX && ((usage & forSigning) == 0 || (usage & ~forSigning) != 0)) {
            refuse(FindingId::TimestampCertificateInvalid, "key usage");
        }
        if (::X509_check_ca(certificate) != 0) {
            refuse(FindingId::TimestampCertificateInvalid, "a certificate of an authority");
        }
        if (!m_token.info.authority.empty() && !isNamed(m_token.info.authority)) {
            refuse(FindingId::TimestampInvalid, "the token names another authority than its certificate");
        }
        openssl::dropErrors();
    }

    // RFC 3161 §2.4.2: `tsa` corresponds to one of the subject names in the certificate.
    bool isNamed(const Der& generalName) const {
        const unsigned char* at = generalName.data();
        const GeneralNamePtr name(::d2i_GENERAL_NAME(nullptr, &at, static_cast<long>(generalName.size())));
        if (!name || at != generalName.data() + generalName.size()) {
            return false;
        }
        if (name->type == GEN_DIRNAME &&
            ::X509_NAME_cmp(name->d.directoryName, ::X509_get_subject_name(m_certificate.get())) == 0) {
            return true;
        }
        const GeneralNamesPtr others(static_cast<GENERAL_NAMES*>(
            ::X509_get_ext_d2i(m_certificate.get(), NID_subject_alt_name, nullptr, nullptr)));
        for (int i = 0; i < sk_GENERAL_NAME_num(others.get()); ++i) {
            if (::GENERAL_NAME_cmp(name.get(), sk_GENERAL_NAME_value(others.get(), i)) == 0) {
                return true;
            }
        }
        return false;
    }

    Path pathFor(const config::TrustedTimestampService& candidate) const {
        PathQuestion path;
        path.leaf = m_leaf;
        path.at = m_token.info.at;
        path.others = m_token.certificates;
        path.others.insert(path.others.end(), m_trust.intermediates.begin(), m_trust.intermediates.end());
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

    // Several services may share a root and differ in policy or dates: the one with the fewest complaints is meant.
    void judgeService() {
        std::optional<Verdict> best;
        for (const config::TrustedTimestampService& candidate : m_trust.file.timestampServices) {
            if (candidate.testMode && !m_trust.file.testMode) {
                continue;
            }
            const Path path = pathFor(candidate);
            if (path.chain.empty()) {
                continue;
            }
            Verdict judged = judgeAs(candidate, path);
            const bool better = !best || refusals(judged) < refusals(*best);
            if (better) {
                best = std::move(judged);
                service = candidate.name;
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
            judged.add(refusal(findingFor(fault.problem), fault.detail.empty() ? shown(m_token.info.at) : fault.detail,
                               nullptr, m_name));
        }
        // Bytes in the token that lead nowhere could be changed unseen.
        for (const Der& certificate : m_token.certificates) {
            if (std::find(path.chain.begin(), path.chain.end(), certificate) == path.chain.end()) {
                judged.add(refusal(FindingId::TimestampMalformed, "a certificate inside is not part of the chain",
                                   nullptr, m_name));
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

    // RFC 3161 §2.4.2, RFC 5816: the signed attribute that names the certificate MUST be there; SHA-1 (v1) is tolerated as
    // real accredited services still use it, and issuer and serial number have been compared already.
    void judgeEssCertificate(const Path& path, Verdict& judged) const {
        const Der* first = m_token.attribute("1.2.840.113549.1.9.16.2.12");
        const Der* second = m_token.attribute("1.2.840.113549.1.9.16.2.47");
        SigningCertificatePtr v1;
        SigningCertificateV2Ptr v2;
        if (first != nullptr) {
            v1 = openssl::fromDer<SigningCertificatePtr>(*first, ::d2i_ESS_SIGNING_CERT, ::i2d_ESS_SIGNING_CERT);
        }
        if (second != nullptr) {
            v2 = openssl::fromDer<SigningCertificateV2Ptr>(*second, ::d2i_ESS_SIGNING_CERT_V2,
                                                           ::i2d_ESS_SIGNING_CERT_V2);
        }
        const bool readable = (first == nullptr || v1) && (second == nullptr || v2) && (v1 || v2);
        const openssl::CertificatesPtr chain(openssl::need(sk_X509_new_null(), "sk_X509_new_null"));
        for (const Der& each : path.chain) {
            openssl::CertificatePtr certificate = openssl::certificateFromDer(each);
            if (certificate && sk_X509_push(chain.get(), certificate.get()) > 0) {
                static_cast<void>(certificate.release()); // the stack owns it now
            }
        }
        if (!readable || ::OSSL_ESS_check_signing_certs(v1.get(), v2.get(), chain.get(), 1) != 1) {
            judged.add(refusal(FindingId::TimestampInvalid, "attribute signingCertificate", nullptr, m_name));
        }
        openssl::dropErrors();
    }

    void judgeTerms(const config::TrustedTimestampService& candidate, Verdict& judged) const {
        const record::Instant at = m_token.info.at;
        const auto& policies = candidate.policies;
        if (std::find(policies.begin(), policies.end(), m_token.info.policy) == policies.end()) {
            judged.add(refusal(FindingId::TimestampPolicyNotAccepted, m_token.info.policy,
                               policies.empty() ? std::string() : policies.front(), candidate.name));
        }
        if (at < candidate.accreditedFrom || (candidate.accreditedUntil && at >= *candidate.accreditedUntil)) {
            const std::string until = candidate.accreditedUntil ? shown(*candidate.accreditedUntil) : "";
            judged.add(refusal(FindingId::TimestampAuthorityNotAccredited, shown(at),
                               shown(candidate.accreditedFrom) + " – " + until, candidate.name));
        }
        const ::EVP_PKEY* key = ::X509_get0_pubkey(m_certificate.get());
        const int bits = key == nullptr ? 0 : ::EVP_PKEY_get_bits(key);
        if (bits < candidate.rsaBitsAtLeast) {
            judged.add(refusal(FindingId::TimestampCertificateInvalid, "RSA " + std::to_string(bits),
                               "RSA " + std::to_string(candidate.rsaBitsAtLeast), candidate.name));
        }
    }

    void judgeRevocations(const Path& path, Verdict& judged) const {
        std::vector<bool> isEvidence(m_crls.size(), false);
        for (const RevocationAnswer& answer : judgeChainRevocation(path.chain, m_crls, m_token.info.at)) {
            for (const std::size_t index : answer.evidence) {
                isEvidence.at(index) = true;
            }
            if (answer.state == RevocationState::Revoked || isRevokedForAllTokens(answer)) {
                judged.add(refusal(FindingId::TimestampCertificateRevoked,
                                   answer.entry ? shown(answer.entry->at) : "revoked", nullptr, answer.holder));
            } else if (answer.state == RevocationState::Unknown) {
                judged.add(refusal(FindingId::RevocationUnknown, nullptr, nullptr, answer.holder));
            } else if (answer.state == RevocationState::GoodSoFar) {
                judged.add(warning(FindingId::RevocationNotYetProven, answer.holder));
            }
        }
        for (std::size_t i = 0; i < m_token.crls.size(); ++i) { // they come first in m_crls
            if (!isEvidence[i]) {
                judged.add(refusal(FindingId::TimestampMalformed, "a revocation list inside is of no use", nullptr,
                                   m_name));
            }
        }
    }

    // RFC 3161 §4 items 1 and 2: after an orderly end (unspecified, affiliationChanged, superseded, cessationOfOperation)
    // earlier tokens stay valid; with any other reason, or none given, no token can be told from a forged one.
    static bool isRevokedForAllTokens(const RevocationAnswer& answer) {
        if (!answer.entry) {
            return false;
        }
        constexpr std::array<int, 4> orderly{0, 3, 4, 5};
        return !answer.entry->reason ||
               std::find(orderly.begin(), orderly.end(), *answer.entry->reason) == orderly.end();
    }

    const SignedToken& m_token;
    const Trust& m_trust;
    const TokenQuestion& m_question;
    std::vector<Der> m_crls;
    Der m_leaf;
    openssl::CertificatePtr m_certificate;
    std::string m_name;
};

} // namespace

TokenVerification verifyTokenWithin(record::Bytes tokenDer, const Trust& trust, const TokenQuestion& question) {
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
    return result;
}

TokenVerification verifyToken(record::Bytes tokenDer, const Trust& trust, const record::Digest& expected,
                              const std::vector<Der>& extraCertificates, const std::vector<Der>& extraCrls,
                              record::Instant now) {
    return verifyTokenWithin(tokenDer, trust, {expected, extraCertificates, extraCrls, now});
}

} // namespace seihon::signing
