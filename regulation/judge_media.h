#pragma once

#include "record/medium.h"
#include "record/scan_job.h"
#include "record/verdict.h"
#include "regulation/regulation.h"

// Records that leave the house [F15]: facts in, verdict out, as in judge.h.
namespace seihon::regulation {

// May it be asked for? Not for longer than the regulation says.
record::Verdict judgeMediumRequest(const Regulation&, record::Instant until, record::Instant now);
// Another person than who asked.
record::Verdict judgeMediumApproval(const record::Medium&, const record::Actor&);
// Only what is out comes back.
record::Verdict judgeMediumEnd(const record::Medium&);
// A warning for each that should be back.
record::Verdict judgeMediumStanding(const Regulation&, const record::Medium&, record::Instant now);

} // namespace seihon::regulation
