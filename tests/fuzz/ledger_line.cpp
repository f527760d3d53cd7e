// The reader of ledger files: bytes that anybody may have changed, cut into lines, each read
// strictly.

#include "ledger/entry_line.h"
#include "ledger/line_files.h"
#include "record/fault.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace seihon;

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void readLine(const std::string& line) {
    const auto named = ledger::sequenceIn(line);
    try {
        const record::Entry entry = ledger::entryFromLine(line);
        // What is read at all is exactly what would be written.
        require(ledger::lineOf(entry) == line);
        require(named == entry.sequence);
        static_cast<void>(ledger::indexFactsOf(entry));
    } catch (const record::Fault& fault) {
        require(fault.kind == record::FaultKind::Malformed);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    // The first byte says in how small pieces the rest arrives.
    const std::size_t piece = data[0] + std::size_t{1};
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    ledger::LineSplitter splitter(ledger::kLineLimit);
    std::string together;
    for (std::size_t i = 0; i < text.size(); i += piece) {
        splitter.add(text.substr(i, piece));
        while (const auto line = splitter.next()) {
            readLine(*line);
            together += *line + "\n";
        }
    }
    together += splitter.rest();
    require(together == text);
    return 0;
}
