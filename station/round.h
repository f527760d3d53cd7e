#pragma once

#include "station/back_off.h"
#include "station/station.h"
#include "station/timestamps.h"

#include <set>
#include <string>
#include <vector>

namespace seihon::station {

// What the steps of one round share that ask services on the network: each service and each list
// is asked for once, whatever the number of records that wait for it.
struct Station::Round {
    // By the station itself, or by the person who asks for it.
    Round(Station& station, Urgency urgency);
    Round(Station& station, const record::Actor& actor);
    Round(const Round&) = delete; // its services ask it for lists
    Round& operator=(const Round&) = delete;

    const signing::Trust& trust() const { return services.trust(); }
    // Gets fresh revocation lists about these certificates from where the station's settings say,
    // and believes what came. In the demo they are made here when the present ones are not newer
    // than `newerThan`. True when something came.
    bool obtainLists(const std::vector<signing::Der>& certificates,
                     std::optional<record::Instant> newerThan);
    signing::LayerTerms layerTerms(const signing::Trust& believed) const;

    Station& station;
    record::Actor actor;
    Urgency urgency;
    BackOff listBackOff;
    std::set<std::string> askedLists;
    TimestampServices services;

  private:
    Round(Station& station, Urgency urgency, record::Actor actor);
    bool fetchLists(const std::vector<signing::Der>& certificates);
};

} // namespace seihon::station
