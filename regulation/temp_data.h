#pragma once

#include "record/scan_job.h"

#include <chrono>
#include <string>
#include <vector>

// Images that never entered a record, and for how long they stay [F11].
namespace seihon::regulation {

struct TempDataRules {
    // Of a sealed job: replaced or set aside. A fault that comes out after sealing asks whether the
    // right image was taken, and a sheet of another patient whether it was really another's.
    std::chrono::days superseded{90};
    // Of a job that was given up: care may look at them so long [B6].
    std::chrono::days abandoned{365};
};

// A capture's file, and why it is not in the record.
struct TempImage {
    std::string file;
    std::string why; // "superseded", "set-aside", "abandoned"
    friend bool operator==(const TempImage&, const TempImage&) = default;
};

// Those of a job that have stayed long enough; none while a legal hold falls on it, and none that
// is in the record: that one goes as soon as the record is durable.
std::vector<TempImage> purgeableImages(const TempDataRules&, const record::ScanJob&, bool held,
                                       record::Instant now);

} // namespace seihon::regulation
