#pragma once

#include "record/finding_id.h"

#include <span>
#include <string_view>

// Private to record: the sentences of findings, in several tables so that none grows too long.
namespace seihon::record {

struct FindingRow {
    FindingId id;
    std::string_view japanese, english; // {measured}, {required} and {subject} are filled in
};

std::span<const FindingRow> ruleFindingRows();
std::span<const FindingRow> peopleFindingRows();
std::span<const FindingRow> intakeFindingRows();
std::span<const FindingRow> laterFindingRows();
std::span<const FindingRow> projectFindingRows();
std::span<const FindingRow> auditFindingRows();
std::span<const FindingRow> receivedFindingRows();
std::span<const FindingRow> paperFindingRows();
std::span<const FindingRow> logFindingRows();
std::span<const FindingRow> boxFindingRows();
std::span<const FindingRow> backupFindingRows();
std::span<const FindingRow> filmFindingRows();
std::span<const FindingRow> deliveryFindingRows();

} // namespace seihon::record
