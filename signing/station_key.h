#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace seihon::signing {

// The station's Ed25519 key (RFC 8032), a PEM file of mode 0600: signs log checkpoints, and every
// record.json, so that a card alone cannot make up a record outside a station. Faults: NotFound,
// Malformed, StorageFailed.
std::string
makeStationKey(const std::filesystem::path& keyFile); // → public key, base64 of 32 bytes
std::string stationPublicKey(const std::filesystem::path& keyFile);

// Base64 of 64 bytes; the same message gives the same signature.
std::string signAsStation(const std::filesystem::path& keyFile, std::string_view message);
// False also when one of the texts is no base64 of the right length.
bool isSignedByStation(std::string_view message, const std::string& signatureBase64,
                       const std::string& publicKeyBase64);

} // namespace seihon::signing
