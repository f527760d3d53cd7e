#include "record/demographics.h"
#include "record/fault.h"

#include <cstdlib>

using namespace seihon;

// A patient index's file or answer: the patient that was asked for, nobody, or Malformed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    try {
        if (data[0] % 2 == 0) {
            const auto found = record::findInCsv(text, "1");
            if (found && found->id != "1") {
                std::abort();
            }
        } else if (record::demographicsFromJson(text, "1").id != "1") {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
