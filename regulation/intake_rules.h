#pragma once

#include <chrono>

namespace seihon::regulation {

// How paper is taken in [B4, F16, W].
struct IntakeRules {
    bool coverNamesPatient = false;    // print the name on cover sheets
    bool secondPersonIfDiffers = true; // paper and patient index differ: another person confirms
    // When people declare that the station is down, and register on paper [F17].
    std::chrono::minutes downtimeDeclaredAfter{30};
};

} // namespace seihon::regulation
