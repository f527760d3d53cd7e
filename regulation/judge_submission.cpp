#include "regulation/findings.h"
#include "regulation/judge.h"
#include "regulation/judge_film.h"
#include "regulation/judge_later.h"
#include "regulation/reconcile.h"

#include <algorithm>
#include <array>
#include <map>

namespace seihon::regulation {

using record::FindingId;
using record::Page;
using record::PageMark;
using record::ScanJob;
using record::Severity;
using record::Verdict;

namespace {

// Faults of the pixels that the paper itself may have: a person who sees both may settle them
// [A10]. What the device did or did not do is never "as on paper".
constexpr std::array kPaperMayHave = std::to_array<FindingId>({
    FindingId::PageTruncated,
    FindingId::PageTooLong,
    FindingId::SheetClipped,
    FindingId::ContentAtEdge,
    FindingId::Skewed,
    FindingId::CornerFolded,
    FindingId::ObjectOnPage,
    FindingId::SheetOverlap,
    FindingId::LooksBlank,
    FindingId::Blurred,
    FindingId::ResolutionBelowRequired,
    FindingId::JpegHistory,
    FindingId::PaperToneClipped,
    FindingId::Underexposed,
    FindingId::Overexposed,
    FindingId::ColourCast,
    FindingId::Shadow,
    FindingId::Streak,
    FindingId::UpsideDown,
    FindingId::DuplicatePage,
    FindingId::PageOfOtherPatient,
    FindingId::PageNumberGap,
    FindingId::PageNumberOrder,
    // thick or patched paper sets the sensor off; the sheet count still has to add up
    FindingId::DoubleFeedReported,
});

bool paperMayHave(const record::Finding& finding) {
    if (finding.subject == kDeliveredResolution) {
        return false; // rows or dots that the device did not deliver
    }
    return std::find(kPaperMayHave.begin(), kPaperMayHave.end(), finding.id) != kPaperMayHave.end();
}

bool isSettled(const Page& page, const record::Finding& finding) {
    if (page.mark == PageMark::Blank && finding.id == FindingId::LooksBlank) {
        return true;
    }
    return isAsOnPaper(page) && paperMayHave(finding);
}

// The device's own findings stand as they were judged at capture; the class of a converted job is
// another one by now, so the rest is judged anew [B3, D].
Verdict verdictOf(const Regulation& regulation, const ScanJob& job, const Page& page) {
    if (!job.referenceCopy) {
        return record::findingsOf(page);
    }
    Verdict verdict = judgePage(regulation, job.original, page.capture, page.measurement);
    if (page.examination) {
        verdict.merge(judgeExamination(regulation, job.original, *page.examination));
    }
    for (const record::Finding& finding : page.verdict.findings) {
        const bool ofDevice = finding.id == FindingId::DeviceNotQualified ||
                              finding.id == FindingId::QualificationExpired ||
                              finding.id == FindingId::QualificationNotYetValid ||
                              finding.id == FindingId::ResolutionNotQualified ||
                              finding.id == FindingId::OptionNotQualified ||
                              finding.id == FindingId::OptionNotDelivered ||
                              finding.id == FindingId::DemoData;
        if (ofDevice) {
            verdict.add(finding);
        }
    }
    return verdict;
}

void judgePages(const Regulation& regulation, const ScanJob& job, Verdict& verdict) {
    for (const Page& page : job.pages) {
        if (page.mark == PageMark::Rejected) { // [A10] stands until a rescan replaces it
            verdict.add(refusal(FindingId::PageRejected, {}, pageName(page)));
            continue;
        }
        for (const record::Finding& finding : verdictOf(regulation, job, page).findings) {
            if (finding.severity == Severity::Refuse && !isSettled(page, finding)) {
                verdict.add(refusal(FindingId::PageUndecided,
                                    {.measured = record::enumName(finding.id)}, pageName(page)));
                break;
            }
        }
    }
}

// A class may ask that nobody submits before the slow looks were taken at every page.
void judgeExamined(const DocumentClass* kind, const ScanJob& job, Verdict& verdict) {
    if (kind == nullptr || !kind->quality.examineBeforeSealing) {
        return;
    }
    for (const Page& page : job.pages) {
        if (!page.examination) {
            verdict.add(refusal(FindingId::NotExamined, {}, pageName(page)));
        }
    }
}

void judgeSides(const DocumentClass* kind, const ScanJob& job, Verdict& verdict) {
    struct Sides {
        int front = 0, back = 0;
    };
    std::map<std::int64_t, Sides> sheets;
    for (const Page& page : job.pages) {
        Sides& sides = sheets[page.sheet];
        ++(page.side == record::Side::Front ? sides.front : sides.back);
    }
    // [E1] A class whose profile is duplex always has both sides, whatever was declared at the
    // counter.
    const bool both =
        job.original.duplex ||
        (kind != nullptr && kind->profile.source == record::PaperSource::FeederDuplex);
    for (const auto& [sheet, sides] : sheets) {
        // A back without a front is a stack of backs that was longer than that of the fronts.
        const bool lacking = sides.front == 0 || (both && sides.back == 0);
        if (lacking || sides.front > 1 || sides.back > 1) {
            verdict.add(refusal(
                FindingId::SideCountMismatch,
                {.measured = sides.front + sides.back, .required = both ? 2 : 1, .unit = "sides"},
                "sheet " + std::to_string(sheet)));
        }
    }
}

void judgeAttestations(const ScanJob& job, Verdict& verdict) {
    if (!job.prepared || job.prepared->answer == "no") { // [A2] before the first feed
        verdict.add(refusal(FindingId::NotPrepared));
    }
    if (!job.compared) { // [A2] after the images
        verdict.add(refusal(FindingId::NotCompared));
        return;
    }
    if (job.compared->answer == "same") {
        return;
    }
    const bool explained = job.compared->answer == "as-on-paper" && !job.compared->reason.empty();
    if (!explained) {
        verdict.add(refusal(FindingId::ComparedDifferent, {.measured = job.compared->answer},
                            job.compared->reason));
    }
}

} // namespace

Verdict judgeContent(const Regulation& regulation, const ScanJob& job) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, job.original.documentClass);
    if (kind == nullptr) {
        verdict.add(classUnknown(job.original.documentClass));
    }
    judgeAttestations(job, verdict);
    if (job.scanning) { // [A13] a run that did not report its end may still bring pages
        verdict.add(refusal(FindingId::StepNotAllowed, {.measured = "scanning"}));
    }
    if (job.pages.empty()) {
        verdict.add(refusal(FindingId::NoPages));
    }
    judgeSheetCounts(job, verdict);
    verdict.merge(judgeCountedByPeople(regulation, job));
    judgeSides(kind, job, verdict);
    judgePages(regulation, job, verdict);
    judgeCorrection(regulation, job, verdict);
    judgeExamined(kind, job, verdict);
    judgeDuplicates(regulation, job, verdict);
    if (kind != nullptr) {
        verdict.merge(judgeFilmSide(*kind, job)); // [A4]
        judgeStreaks(*kind, job, verdict);
    }
    return verdict.merge(judgePageNumbers(regulation, job));
}

Verdict judgeOrdering(const ScanJob& job) {
    Verdict verdict;
    if (job.state != record::JobState::Open || job.run) {
        verdict.add(stepNotAllowed(job.state, "open"));
    }
    for (record::Finding finding : judgeOpenFeed(job).findings) {
        finding.severity = Severity::Refuse;
        verdict.add(std::move(finding));
    }
    return verdict;
}

Verdict judgeSubmission(const Regulation& regulation, const ScanJob& job) {
    Verdict verdict;
    if (job.state != record::JobState::Open) { // [A13]
        verdict.add(stepNotAllowed(job.state, "open"));
    }
    return verdict.merge(judgeContent(regulation, job));
}

} // namespace seihon::regulation
