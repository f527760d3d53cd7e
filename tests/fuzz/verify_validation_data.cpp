#include "record/fault.h"
#include "signing/crl.h"
#include "signing/evidence_use.h"
#include "signing/validation_data.h"
#include "tests/fuzz/edits.h"
#include "tests/signing/verify_pki.h"

#include <array>
#include <cstdlib>

using namespace seihon;
using namespace seihon::signing;

// Edits of good validation data, or the bytes themselves (first byte even). Nothing but the good
// ones is read and needed; what is read is written again as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const forge::Authorities& all = forge::authorities();
    static const Der good = encodeValidationData(
        {{all.issuing.certificate, all.root.certificate}, {all.rootCrl, all.issuingCrl}});
    if (size == 0) {
        return 0;
    }
    const Der bytes = fuzz::editedOrItself(good, data, size);
    try {
        const ValidationMaterial material = parseValidationData(bytes);
        if (encodeValidationData(material) != bytes) {
            std::abort();
        }
        const std::array chains{
            JudgedChain{{all.signer.certificate, all.issuing.certificate, all.root.certificate},
                        forge::kStamped}};
        const bool isNeeded =
            judgeUse(material, {chains, record::FindingId::ValidationDataMalformed, "p7b"})
                .permitted();
        const bool isWhole = material.certificates.size() == 2 && material.crls.size() == 2;
        if (isNeeded != (bytes == good) && isWhole) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
