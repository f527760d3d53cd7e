#pragma once

#include "record/bundle.h"
#include "station/station.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct BundleRequest {
    std::filesystem::path folder;               // a new one
    std::vector<std::string> recordIds;         // these, or
    std::string patientId;                      // those of this patient, and
    std::optional<record::Instant> from, until; // those sealed in this time
    record::Redaction redaction = record::Redaction::None;
    std::string recipient, reason;
};

struct BundleOutcome {
    record::Verdict verdict; // refused: nothing left the house
    record::BundleNote note;
    record::Digest sums; // of SHA256SUMS
    std::int64_t files = 0, pages = 0;
    std::uint64_t checkpointSize = 0;
    std::uint64_t replayed = 0, differences = 0; // entries judged again
};

// What an auditor carries away: records, what the log says of them, the rules, what is believed,
// and the verifier, in one folder that needs no station
// (docs/decisions/0075-the-take-away-bundle.md).
class AuditBundle {
  public:
    explicit AuditBundle(Station& station) : m_station(station) {}

    // Each record has its entry before a byte leaves; the folder gets its name when all of it was
    // verified where it lies, and is no bundle before. A record that does not verify refuses the
    // whole. Faults: Usage, NotFound, TimestampUnavailable, StorageFull, StorageFailed,
    // StorageDiffers, those of the ledger.
    BundleOutcome take(const Session& session, const BundleRequest& request);

  private:
    struct Draft;
    std::vector<ledger::RecordRow> select(const Session& session, const BundleRequest& request);
    record::Verdict logEach(const Session& session, const Draft& draft);
    void copyRecords(Draft& draft);
    void writeProofs(Draft& draft);
    void copyTrust(const Draft& draft);
    void writeReplay(const Session& session, Draft& draft);
    void writeQuestions(const Session& session, const Draft& draft);
    void seal(Draft& draft);

    Station& m_station;
};

} // namespace seihon::station
