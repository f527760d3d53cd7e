#pragma once

#include "dicom-net/exchange.h"

#include <string>

namespace seihon::dicom_net {

// What the peer calls itself in the association (PS3.7 D.3.3.2); may be empty.
struct EchoReply {
    std::string implementationClassUid;
    std::string implementationVersion;
};

// DICOM C-ECHO (PS3.7 §9.1.5): the link works, and both sides accept each other's AE title. Faults:
// ConfigInvalid when the peer's facts cannot be right or the peer refuses us (retryable only when
// it says that the refusal is transient), NotFound (retryable) when nobody listens, answers in time
// or stays on the line, Malformed when what answers does not speak DICOM, CertificateUnusable when
// it is not who it should be.
EchoReply echo(const Peer& peer);

} // namespace seihon::dicom_net
