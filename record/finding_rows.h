#pragma once

#include "record/finding_id.h"

#include <span>
#include <string_view>

// Private to record: the sentences stand in several files, by topic. A test sees to it that each
// finding has one.
namespace seihon::record {

struct FindingRow {
    FindingId id;
    std::string_view japanese, english;
};

// Of sealed records and their paper later on.
std::span<const FindingRow> laterFindingRows();

} // namespace seihon::record
