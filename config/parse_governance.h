#pragma once

#include "config/toml_reader.h"
#include "regulation/regulation.h"

// Not part of the folder's interface.
namespace seihon::config {

regulation::ApprovalRules readApprovalRules(TableReader reader);     // [approval]
regulation::ClockRules readClockRules(TableReader reader);           // [clock]
regulation::ConformityRules readConformityRules(TableReader reader); // [conformity]

// A regulation that nobody could ever change, or look after, is refused: who may do it is said by
// [authorities].
void judgeGovernance(const TableReader& reader, const regulation::Regulation& regulation);

} // namespace seihon::config
