#pragma once

#include "station/film_desk.h"

namespace seihon::station {

// A scanner as whoever looks after it wants to see it: what it is, whether originals may be scanned
// with it and until when, and what it cannot guarantee.
struct DeviceStanding {
    record::DeviceIdentity identity;
    bool present = false;       // it answers now
    bool isDefault = false;     // the one that is used when none is named
    std::string profile;        // the device profile that applies; empty when it does not answer
    record::Verdict guarantees; // as `devices` tells them
    record::Verdict qualified;  // permitted: originals may be scanned with it now
    std::optional<record::Qualification> qualification; // the newest
    std::vector<CalibrationRow> films; // the newest of each resolution, and what they are worth
};

class DeviceDesk {
  public:
    explicit DeviceDesk(Station& station) : m_station(station) {}

    // Those that answer, then those that were qualified and do not answer. Faults: those of the
    // scan worker.
    std::vector<DeviceStanding> look();

  private:
    Station& m_station;
};

} // namespace seihon::station
