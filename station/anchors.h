#pragma once

#include "station/station.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

// A checkpoint that was taken out of the house's reach: SIZE.note and, when it has one, SIZE.tst.
struct Anchor {
    std::filesystem::path file;
    std::uint64_t size = 0;
    record::Digest root;
    std::optional<record::Instant> stampedAt; // by its token, where that is good
};

struct AnchorReport {
    record::Verdict verdict;
    std::int64_t compared = 0;
    std::optional<Anchor> newest;
};

struct AnchorQuestion {
    std::string station;
    const signing::Trust& believed;
    std::vector<std::filesystem::path> notes;  // what the station's own folders hold
    std::vector<std::filesystem::path> places; // what somebody names: files or folders
};
// Leaves of the log [from, from + limit); none at its end.
using LeavesFrom =
    std::function<std::vector<record::Digest>(std::uint64_t from, std::uint64_t limit)>;
// A log against checkpoints that were kept elsewhere. Faults: NotFound for a place that is not
// there or holds none.
AnchorReport compareWithAnchors(const AnchorQuestion& question, const LeavesFrom& leavesFrom);

// Copies of the log's checkpoints on other machines (station.toml, `anchors`): a log that was cut,
// or a whole disk that was rolled back to yesterday, is whole in itself. Only what lies elsewhere
// shows it.
class Anchors {
  public:
    explicit Anchors(Station& station) : m_station(station) {}

    // Copies what the folders lack, newest first. A folder that is away holds up nothing: `doctor`
    // tells, and the next round brings it up.
    void bringUp() noexcept;
    // For `doctor`: are the folders there, and is the log at least as long as they say?
    record::Verdict standing();
    // The log against every anchor there and at these paths, files or folders. Faults: NotFound.
    AnchorReport verify(const signing::Trust& believed,
                        const std::vector<std::filesystem::path>& more);

  private:
    std::filesystem::path folderIn(const std::filesystem::path& anchors) const;
    void bringUpOne(const std::filesystem::path& anchors);

    Station& m_station;
};

} // namespace seihon::station
