#pragma once

#include "record/json.h"
#include "record/scan_job.h"
#include "regulation/regulation.h"

#include <optional>
#include <string>

namespace seihon::station {

struct RecordSubject {
    const record::ScanJob& job;
    const regulation::Regulation& regulation;
    std::string recordId;
    std::string stationId;
    record::Actor signer;
    record::SignerCertificate certificate;
    record::Instant sealStartedAt{};
    std::optional<record::ScanProofFacts> scanProof{};
};

// record.json of design §6: the transfer note of the digitizing (who, device and settings, when,
// anomalies, checks and their numbers, decisions and reasons, page arithmetic, window, regulation).
// The same subject gives the same bytes, so a seal that was interrupted can be built again.
record::Json recordJson(const RecordSubject& subject);

// "pages/0001.tif"
std::string pagePath(std::int64_t number);

} // namespace seihon::station
