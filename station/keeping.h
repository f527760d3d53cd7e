#pragma once

#include "signing/archive_timestamp.h"
#include "station/station.h"

#include <filesystem>
#include <string>

// A sealed record is kept evidence: its signature is completed with validation data, layers are
// laid over it. In this order, so that a crash at any point is found and ended at the next start:
// the bytes durably beside the archive (`staged`), the entry that names their digests, the bytes
// into the record, the record verified as a stranger would, the last entry.
// docs/decisions/0021-completion-and-renewal.md
namespace seihon::station {

inline constexpr const char* kSignaturePath = "META-INF/signature001.p7s";

// What lies over a record's seal against what the ledger says must lie there.
record::Verdict compareKept(const record::SealedRecord& sealed,
                            const std::filesystem::path& folder);

// One record of the archive while that is done; whoever makes one holds the home's lock "keeping".
struct Station::Keeping {
    Keeping(Station& station, const std::string& jobId, record::Actor actor);

    const record::SealedRecord& sealed() const { return *job.sealed; }
    signing::Der signature() const;
    // The last check before anything is added: files against ledger, the record by itself.
    record::Verdict verify(const signing::Trust& trust);

    void startCompletion(const signing::Der& completed);
    void startLayer(const signing::MadeLayer& layer);
    // Puts what the started entries name into the record. Where neither record nor `staged` has it,
    // or something else lies there, that is a finding, and nothing is touched.
    record::Verdict place();
    // Verifies the record with its new layer and writes the last entry. A refusal leaves the record
    // as it is, unfinished, for people to look at.
    record::Verdict finishLayer(const signing::Trust& trust);
    // place() and finishLayer() where an entry says that this was cut off. Needs no network.
    record::Verdict settle(const signing::Trust& trust);
    void append(record::EntryKind kind, record::Json facts,
                std::optional<record::Verdict> verdict = std::nullopt);
    // A record found altered stands in the log, once for each way in which it is.
    void noteRefusal(const record::Verdict& verdict);

    Station& station;
    record::Actor actor; // in whose name its entries are
    record::ScanJob job;
    std::filesystem::path folder; // of the record
    std::filesystem::path staged;

  private:
    void stage(const std::vector<signing::LayerFile>& files);
    record::Verdict placeSignature();
    record::Verdict placeLayer();
};

} // namespace seihon::station
