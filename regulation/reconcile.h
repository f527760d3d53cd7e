#pragma once

#include "record/scan_job.h"
#include "record/verdict.h"
#include "regulation/regulation.h"

// Is every sheet there, once? What judgeContent asks of the counts; not part of the folder's
// interface.
namespace seihon::regulation {

// Declared = counted while preparing = fed = kept, and nothing that left the tray unexplained [A2].
void judgeSheetCounts(const record::ScanJob&, record::Verdict&);

// The same pixels, or the same content, twice in one job [A2].
void judgeDuplicates(const Regulation&, const record::ScanJob&, record::Verdict&);

// A sheet that was fed twice is set aside as a matter of course. Any other one leaves the original
// by somebody's word: whoever accepts it shall see that [A2, A10].
void judgeSetAside(const Regulation&, const record::ScanJob&, record::Verdict&);

} // namespace seihon::regulation
