#include "record/fault.h"
#include "signing/record_files.h"
#include "signing/record_rules.h"

#include <cstdlib>

using namespace seihon;

// A record.json from anywhere: a verdict or Malformed, nothing else; and never accepted without its
// files.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const record::Json json = signing::parseRecordJson(text);
        const std::map<std::string, signing::RecordFiles::Measured> files;
        const record::SignerCertificate nobody;
        const record::Verdict verdict = signing::judgeRecord(
            json, {files, nobody, std::nullopt, std::nullopt, std::nullopt}, {});
        if (verdict.permitted() || record::canonical(json) != text) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
