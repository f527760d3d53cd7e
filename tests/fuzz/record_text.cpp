// Short texts from outside: times, ids, digests, base64. What is accepted has one spelling.
#include "record/digest.h"
#include "record/fault.h"
#include "record/id.h"

#include <cstdlib>

namespace {

using namespace seihon::record;

template <typename Read>
void readOrMalformed(Read read) {
    try {
        read();
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::Malformed) {
            std::abort();
        }
    }
}

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    readOrMalformed([&] {
        const Instant at = parseInstant(text);
        require(parseInstant(formatInstant(at)) == at && formatInstant(at).size() == 24);
        require(!formatLocal(at, std::chrono::hours(9)).empty());
    });
    readOrMalformed([&] { require(Digest::fromHex(text).hex() == text); });
    readOrMalformed([&] { require(toBase64(bytesOf(fromBase64(text))) == text); });
    readOrMalformed([&] {
        const Instant at = instantOfId(text);
        require(isId(text) && archivePathOfId(text).size() == 11 + 36);
        require(makeId(at).substr(0, 13) == text.substr(0, 13));
    });
    return 0;
}
