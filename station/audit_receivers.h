#pragma once

#include "station/station.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace seihon::station {

// Sends the log to the collectors of station.toml, entry by entry, as DICOM audit messages over
// syslog with mutual TLS (docs/decisions/0073-audit-messages-over-tls.md). The ledger itself is the
// spool: what is kept is how far each receiver has it. One that is away holds up nothing.
class AuditReceivers {
  public:
    explicit AuditReceivers(Station& station) : m_station(station) {}

    // What was not sent yet, in order. AuditReceiverAway, AuditReceiverUntrusted,
    // AuditLogSentAnew.
    record::Verdict send(Urgency urgency);
    // For `doctor`, without asking anybody: who is behind.
    record::Verdict standing();
    // The next round begins with this entry: a receiver has lost what it took, or shows a gap.
    // Faults: NotFound (no such receiver), Usage (no such entry).
    record::Verdict sendAgain(const Session&, const std::string& receiver, std::uint64_t from);

  private:
    struct Position {
        std::uint64_t sent = 0; // entries before this one were taken
        bool fits = true;       // false: it is of another log, or cannot be read
    };
    Position positionOf(const config::AuditReceiver&);
    void keepPosition(const config::AuditReceiver&, std::uint64_t sent);
    void sendTo(const config::AuditReceiver&, record::Verdict&);
    record::Finding away(const config::AuditReceiver&, std::uint64_t sent, const std::string& why);

    Station& m_station;
};

} // namespace seihon::station
