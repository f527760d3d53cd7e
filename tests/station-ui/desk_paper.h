#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::station_ui {

// On a new demo home: papers that the clerk has scanned, compared and handed in, one sheet each, of
// a class that somebody has to accept. At most four: the demo's letter has no more sheets, and two
// equal ones would be found out. Gives the jobs.
std::vector<std::string> submitPapers(const std::filesystem::path& home, int count);

// Approved by the manager, put in force by the administrator: the demo's regulation with one line
// of it replaced.
void changeRegulation(const std::filesystem::path& home, const std::string& was,
                      const std::string& now);

// In the middle of the file.
void flipByte(const std::filesystem::path& file);

// The same papers accepted and sealed by the manager; ids of their records.
std::vector<std::string> sealPapers(const std::filesystem::path& home, int count);

} // namespace seihon::station_ui
