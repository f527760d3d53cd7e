#pragma once

#include "record/digest.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace seihon::station {

// A program that reads one file from a stranger, or with a large library, in the station's place
// (decision 0032): it gets the bytes as standard input, answers on standard output, and ends.
struct ApartWorker {
    std::filesystem::path executable;
    std::vector<std::string> arguments;
    std::chrono::milliseconds patience{120'000};
    std::size_t longestAnswer = 1 << 20;
};

struct ApartAnswer {
    std::string text;
    std::string failure; // how it crashed, hung or talked too much; empty: it did not
};

// Faults: WorkerDied when the program cannot be started at all.
ApartAnswer answerApart(const ApartWorker& worker, record::Bytes input);

// A program that lies beside the running one.
std::filesystem::path programBeside(const char* name);

} // namespace seihon::station
