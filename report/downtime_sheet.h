#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace seihon::report {

// Sheets on which paper is registered by hand while the station is down [F17]: one A4 page a
// number, with the number as bar code and in digits, and lines to write on.
struct DowntimeSheets {
    std::string hospital;
    std::string place; // where the stack will lie
    std::int64_t first = 0, count = 0;
    bool demo = false;
};

// Faults: Usage (numbers), StorageFailed, NotFound (fonts).
void writeDowntimePdf(const std::filesystem::path& file, const DowntimeSheets& sheets);

} // namespace seihon::report
