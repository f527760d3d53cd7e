#include "signing/validation_data.h"

#include "record/fault.h"
#include "signing/crl.h"
#include "signing/der.h"
#include "signing/openssl_handles.h"
#include "signing/signed_data.h"
#include "signing/signer_judgement.h"
#include "signing/token_read.h"

#include <algorithm>
#include <array>

namespace seihon::signing {

namespace {

constexpr std::size_t kMaxValidationBytes = 32u << 20; // lists of large authorities
constexpr std::size_t kMaxValidationObjects = 64;
constexpr std::array<std::uint8_t, 3> kVersionOfPlain{der::kInteger, 1, 1};

[[noreturn]] void malformedValidation(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, "validation data: " + what);
}

std::vector<Der> objectsIn(record::Bytes content) {
    std::vector<Der> objects;
    for (der::Reader reader(content); !reader.empty();) {
        const record::Bytes whole = reader.next(der::kSequence).whole;
        objects.emplace_back(whole.begin(), whole.end());
        if (objects.size() > kMaxValidationObjects) {
            malformedValidation("too many certificates or lists");
        }
    }
    return objects;
}

ValidationMaterial readPlainSignedData(record::Bytes bytes) {
    der::Reader whole(der::only(bytes, der::kSequence).content);
    if (der::oidText(whole.next(der::kOid).content) != kOidSignedData) {
        malformedValidation("not SignedData");
    }
    der::Reader wrapped = whole.enter(der::context(0));
    der::Reader body = wrapped.enter(der::kSequence);
    body.next(der::kInteger);
    body.next(der::kSet);
    body.next(der::kSequence);
    ValidationMaterial material;
    if (body.nextIs(der::context(0))) {
        material.certificates = objectsIn(body.next().content);
    }
    if (body.nextIs(der::context(1))) {
        material.crls = objectsIn(body.next().content);
    }
    return material;
}

// What makes one revocation list the successor of another: issuer, key and scope.
struct ListIdentity {
    Der issuer;
    Der keyIdentifier; // value of authorityKeyIdentifier; empty when there is none
    Der scope;         // value of issuingDistributionPoint; likewise
    record::Instant thisUpdate{};

    bool succeeds(const ListIdentity& older) const {
        return issuer == older.issuer && keyIdentifier == older.keyIdentifier &&
               scope == older.scope && thisUpdate > older.thisUpdate;
    }
};

Der extensionOf(const ::X509_CRL* list, int nid) {
    const int at = ::X509_CRL_get_ext_by_NID(list, nid, -1);
    if (at < 0) {
        return {};
    }
    const auto bytes = openssl::bytesOf(::X509_EXTENSION_get_data(::X509_CRL_get_ext(list, at)));
    return {bytes.begin(), bytes.end()};
}

std::optional<ListIdentity> identityOf(const Der& der) {
    const openssl::CrlPtr list = openssl::crlFromDer(der);
    const auto thisUpdate =
        list ? openssl::instantOf(::X509_CRL_get0_lastUpdate(list.get())) : std::nullopt;
    if (!thisUpdate) {
        return std::nullopt;
    }
    return ListIdentity{openssl::toDer(::X509_CRL_get_issuer(list.get()), ::i2d_X509_NAME),
                        extensionOf(list.get(), NID_authority_key_identifier),
                        extensionOf(list.get(), NID_issuing_distribution_point), *thisUpdate};
}

bool isSupersededBy(const Der& list, const std::vector<Der>& others) {
    const auto identity = identityOf(list);
    return identity && std::any_of(others.begin(), others.end(), [&](const Der& other) {
               const auto newer = identityOf(other);
               return newer && newer->succeeds(*identity);
           });
}

bool isAmong(const std::vector<Der>& all, const Der& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

bool isSameSignature(const SignedData& before, const SignedData& after) {
    const auto sameAttribute = [](const CmsAttribute& left, const CmsAttribute& right) {
        return left.oid == right.oid && left.value == right.value;
    };
    return before.digestAlgorithm == after.digestAlgorithm &&
           before.issuerAndSerial == after.issuerAndSerial &&
           before.signedAttributes == after.signedAttributes &&
           before.signatureAlgorithm == after.signatureAlgorithm &&
           before.signature == after.signature &&
           std::equal(before.unsignedAttributes.begin(), before.unsignedAttributes.end(),
                      after.unsignedAttributes.begin(), after.unsignedAttributes.end(),
                      sameAttribute);
}

// Adds what proves one chain for good: its issuers, and about each certificate the newest list
// after `at`.
void completeChain(const std::vector<Der>& chain, const std::vector<Der>& lists, record::Instant at,
                   SealCompletion& completion, ValidationMaterial& add) {
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
        const RevocationAnswer answer = judgeRevocation(chain[i], chain[i + 1], lists, at);
        const bool settled = answer.best && (answer.state == RevocationState::Good ||
                                             answer.state == RevocationState::Revoked);
        const auto identity = settled ? identityOf(lists[*answer.best]) : std::nullopt;
        if (!identity || identity->thisUpdate <= at) {
            completion.waitingFor.push_back(answer.holder);
            continue;
        }
        add.crls.push_back(lists[*answer.best]);
        add.certificates.push_back(chain[i + 1]);
    }
}

} // namespace

Der encodeValidationData(const ValidationMaterial& material) {
    const Der none;
    const Der certificates =
        material.certificates.empty() ? none : der::setOf(der::context(0), material.certificates);
    const Der crls = material.crls.empty() ? none : der::setOf(der::context(1), material.crls);
    const Der body = der::wrap(der::kSequence, {kVersionOfPlain, der::wrap(der::kSet, none),
                                                der::wrap(der::kSequence, der::oid(kOidData)),
                                                certificates, crls, der::wrap(der::kSet, none)});
    return der::wrap(der::kSequence, {der::oid(kOidSignedData), der::wrap(der::context(0), body)});
}

ValidationMaterial parseValidationData(record::Bytes bytes) {
    if (bytes.size() > kMaxValidationBytes) {
        malformedValidation("too long");
    }
    if (!der::isDer(bytes)) {
        malformedValidation("not DER");
    }
    ValidationMaterial material = readPlainSignedData(bytes);
    if (!der::same(encodeValidationData(material), bytes)) {
        malformedValidation("not in its one form");
    }
    return material;
}

Der withValidationData(record::Bytes cms, const ValidationMaterial& add) {
    SignedData data = parseSignedData(cms);
    const std::vector<Der> lists = together(data.crls, add.crls);
    data.certificates = together(data.certificates, add.certificates);
    data.crls.clear();
    std::copy_if(lists.begin(), lists.end(), std::back_inserter(data.crls),
                 [&](const Der& list) { return !isSupersededBy(list, lists); });
    return encodeSignedData(data);
}

bool isSameSignatureWithMore(record::Bytes before, record::Bytes after) {
    try {
        const SignedData old = parseSignedData(before);
        const SignedData grown = parseSignedData(after);
        return isSameSignature(old, grown) &&
               std::all_of(old.certificates.begin(), old.certificates.end(),
                           [&](const Der& one) { return isAmong(grown.certificates, one); }) &&
               std::all_of(old.crls.begin(), old.crls.end(), [&](const Der& list) {
                   return isAmong(grown.crls, list) || isSupersededBy(list, grown.crls);
               });
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
        return false;
    }
}

SealCompletion completeSeal(record::Bytes cms, const Trust& trust) {
    const SignedData data = parseSignedData(cms);
    const Der* const signer = certificateNamed(data.issuerAndSerial, data.certificates);
    if (signer == nullptr || data.unsignedAttributes.size() != 1 ||
        data.unsignedAttributes.front().oid != kOidSignatureTimestamp) {
        malformedValidation("a seal without its signer's certificate or its timestamp");
    }
    const Der& token = data.unsignedAttributes.front().value;
    const record::Instant at = readToken(token).info.at;
    const ValidationMaterial embedded{data.certificates, data.crls};
    const SignerJudgement judgement =
        judgeSigner(trust, *signer, describeCertificate(*signer), embedded, at);
    const std::vector<Der> tsaChain = tsaEvidenceFor(trust, token, embedded, at).chain;
    const std::vector<Der> lists = together(together(data.crls, readToken(token).crls), trust.crls);
    SealCompletion completion;
    ValidationMaterial add;
    if (judgement.chain.empty() || tsaChain.empty()) {
        completion.waitingFor.emplace_back(judgement.chain.empty() ? "signer" : "timestamp");
    }
    completeChain(judgement.chain, lists, at, completion, add);
    completeChain(tsaChain, lists, at, completion, add);
    completion.cms =
        completion.complete() ? withValidationData(cms, add) : Der(cms.begin(), cms.end());
    return completion;
}

} // namespace seihon::signing
