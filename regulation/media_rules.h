#pragma once

#include <chrono>

namespace seihon::regulation {

// Records that leave the house on media or on paper [F15].
struct MediaRules {
    std::chrono::days longest{30}; // from the request to its return at most
};

} // namespace seihon::regulation
