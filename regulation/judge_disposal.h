#pragma once

#include "record/disposal.h"
#include "record/json.h"
#include "record/legal_hold.h"
#include "record/scan_job.h"
#include "record/verdict.h"
#include "regulation/judge_later.h"
#include "regulation/regulation.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// May paper go? [C6, B5] Facts in, verdict out, as in judge.h.
namespace seihon::regulation {

// What stands beside the job when one paper is judged: from other entries, other jobs, and the
// backup. Stored with each entry that rests on it.
struct PaperFacts {
    std::string recordId, job;
    std::optional<record::Instant> verifiedAt; // the newest verification in the log
    bool verifiedWell = false;                 // and it found nothing that refuses
    SampleStanding sample = SampleStanding::NoPlan;
    std::vector<std::string> holds; // legal holds in force, by id
    // Of a project: it is closed, or a closed audit from outside covers this record [C4].
    bool projectSettled = false;
    std::optional<std::int64_t> planHoldDays; // that its plan asks for
    bool patientDisagrees = false;            // in the project it was sealed under
    std::string openBox; // of old paper: its box while that is not closed to the sheet [W]
    std::vector<std::string> amendments; // jobs of new versions that are under way
    std::string otherList;               // another list it is on; empty: none
    bool disposed = false;               // and that one was carried out
    // The newest backup that was taken and tested; none is known to a station without one.
    std::optional<record::Instant> lastGoodBackup;
};

record::Json toJson(const PaperFacts& facts);
// Faults: Malformed.
PaperFacts paperFactsFrom(const record::Json& json);

// May the paper of this record go now? Every condition that does not hold is a refusal, with the
// record's id as the first word of its subject.
record::Verdict judgePaperDisposal(const Regulation&, const record::ScanJob& sealed,
                                   const PaperFacts&, record::Instant now);

// Nobody lifts the hold that stands between himself and the paper alone. `placed` is in force.
record::Verdict judgeHoldLift(const record::LegalHold& placed, const record::Actor&);

// Is what the list says of this record what the log says? A list is about what it names, where it
// names it.
record::Verdict judgeDisposalItem(const record::DisposalItem& item, const record::ScanJob& sealed);

// --- acts on a list; each another person's than the one before it ---

// Does this step fit the list at all?
record::Verdict judgeDisposalStep(const record::DisposalList&, record::EntryKind step);
// The system manager, before (of a list that is proposed) and after (of one that was carried out).
record::Verdict judgeDisposalCheck(const record::DisposalList&, const record::Actor&);
record::Verdict judgeDisposalApproval(const record::DisposalList&, const record::Actor&);
record::Verdict judgeDisposalWitness(const record::DisposalList&, const record::Actor&);

struct DisposalAct {
    std::string method;
    std::string day; // "2026-11-22"
};

record::Verdict judgeDisposalAct(const Regulation&, const record::DisposalList&,
                                 const record::Actor&, const DisposalAct&, record::Instant now);

// After it: every record was verified since.
record::Verdict judgeVerifiedSince(const Regulation&, const PaperFacts&, record::Instant since);

} // namespace seihon::regulation

namespace seihon::record {

template <>
struct EnumNames<regulation::SampleStanding> {
    static constexpr std::array<std::pair<regulation::SampleStanding, std::string_view>, 4> table{
        {{regulation::SampleStanding::NoPlan, "no-plan"},
         {regulation::SampleStanding::NotDrawn, "not-drawn"},
         {regulation::SampleStanding::Open, "open"},
         {regulation::SampleStanding::Closed, "closed"}}};
};

} // namespace seihon::record
