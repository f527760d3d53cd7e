#pragma once

#include "record/medium.h"
#include "station/station.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::station {

struct MediumRequest {
    std::string label;
    std::vector<std::filesystem::path> files; // exported containers, as the log knows them
    std::vector<std::string> records;         // printed ones
    std::string person, contact;              // private
    std::string purpose, encryption;
    record::Instant until{};
};

struct MediumOutcome {
    record::Medium medium; // id empty: it never came to be
    record::Verdict verdict;
};

// Media that leave the house [F15]: asked for, approved by another person, back again. Faults of
// all: NotFound.
class MediaDesk {
  public:
    explicit MediaDesk(Station& station) : m_station(station) {}

    // Faults: Usage when something is not said.
    MediumOutcome request(const Session& session, const MediumRequest& request);
    MediumOutcome approve(const Session& session, const std::string& medium);
    MediumOutcome end(const Session& session, const std::string& medium, record::MediumEnd how,
                      const std::string& words);

    record::Medium show(const std::string& medium);
    std::vector<record::Medium> list(); // oldest first
    // Warnings for those that are overdue or lost.
    record::Verdict standing(record::Instant now);

  private:
    struct Act;
    std::vector<record::MediumItem> itemsOf(const MediumRequest& request, record::Verdict& verdict);
    Station& m_station;
};

} // namespace seihon::station
