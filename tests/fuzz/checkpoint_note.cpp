#include "record/fault.h"
#include "signing/checkpoint.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

// A checkpoint file of a log that somebody else kept.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace seihon;
    const std::string_view note(reinterpret_cast<const char*>(data), size);
    // The public key of RFC 8032 §7.1 test 1.
    static const std::string key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    try {
        signing::openCheckpoint(note, key);
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            throw;
        }
    }
    return 0;
}
