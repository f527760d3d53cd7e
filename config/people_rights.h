#pragma once

#include "config/config.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace seihon::config {

// What each person may do and be, one line of text for each right, so that two lists of people can
// be compared: user → lines. No secret and no patient is in it.
using Rights = std::map<std::string, std::set<std::string>>;

Rights rightsOf(const std::vector<Person>& people);

// {user: {"added":[…],"removed":[…]}} of those that differ.
record::Json changesOf(const Rights& before, const Rights& after);

record::Json toJson(const Rights& rights);
// Faults: Malformed.
Rights rightsFromJson(const record::Json& json);

} // namespace seihon::config
