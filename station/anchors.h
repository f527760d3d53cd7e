#pragma once

#include "station/station.h"

#include <cstdint>
#include <filesystem>
#include <optional>
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
    std::vector<std::filesystem::path> notesAt(const std::filesystem::path& place,
                                               record::Verdict& verdict) const;
    std::optional<Anchor> read(const std::filesystem::path& note, const signing::Trust& believed,
                               record::Verdict& verdict) const;
    void compareWithLog(const std::vector<Anchor>& anchors, record::Verdict& verdict);

    Station& m_station;
};

} // namespace seihon::station
