#pragma once

#include "station/station.h"

namespace seihon::station {

// What this person may do at all, as the regulation in force judges it now, in any of the person's
// roles: for a screen that offers nothing which would be refused anyway. Each verb judges again.
std::set<regulation::Authority> rightsOf(const Station& station, const Session& session,
                                         record::Instant now);

// The same of one authority, with what stands against it.
record::Verdict judgeRight(const Station& station, const Session& session,
                           regulation::Authority authority, record::Instant now);

// What keeps an open job from being submitted now, but for the comparison, which the person is just
// about to make [A2]; by the rules that the job began under.
record::Verdict obstaclesTo(Station& station, const record::ScanJob& job);

} // namespace seihon::station
