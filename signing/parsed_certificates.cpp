#include "signing/openssl_handles.h"

#include <algorithm>
#include <array>

namespace seihon::signing::openssl {

namespace {

struct Parsed {
    std::vector<std::uint8_t> der;
    CertificatePtr certificate;
};

constexpr std::size_t kKept = 32;

CertificatePtr shared(::X509* certificate) {
    need(::X509_up_ref(certificate) == 1, "X509_up_ref");
    return CertificatePtr(certificate);
}

} // namespace

// One verification asks for the same dozen certificates a hundred times, and decoding a public key
// is what OpenSSL 3.0 spends most of its time on: the newest few stay parsed, found again by all of
// their bytes.
CertificatePtr certificateFromDer(record::Bytes bytes) {
    thread_local std::array<Parsed, kKept> kept;
    thread_local std::size_t oldest = 0;
    const auto found = std::find_if(kept.begin(), kept.end(), [bytes](const Parsed& one) {
        return one.certificate &&
               std::equal(one.der.begin(), one.der.end(), bytes.begin(), bytes.end());
    });
    if (found != kept.end()) {
        return shared(found->certificate.get());
    }
    CertificatePtr certificate = fromDer<CertificatePtr>(bytes, ::d2i_X509, ::i2d_X509);
    if (certificate) {
        Parsed& place = kept[oldest];
        place.der.assign(bytes.begin(), bytes.end());
        place.certificate = shared(certificate.get());
        oldest = (oldest + 1) % kKept;
    }
    return certificate;
}

} // namespace seihon::signing::openssl
