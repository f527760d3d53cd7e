#pragma once

#include "report/document.h"

#include <filesystem>

namespace seihon::station {

// A new file, as its ending says: .pdf, .html, or .txt with the short text. Faults: Usage for
// another ending or a file that is there already.
void writeDocument(const std::filesystem::path& file, const report::Document& document);

} // namespace seihon::station
