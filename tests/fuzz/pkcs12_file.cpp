#include "record/fault.h"
#include "signing/pkcs12_key.h"

#include <cstddef>
#include <cstdint>

// A key file that somebody brought. What it gives is a certificate, or a fault of a card.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seihon;
    static const signing::Pin passphrase("passphrase");
    try {
        const signing::Der certificate =
            signing::pkcs12Certificate(record::Bytes(data, size), passphrase);
        if (certificate.empty()) {
            __builtin_trap();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::TokenFailed &&
            fault.kind != record::FaultKind::PinWrong &&
            fault.kind != record::FaultKind::CertificateUnusable) {
            throw;
        }
    }
    return 0;
}
