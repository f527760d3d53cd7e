#pragma once

#include "station-cli/output.h"
#include "station/batch_desk.h"

#include <map>

// A box of old paper as people and scripts read it; no patient's data in it [F16].
namespace seihon::station_cli {

record::Json boxJson(const Output& output, const station::BoxView& view);
std::string boxText(const Output& output, const station::BoxView& view);
// A box after an act, or why not.
int printBox(const Output& output, station::BatchDesk& desk, const station::BoxOutcome& outcome);

// Where jobs come from, by the numbers that are written on boxes; each box is read once.
class JobPlaces {
  public:
    explicit JobPlaces(station::Station& station) : m_desk(station) {}

    // {"box","number","folder","tab","part"}; null for paper of no box
    record::Json json(const record::ScanJob& job);
    // A line of its own; empty for paper of no box.
    std::string line(const Output& output, const record::ScanJob& job);

  private:
    const std::string& numberOf(const std::string& box);

    station::BatchDesk m_desk;
    std::map<std::string, std::string> m_numbers;
};

} // namespace seihon::station_cli
