#pragma once

#include "station/station.h"

#include <string>

namespace seihon::station_cli {

// The PIN from a descriptor (first line), or from the terminal without echo. It stays in buffers
// that are zeroed. Faults: PinMissing when there is neither, Usage when the descriptor cannot be
// read.
station::Pin readPin(int descriptor, station::LastTry lastTry);

// For people without a card: two lines from a descriptor, or asked for one after the other.
struct PasswordAndCode {
    station::Pin password, code;
};
PasswordAndCode readPasswordAndCode(int descriptor);

// A line from a descriptor, or typed twice.
station::Pin readNewPassword(int descriptor);

// Lines of text from a descriptor, 4 KiB at most: keeps patient ids out of the process list [F16].
// Faults: Usage.
std::vector<std::string> readLines(int descriptor);

} // namespace seihon::station_cli
