#include "tests/signing/token_forge.h"

#include "signing/der.h"
#include "signing/openssl_handles.h"

#include <stdexcept>

namespace seihon::signing::forge {

namespace {

using namespace der;

Der number(std::uint8_t value) {
    return wrap(kInteger, record::Bytes(&value, 1));
}

Der joined(const std::vector<Der>& parts) {
    Der all;
    for (const Der& part : parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

Der algorithm(const std::string& algorithmOid) {
    const Der null{kNull, 0x00};
    return wrap(kSequence, {oid(algorithmOid), null});
}

Der digestOf(const char* name, record::Bytes bytes) {
    Der value(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    ::EVP_Digest(bytes.data(), bytes.size(), value.data(), &length, ::EVP_get_digestbyname(name),
                 nullptr);
    value.resize(length);
    return value;
}

Der makeInfo(const TokenRecipe& recipe) {
    std::vector<Der> parts{number(1), oid(recipe.policy),
                           wrap(kSequence, {algorithm(recipe.imprintAlgorithm),
                                            wrap(kOctetString, record::Bytes(recipe.imprint))}),
                           number(42), wrap(kGeneralizedTime, record::bytesOf(recipe.time))};
    if (!recipe.nonce.empty()) {
        parts.push_back(wrap(kInteger, record::Bytes(recipe.nonce)));
    }
    if (!recipe.tsaName.empty()) {
        parts.push_back(wrap(context(0), record::Bytes(recipe.tsaName)));
    }
    if (recipe.criticalExtension) {
        const Der yes{kBoolean, 0x01, 0xff};
        const Der value{kOctetString, 0x02, kNull, 0x00};
        parts.push_back(wrap(context(1), wrap(kSequence, {oid("2.999.1"), yes, value})));
    }
    return wrap(kSequence, record::Bytes(joined(parts)));
}

Der attribute(const char* type, const Der& value) {
    return wrap(kSequence, {oid(type), wrap(kSet, value)});
}

Der essAttribute(const char* type, const Der& hash) {
    const Der id = wrap(kSequence, wrap(kOctetString, record::Bytes(hash)));
    return attribute(type, wrap(kSequence, wrap(kSequence, id)));
}

Der makeAttributes(const Identity& signer, const TokenRecipe& recipe, const Der& info) {
    Der messageDigest = digestOf(recipe.digest.c_str(), info);
    messageDigest[0] ^= recipe.spoilsMessageDigest ? 1 : 0;
    std::vector<Der> list{
        attribute("1.2.840.113549.1.9.3", oid(recipe.contentTypeAttribute)),
        attribute("1.2.840.113549.1.9.4", wrap(kOctetString, record::Bytes(messageDigest)))};
    const Der& named = recipe.essCertificate.empty() ? signer.certificate : recipe.essCertificate;
    if (recipe.ess == Ess::V1 || recipe.ess == Ess::Both) {
        list.push_back(essAttribute("1.2.840.113549.1.9.16.2.12", digestOf("SHA1", named)));
    }
    if (recipe.ess == Ess::V2 || recipe.ess == Ess::Both) {
        list.push_back(essAttribute("1.2.840.113549.1.9.16.2.47", digestOf("SHA256", named)));
    }
    return setOf(kSet, list);
}

Der sign(const Identity& signer, const std::string& digest, const Der& bytes) {
    const openssl::DigestContextPtr context(::EVP_MD_CTX_new());
    Der signature(1024);
    std::size_t length = signature.size();
    if (::EVP_DigestSignInit(context.get(), nullptr, ::EVP_get_digestbyname(digest.c_str()),
                             nullptr, static_cast<::EVP_PKEY*>(signer.key.get())) != 1 ||
        ::EVP_DigestSign(context.get(), signature.data(), &length, bytes.data(), bytes.size()) !=
            1) {
        throw std::runtime_error("forging a signature: " + openssl::errorText());
    }
    signature.resize(length);
    return signature;
}

Der signerIdentifier(const Identity& signer, bool byKeyIdentifier) {
    const openssl::CertificatePtr certificate = openssl::certificateFromDer(signer.certificate);
    if (byKeyIdentifier) {
        return wrap(0x80, openssl::bytesOf(::X509_get0_subject_key_id(certificate.get())));
    }
    return wrap(kSequence,
                {openssl::toDer(::X509_get_issuer_name(certificate.get()), ::i2d_X509_NAME),
                 openssl::toDer(::X509_get0_serialNumber(certificate.get()), ::i2d_ASN1_INTEGER)});
}

Der makeSigner(const Identity& signer, const TokenRecipe& recipe, const Der& info) {
    Der attributes = makeAttributes(signer, recipe, info);
    Der signature = sign(signer, recipe.digest, attributes);
    signature[signature.size() / 2] ^= recipe.spoilsSignature ? 1 : 0;
    attributes[0] = context(0);
    std::vector<Der> parts{number(recipe.namesByKeyIdentifier ? 3 : 1),
                           signerIdentifier(signer, recipe.namesByKeyIdentifier),
                           algorithm(recipe.digestAlgorithm),
                           attributes,
                           algorithm(recipe.signatureAlgorithm),
                           wrap(kOctetString, record::Bytes(signature))};
    if (recipe.unsignedAttribute) {
        const Der null{kNull, 0x00};
        parts.push_back(wrap(context(1), attribute("2.999.2", null)));
    }
    return wrap(kSequence, record::Bytes(joined(parts)));
}

} // namespace

TokenRecipe recipeFor(const record::Digest& digest) {
    TokenRecipe recipe;
    recipe.imprint.assign(digest.bytes.begin(), digest.bytes.end());
    return recipe;
}

Der forgeToken(const Identity& signer, const TokenRecipe& recipe) {
    const Der info = makeInfo(recipe);
    std::vector<Der> certificates = recipe.certificates;
    if (recipe.holdsSigner) {
        certificates.push_back(signer.certificate);
    }
    std::vector<Der> parts{
        number(3), wrap(kSet, algorithm(recipe.digestAlgorithm)),
        wrap(kSequence,
             {oid(recipe.contentType), wrap(context(0), wrap(kOctetString, record::Bytes(info)))})};
    if (!certificates.empty()) {
        parts.push_back(wrap(context(0), record::Bytes(joined(certificates))));
    }
    if (!recipe.crls.empty()) {
        parts.push_back(wrap(context(1), record::Bytes(joined(recipe.crls))));
    }
    const std::vector<Der> signers(static_cast<std::size_t>(recipe.signers),
                                   makeSigner(signer, recipe, info));
    parts.push_back(wrap(kSet, record::Bytes(joined(signers))));
    const Der data = wrap(kSequence, record::Bytes(joined(parts)));
    return wrap(kSequence, {oid("1.2.840.113549.1.7.2"), wrap(context(0), data)});
}

Der replyWith(const Der& token, const Der& statusInfo) {
    return wrap(kSequence, {wrap(kSequence, record::Bytes(statusInfo)), token});
}

Query readQuery(const Der& bytes) {
    Reader query(only(bytes, kSequence).content);
    query.next(kInteger);
    Reader imprint = query.enter(kSequence);
    imprint.next(kSequence);
    const record::Bytes digest = imprint.next(kOctetString).content;
    Query result{{digest.begin(), digest.end()}, {}, false};
    if (query.nextIs(kInteger)) {
        const record::Bytes nonce = query.next().content;
        result.nonce.assign(nonce.begin(), nonce.end());
    }
    result.certReq = query.nextIs(kBoolean) && query.next().content[0] == 0xff;
    return result;
}

} // namespace seihon::signing::forge
