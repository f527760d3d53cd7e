#pragma once

#include "record/box.h"

#include <string>
#include <vector>

namespace seihon::station {

// The index sheets of a box from a file: .csv, or else TOML (config/box_index.h). Faults: NotFound,
// ConfigInvalid.
std::vector<record::BoxFolder> readBoxIndex(const std::string& file);

} // namespace seihon::station
