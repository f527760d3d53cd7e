#include "record/fault.h"
#include "record/later_life.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

// What a person wrote into a file of corrections is read or refused, and what was read writes back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seihon::record;
    try {
        const auto corrections = parseCorrections({reinterpret_cast<const char*>(data), size});
        if (corrections.size() > kMostCorrections ||
            correctionsFromJson(toJson(corrections)) != corrections) {
            std::abort();
        }
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
