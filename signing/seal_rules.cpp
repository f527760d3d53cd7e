#include "signing/seal_rules.h"

#include "record/fault.h"
#include "signing/algorithm_rules.h"
#include "signing/der.h"
#include "signing/digest_kind.h"
#include "signing/findings.h"
#include "signing/openssl_handles.h"
#include "signing/signed_data.h"
#include "signing/signer_info.h"
#include "signing/signer_judgement.h"
#include "signing/text.h"
#include "signing/token_verify.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace seihon::signing {

namespace {

using record::FindingId;
using record::Json;
using record::Severity;

constexpr std::array kAttributes{kOidContentType, kOidMessageDigest, kOidSigningTime,
                                 kOidSigningCertificateV2};

[[noreturn]] void malformedSeal(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, what);
}

class SealReader {
  public:
    SealReader(const SignedData& data, const Trust& trust, const SealQuestion& question)
        : m_data(data), m_trust(trust), m_question(question),
          m_reference(question.coveredAt.value_or(question.now)) {}

    SealReading read() {
        readAttributes(m_question.content);
        const Der* const certificate =
            certificateNamed(m_data.issuerAndSerial, m_data.certificates);
        if (certificate == nullptr) {
            malformedSeal("the signer's certificate is not there");
        }
        readSignature(*certificate);
        m_reading.signer = describeSigner(*certificate);
        m_reading.embedded = {m_data.certificates, m_data.crls};
        const Der* const token = timestampToken();
        const record::Instant at = token == nullptr ? *m_reading.signedAt : readToken(*token);
        const SignerJudgement judgement =
            judgeSigner(m_trust, *certificate, m_reading.signer, m_reading.embedded, at);
        m_reading.verdict.merge(judgement.verdict);
        m_reading.signer.trustProfile = judgement.profile;
        m_reading.signer.testMode = judgement.testMode;
        if (token != nullptr) {
            judgeEmbedded(judgement.chain, at);
        }
        m_reading.completed = m_reading.verdict.permitted() &&
                              !m_reading.verdict.has(FindingId::RevocationNotYetProven);
        return std::move(m_reading);
    }

  private:
    void readAttributes(record::Bytes content) {
        for (const CmsAttribute& attribute : m_data.attributes) {
            if (std::find(kAttributes.begin(), kAttributes.end(), attribute.oid) ==
                kAttributes.end()) {
                malformedSeal("signed attribute " + attribute.oid);
            }
        }
        for (const std::string_view oid : kAttributes) {
            if (m_data.attribute(oid) == nullptr) {
                malformedSeal("no signed attribute " + std::string(oid));
            }
        }
        if (*m_data.attribute(kOidContentType) != der::oid(kOidData)) {
            malformedSeal("contentType is not id-data");
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
        const DigestKind* const kind = acceptedDigest(digest, m_trust, m_reference);
        if (kind == nullptr) {
            refuse(m_reading.verdict, FindingId::SignatureDigestWeak, digest);
            return;
        }
        if (m_data.signatureAlgorithm !=
            der::wrap(der::kSequence, {der::oid(kind->withRsa), der::wrap(der::kNull, Der())})) {
            malformedSeal("signature algorithm " + signature);
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
            malformedSeal(std::string("the signer's certificate: ") + fault.what());
        }
    }

    const Der* timestampToken() {
        const Der* token = nullptr;
        for (const CmsAttribute& attribute : m_data.unsignedAttributes) {
            if (attribute.oid != kOidSignatureTimestamp) {
                malformedSeal("unsigned attribute " + attribute.oid);
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
            verifyTokenWithin(token, m_trust,
                              {dataDigest(record::sha256(m_data.signature)),
                               together(m_data.certificates, m_question.beside.certificates),
                               together(m_data.crls, m_question.beside.crls), m_question.now,
                               kClockAllowance, m_question.coveredAt, false});
        m_reading.verdict.merge(verification.verdict);
        m_reading.tsaChain = verification.chain;
        m_reading.endsAt = verification.endsAt;
        const auto end = m_digest ? digestEnds(m_trust.file, m_digest->name) : std::nullopt;
        if (end && (!m_reading.endsAt || *end < *m_reading.endsAt)) {
            m_reading.endsAt = end;
        }
        if (verification.token.at == record::Instant{}) {
            return *m_reading.signedAt;
        }
        m_reading.stampedAt = verification.token.at;
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

    void judgeEmbedded(const std::vector<Der>& signerChain, record::Instant at) {
        if (signerChain.empty() || m_reading.tsaChain.empty()) {
            return; // refused above already, and then nothing can be said about use
        }
        const std::array chains{JudgedChain{signerChain, at}, JudgedChain{m_reading.tsaChain, at}};
        m_reading.verdict.merge(judgeUse({m_data.certificates, m_data.crls},
                                         {chains, FindingId::SignatureMalformed, {}}));
    }

    const SignedData& m_data;
    const Trust& m_trust;
    const SealQuestion& m_question;
    const record::Instant m_reference;
    const DigestKind* m_digest = nullptr; // null when it is too weak to verify anything with
    SealReading m_reading;
};

} // namespace

SealReading readSealWithin(record::Bytes cms, const Trust& trust, const SealQuestion& question) {
    try {
        const SignedData data = parseSignedData(cms);
        return SealReader(data, trust, question).read();
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
        SealReading reading;
        refuse(reading.verdict, FindingId::SignatureMalformed, fault.what());
        return reading;
    }
}

SealReading readSeal(record::Bytes cms, record::Bytes content, const Trust& trust,
                     record::Instant now) {
    return readSealWithin(cms, trust, {content, now, std::nullopt, {}});
}

} // namespace seihon::signing
