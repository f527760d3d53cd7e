#pragma once

#include "record/box.h"

#include <string_view>
#include <vector>

// The index sheets of a box of old paper as a TOML or a CSV file [W]: the same facts.
namespace seihon::config {

// [[folder]] with number, patient, patient_name (may be missing) and [[folder.tab]] with class,
// sheets, duplex (may be missing: one side). Tabs get the numbers 1, 2, … in the order written. At
// most 1 MiB, 1000 folders, 50 tabs each; no folder twice. Faults: ConfigInvalid {file, line,
// reason}.
std::vector<record::BoxFolder> parseBoxIndex(std::string_view text, const std::string& fileName);

// RFC 4180 in UTF-8, with or without a byte order mark. The first line names the columns: "folder,
// patient,patient_name,class,sheets,duplex"; a line for each tab, those of a folder one below the
// other, with its patient on each. The limits are the same. Faults: ConfigInvalid {file, line,
// column, reason}.
std::vector<record::BoxFolder> parseBoxIndexCsv(std::string_view text, const std::string& fileName);

} // namespace seihon::config
