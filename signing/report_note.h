#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace seihon::signing {

// A C2SP signed-note by the station over a report: its lines, a blank line, the signature line. A
// checkpoint is another kind of note: its second line is a number, a report's never is.
// `text` ends in a line end. Faults: Usage, those of station_key.h.
std::string signReport(const std::filesystem::path& keyFile, const std::string& station,
                       const std::string& text);
// The text, when the station's key signed it. Faults: Malformed.
std::string openReport(std::string_view note, const std::string& station,
                       const std::string& publicKeyBase64);

} // namespace seihon::signing
