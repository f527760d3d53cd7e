#pragma once

#include "config/parse_quality.h"

// Not part of the folder's interface.
namespace seihon::config {

// The table [film_calibration] where the file has it, and [class.ID.film] [A4].
regulation::FilmCalibrationRules readFilmCalibrationRules(TableReader reader);
regulation::FilmRules readFilmRules(TableReader reader);
// A class reads films with light from behind, and by such a table; mammograms are no originals.
void judgeFilmClass(const TableReader& reader, const regulation::DocumentClass& kind);

} // namespace seihon::config
