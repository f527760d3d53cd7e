#include "signing/seal_rules.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/openssl_handles.h"
#include "signing/signed_data.h"
#include "signing/signer_judgement.h"
#include "signing/text.h"
#include "signing/timestamp.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace seihon::signing {

namespace {

using record::FindingId;
using record::Json;
using record::Severity;

struct DigestKind {
    std::string_view name; // as trust.toml has it
    std::string_view oid;
    std::string_view signatureOid; // with RSA PKCS#1 v1.5
    const ::EVP_MD* (*make)();
};

constexpr std::array kDigests = std::to_array<DigestKind>({
    {"sha256", "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.11", ::EVP_sha256},
    {"sha384", "2.16.840.1.101.3.4.2.2", "1.2.840.113549.1.1.12", ::EVP_sha384},
    {"sha512", "2.16.840.1.101.3.4.2.3", "1.2.840.113549.1.1.13", ::EVP_sha512},
});

constexpr std::array kAttributes{kOidContentType, kOidMessageDigest, kOidSigningTime,
                                 kOidSigningCertificateV2};

void refuse(record::Verdict& verdict, FindingId id, Json measured = nullptr,
            std::string subject = {}) {
    verdict.add(
        {id, Severity::Refuse, std::move(measured), nullptr, "", std::nullopt, std::move(subject)});
}

[[noreturn]] void malformed(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, what);
}

// The identifier of an AlgorithmIdentifier without parameters or with NULL (RFC 5754 §2).
std::string algorithmOf(record::Bytes algorithmIdentifier) {
    der::Reader reader(der::only(algorithmIdentifier, der::kSequence).content);
    std::string oid = der::oidText(reader.next(der::kOid).content);
    if (!reader.empty()) {
        reader.next(der::kNull);
    }
    reader.end();
    return oid;
}

const DigestKind* findDigest(const std::string& oid) {
    const auto found = std::find_if(kDigests.begin(), kDigests.end(),
                                    [&](const DigestKind& kind) { return kind.oid == oid; });
    return found == kDigests.end() ? nullptr : &*found;
}

Der digestWith(const DigestKind& kind, record::Bytes data) {
    Der value(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    openssl::need(
        ::EVP_Digest(data.data(), data.size(), value.data(), &length, kind.make(), nullptr) == 1,
        "EVP_Digest");
    value.resize(length);
    return value;
}

bool hasSignature(const Der& certificateDer, const DigestKind& kind, const SignedData& data) {
    const auto certificate = openssl::certificateFromDer(certificateDer);
    ::EVP_PKEY* const key = certificate ? ::X509_get0_pubkey(certificate.get()) : nullptr;
    if (key == nullptr || ::EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) {
        openssl::dropErrors();
        return false;
    }
    const openssl::DigestContextPtr context(openssl::need(::EVP_MD_CTX_new(), "EVP_MD_CTX_new"));
    const bool good =
        ::EVP_DigestVerifyInit(context.get(), nullptr, kind.make(), nullptr, key) == 1 &&
        ::EVP_DigestVerify(context.get(), data.signature.data(), data.signature.size(),
                           data.signedAttributes.data(), data.signedAttributes.size()) == 1;
    openssl::dropErrors();
    return good;
}

// RFC 5035 §3: SigningCertificateV2 { certs SEQUENCE OF { hashAlgorithm DEFAULT sha256, certHash,
// issuerSerial } }. One certificate, no policies: what is not written here is refused.
bool namesCertificate(const Der& attribute, const Der& certificate, record::Bytes issuerAndSerial) {
    der::Reader whole(der::only(attribute, der::kSequence).content);
    der::Reader certs = whole.enter(der::kSequence);
    whole.end();
    der::Reader one = certs.enter(der::kSequence);
    certs.end();
    const DigestKind* kind = &kDigests[0];
    if (one.nextIs(der::kSequence)) {
        kind = findDigest(algorithmOf(one.next().whole));
    }
    if (kind == nullptr) {
        malformed("signing-certificate-v2 with an unknown digest");
    }
    const der::Tlv hash = one.next(der::kOctetString);
    bool same = der::same(hash.content, digestWith(*kind, certificate));
    if (!one.empty()) {
        der::Reader named = one.enter(der::kSequence);
        one.end();
        const der::Tlv names =
            named.next(der::kSequence); // GeneralNames with one directoryName [4]
        const der::Tlv directoryName = der::only(names.content, der::context(4));
        const der::Tlv serial = named.next(der::kInteger);
        named.end();
        same = same && der::same(der::wrap(der::kSequence, {directoryName.content, serial.whole}),
                                 issuerAndSerial);
    }
    return same;
}

record::Instant readSigningTime(const Der& attribute) {
    der::Reader reader(attribute);
    const der::Tlv time = reader.next();
    reader.end();
    const bool utc = time.tag == der::kUtcTime && time.content.size() == 13;
    const bool generalized = time.tag == der::kGeneralizedTime && time.content.size() == 15;
    if ((!utc && !generalized) || time.content.back() != 'Z') { // RFC 5652 §11.3
        malformed("signingTime");
    }
    const unsigned char* at = attribute.data();
    const openssl::AsnTimePtr parsed(
        ::d2i_ASN1_TIME(nullptr, &at, static_cast<long>(attribute.size())));
    const auto instant = openssl::instantOf(parsed.get());
    if (!instant) {
        malformed("signingTime");
    }
    return *instant;
}

class SealReader {
  public:
    SealReader(const SignedData& data, const Trust& trust, record::Instant now)
        : m_data(data), m_trust(trust), m_now(now) {}

    SealReading read(record::Bytes content) {
        readAttributes(content);
        const Der* const certificate =
            certificateNamed(m_data.issuerAndSerial, m_data.certificates);
        if (certificate == nullptr) {
            malformed("the signer's certificate is not there");
        }
        readSignature(*certificate);
        m_reading.signer = describeSigner(*certificate);
        const ValidationMaterial embedded{m_data.certificates, m_data.crls};
        const Der* const token = timestampToken();
        const record::Instant at = token == nullptr ? *m_reading.signedAt : readToken(*token);
        const SignerJudgement judgement =
            judgeSigner(m_trust, *certificate, m_reading.signer, embedded, at);
        m_reading.verdict.merge(judgement.verdict);
        m_reading.signer.trustProfile = judgement.profile;
        m_reading.signer.testMode = judgement.testMode;
        if (token != nullptr) {
            judgeUse(judgement, tsaEvidenceFor(m_trust, *token, embedded, at));
        }
        return std::move(m_reading);
    }

  private:
    void readAttributes(record::Bytes content) {
        for (const CmsAttribute& attribute : m_data.attributes) {
            if (std::find(kAttributes.begin(), kAttributes.end(), attribute.oid) ==
                kAttributes.end()) {
                malformed("signed attribute " + attribute.oid);
            }
        }
        for (const std::string_view oid : kAttributes) {
            if (m_data.attribute(oid) == nullptr) {
                malformed("no signed attribute " + std::string(oid));
            }
        }
        if (*m_data.attribute(kOidContentType) != der::oid(kOidData)) {
            malformed("contentType is not id-data");
        }
        m_reading.signedAt = readSigningTime(*m_data.attribute(kOidSigningTime));
        readDigest();
        if (m_digest == nullptr) {
            return;
        }
        const der::Tlv stated = der::only(*m_data.attribute(kOidMessageDigest), der::kOctetString);
        if (!der::same(stated.content, digestWith(*m_digest, content))) {
            refuse(m_reading.verdict, FindingId::SignatureInvalid, "other content");
        }
    }

    void readDigest() {
        const std::string digest = algorithmOf(m_data.digestAlgorithm);
        const std::string signature = algorithmOf(m_data.signatureAlgorithm);
        const DigestKind* const kind = findDigest(digest);
        const auto& accepted = m_trust.file.digests;
        if (kind == nullptr ||
            std::find(accepted.begin(), accepted.end(), kind->name) == accepted.end()) {
            refuse(m_reading.verdict, FindingId::SignatureDigestWeak, digest);
            return;
        }
        if (m_data.signatureAlgorithm !=
            der::wrap(der::kSequence,
                      {der::oid(kind->signatureOid), der::wrap(der::kNull, Der())})) {
            malformed("signature algorithm " + signature);
        }
        m_digest = kind;
    }

    void readSignature(const Der& certificate) {
        if (m_digest != nullptr && !hasSignature(certificate, *m_digest, m_data)) {
            refuse(m_reading.verdict, FindingId::SignatureInvalid, "signature value");
        }
        if (!namesCertificate(*m_data.attribute(kOidSigningCertificateV2), certificate,
                              m_data.issuerAndSerial)) {
            refuse(m_reading.verdict, FindingId::SigningCertificateMismatch);
        }
    }

    static record::SignerCertificate describeSigner(const Der& certificate) {
        try {
            return describeCertificate(certificate);
        } catch (const record::Fault& fault) {
            if (fault.kind != record::FaultKind::CertificateUnusable) {
                throw;
            }
            malformed(std::string("the signer's certificate: ") + fault.what());
        }
    }

    const Der* timestampToken() {
        const Der* token = nullptr;
        for (const CmsAttribute& attribute : m_data.unsignedAttributes) {
            if (attribute.oid != kOidSignatureTimestamp) {
                malformed("unsigned attribute " + attribute.oid);
            }
            token = &attribute.value;
        }
        if (token == nullptr) {
            refuse(m_reading.verdict, FindingId::TimestampMissing);
        }
        return token;
    }

    // The time as of which the signer is judged: the token's, if it can be read at all.
    record::Instant readToken(const Der& token) {
        const TokenVerification verification =
            verifyToken(token, m_trust, record::sha256(m_data.signature), m_data.certificates,
                        m_data.crls, m_now);
        m_reading.verdict.merge(verification.verdict);
        if (verification.token.at == record::Instant{}) {
            return *m_reading.signedAt;
        }
        if (verification.verdict.permitted()) {
            m_reading.provenAt = verification.token.at;
        }
        judgeClaimedTime(verification.token.at);
        return verification.token.at;
    }

    // A claim later than the proof is a lie or a broken clock. A proof long after the claim is what
    // a timestamp authority that was away leaves behind: the proof counts then, and the window is
    // compared with it.
    void judgeClaimedTime(record::Instant proven) {
        const auto apart = std::chrono::abs(proven - *m_reading.signedAt);
        if (apart > m_trust.file.claimedTimeTolerance) {
            m_reading.verdict.add(
                {FindingId::TimestampFarFromClaimedTime,
                 *m_reading.signedAt > proven ? Severity::Refuse : Severity::Warn,
                 Json(std::int64_t{std::chrono::ceil<std::chrono::minutes>(apart).count()}),
                 Json(std::int64_t{m_trust.file.claimedTimeTolerance.count()}), "minutes",
                 std::nullopt, ""});
        }
    }

    // A certificate or list that proves nothing could be exchanged unseen.
    void judgeUse(const SignerJudgement& signer, const ChainEvidence& authority) {
        if (signer.chain.empty() || authority.chain.empty()) {
            return; // refused above already, and then nothing can be said about use
        }
        const auto among = [](const std::vector<Der>& all, const Der& one) {
            return std::find(all.begin(), all.end(), one) != all.end();
        };
        for (const Der& certificate : m_data.certificates) {
            if (!among(signer.chain, certificate) && !among(authority.chain, certificate)) {
                refuse(m_reading.verdict, FindingId::SignatureMalformed,
                       "a certificate that nothing needs", subjectNameOf(certificate));
            }
        }
        for (const Der& list : m_data.crls) {
            if (!among(signer.lists, list) && !among(authority.lists, list)) {
                refuse(m_reading.verdict, FindingId::SignatureMalformed,
                       "a revocation list that nothing needs");
            }
        }
    }

    const SignedData& m_data;
    const Trust& m_trust;
    record::Instant m_now;
    const DigestKind* m_digest = nullptr; // null when it is too weak to verify anything with
    SealReading m_reading;
};

} // namespace

SealReading readSeal(record::Bytes cms, record::Bytes content, const Trust& trust,
                     record::Instant now) {
    try {
        const SignedData data = parseSignedData(cms);
        return SealReader(data, trust, now).read(content);
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
        SealReading reading;
        refuse(reading.verdict, FindingId::SignatureMalformed, fault.what());
        return reading;
    }
}

} // namespace seihon::signing
