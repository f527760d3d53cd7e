#include "signing/text.h"

#include "record/fault.h"
#include "signing/der.h"
#include "signing/openssl_handles.h"

namespace seihon::signing {

namespace {

constexpr std::size_t kMaxTextBytes = 256;

[[noreturn]] void unusableText(const char* what) {
    throw record::Fault(record::FaultKind::CertificateUnusable, what);
}

bool isControl(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte == 0x7f) {
        return true;
    }
    // U+0080..U+009F; and the marks that turn the direction of text around, U+202A..U+202E and
    // U+2066..U+2069, with which one name can look like another.
    const std::string_view rest = text.substr(at);
    if (byte == 0xc2 && rest.size() > 1) {
        return static_cast<unsigned char>(rest[1]) < 0xa0;
    }
    if (byte == 0xe2 && rest.size() > 2) {
        const auto second = static_cast<unsigned char>(rest[1]);
        const auto third = static_cast<unsigned char>(rest[2]);
        return (second == 0x80 && third >= 0xaa && third <= 0xae) ||
               (second == 0x81 && third >= 0xa6 && third <= 0xa9);
    }
    return false;
}

std::string lastOf(const ::X509_NAME* name, int nid) {
    int found = -1;
    for (int at = -1; (at = ::X509_NAME_get_index_by_NID(name, nid, at)) >= 0;) {
        found = at;
    }
    if (found < 0) {
        return {};
    }
    const ::ASN1_STRING* const value =
        ::X509_NAME_ENTRY_get_data(::X509_NAME_get_entry(name, found));
    try {
        return directoryString(der::wrap(static_cast<std::uint8_t>(::ASN1_STRING_type(value)),
                                         openssl::bytesOf(value)));
    } catch (const record::Fault& fault) {
        if (fault.kind == record::FaultKind::Internal) {
            throw;
        }
        return {};
    }
}

std::string nameFor(const ::X509_NAME* name) {
    for (const int nid : {NID_commonName, NID_organizationalUnitName, NID_organizationName}) {
        if (std::string text = lastOf(name, nid); !text.empty()) {
            return text;
        }
    }
    return {};
}

} // namespace

std::string subjectNameOf(record::Bytes certificateDer) {
    const auto certificate = openssl::certificateFromDer(certificateDer);
    return certificate ? nameFor(::X509_get_subject_name(certificate.get())) : std::string();
}

std::string issuerNameOf(record::Bytes certificateDer) {
    const auto certificate = openssl::certificateFromDer(certificateDer);
    return certificate ? nameFor(::X509_get_issuer_name(certificate.get())) : std::string();
}

std::string directoryString(record::Bytes element) {
    der::Reader reader(element);
    const der::Tlv tlv = reader.next();
    reader.end();
    switch (tlv.tag) {
    case V_ASN1_UTF8STRING:
    case V_ASN1_PRINTABLESTRING:
    case V_ASN1_T61STRING:
    case V_ASN1_IA5STRING:
    case V_ASN1_BMPSTRING:
    case V_ASN1_UNIVERSALSTRING:
        break;
    default:
        unusableText("text of an unknown kind");
    }
    const std::unique_ptr<::ASN1_STRING, openssl::Freer<::ASN1_STRING_free>> string(
        openssl::need(::ASN1_STRING_type_new(tlv.tag), "ASN1_STRING"));
    openssl::need(::ASN1_STRING_set(string.get(), tlv.content.data(),
                                    static_cast<int>(tlv.content.size())) == 1,
                  "ASN1_STRING_set");
    unsigned char* raw = nullptr;
    const int length = ::ASN1_STRING_to_UTF8(&raw, string.get());
    const std::unique_ptr<unsigned char, openssl::Freer<openssl::freeOpenssl>> held(raw);
    if (length < 0) {
        openssl::dropErrors();
        unusableText("text with a wrong encoding");
    }
    std::string text(raw, raw + length);
    if (text.size() > kMaxTextBytes) {
        unusableText("text too long");
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (isControl(text, at)) {
            unusableText("text with control characters");
        }
    }
    return text;
}

} // namespace seihon::signing
