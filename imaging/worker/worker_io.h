#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

// What every process shares that looks at foreign bytes on the station's behalf: it takes one file
// from standard input, answers with one JSON document on standard output, and ends.
namespace seihon::imaging::worker {

struct Limits {
    std::uint64_t memoryBytes = 3ull << 30;
    std::uint64_t cpuSeconds = 60;
};

// No files, no core dump, no new rights, little memory and time, and after everybody else.
void confine(const Limits& limits);

// The file on standard input. Faults: ImageUnreadable when it is empty, longer or no file.
std::vector<std::uint8_t> readInput(std::int64_t mostBytes);

// False when nobody listens.
bool writeAnswer(std::string_view text);

} // namespace seihon::imaging::worker
