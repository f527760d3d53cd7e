#pragma once

#include "model_station.h"

#include <span>
#include <string>
#include <vector>

namespace seihon::regulation {

// What must never be true of a sealed record, said a second time: read off the raw entries, with a
// calendar, a fold and a table of rights of its own, and without a word of regulation/ and of the
// fold. One sentence for each wrong; empty while nothing is sealed, and when all is well.
std::vector<std::string> wrongsOf(std::span<const record::Entry> entries,
                                  std::span<const ModelPerson> people);

} // namespace seihon::regulation
