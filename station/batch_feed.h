#pragma once

#include "record/box.h"
#include "station/station.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace seihon::station {

struct BatchRequest {
    std::string box;
    std::string device;          // empty: the station's default
    bool attestComplete = false; // of all the paper in the stack [A2]
    std::string by = "flag";
    bool goesOn = false; // the stack goes on in the tab where the one before ended
    // Where all paper is smaller than the classes say; micrometres.
    std::optional<std::int64_t> areaWidthMicrometres{}, areaHeightMicrometres{};
};

// How far the batch is: told after each sheet.
struct BatchProgress {
    record::FolderLink at;   // folder 0: nobody knows where the sheet belongs
    std::int64_t sheet = 0;  // of the tab
    std::int64_t sheets = 0; // kept as pages by this batch
    record::Pace pace;
    std::int64_t pages = 0;               // of these sheets
    const record::ScanJob* job = nullptr; // whose page or pages the sheet became; null: none
    std::int64_t newPages = 0;            // its last ones, of this sheet
};
using BatchSeen = std::function<void(const BatchProgress&)>;

struct BatchOutcome {
    record::Box box;
    record::Verdict verdict; // refused: the batch stopped there, and what was kept before stays
    std::int64_t sheets = 0, pages = 0, separators = 0, unplaced = 0;
    std::int64_t unkept = 0; // refused: sheets that left the tray behind that, without an image
    record::Pace pace;
};

// One feed through the stack of a box [W]: a separator says to which tab the sheets after it go,
// until the next one. Separators, and sheets of which nobody knows where they belong, are kept as
// what they are and never become pages. What is not as the index sheets say becomes an exception;
// none stops the feed.
class BatchFeed {
  public:
    explicit BatchFeed(Station& station) : m_station(station) {}

    // Faults: those of scanning, which name the first sheet that goes back; ScanRunLost, before
    // anything is fed, when the batch before never reported its end. The next call goes on from
    // there, whoever makes it.
    BatchOutcome scan(const Session& session, const BatchRequest& request, const BatchSeen& seen,
                      const capture::ScanControl& control);

  private:
    class Run;
    Station& m_station;
};

// All jobs of the box that may be sealed, with the PIN that was given once, as far as it serves.
struct BatchSealing {
    std::vector<std::string> sealed;                              // jobs
    std::vector<std::pair<std::string, record::Verdict>> refused; // job, why
    std::vector<std::pair<std::string, std::string>> pending;     // job, for what it waits
    std::int64_t left = 0;                                        // for another PIN
};
BatchSealing sealBatch(Station& station, const Session& session, const std::string& box);

} // namespace seihon::station
