#include "record/fault.h"
#include "signing/timestamp.h"
#include "signing/token_read.h"

#include <cstddef>
#include <cstdint>

// What a timestamp authority, or whoever stands in its place, may send.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seihon;
    const record::Bytes bytes(data, size);
    static const signing::Trust trust;
    try {
        const signing::TimestampReply reply = signing::readTimestampReply(bytes);
        if (!reply.token.empty()) {
            signing::readToken(reply.token);
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
    }
    // The token alone, as it lies in a seal. Nothing is trusted, so nothing may be permitted.
    const auto judged =
        signing::verifyToken(bytes, trust, record::Digest{}, {}, {}, record::Instant{});
    if (judged.verdict.permitted()) {
        __builtin_trap();
    }
    return 0;
}
