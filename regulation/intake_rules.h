#pragma once

namespace seihon::regulation {

// How paper is taken in [B4, F16, W].
struct IntakeRules {
    bool coverNamesPatient = false;    // print the name on cover sheets
    bool secondPersonIfDiffers = true; // paper and patient index differ: another person confirms
};

} // namespace seihon::regulation
