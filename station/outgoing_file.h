#pragma once

#include <filesystem>
#include <vector>

namespace seihon::station {

// A file that leaves the house: nothing of that name is there yet, not even a link that leads
// nowhere, and it lies in none of these folders, which hold what the ledger knows of and nothing
// else. Faults: Usage.
void requireNewOutside(const std::filesystem::path& file,
                       const std::vector<std::filesystem::path>& folders);

} // namespace seihon::station
