#pragma once

#include <filesystem>

namespace seihon::support {

// A copy of a home that stands for itself: feeder and tokens are named by whole paths in it.
void copyHome(const std::filesystem::path& from, const std::filesystem::path& to);

// A demo home at `home`, which must not exist: a copy of the one that CTest made for all test
// programs (SEIHON_DEMO_HOME), because making its keys takes seconds; else made here by the program
// `seihon`. Throws std::runtime_error with what the program said.
void layDemoHome(const std::filesystem::path& home, const std::filesystem::path& seihon);

} // namespace seihon::support
