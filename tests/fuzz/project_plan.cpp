#include "config/project_plan.h"
#include "tests/fuzz/config_fault.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace seihon;

// A plan as a person wrote it: read, or refused with its line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const regulation::ProjectPlan plan = config::parseProjectPlan(text, "fuzz.toml");
        if (plan.digest != record::sha256(text) || plan.review.members.size() > 100) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        requireConfigFault(fault);
    }
    return 0;
}
