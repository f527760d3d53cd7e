#pragma once

#include "config/config.h"

#include <string>
#include <string_view>
#include <vector>

namespace seihon::config {

// The text that the parsers read back to equal values, with comments for the person who edits it
// later. A value that the parser would refuse is refused when it is read, not here.
// A text as a TOML basic string, quotes included.
std::string tomlText(std::string_view text);
std::string stationToml(const StationConfig& station);
std::string peopleToml(const std::vector<Person>& people);
std::string qualificationsToml(const std::vector<record::Qualification>& qualifications);
std::string trustToml(const TrustFile& trust);

} // namespace seihon::config
