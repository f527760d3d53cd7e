#pragma once

#include "record/box.h"
#include "record/project.h"
#include "station-ui/boxes_words.h"
#include "station-ui/window_state.h"

namespace seihon::station_ui {

// What the pages of the records team say of places, counts and speed.
BoxWord wordOf(record::BoxTrouble trouble);
BoxWord wordOf(record::BoxEnd end);
QString projectStateText(record::ProjectState state, record::Language language);
// "綴り 3・見出し 2"; "–" where nobody knows.
QString placeText(const record::TabPlace& place, record::Language language);
// expected + … = sealed + … + open: closed to the sheet, whatever happened.
QString sumText(const record::SheetSum& sum, record::Language language);
// Sheets a minute, how many are left, when they are through; empty while nothing is known.
QString paceText(const record::Pace& pace, const WindowState& state);

} // namespace seihon::station_ui
