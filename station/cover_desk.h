#pragma once

#include "station/station.h"

#include <filesystem>
#include <string>

namespace seihon::report {
struct CoverSheet;
}

namespace seihon::station {

// What the first sheet of a stack turned out to be.
struct CoverReading {
    record::Verdict verdict; // refused: nothing more is fed; the image is kept all the same
    std::string job;         // empty when it names none of ours
    std::filesystem::path image;
    record::Digest digest; // of that file
};

struct CoverRequest {
    std::string device;      // empty: the station's default
    std::string expectedJob; // empty: whichever it names
};

// Cover sheets [B4, F16]: printed when paper is registered, read from the first sheet of a stack
// (docs/decisions/0040-cover-sheets.md). A cover sheet is a separator: it never becomes a page.
class CoverDesk {
  public:
    explicit CoverDesk(Station& station) : m_station(station) {}

    // Writes it (.pdf; .png as a scanner would see it) and logs that. Faults: NotFound, Usage.
    record::Verdict print(const Session& session, const std::string& job,
                          const std::filesystem::path& file);
    // Feeds one sheet, keeps its image durably, looks for codes, logs who, when and the digest.
    // Faults: those of scanning.
    CoverReading read(const Session& session, const CoverRequest& request,
                      const capture::ScanControl& control);
    // read() and then everything of Station::intake with the job that the cover names.
    SealOutcome intake(const Session& session, const IntakeRequest& request, const PageSeen& seen,
                       const capture::ScanControl& control);
    // Empty when no job was registered with it.
    std::string jobOfLabel(std::int64_t label);
    // The images of a job's covers, once the job is sealed [F11].
    void forget(const std::string& job);

  private:
    struct Match {
        std::string job;
        std::string trouble; // why none, without what the codes say [F16]
    };
    report::CoverSheet sheetFor(const record::ScanJob& job);
    Match matchOf(const std::vector<record::Barcode>& codes);

    Station& m_station;
};

// Labels for the night desk: an A4 PDF, from the first number on. Faults: Usage, StorageFailed.
void printLabels(const std::filesystem::path& file, std::int64_t first, std::int64_t count);

} // namespace seihon::station
