#pragma once

#include "station/archive_report.h"
#include "station/station.h"
#include "station/viewer.h"

#include <chrono>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace seihon::station {

// Which part of so many: "3/30".
struct PartOf {
    std::int64_t part = 1, parts = 1;
};
// Faults: Usage.
PartOf partOf(const std::string& text);
// Every record belongs to exactly one part, by its id alone: who knows the ids knows which nights
// looked at which record.
bool isInPart(const std::string& recordId, const PartOf& part);

struct PartReport {
    ArchiveReport found;
    PartOf part;
    std::string note; // signed by the station's key; empty when that is not here
};

// As a file of its own, for whoever asked for it. Faults: those of storage.
void writeReport(const std::filesystem::path& file, const PartReport& report);

// How far the nightly parts have come, by the log.
struct PartsCovered {
    std::int64_t covered = 0, parts = 0; // within the last round of nights
    std::optional<record::Instant> newest;
};

// The archive looked through in parts, so that all of it is seen in a month without anybody
// waiting (docs/decisions/0068-the-archive-in-parts-and-twice.md).
class ArchiveParts {
  public:
    explicit ArchiveParts(Station& station) : m_station(station) {}

    // Sealed records against the ledger, their seals, and their replicas; two at a time.
    void look(std::span<const ledger::RecordRow> rows, const signing::Trust& believed,
              record::Verdict& verdict);
    // One part with all that concerns the whole (ledger, checkpoints, anchors, orphans). 1/1 is
    // the whole archive.
    PartReport verify(const PartOf& part, const std::vector<std::filesystem::path>& anchors);
    // The report into the home's reports/, and the entry that it was made: by the station, or by
    // the person who asked for it.
    void log(const PartReport& report, const Viewer& by = {});
    // For `work`: tonight's part, some seconds of it at a time; goes on where it was cut off.
    void goOn(std::chrono::seconds budget) noexcept;

    PartsCovered covered();
    // Of the round of nights: the one that comes next, tonight or tomorrow.
    PartOf nextPart();
    // What the log has of this kind, newest first.
    std::vector<record::Entry> newest(record::EntryKind kind, std::size_t most);
    record::Verdict standing(record::Instant now);

  private:
    std::vector<ledger::RecordRow> rowsOf(const PartOf& part);
    PartReport finish(const PartOf& part, const record::Verdict& records, std::int64_t looked,
                      const std::vector<std::filesystem::path>& anchors);
    std::optional<PartOf> tonight(record::Instant now);

    Station& m_station;
};

} // namespace seihon::station
