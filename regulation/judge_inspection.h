#pragma once

#include "record/scan_job.h"
#include "regulation/project_plan.h"
#include "regulation/regulation.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>

// The inspection of a job of a project by a second person [C3]: pure as the rules in judge.h.
namespace seihon::regulation {

// Whether this job is inspected at all: it is of a project, and its pages are not those of a sealed
// record again, which were inspected before.
bool needsInspection(const record::ScanJob&);

// The pages that the inspector looks at: drawn ones, and every page with a finding that warns or
// refuses, or about which a person has decided something. Empty where nothing was drawn.
std::set<std::int64_t> pagesToInspect(const record::ScanJob&);

// Those of them that this person has not seen yet as they are now.
std::set<std::int64_t> pagesNotSeenBy(const record::ScanJob&, const std::string& user);

// What is drawn of a job that is submitted now. `afterFault`: one of its operators has had a fault
// found not long ago.
record::PageDraw drawForInspection(const Regulation&, const record::ScanJob&, bool afterFault);

// Somebody who had a hand in what is to be inspected: scanned, opened, prepared, compared,
// submitted, marked a page, set a sheet aside, or counted again.
bool hadHandInJob(const record::ScanJob&, const std::string& user);

// May this person inspect the job? `plan`: the one that it was opened under.
record::Verdict judgeInspector(const ProjectPlan& plan, const record::ScanJob&,
                               const record::Actor&);
// May this person say that it is good? Everything that is to be looked at was shown to them.
record::Verdict judgeInspectionApproval(const record::ScanJob&, const record::Actor&);
// May this person say that this page is not?
record::Verdict judgeInspectionFault(const record::ScanJob&, const record::Actor&,
                                     std::int64_t page);
// Was it inspected, by somebody else, page for page as it is now? Part of judgeSealing.
record::Verdict judgeInspected(const record::ScanJob&);

} // namespace seihon::regulation
