#pragma once

#include "record/actor.h"
#include "record/digest.h"
#include "record/instant.h"

#include <string>

namespace seihon::record {

// A person's act on the whole job, where no more is known of it.
struct Act {
    Actor actor;
    Instant at{};
    std::string reason;
    Digest regulation; // in force at that time
};

} // namespace seihon::record
