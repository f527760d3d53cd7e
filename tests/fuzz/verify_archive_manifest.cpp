#include "record/fault.h"
#include "signing/archive_layers.h"

#include <cstdlib>

using namespace seihon;
using namespace seihon::signing;

namespace {

std::string goodManifest() {
    std::map<std::string, DataDigest> files;
    for (const char* const path :
         {"record.json", "pages/0001.tif", "META-INF/ASiCManifest001.xml",
          "META-INF/signature001.p7s", "META-INF/ASiCArchiveManifest001.xml",
          "META-INF/timestamp001.tst", "META-INF/validation002.p7b"}) {
        files.emplace(path, digestBy("sha512", record::bytesOf(path)));
    }
    return asicManifestXml(layerManifest(layerPaths(2, LayerKind::ArchiveTimestamp), files));
}

} // namespace

// Edits of a good archive manifest, or the bytes themselves (first byte even). What is read is
// written again as the same bytes; so are the names of layers, whatever files are there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::string good = goodManifest();
    if (size == 0) {
        return 0;
    }
    std::string xml(data + 1, data + size);
    if ((data[0] & 1u) != 0) {
        xml = good;
        for (std::size_t at = 1; at + 2 < size; at += 3) {
            const std::size_t offset = (std::size_t{data[at]} << 8 | data[at + 1]) % xml.size();
            xml[offset] = static_cast<char>(data[at + 2]);
        }
    }
    try {
        const AsicManifest manifest = parseAsicManifest(xml);
        if (asicManifestXml(manifest) != xml) {
            std::abort();
        }
        std::set<std::string> names;
        for (const AsicReference& reference : manifest.references) {
            names.insert(reference.path);
        }
        for (const LayerPaths& layer : findLayers(names).layers) {
            if (!names.contains(layer.manifest) && !names.contains(layer.proof)) {
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
