#pragma once

#include <QString>

namespace seihon::station_ui {

// Logs in on this demo home, scans, and dies of SIGKILL while the third sheet is on its way.
// Returns only when it came to nothing.
int scanUntilKilled(const QString& home);

} // namespace seihon::station_ui
