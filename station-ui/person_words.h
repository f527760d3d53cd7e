#pragma once

#include "station-ui/window_state.h"
#include "station/people_overview.h"

namespace seihon::station_ui {

// How somebody logs in, in words.
QString loginText(const station::PersonOverview& person, record::Language language);
// Everything that the list says of somebody, as lines of HTML.
QString personHtml(const station::PersonOverview& person, const WindowState& state);

} // namespace seihon::station_ui
