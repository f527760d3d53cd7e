#pragma once

#include "record/json.h"
#include "station-cli/verify/arguments.h"

#include <string>

namespace seihon::station_cli {

struct BundleReport {
    bool valid = false;
    record::Json json;
    std::string text; // for people
};

// `seihon-verify bundle`: is every file of an auditor's bundle what the station signed, and does
// each record and each proof in it hold? Without --trust by what came with the bundle, which is
// said. Faults: NotFound, StorageFailed, ConfigInvalid.
BundleReport verifyTakenBundle(const VerifyArguments& arguments);

} // namespace seihon::station_cli
