#include "record/bundle.h"
#include "record/fault.h"

#include <cstdlib>

using namespace seihon;

namespace {

// Malformed, or read so that it gives the same bytes again.
template <typename Parse, typename Write>
void readBack(std::string_view text, const Parse& parse, const Write& write) {
    try {
        if (write(parse(text)) != text) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
}

} // namespace

// What a bundle from anywhere says of itself, and its sums.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    readBack(text, record::parseBundleNote, record::bundleNoteText);
    readBack(text, record::parseFileSums, record::fileSumsText);
    return 0;
}
