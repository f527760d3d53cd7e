#pragma once

#include "report/document.h"

#include <filesystem>
#include <string>
#include <vector>

namespace seihon::station {

// A new file, as its ending says: .pdf, .html, or .txt with the short text. Faults: Usage for
// another ending or a file that is there already.
void writeDocument(const std::filesystem::path& file, const report::Document& document);
// The same for reports that are numbers as well: also .csv.
void writeReport(const std::filesystem::path& file, const report::Document& document,
                 const std::string& csv);

// One field (RFC 4180); one that a spreadsheet would take for a formula begins with an apostrophe.
std::string csvField(const std::string& text);
std::string csvLine(const std::vector<std::string>& fields);

} // namespace seihon::station
