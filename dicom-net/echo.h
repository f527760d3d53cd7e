#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace seihon::dicom_net {

// The archive (PACS) at the other end of the link. AE titles: PS3.5 §6.2, 1 to 16 characters.
struct Peer {
    std::string host; // name or IPv4 address
    std::uint16_t port = 104;
    std::string calledAeTitle;
    std::string callingAeTitle = "SEIHON";
    std::chrono::seconds timeout{10}; // of each wait: connecting, association, answer; 1 to 300
};

// What the peer calls itself in the association (PS3.7 D.3.3.2); may be empty.
struct EchoReply {
    std::string implementationClassUid;
    std::string implementationVersion;
};

// DICOM C-ECHO (PS3.7 §9.1.5): the link works, and both sides accept each other's AE title. Plain
// DICOM, no TLS. Faults: ConfigInvalid when the peer's facts cannot be right or the peer refuses us
// (retryable only when it says that the refusal is transient), NotFound (retryable) when nobody
// listens, answers in time or stays on the line, Malformed when what answers does not speak DICOM.
EchoReply echo(const Peer& peer);

} // namespace seihon::dicom_net
