#pragma once

#include "record/actor.h"
#include "record/verdict.h"

#include <chrono>
#include <set>
#include <string>
#include <vector>

// Rules about the rules: who puts a regulation into force, how the clock is watched, and how people
// look whether work follows the rules.
namespace seihon::regulation {

// What the regulation in force asks before another one takes its place [A9]. Whoever puts it into
// force is not counted.
struct ApprovalRules {
    std::int64_t persons = 2;       // different persons
    std::int64_t firstPersons = 1;  // the same for the first one of a new home, before any job
    std::set<record::Role> roles;   // somebody in each of these is among them
    std::chrono::days validFor{90}; // an approval that is older does not count
};

// How the clock is compared with a source of time [F7].
struct ClockRules {
    std::chrono::hours checkEvery{24};
    std::chrono::milliseconds largestOffset{1000};
    // What it means that the offset is not known: no source, or no check lately.
    record::Severity unknown = record::Severity::Refuse;
};

// The periodic check that work follows the rules [A13a].
struct ConformityRules {
    std::chrono::days every{31};
    std::chrono::days countersignWithin{14};
    std::vector<std::string> questions; // as the prepared sheet puts them
};

} // namespace seihon::regulation
