// JSON from outside (record.json, ledger lines, worker messages): whatever is read is written
// canonically, and only once.
#include "record/entry.h"
#include "record/fault.h"
#include "record/scan_job.h"

#include <cstdlib>

namespace {

using namespace seihon::record;

template <typename Read>
void readOrFault(const Json& json, Read read) {
    try {
        read(json);
    } catch (const Fault& fault) {
        if (fault.kind != FaultKind::Malformed && fault.kind != FaultKind::LedgerBroken) {
            std::abort();
        }
    }
}

void readEverything(const Json& json) {
    readOrFault(json, [](const Json& j) { (void)verdictFromJson(j); });
    readOrFault(json, [](const Json& j) { (void)pageFromJson(j); });
    readOrFault(json, [](const Json& j) { (void)captureFactsFromJson(j); });
    readOrFault(json, [](const Json& j) { (void)pageMeasurementFromJson(j); });
    readOrFault(json, [](const Json& j) { (void)signerCertificateFromJson(j); });
    readOrFault(json, [](const Json& j) { (void)originalFromJson(j); });
    readOrFault(json, [](const Json& j) { (void)attestationFromJson(j); });
    readOrFault(json, [](const Json& j) {
        const Entry entry = entryFromPublicLine(j);
        const std::string line = canonical(publicLine(entry));
        if (canonical(publicLine(entryFromPublicLine(parseJson(line)))) != line) {
            std::abort();
        }
        (void)fold(std::span(&entry, 1));
    });
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    Json json;
    try {
        json = parseJson(text);
    } catch (const Fault& fault) {
        return fault.kind == FaultKind::Malformed ? 0 : (std::abort(), 0);
    }
    const std::string once = canonical(json);
    if (parseJson(once) != json || canonical(parseJson(once)) != once ||
        parseJson(pretty(json)) != json) {
        std::abort();
    }
    readEverything(json);
    return 0;
}
