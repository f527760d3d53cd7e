#include "signing/scan_proof.h"
#include "record/fault.h"

#include <cstdlib>

using namespace seihon;

// A scan-proof.json from anywhere: read and judged, or Malformed; never accepted, for nobody is
// trusted here, and what is read gives the same bytes again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const record::ScanProof proof = record::parseScanProof(text);
        const auto reading = signing::readScanProof(
            proof, {}, {"station-1", "job", {{"capture", {}, {}}}, record::Instant{}, {}});
        if (reading.verdict.permitted() || reading.at || record::scanProofText(proof) != text) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
