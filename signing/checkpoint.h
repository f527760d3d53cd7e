#pragma once

#include "record/digest.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace seihon::signing {

// A C2SP tlog-checkpoint signed as a C2SP signed-note: origin, size, base64 root, blank line,
// signature line. `keyFile` holds the station's key (station_key.h).
std::string signCheckpoint(const std::filesystem::path& keyFile, const std::string& origin,
                           std::uint64_t size, const record::Digest& root);

struct CheckpointBody {
    std::string origin;
    std::uint64_t size = 0;
    record::Digest root;
};
// Strict reading and signature check with the station's public key. Faults: Malformed.
CheckpointBody openCheckpoint(std::string_view note, const std::string& publicKeyBase64);

} // namespace seihon::signing
