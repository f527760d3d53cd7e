#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station {

struct ToolOutput {
    int code = -1;   // exit code; -1 when it was ended for being silent or talkative too long
    std::string out; // standard output, at most `most` bytes
};

// Runs a program of the system, named by its full path, without a shell, without input and without
// the station's environment. Empty when it is not there or cannot be started.
std::optional<ToolOutput> outputOf(const std::vector<std::string>& command,
                                   std::chrono::milliseconds patience, std::size_t most);

} // namespace seihon::station
