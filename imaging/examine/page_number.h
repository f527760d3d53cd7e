#pragma once

#include "imaging/examine/looking_plane.h"
#include "record/page_examination.h"

#include <optional>

// Private to imaging/examine.
namespace seihon::imaging::examine {

// The page number printed in the header or footer of the page, whose writing stands so many quarter
// turns clockwise. Two readings at different sizes must agree; the surer one speaks
// for both. Faults: ConfigInvalid when a model is
// not installed.
std::optional<record::PrintedNumber> findPageNumber(const LookingPlane& plane, int quarterTurns);

} // namespace seihon::imaging::examine
