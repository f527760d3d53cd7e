#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// Private to station.
namespace seihon::station {

// A program of the system that works for long: without a shell and without input, with an
// environment of its own. It ends when this process ends, however that happens.
struct ToolCall {
    std::vector<std::string> command; // the first word by its full path
    std::vector<std::string> environment;
    std::filesystem::path workingFolder{"/"};
    int secret = -1; // becomes the program's descriptor 3
    std::chrono::milliseconds patience{std::chrono::hours(24)};
    std::size_t most = std::size_t{4} << 20; // of each output, its end is kept
};

struct ToolEnd {
    int code = -1; // exit code; 128 + signal
    std::string out, err;
    bool tooSlow = false;
};

// Faults: WorkerDied when it cannot be started at all.
ToolEnd runTool(const ToolCall& call);

// The first of these that can be run; empty: none.
std::filesystem::path toolAt(const std::vector<std::filesystem::path>& places);

} // namespace seihon::station
