#include "record/fault.h"
#include "signing/verify_record.h"

#include <cstdlib>

using namespace seihon;

// Edits of a good manifest, or the bytes themselves (first byte even). What is read is written
// again as the same bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    std::string xml(data + 1, data + size);
    if ((data[0] & 1u) != 0) {
        xml = signing::manifestXml({{{"record.json", record::sha256("json")},
                                     {"pages/0001.tif", record::sha256("page")}}});
        for (std::size_t at = 1; at + 2 < size; at += 3) {
            const std::size_t offset = (std::size_t{data[at]} << 8 | data[at + 1]) % xml.size();
            xml[offset] = static_cast<char>(data[at + 2]);
        }
    }
    try {
        if (signing::manifestXml(signing::parseManifestXml(xml)) != xml) {
            std::abort();
        }
    } catch (const record::Fault& fault) {
        if (fault.kind != record::FaultKind::Malformed) {
            std::abort();
        }
    }
    return 0;
}
