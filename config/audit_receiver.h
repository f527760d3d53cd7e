#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace seihon::config {

// A collector of audit messages (IHE ATNA: audit record repository) that takes the log over syslog
// with mutual TLS (RFC 5425, DICOM PS3.15 A.6).
struct AuditReceiver {
    std::string name; // whose position is kept under it
    std::string host;
    std::uint16_t port = 6514; // RFC 5425 §4.1
    std::string serverName;    // in its certificate
    // Relative paths are below the home.
    std::filesystem::path authorityFile, certificateFile, keyFile;
    std::chrono::seconds timeout{10}; // of one session, whatever happens in it
};

} // namespace seihon::config
