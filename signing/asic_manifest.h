#pragma once

// Private to signing's .cpp files: the XML that ETSI EN 319 162-1 A.4 and A.7 give to all manifests
// of a container.

#include "signing/data_digest.h"

#include <string>
#include <string_view>
#include <vector>

namespace seihon::signing {

struct AsicReference {
    std::string path;
    DataDigest digest;
    // A.7: this is the archive manifest that the one here continues.
    bool isRootfile = false;
};

struct AsicManifest {
    std::string proof;     // path of what signs or stamps the manifest
    std::string proofType; // its media type
    std::vector<AsicReference> references;
};

// The same manifest gives the same bytes. Faults: Malformed for a path that cannot stand in a
// manifest, or stands there twice.
std::string asicManifestXml(const AsicManifest& manifest);
// Strict: no DOCTYPE, no unknown elements, no doubles, no path tricks, and no byte that
// asicManifestXml would write otherwise. Faults: Malformed; context "digest" where an algorithm is
// weak or unknown.
AsicManifest parseAsicManifest(std::string_view xml);

} // namespace seihon::signing
