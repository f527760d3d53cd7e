#pragma once

#include "record/digest.h"

#include <string>
#include <vector>

namespace seihon::record {

// The files that a seal covers; its XML form (ASiCManifest001.xml, made by signing) is the exact
// bytes signed.
struct ManifestEntry {
    std::string path; // relative to the record folder, forward slashes, e.g. "pages/0001.tif"
    Digest digest;
    friend bool operator==(const ManifestEntry&, const ManifestEntry&) = default;
};

struct Manifest {
    std::vector<ManifestEntry> entries;
    friend bool operator==(const Manifest&, const Manifest&) = default;
};

} // namespace seihon::record
