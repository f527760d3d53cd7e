#pragma once

#include "station/station.h"

namespace seihon::station {

// Corrections of order before anything is submitted; the captured files stay as they are. Faults of
// both: NotFound, Usage (no reason, no such place), JobBusy.

// The sheet of this page stands behind sheet `after` (0: in front of all) from now on.
Outcome moveSheet(Station& station, const Session& session, const std::string& job,
                  std::int64_t page, std::int64_t after, const std::string& reason);

// How the page is read: 0, 90, 180 or 270 degrees to the right of how it was fed. For eyes only:
// the pixels stay as the scanner gave them.
Outcome turnPage(Station& station, const Session& session, const std::string& job,
                 std::int64_t page, int degrees);

} // namespace seihon::station
