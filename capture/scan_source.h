#pragma once

#include "record/capture_facts.h"
#include "record/device_profile.h"
#include "record/page_image.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace seihon::capture {

struct CapturedPage {
    record::PageImage image;
    record::CaptureFacts facts;
};

// How a person ends a run early. Stop: sheets that have left the tray come out and are kept, no
// other one is fed. Cancel: at once, and the sheet in work is void.
struct ScanControl {
    ScanControl() = default;
    ScanControl(std::stop_token cancelToken) : cancel(std::move(cancelToken)) {}
    ScanControl(std::stop_token stopToken, std::stop_token cancelToken)
        : stop(std::move(stopToken)), cancel(std::move(cancelToken)) {}
    std::stop_token stop, cancel;
};
// A page side of which more rows have come, in the sheet that is being fed. It may still turn out
// to be void, and then begin again with no rows.
struct PagePart {
    std::int64_t feed;
    record::Side side;
    const record::PageImage& image; // its height is not set yet
    std::int64_t announcedLines;    // -1: not known before the end
    std::int64_t rows;              // whole rows that are there
};
// May throw a Fault, which then ends the batch.
using RowsSeen = std::function<void(const PagePart&)>;

// In the context of a DoubleFeed: it is about the sheet before the void one, whose image is there
// (DeviceProfile::reportsAfterSheet).
inline constexpr const char* kAboutSheetBefore = "aboutSheetBefore";

// Hands over page images, side by side in feeding order, until the paper runs out. Every image it
// returns is whole: what did not arrive whole is a Fault (PaperJam, DoubleFeed, CoverOpen,
// PageIncomplete, DeviceHung, WorkerDied, …) whose context holds "sheet": the feed ordinal whose
// sides are void and whose paper must go back.
class ScanSource {
  public:
    virtual ~ScanSource() = default;
    // Empty when the paper ran out in good order, or the run was stopped. FeederEmpty is a Fault
    // when not one page came.
    virtual std::optional<CapturedPage> next(const ScanControl& control) = 0;
    // How many sheets may have left the tray so far. After trouble that the source itself reported:
    // those whose feeding began; otherwise all that were let go.
    virtual std::int64_t sheetsLetGo() const = 0;
    // `seen` is called by next(), in its thread, whenever rows have come: work on a page can begin
    // before its last row is there.
    virtual void follow(RowsSeen seen) = 0;
};

// Where the worker process and its configuration are.
struct WorkerConfig {
    std::filesystem::path executable;    // seihon-scan-worker
    std::filesystem::path saneConfigDir; // holds dll.conf: names the backends that may be loaded
    std::filesystem::path
        backendDir; // searched for libsane-NAME.so.1 before the system's; may be empty
    std::chrono::seconds stall{
        30}; // silence for this long means the device hangs: the worker is killed
    std::int64_t memoryLimitBytes = 4ll << 30;
    // Sheets that may leave the tray before next() asks for them. 0: a batch given up early has fed
    // no sheet that was not handed over; 1 is faster, as the device feeds while the station works
    // on the sheet before.
    std::int64_t sheetsAhead = 0;
    // The first that fits a device says how its driver is to be set.
    std::vector<record::DeviceProfile> deviceProfiles{};
};

// A device that the worker's SANE can see.
struct DeviceSeen {
    record::DeviceIdentity identity;
    bool opened = false;              // else in use or switched off, and the rest is not known
    std::vector<std::string> options; // names
};

std::vector<DeviceSeen> lookAtDevices(const WorkerConfig& config);
// The same, identities only.
std::vector<record::DeviceIdentity> listDevices(const WorkerConfig& config);

// Starts the worker for one batch: sets and reads back the options, then scans. Destruction ends
// the worker.
std::unique_ptr<ScanSource> openScanner(const WorkerConfig& config, const std::string& device,
                                        const record::ScanProfile& profile);

// Image files (.png .tif .tiff .jpg .jpeg) of a folder in name order; `NAME.front.*` and
// `NAME.back.*` are one sheet. Decoded by the worker: the station itself opens no foreign image.
std::unique_ptr<ScanSource> openFolder(const WorkerConfig& config,
                                       const std::filesystem::path& folder);

// One foreign image file, decoded by the worker: `seihon measure`.
CapturedPage decodeFile(const WorkerConfig& config, const std::filesystem::path& file);

} // namespace seihon::capture
