#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace seihon::record {
struct Original;
}

// What a person typed, looked at before it goes into an entry that nobody can take back: no control
// characters and nothing that turns the reading direction, for what one reads in a log must be what
// it says (record/clean_text.h); and not longer than people write. Faults: Usage, naming `what`.
namespace seihon::station {

inline constexpr std::size_t kLongestLine = 300;     // bytes; 100 Japanese characters
inline constexpr std::size_t kLongestReason = 3000;  // bytes
inline constexpr std::size_t kLongestPatientId = 64; // bytes, as DICOM's LO
inline constexpr std::int64_t kMostSheets = 10'000;  // of one original

// One line; may be empty.
void requireLine(const std::string& text, const char* what, std::size_t mostBytes = kLongestLine);
// One line that says something.
void requireWords(const std::string& text, const char* what, std::size_t mostBytes = kLongestLine);
// Says something, in lines.
void requireReason(const std::string& reason);
// The typed facts of a registration. That a count or a time is wrong, the regulation says.
void requireTyped(const record::Original& original);

} // namespace seihon::station
