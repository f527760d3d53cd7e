#include "config/config.h"
#include "config/deliveries.h"
#include "tests/fuzz/config_fault.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// The first byte chooses the parser, the rest is the file. Only Fault{ConfigInvalid} with its three
// facts may come out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    using namespace seihon;
    try {
        switch (data[0] % 8) {
        case 0:
            (void)config::parseRegulation(text, "fuzz.toml");
            break;
        case 1:
            (void)config::parseStation(text, "fuzz.toml");
            break;
        case 2:
            (void)config::parsePeople(text, "fuzz.toml");
            break;
        case 3:
            (void)config::parseQualifications(text, "fuzz.toml");
            break;
        case 4:
            (void)config::parseTrust(text, "fuzz.toml");
            break;
        case 5:
            (void)config::parseDeviceProfile(text, "fuzz.toml");
            break;
        case 6:
            (void)config::parseWitness(text, "fuzz.toml");
            break;
        case 7:
            (void)config::parseDeliveries(text, "fuzz.toml");
            break;
        }
    } catch (const record::Fault& fault) {
        requireConfigFault(fault);
    }
    return 0;
}
