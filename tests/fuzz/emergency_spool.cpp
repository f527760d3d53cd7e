#include "station/emergency_spool.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// A spool of looks as somebody may have written into it: nothing may come out but lines in their
// one form, and every byte belongs to a look or is counted.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seihon;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const station::SpoolContent content = station::readSpool(text);
    std::size_t bytes = 0;
    for (const station::SpooledLook& look : content.looks) {
        const std::string line = station::spoolLineOf(look);
        bytes += line.size();
        if (text.find(line) == text.npos) {
            std::abort();
        }
    }
    if ((content.damaged == 0) != (bytes == size)) {
        std::abort();
    }
    return 0;
}
