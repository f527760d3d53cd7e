#pragma once

#include "record/verdict.h"
#include "station/home.h"

namespace seihon::station {

// Regulations, lists of people and plans of projects that the log names by digest: each kept file
// must still be what its name says. Refuses FileAltered, by path.
record::Verdict judgeKeptFiles(const Home& home);

} // namespace seihon::station
