#include "record/fault.h"
#include "record/json.h"
#include "signing/certificate.h"

#include <cstdlib>

using namespace seihon;

// Whatever is described can be written to a log.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const record::SignerCertificate described = signing::describeCertificate({data, size});
        if (described.holder.empty() || record::canonical(record::toJson(described)).empty()) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::CertificateUnusable) {
            std::abort();
        }
    }
    return 0;
}
