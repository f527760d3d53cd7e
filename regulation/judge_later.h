#pragma once

#include "record/scan_job.h"
#include "record/verdict.h"
#include "regulation/regulation.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>

// What may become of a sealed record and of its paper. Facts in, verdict out, as in judge.h.
namespace seihon::regulation {

struct AmendmentWish {
    bool samePages = false; // new facts over the sealed pages; otherwise the paper is scanned anew
    bool otherPatient = false;
    std::int64_t corrections = 0;
    bool fork = false; // although there is another amendment, and knowing it
};

// A job that amends the same record: still under way, or sealed as this record.
struct OtherAmendment {
    std::string job;
    std::string recordId; // empty while it is under way
};

// May a new version of this sealed record be opened? [E1, F4]
record::Verdict judgeAmendment(const Regulation&, const record::ScanJob& sealed,
                               const AmendmentWish&, std::span<const OtherAmendment>);

// Is a job that amends a record what it may be? Part of judgeSubmission and judgeSealing. [E1]
void judgeCorrection(const Regulation&, const record::ScanJob&, record::Verdict&);

// May the record be shown, searched for and handed out? Withdrawn ones only to who asks for them.
record::Verdict judgeShowing(const record::ScanJob& sealed, bool withdrawnToo);

// Is this incident of the record open? [F4]
record::Verdict judgeIncidentClosing(const record::ScanJob& sealed, const std::string& incident);

// Where a sealed document stands in its plan.
enum class SampleStanding { NoPlan, NotDrawn, Open, Closed };

// May this person look over this page for a sample? [A10] `drawn`: pages of the document that were
// drawn; `viewed`: those that the person has looked at since.
record::Verdict judgeInspection(const record::ScanJob& sealed, const record::Actor&,
                                std::int64_t page, const std::set<std::int64_t>& drawn,
                                const std::set<std::int64_t>& viewed);

// May it be proposed to let the paper go? [A10, A16, B5, D3]
record::Verdict judgePaperRelease(const Regulation&, const record::ScanJob& sealed, SampleStanding,
                                  record::Instant now);

} // namespace seihon::regulation
