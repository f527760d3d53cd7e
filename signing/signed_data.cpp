#include "signing/signed_data.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/openssl_handles.h"

#include <algorithm>
#include <array>

namespace seihon::signing {

namespace {

using der::Reader;

constexpr std::size_t kMaxCmsBytes = 32u << 20; // lists of a large authority may be embedded
constexpr std::array<std::uint8_t, 3> kVersionOne{der::kInteger, 1, 1};

[[noreturn]] void malformedSignature(const std::string& what) {
    throw record::Fault(record::FaultKind::Malformed, "signature: " + what);
}

Der copyOf(record::Bytes bytes) {
    return {bytes.begin(), bytes.end()};
}

void readVersionOne(Reader& reader) {
    if (!der::same(reader.next(der::kInteger).whole, kVersionOne)) {
        malformedSignature("another version than 1");
    }
}

std::vector<Der> readSetOf(record::Bytes content, std::uint8_t tag) {
    std::vector<Der> elements;
    for (Reader reader(content); !reader.empty();) {
        elements.push_back(copyOf(reader.next(tag).whole));
    }
    return elements;
}

std::vector<CmsAttribute> readAttributes(record::Bytes content) {
    std::vector<CmsAttribute> attributes;
    for (Reader reader(content); !reader.empty();) {
        Reader attribute = reader.enter(der::kSequence);
        CmsAttribute read;
        read.oid = der::oidText(attribute.next(der::kOid).content);
        Reader values = attribute.enter(der::kSet);
        read.value = copyOf(values.next().whole);
        values.end();
        attribute.end();
        for (const CmsAttribute& other : attributes) {
            if (other.oid == read.oid) {
                malformedSignature("an attribute twice: " + read.oid);
            }
        }
        attributes.push_back(std::move(read));
    }
    return attributes;
}

void readSignerInfo(Reader info, SignedData& data) {
    readVersionOne(info);
    data.issuerAndSerial = copyOf(info.next(der::kSequence).whole);
    if (!der::same(info.next(der::kSequence).whole, data.digestAlgorithm)) {
        malformedSignature("two digest algorithms");
    }
    const der::Tlv attributes = info.next(der::context(0));
    data.signedAttributes = copyOf(attributes.whole);
    data.signedAttributes[0] = der::kSet;
    data.attributes = readAttributes(attributes.content);
    data.signatureAlgorithm = copyOf(info.next(der::kSequence).whole);
    data.signature = copyOf(info.next(der::kOctetString).content);
    if (info.nextIs(der::context(1))) {
        data.unsignedAttributes = readAttributes(info.next(der::context(1)).content);
    }
    info.end();
}

SignedData readSignedData(record::Bytes cms) {
    SignedData data;
    Reader whole(cms);
    Reader contentInfo = whole.enter(der::kSequence);
    whole.end();
    if (der::oidText(contentInfo.next(der::kOid).content) != kOidSignedData) {
        malformedSignature("not SignedData");
    }
    Reader wrapped = contentInfo.enter(der::context(0));
    contentInfo.end();
    Reader body = wrapped.enter(der::kSequence);
    wrapped.end();
    readVersionOne(body);
    Reader digests = body.enter(der::kSet);
    data.digestAlgorithm = copyOf(digests.next(der::kSequence).whole);
    digests.end();
    Reader content = body.enter(der::kSequence);
    if (der::oidText(content.next(der::kOid).content) != kOidData) {
        malformedSignature("the content is not id-data");
    }
    if (!content.empty()) {
        malformedSignature("the content is attached");
    }
    if (body.nextIs(der::context(0))) {
        data.certificates = readSetOf(body.next().content, der::kSequence);
    }
    if (body.nextIs(der::context(1))) {
        data.crls = readSetOf(body.next().content, der::kSequence);
    }
    Reader signers = body.enter(der::kSet);
    body.end();
    Reader signer = signers.enter(der::kSequence);
    if (!signers.empty()) {
        malformedSignature("more than one signer");
    }
    readSignerInfo(signer, data);
    return data;
}

Der encodeAttributes(std::uint8_t tag, const std::vector<CmsAttribute>& attributes) {
    std::vector<Der> encoded;
    for (const CmsAttribute& attribute : attributes) {
        encoded.push_back(der::wrap(
            der::kSequence, {der::oid(attribute.oid), der::wrap(der::kSet, attribute.value)}));
    }
    return der::setOf(tag, std::move(encoded));
}

} // namespace

const Der* SignedData::attribute(std::string_view oid) const {
    const auto found = std::find_if(attributes.begin(), attributes.end(),
                                    [oid](const CmsAttribute& one) { return one.oid == oid; });
    return found == attributes.end() ? nullptr : &found->value;
}

SignedData parseForeignSignedData(record::Bytes cms) {
    if (cms.size() > kMaxCmsBytes) {
        malformedSignature("too long");
    }
    if (!der::isDer(cms)) {
        malformedSignature("not DER");
    }
    SignedData data = readSignedData(cms);
    // What is signed has one form in any case (RFC 5652 §5.4).
    if (!der::same(encodeAttributes(der::kSet, data.attributes), data.signedAttributes)) {
        malformedSignature("the signed attributes are not DER");
    }
    return data;
}

SignedData parseSignedData(record::Bytes cms) {
    SignedData data = parseForeignSignedData(cms);
    // What RFC 5652 leaves open (order of a SET OF, empty sets, doubles) has one form here, so that
    // no byte of a seal can change without being seen.
    if (!der::same(encodeSignedData(data), cms)) {
        malformedSignature("not in its one form");
    }
    return data;
}

Der encodeSignedData(const SignedData& data) {
    Der attributes = encodeAttributes(der::context(0), data.attributes);
    Der unsignedAttributes;
    if (!data.unsignedAttributes.empty()) {
        unsignedAttributes = encodeAttributes(der::context(1), data.unsignedAttributes);
    }
    const Der signer = der::wrap(
        der::kSequence, {kVersionOne, data.issuerAndSerial, data.digestAlgorithm, attributes,
                         data.signatureAlgorithm, der::wrap(der::kOctetString, data.signature),
                         unsignedAttributes});
    const Der certificates =
        data.certificates.empty() ? Der() : der::setOf(der::context(0), data.certificates);
    const Der crls = data.crls.empty() ? Der() : der::setOf(der::context(1), data.crls);
    const Der body =
        der::wrap(der::kSequence, {kVersionOne, der::wrap(der::kSet, data.digestAlgorithm),
                                   der::wrap(der::kSequence, der::oid(kOidData)), certificates,
                                   crls, der::wrap(der::kSet, signer)});
    return der::wrap(der::kSequence, {der::oid(kOidSignedData), der::wrap(der::context(0), body)});
}

const Der* certificateNamed(record::Bytes issuerAndSerial, const std::vector<Der>& candidates) {
    for (const Der& candidate : candidates) {
        const auto certificate = openssl::certificateFromDer(candidate);
        if (!certificate) {
            continue;
        }
        const Der issuer =
            openssl::toDer(::X509_get_issuer_name(certificate.get()), ::i2d_X509_NAME);
        const Der serial =
            openssl::toDer(::X509_get0_serialNumber(certificate.get()), ::i2d_ASN1_INTEGER);
        if (der::same(der::wrap(der::kSequence, {issuer, serial}), issuerAndSerial)) {
            return &candidate;
        }
    }
    return nullptr;
}

} // namespace seihon::signing
