#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace seihon::atna {

struct SyslogReceiver {
    std::string host;
    std::uint16_t port = 0;
    std::string serverName;            // that its certificate must be for: DNS name or address
    std::filesystem::path authorities; // PEM: who may have issued it; no other is believed
    std::filesystem::path certificate; // PEM: ours, with its chain
    std::filesystem::path key;         // PEM, of its owner alone
    std::chrono::milliseconds timeout{};
};

enum class SessionEnd {
    Taken,     // everything was read by the other side
    Away,      // no connection, or nobody knows how much was read: all of it again, later
    Untrusted, // its certificate is not the one that the settings ask for: nothing was sent
    NotReady,  // our own files are not in order: nobody was asked
};

struct SessionOutcome {
    SessionEnd end = SessionEnd::Away;
    std::string why; // empty when taken
};

// Frames (RFC 5425 §4.3) in one TLS session, TLS 1.2 or later, with both certificates. RFC 5425
// has no acknowledgement of a message, so the session's own end is taken as one: both sides say
// close_notify, ours first, and the connection then ends without a reset and without a byte that is
// still under way. Where any of it is missing, nothing counts as taken.
SessionOutcome sendSession(const SyslogReceiver& receiver, std::string_view frames);

} // namespace seihon::atna
