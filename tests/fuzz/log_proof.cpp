#include "signing/log_proof.h"
#include "record/fault.h"

#include <cstdlib>

using namespace seihon;

// A proof file from anywhere: read and judged, or Malformed; never accepted, for nobody is trusted
// here, and what is read gives the same bytes again. The same for the single tlog-proof.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const record::TlogProof proof = record::parseTlogProof(text);
        if (record::tlogProofText(proof) != text) {
            std::abort();
        }
        // The public key of RFC 8032 §7.1 test 1.
        (void)signing::knownCosignatures(
            proof.checkpoint, {{"witness", "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}});
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    try {
        const record::LogProof proof = record::parseLogProof(text);
        const auto reading = signing::readLogProof(proof, {}, record::Instant{});
        if (reading.verdict.permitted() || reading.at || record::logProofText(proof) != text) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
