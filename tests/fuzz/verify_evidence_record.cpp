#include "record/fault.h"
#include "signing/evidence_record.h"
#include "signing/token_verify.h"
#include "tests/fuzz/edits.h"
#include "tests/signing/verify_pki.h"

#include <algorithm>
#include <cstdlib>

using namespace seihon;
using namespace seihon::signing;

namespace {

const DigestGroup& group() {
    static const DigestGroup digests = [] {
        DigestGroup made{digestBy("sha256", record::bytesOf("record.json")).bytes,
                         digestBy("sha256", record::bytesOf("page")).bytes};
        std::sort(made.begin(), made.end());
        return made;
    }();
    return digests;
}

Der makeEvidence() {
    const Der sibling = digestBy("sha256", record::bytesOf("another record")).bytes;
    const Der leaf = digestOfList("sha256", group());
    record::Digest root;
    const Der top = digestOfList("sha256", {leaf, sibling});
    std::copy(top.begin(), top.end(), root.bytes.begin());
    const Der token = forge::makeToken(forge::authorities().tsa, root);
    return encodeEvidenceRecord({"sha256"}, {{encodeArchiveStamp({group(), {sibling}}, token)}});
}

bool isAccepted(const Der& bytes) {
    const auto tokens = coveredTokens(parseEvidenceRecord(bytes), {{"sha256", group()}});
    return tokens.size() == 1 &&
           verifyTokenWithin(
               tokens[0].token, forge::authorities().trust,
               {tokens[0].expected, {}, {}, forge::kNow, kClockAllowance, std::nullopt, true})
               .verdict.permitted();
}

} // namespace

// Edits of a good evidence record (offset, new byte) or, with a first byte that is even, the bytes
// themselves: nothing but the good one proves anything about its group.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Der good = makeEvidence();
    static const bool control = isAccepted(good);
    if (!control) {
        std::abort();
    }
    if (size == 0) {
        return 0;
    }
    const Der bytes = fuzz::editedOrItself(good, data, size);
    try {
        if (bytes != good && isAccepted(bytes)) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
