#include "station/clock_reading.h"
#include "record/fault.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// The first byte chooses the service. Only Fault{Malformed} may come out, and no number that a sum
// of three could carry over.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    using namespace seihon;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    constexpr std::int64_t kMost = std::int64_t{1} << 50;
    try {
        const record::ClockCheck check =
            data[0] % 2 == 0 ? station::clockFromChrony(text) : station::clockFromTimesyncd(text);
        if (check.uncertaintyMicroseconds < 0 || check.uncertaintyMicroseconds > kMost ||
            (check.offsetMicroseconds && std::abs(*check.offsetMicroseconds) > kMost)) {
            std::abort();
        }
        (void)record::canonical(record::toJson(check));
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
