#include "config/box_index.h"
#include "tests/fuzz/config_fault.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace seihon;

namespace {

void readIndex(std::vector<record::BoxFolder> (*parse)(std::string_view, const std::string&),
               std::string_view text) {
    try {
        for (const record::BoxFolder& folder : parse(text, "fuzz")) {
            if (folder.number < 1 || folder.number > record::kMostFolders || folder.tabs.empty() ||
                std::ssize(folder.tabs) > record::kMostTabs) {
                std::abort();
            }
        }
    } catch (const record::Fault& fault) {
        requireConfigFault(fault);
    }
}

} // namespace

// Index sheets of a box as a person or a spreadsheet wrote them, TOML or CSV: read within their
// limits, or refused with the line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    readIndex(config::parseBoxIndex, text);
    readIndex(config::parseBoxIndexCsv, text);
    return 0;
}
