#pragma once

#include "config/toml_reader.h"
#include "regulation/regulation.h"

#include <string_view>
#include <vector>

// Private to config: the part of the regulation that is about people.
namespace seihon::config {

// [people], [people.lock_out], [people.break_glass]
regulation::PeopleRules readPeopleRules(TableReader reader);

// Refuses what no regulation can grant: duties that are kept apart [F2].
void judgeSeparation(const TableReader& authorities, record::Role role,
                     const std::vector<regulation::Authority>& granted);

} // namespace seihon::config
