#include "signing/received_signature.h"

#include "record/fault.h"
#include "signing/algorithm_rules.h"
#include "signing/data_digest.h"
#include "signing/der.h"
#include "signing/findings.h"
#include "signing/signed_data.h"
#include "signing/signer_info.h"
#include "signing/signer_judgement.h"
#include "signing/token_read.h"
#include "signing/token_verify.h"

#include <algorithm>

namespace seihon::signing {

namespace {

using record::FindingId;
using record::Json;
using record::Severity;

constexpr std::string_view kRsaEncryption = "1.2.840.113549.1.1.1";
// Revocation data as a signed attribute (ISO 32000-1 §12.8.3.3.2).
constexpr std::string_view kRevocationArchive = "1.2.840.113583.1.1.8";
constexpr std::size_t kMaxLists = 64;

[[noreturn]] void malformedForeign(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, what);
}

DataDigest digestOf(std::string_view algorithm, const CoveredBytes& content) {
    return RunningDigest(algorithm).add(content[0]).add(content[1]).finish();
}

// What a token has to be over, by the digest that it names itself.
template <typename DigestBy>
DataDigest expectedBy(record::Bytes token, DigestBy digestBy) {
    const DigestKind* const kind = findDigest(readToken(token).info.imprintAlgorithm);
    return digestBy(kind != nullptr ? kind->name : "sha256");
}

void addAsWarnings(const record::Verdict& from, record::Verdict& into) {
    for (record::Finding finding : from.findings) {
        finding.severity = std::max(finding.severity, Severity::Warn);
        into.add(std::move(finding));
    }
}

class ForeignReader {
  public:
    ForeignReader(const SignedData& data, const Trust& trust, const ForeignQuestion& question,
                  record::ReceivedSignature& signature)
        : m_data(data), m_trust(trust), m_question(question), m_signature(signature) {}

    void read() {
        const Der* const certificate =
            certificateNamed(m_data.issuerAndSerial, m_data.certificates);
        if (certificate == nullptr) {
            malformedForeign("the signer's certificate is not there");
        }
        readMaterial();
        readTime();
        readIntegrity(*certificate);
        readSigner(*certificate);
    }

  private:
    void readMaterial() {
        m_material.certificates = together(m_data.certificates, m_question.beside.certificates);
        m_material.crls = together(m_data.crls, m_question.beside.crls);
        if (const Der* const archive = m_data.attribute(kRevocationArchive)) {
            der::Reader whole(der::only(*archive, der::kSequence).content);
            if (whole.nextIs(der::context(0))) {
                der::Reader wrapped = whole.enter(der::context(0));
                for (der::Reader lists = wrapped.enter(der::kSequence); !lists.empty();) {
                    const record::Bytes list = lists.next(der::kSequence).whole;
                    m_material.crls.emplace_back(list.begin(), list.end());
                }
            }
        }
        if (m_material.crls.size() > kMaxLists) {
            m_material.crls.resize(kMaxLists);
        }
    }

    // The earliest time at which the signature is proven to have been there.
    void readTime() {
        m_signature.provenAt = m_question.coveredAt;
        for (const CmsAttribute& attribute : m_data.unsignedAttributes) {
            if (attribute.oid == kOidSignatureTimestamp) {
                readTimestamp(attribute.value);
            }
        }
        if (const Der* const claimed = m_data.attribute(kOidSigningTime)) {
            m_signature.signedAt = readSigningTime(*claimed);
        }
        const record::Instant at = m_signature.provenAt.value_or(m_question.now);
        if (m_signature.signedAt &&
            *m_signature.signedAt > at + m_trust.file.claimedTimeTolerance) {
            const auto apart = std::chrono::ceil<std::chrono::minutes>(*m_signature.signedAt - at);
            m_signature.verdict.add({FindingId::TimestampFarFromClaimedTime, Severity::Warn,
                                     Json(std::int64_t{apart.count()}),
                                     Json(std::int64_t{m_trust.file.claimedTimeTolerance.count()}),
                                     "minutes", std::nullopt, m_signature.field});
        }
        if (!m_signature.provenAt) {
            m_signature.verdict.add({FindingId::SigningTimeNotProven, Severity::Warn, nullptr,
                                     nullptr, "", std::nullopt, m_signature.field});
        }
    }

    void readTimestamp(const Der& token) {
        TokenVerification verified;
        try {
            const DataDigest expected = expectedBy(token, [&](std::string_view algorithm) {
                return digestBy(algorithm, m_data.signature);
            });
            verified =
                verifyTokenWithin(token, m_trust,
                                  {expected, m_material.certificates, m_material.crls,
                                   m_question.now, kClockAllowance, m_question.coveredAt, false});
        } catch (const record::Fault& fault) {
            if (fault.kind != record::FaultKind::Malformed) {
                throw;
            }
            refuse(verified.verdict, FindingId::TimestampMalformed, fault.what(),
                   m_signature.field);
        }
        const bool holds = verified.verdict.permitted();
        addAsWarnings(verified.verdict, m_signature.verdict);
        if (holds && (!m_signature.provenAt || verified.token.at < *m_signature.provenAt)) {
            m_signature.provenAt = verified.token.at;
        }
    }

    void readIntegrity(const Der& certificate) {
        const Der* const type = m_data.attribute(kOidContentType);
        const Der* const digest = m_data.attribute(kOidMessageDigest);
        if (type == nullptr || digest == nullptr || *type != der::oid(kOidData)) {
            malformedForeign("contentType or messageDigest");
        }
        const std::string name = algorithmOf(m_data.digestAlgorithm);
        const DigestKind* const kind =
            acceptedDigest(name, m_trust, m_signature.provenAt.value_or(m_question.now));
        if (kind == nullptr) {
            refuse(m_signature.verdict, FindingId::SignatureDigestWeak, name, m_signature.field);
            return; // what a weak digest covers may be anything
        }
        der::Reader algorithm(der::only(m_data.signatureAlgorithm, der::kSequence).content);
        const std::string signs = der::oidText(algorithm.next(der::kOid).content);
        if (signs != kRsaEncryption && signs != kind->withRsa) {
            refuse(m_signature.verdict, FindingId::SignatureKindUnknown, signs, m_signature.field);
            return;
        }
        const der::Tlv stated = der::only(*digest, der::kOctetString);
        if (!der::same(stated.content, digestOf(kind->name, m_question.content).bytes)) {
            refuse(m_signature.verdict, FindingId::SignatureInvalid, "other content",
                   m_signature.field);
        }
        if (!hasSignature(certificate, *kind, m_data)) {
            refuse(m_signature.verdict, FindingId::SignatureInvalid, "signature value",
                   m_signature.field);
        }
        readCertificateName(certificate);
    }

    void readCertificateName(const Der& certificate) {
        const Der* const named = m_data.attribute(kOidSigningCertificateV2);
        if (named == nullptr) {
            if (m_question.isCades) {
                malformedForeign("no signing-certificate-v2");
            }
            return;
        }
        if (!namesCertificate(*named, certificate, m_data.issuerAndSerial)) {
            refuse(m_signature.verdict, FindingId::SigningCertificateMismatch, nullptr,
                   m_signature.field);
        }
    }

    void readSigner(const Der& certificate) {
        try {
            m_signature.signer = describeCertificate(certificate);
        } catch (const record::Fault& fault) {
            if (fault.kind != record::FaultKind::CertificateUnusable) {
                throw;
            }
            refuse(m_signature.verdict, FindingId::SignatureKindUnknown, fault.what(),
                   m_signature.field);
            return;
        }
        const SignerJudgement judgement =
            judgeSigner(m_trust, certificate, m_signature.signer, m_material,
                        m_signature.provenAt.value_or(m_question.now));
        m_signature.verdict.merge(judgement.verdict);
        m_signature.signer.trustProfile = judgement.profile;
        m_signature.signer.testMode = judgement.testMode;
    }

    const SignedData& m_data;
    const Trust& m_trust;
    const ForeignQuestion& m_question;
    record::ReceivedSignature& m_signature;
    ValidationMaterial m_material;
};

} // namespace

void judgeForeignSignature(record::Bytes cms, const Trust& trust, const ForeignQuestion& question,
                           record::ReceivedSignature& signature) {
    try {
        const SignedData data = parseForeignSignedData(cms);
        ForeignReader(data, trust, question, signature).read();
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
        refuse(signature.verdict, FindingId::SignatureMalformed, fault.what(), signature.field);
    }
}

void judgeDocumentTimestamp(record::Bytes token, const Trust& trust,
                            const ForeignQuestion& question, record::ReceivedSignature& signature) {
    try {
        const DataDigest expected = expectedBy(token, [&](std::string_view algorithm) {
            return digestOf(algorithm, question.content);
        });
        const TokenVerification verified =
            verifyTokenWithin(token, trust,
                              {expected, question.beside.certificates, question.beside.crls,
                               question.now, kClockAllowance, question.coveredAt, false});
        signature.verdict.merge(verified.verdict);
        if (verified.verdict.permitted()) {
            signature.provenAt = verified.token.at;
        }
        if (!verified.chain.empty()) {
            signature.signer = describeCertificate(verified.chain.front());
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed &&
            fault.kind != record::FaultKind::CertificateUnusable) {
            throw;
        }
        refuse(signature.verdict, FindingId::TimestampMalformed, fault.what(), signature.field);
    }
}

} // namespace seihon::signing
