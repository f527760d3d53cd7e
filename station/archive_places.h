#pragma once

#include "station/home.h"

#include <filesystem>

// Private to station: where the looks at the archive, and what mends it, keep their files.
namespace seihon::station {

// Signed reports about the archive.
inline std::filesystem::path reportsOf(const Home& home) {
    return home.root / "reports";
}
// How far tonight's look has come; no evidence.
inline std::filesystem::path partProgressOf(const Home& home) {
    return home.root / "archive-part.json";
}
// Damaged records that a replica has replaced.
inline std::filesystem::path damagedOf(const Home& home) {
    return home.root / "damaged";
}
// Up to which entry each replica has the sealed records; no evidence.
inline std::filesystem::path replicaProgressOf(const Home& home) {
    return home.root / "replicas.json";
}

} // namespace seihon::station
