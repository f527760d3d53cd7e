#include "record/clean_text.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

// Whatever bytes a name holds: what comes out is clean for good, and no markup is left in it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seihon::record;
    const std::string text(reinterpret_cast<const char*>(data), size);
    const std::string clean = cleanText(text);
    const bool stable = cleanText(clean) == clean;
    const bool unmarked = escapeHtml(text).find_first_of("<>\"'\x1b") == std::string::npos;
    if (!stable || !unmarked || (clean.empty() && size > 0)) {
        std::abort();
    }
    return 0;
}
