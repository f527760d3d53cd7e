#pragma once

#include "record/json.h"
#include "station-cli/verify/arguments.h"

#include <string>

namespace seihon::station_cli {

struct ProofReport {
    bool valid = false;
    record::Json json;
    std::string text; // for people
};

// `seihon-verify proof`: does the log of a trusted station say this of one record, and is the
// record at hand, when there is one, the one it says it of? Faults: NotFound, StorageFailed,
// ConfigInvalid; a file that is no proof is one that does not hold.
ProofReport verifyProof(const VerifyArguments& arguments);

} // namespace seihon::station_cli
