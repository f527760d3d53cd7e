#include "record/fault.h"
#include "signing/cms.h"
#include "signing/seal_rules.h"
#include "signing/signed_data.h"
#include "tests/fuzz/edits.h"
#include "tests/signing/verify_pki.h"

#include <cstdlib>

using namespace seihon;
using namespace seihon::signing;

namespace {

const std::string kContent = "the manifest";

Der makeSeal() {
    const forge::Authorities& all = forge::authorities();
    const auto key = forge::makeKey(all.signer);
    const Der cms = signDetached(
        record::bytesOf(kContent), *key, Pin("1234"),
        {{all.issuing.certificate, all.root.certificate}, {all.rootCrl, all.issuingCrl}},
        forge::kSigned);
    return withSignatureTimestamp(cms, forge::makeToken(all.tsa, signatureValueDigest(cms)),
                                  {{all.tsaRoot.certificate}, {all.tsaCrl}});
}

bool isAccepted(const Der& cms) {
    return readSeal(cms, record::bytesOf(kContent), forge::authorities().trust, forge::kNow)
        .verdict.permitted();
}

} // namespace

// Edits of a good seal (offset, new byte) or, with a first byte that is even, the bytes themselves:
// nothing but the good seal is accepted, and what can be parsed is written again as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Der good = makeSeal();
    static const bool control = isAccepted(good);
    if (!control) {
        std::abort();
    }
    if (size == 0) {
        return 0;
    }
    const Der cms = fuzz::editedOrItself(good, data, size);
    if (cms != good && isAccepted(cms)) {
        std::abort();
    }
    try {
        if (encodeSignedData(parseSignedData(cms)) != cms) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
