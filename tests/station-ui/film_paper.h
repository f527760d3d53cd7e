#pragma once

#include <filesystem>
#include <string>

namespace seihon::station_ui {

// On a demo home, with no window on it: its feeder calibrated for films at 150 dpi, by a tablet.
bool calibrateFeeder(const std::filesystem::path& home);
// What a step tablet's certificate says, as a file beside the home; and the tablet in the tray, as
// the feeder reads it, or as one reads it that has too few bits.
std::filesystem::path certificateBeside(const std::filesystem::path& home);
void layTablet(const std::filesystem::path& home, bool tooFewBits);
// A film that the clerk has scanned; its job is open. Empty: something was refused.
std::string scanFilm(const std::filesystem::path& home);

} // namespace seihon::station_ui
