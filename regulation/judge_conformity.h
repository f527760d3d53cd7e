#pragma once

#include "record/conformity.h"
#include "regulation/regulation.h"

#include <span>

namespace seihon::regulation {

// Is the sheet of the regulation filled in: every question once, and a remark wherever work does
// not conform? Refuses ConformityAnswerMissing; notes ConformityReportsDeviation. [A13a]
record::Verdict judgeConformityRecord(const Regulation&,
                                      std::span<const record::ConformityAnswer> answers);

// May this person countersign? Another one than who made the check, once.
record::Verdict judgeCountersign(const record::ConformityCheck&, const record::Actor&);

// Is a check overdue, or its countersignature? `since`: when the station began.
record::Verdict judgeConformity(const Regulation&, std::span<const record::ConformityCheck> checks,
                                record::Instant since, record::Instant now);

} // namespace seihon::regulation
