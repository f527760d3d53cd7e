#include "record/cover_code.h"
#include "station/examine_process.h"
#include "station/findings.h"
#include "station/station.h"

// The ward clerk's whole job in one verb. It has no rule of its own: each step is the same verb as
// alone, and the first refusal ends it with the job left where it is, every page kept.
namespace seihon::station {

SealOutcome Station::intake(const Session& session, const IntakeRequest& request,
                            const PageSeen& seen, const capture::ScanControl& control) {
    Outcome step = registerOriginal(session, {request.original});
    if (!step.verdict.permitted()) {
        return {step.job, step.verdict, {}, {}};
    }
    return intakeOf(session, step.job, request, seen, control);
}

SealOutcome Station::intakeOf(const Session& session, const record::ScanJob& registered,
                              const IntakeRequest& request, const PageSeen& seen,
                              const capture::ScanControl& control) {
    const std::string& id = registered.id;
    record::Verdict window; // a closed window blocks sealing, not scanning [B6]
    if (registered.state != record::JobState::Open) {
        const Outcome opened = open(session, id);
        window = opened.verdict;
        if (opened.job.state != record::JobState::Open) {
            return {opened.job, opened.verdict, {}, {}};
        }
    }
    Outcome step =
        prepare(session, id, {registered.original.sheets, request.attestComplete, request.by});
    if (!step.verdict.permitted()) {
        return {step.job, step.verdict, {}, {}};
    }
    step = scan(session, id, request.scan, seen, control);
    if (step.job.pages.empty()) {
        return {step.job, step.verdict, {}, {}};
    }
    const auto& classes = regulationOf(step.job.regulation).classes;
    const auto kind = classes.find(registered.original.documentClass);
    const bool required = kind != classes.end() && kind->second.quality.examineBeforeSealing;
    if (request.examine || required) {
        static_cast<void>(examine(id, ExamineAgain::No, [&control] {
            return !control.stop.stop_requested() && !control.cancel.stop_requested();
        }));
    }
    if (request.lookForCovers) { // bar codes only: seconds count here
        ExamineWorker looker = examineWorkerBesideProgram();
        looker.codesOnly = true;
        for (const record::Page& page : step.job.pages) {
            if (record::showsCoverSheet(lookAt(step.job, page, looker))) {
                step.verdict.add(findingOf(record::FindingId::CoverSheetAmongPages,
                                           record::Severity::Refuse,
                                           "page " + std::to_string(page.number)));
            }
        }
        if (step.verdict.has(record::FindingId::CoverSheetAmongPages)) {
            return {step.job, step.verdict, {}, {}}; // stays open; nothing is sealed or dropped
        }
    }
    step = compare(session, id, {request.attestComplete, {}, request.by});
    if (step.verdict.permitted()) {
        step = submit(session, id);
    }
    if (!step.verdict.permitted()) {
        return {step.job, step.verdict, {}, {}};
    }
    SealOutcome sealed = seal(session, id);
    if (!sealed.verdict.permitted()) {
        sealed.verdict.merge(window);
    }
    return sealed;
}

} // namespace seihon::station
