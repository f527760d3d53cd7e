#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace seihon::campaign {

// What a target told, line by line.
struct Told {
    std::set<std::string> tried;        // "KIND ID"
    std::set<std::string> acknowledged; // the same, for what it called kept
    std::vector<std::string> settings;  // names, in the order in which they were tried
    std::string keptSetting;            // the newest acknowledged one; empty when none was

    void hear(const std::string& lines); // whole lines; a torn last one is ignored
};

// Opens the home with the product's own code and says everything that breaks a promise: what was
// acknowledged and is not there bit by bit, what is there twice, what is shown half, what the
// ledger's own verification finds. Empty when the home is sound.
std::string complaintsAbout(const std::filesystem::path& home, const Told& told);

} // namespace seihon::campaign
