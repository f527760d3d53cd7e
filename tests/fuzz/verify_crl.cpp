#include "signing/crl.h"
#include "tests/signing/verify_pki.h"

#include <cstdlib>

using namespace seihon;
using namespace seihon::signing;

// Edits of a good list (offset, new byte) or, with a first byte that is even, the bytes themselves:
// neither is evidence unless it is the good list again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const forge::Authorities& all = forge::authorities();
    Der list(data + 1, data + size);
    if ((data[0] & 1u) != 0) {
        list = all.issuingCrl;
        for (std::size_t at = 1; at + 2 < size; at += 3) {
            const std::size_t offset = (std::size_t{data[at]} << 8 | data[at + 1]) % list.size();
            list[offset] = data[at + 2];
        }
    }
    const bool good = list == all.issuingCrl;
    const std::vector<Der> lists{list};
    const RevocationAnswer answer =
        judgeRevocation(all.signer.certificate, all.issuing.certificate, lists, forge::kStamped);
    if ((answer.state != RevocationState::Unknown) != good) {
        std::abort();
    }
    return 0;
}
