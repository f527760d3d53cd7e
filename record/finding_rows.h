#pragma once

#include "record/finding_id.h"

#include <string_view>

namespace seihon::record {

// Private to record: the sentences stand in several files, by topic; finding_texts.cpp gathers
// them.
struct FindingRow {
    FindingId id;
    std::string_view japanese, english;
};

} // namespace seihon::record
