#pragma once

#include "record/actor.h"
#include "record/capture_facts.h"
#include "record/target_measurement.h"
#include "record/verdict.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

// Qualification of scanners [A1]: what is asked for, and what came of it.
namespace seihon::station {

struct QualifyRequest {
    std::string device; // empty: the station's default
    // Every combination is scanned once; a feeder takes a target sheet for each.
    std::vector<std::int64_t> dpi{300};
    std::vector<record::PaperSource> sources{record::PaperSource::FeederSimplex};
    std::vector<record::ColourMode> modes{record::ColourMode::Colour};
    int bitsPerSample = 8;
};

// One side of a target sheet as the device delivered it.
struct TargetScan {
    std::filesystem::path file; // TIFF master, durable
    record::Digest fileDigest;
    record::CaptureFacts capture;
    record::TargetMeasurement measurement;
    record::Verdict verdict;
};

struct QualifyOutcome {
    std::string id;          // empty when the person may not qualify devices
    record::Verdict verdict; // of authority, then of all scans together
    record::DeviceIdentity device;
    record::Actor actor;
    record::Instant at{};
    std::vector<TargetScan> scans;
    std::optional<record::Qualification> qualification; // when permitted
};

// A qualification gives way to the newer one of the same device: to its end, or altogether.
void replaceOlder(std::vector<record::Qualification>& list, const record::Qualification& newer);

// The last one of this device in the list; nullptr when there is none. A name may end in "*".
const record::Qualification* newestQualification(std::span<const record::Qualification> list,
                                                 const std::string& device);

// May originals be scanned with this device now, as far as its newest qualification goes?
// `qualification`: none is nullptr.
record::Verdict judgeQualified(const record::Qualification* qualification,
                               const std::string& device, record::Instant now);

// Target sheets that a run takes: one for each setting.
std::size_t targetSheetsFor(const QualifyRequest& request);

using TargetSeen = std::function<void(const TargetScan&)>;

} // namespace seihon::station
