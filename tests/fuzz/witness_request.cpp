#include "record/fault.h"
#include "witness/witness.h"

#include <cstdlib>

using namespace seihon;

// What strangers send to a witness: read and written again as the same bytes, or Malformed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    try {
        const witness::AddCheckpoint request = witness::parseAddCheckpoint(body);
        if (witness::addCheckpointText(request) != body) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
