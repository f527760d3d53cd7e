#pragma once

#include "station/station.h"

namespace seihon::station {

// What this person may do at all, as the regulation in force judges it now, in any of the person's
// roles: for a screen that offers nothing which would be refused anyway. Each verb judges again.
std::set<regulation::Authority> rightsOf(const Station& station, const Session& session,
                                         record::Instant now);

} // namespace seihon::station
