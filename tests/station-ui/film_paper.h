#pragma once

#include <filesystem>
#include <string>

namespace seihon::station_ui {

// On a demo home, with no window on it: its feeder calibrated for films at 150 dpi, by a tablet.
bool calibrateFeeder(const std::filesystem::path& home);
// A film that the clerk has scanned; its job is open. Empty: something was refused.
std::string scanFilm(const std::filesystem::path& home);

} // namespace seihon::station_ui
