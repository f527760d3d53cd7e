#include "record/fault.h"
#include "record/project_audit.h"

#include <cstdint>
#include <cstdlib>
#include <set>
#include <string_view>

using namespace seihon;

// A list that an auditor brings: read line by line, or refused with its line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const std::vector<std::string> lines = record::parseAuditList(text);
        const std::set<std::string> different(lines.begin(), lines.end());
        if (different.size() != lines.size() || different.contains("")) {
            std::abort();
        }
        for (const std::string& line : lines) {
            if (line.size() > 300 || text.find(line) == text.npos) {
                std::abort();
            }
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
