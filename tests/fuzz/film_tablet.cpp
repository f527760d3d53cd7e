#include "config/config.h"
#include "tests/fuzz/config_fault.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace seihon;

// The certificate of a step tablet as a person wrote it: read within its limits, or refused with
// the line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const record::FilmTablet tablet = config::parseFilmTablet(
            std::string_view(reinterpret_cast<const char*>(data), size), "fuzz");
        if (tablet.steps.size() < 3 || tablet.marksAcross <= 0 || tablet.markSide <= 0) {
            std::abort();
        }
        for (std::size_t i = 1; i < tablet.steps.size(); ++i) {
            if (tablet.steps[i].density <= tablet.steps[i - 1].density) {
                std::abort();
            }
        }
    } catch (const record::Fault& fault) {
        requireConfigFault(fault);
    }
    return 0;
}
