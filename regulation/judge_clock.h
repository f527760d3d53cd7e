#pragma once

#include "record/clock_check.h"
#include "regulation/regulation.h"

#include <optional>

namespace seihon::regulation {

// What the newest check of the clock means for sealing now [F7]: ClockNotChecked, ClockCheckTooOld,
// ClockSourceUnknown with the regulation's own severity; ClockUnsynchronised, ClockOffsetTooLarge
// refuse. Scanning and viewing ask nothing of the clock [B6].
record::Verdict judgeClockCheck(const Regulation&, const std::optional<record::ClockCheck>& newest,
                                record::Instant now);

// The clock against the machine's time since its start, which nobody can set: has somebody moved
// the clock since it was last compared? ClockJumped refuses, or, while the offset is not known at
// all, has the regulation's severity for that. Nothing to say after a restart.
// `boot`, `sinceBoot`: of now, as in the check.
record::Verdict judgeClockJump(const Regulation&, const std::optional<record::ClockCheck>& newest,
                               const record::ClockCheck& nowByMachine);

} // namespace seihon::regulation
