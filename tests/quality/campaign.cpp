#include "tests/quality/campaign.h"

#include "imaging/measure.h"
#include "record/scan_job.h"
#include "regulation/judge.h"

#include <opencv2/core/utility.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <thread>

namespace seihon::quality {

namespace {

using record::FindingId;
using record::Severity;

const std::vector<Expectation>& table() {
    using Ids = std::vector<FindingId>;
    // A page that ends too early is named by its length or by the paper that runs out of the frame;
    // paper on paper by what it is taken for: a note or a sheet; lost sharpness by either of its
    // names.
    static const Ids kCut{FindingId::PageTruncated, FindingId::SheetClipped};
    static const Ids kOver{FindingId::ObjectOnPage, FindingId::SheetOverlap};
    static const Ids kSoft{FindingId::Blurred, FindingId::ResolutionBelowRequired};
    static const Ids kLong{FindingId::PageTooLong, FindingId::SheetClipped, FindingId::SheetOverlap,
                           FindingId::ObjectOnPage};
    static const Ids kOverexposed{FindingId::Overexposed, FindingId::PaperToneClipped};
    static const std::vector<Expectation> kTable{
        {Defect::RowsRepeated, "truncated: last row repeated", kCut, 95},
        {Defect::RowsWhite, "truncated: filled with white", kCut, 95},
        {Defect::EarlyEnd, "truncated: fewer rows than announced", kCut, 95},
        {Defect::ShortPage, "truncated: shorter than asked", kCut, 95},
        {Defect::ShortLines, "truncated: every row ends early", kCut, 95},
        {Defect::OverLong, "double feed: two staggered sheets", kLong, 95},
        {Defect::ClippedSheet, "sheet partly outside the scan area", {FindingId::SheetClipped}, 95},
        {Defect::JpegHistory, "JPEG history, quality 30-90", {FindingId::JpegHistory}, 95},
        {Defect::LowResolution, "enlarged from 100-200 dpi", kSoft, 95},
        {Defect::Blur, "out of focus, sigma 1.6-4 px", kSoft, 95},
        {Defect::ColouredNote, "coloured sticky note", kOver, 90},
        {Defect::WhiteNote, "white note", kOver, 90},
        {Defect::FoldedCorner, "folded corner, 8-45 mm", {FindingId::CornerFolded}, 90},
        {Defect::Skew, "skew of 2-9 degrees", {FindingId::Skewed}, 90},
        {Defect::SecondSheet, "second sheet on top", kOver, 80},
        {Defect::FullStreak, "streak over the whole length", {FindingId::Streak}, 80},
        {Defect::PartialStreak, "streak over a part of the length", {FindingId::Streak}, 0},
        {Defect::MotionBlur, "blurred along the feed alone", kSoft, 95},
        {Defect::ClippedWhite, "paper clipped to white", {FindingId::PaperToneClipped}, 0},
        {Defect::Overexposed, "overexposed", kOverexposed, 0},
        {Defect::Underexposed, "underexposed", {FindingId::Underexposed}, 0},
        {Defect::ColourCast, "colour cast", {FindingId::ColourCast}, 0},
        {Defect::Shadow, "shadow along an edge", {FindingId::Shadow}, 0},
        {Defect::Blank, "blank side is called blank", {FindingId::LooksBlank}, 0},
        {Defect::ShowThrough,
         "blank back with show-through is called blank",
         {FindingId::LooksBlank},
         0},
        {Defect::NearlyBlank, "nearly blank is not called blank", {FindingId::LooksBlank}, 100},
        {Defect::Normal, "normal page raises no alarm", {}, 99},
    };
    return kTable;
}

bool dependsOnBacking(Defect defect) {
    static constexpr std::array kDefects{
        Defect::RowsRepeated, Defect::RowsWhite, Defect::ShortLines,   Defect::OverLong,
        Defect::ClippedSheet, Defect::Skew,      Defect::FoldedCorner, Defect::WhiteNote,
        Defect::SecondSheet,  Defect::Blank};
    return std::find(kDefects.begin(), kDefects.end(), defect) != kDefects.end();
}

} // namespace

std::span<const Expectation> expectations() {
    return table();
}

const Expectation& expectationOf(Defect defect) {
    const auto found = std::find_if(table().begin(), table().end(),
                                    [&](const Expectation& row) { return row.defect == defect; });
    assert(found != table().end());
    return *found;
}

std::vector<record::Finding> alarmsOf(const Outcome& outcome) {
    std::vector<record::Finding> alarms;
    for (const record::Finding& finding : outcome.verdict.findings) {
        if (finding.severity != Severity::Note) {
            alarms.push_back(finding);
        }
    }
    return alarms;
}

bool isHit(const Truth& truth, const record::Verdict& verdict) {
    if (truth.defect == Defect::Normal) {
        return std::none_of(
            verdict.findings.begin(), verdict.findings.end(),
            [](const record::Finding& finding) { return finding.severity != Severity::Note; });
    }
    const Expectation& expected = expectationOf(truth.defect);
    const bool named = std::any_of(expected.findings.begin(), expected.findings.end(),
                                   [&](FindingId id) { return verdict.has(id); });
    return named != (truth.defect == Defect::NearlyBlank);
}

std::vector<Batch> planOf(std::int64_t n, std::span<const Defect> only) {
    std::vector<Batch> plan;
    const auto wanted = [&](Defect defect) {
        return only.empty() || std::find(only.begin(), only.end(), defect) != only.end();
    };
    const auto add = [&](Defect defect, Backing backing, std::int64_t pages) {
        if (wanted(defect) && pages > 0) {
            plan.push_back({defect, backing, pages});
        }
    };
    for (const Expectation& row : table()) {
        const std::int64_t share = row.defect == Defect::NearlyBlank ? 5
                                   : row.defect == Defect::Normal    ? 2
                                                                     : 1;
        add(row.defect, Backing::Dark, share * n);
    }
    for (const Expectation& row : table()) {
        if (dependsOnBacking(row.defect)) {
            add(row.defect, Backing::White, n / 4);
        }
    }
    add(Defect::NearlyBlank, Backing::White, n);
    add(Defect::Normal, Backing::White, n);
    add(Defect::Normal, Backing::Grey, n / 2);
    return plan;
}

Outcome look(PageMaker& maker, const regulation::Regulation& rules, const PageRequest& request) {
    MadePage page = maker.make(request);
    Outcome outcome;
    outcome.measurement = imaging::measurePage(page.image, page.facts);
    record::Original original;
    original.documentClass = documentClassOf(page.truth.paper);
    outcome.verdict = regulation::judgePage(rules, original, page.facts, outcome.measurement);
    outcome.hit = isHit(page.truth, outcome.verdict);
    outcome.truth = std::move(page.truth);
    outcome.facts = std::move(page.facts);
    return outcome;
}

std::vector<Outcome> runCampaign(PageMaker& maker, const regulation::Regulation& rules,
                                 std::span<const Batch> plan, const Pace& pace) {
    std::vector<PageRequest> requests;
    for (const Batch& batch : plan) {
        for (std::int64_t index = 0; index < batch.pages; ++index) {
            requests.push_back({batch.defect, index, batch.backing});
        }
    }
    cv::setNumThreads(1); // the pages are what runs in parallel
    std::vector<Outcome> outcomes(requests.size());
    std::atomic<std::size_t> next = 0;
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < pace.threads; ++i) {
            workers.emplace_back([&] {
                for (std::size_t at = next++; at < requests.size(); at = next++) {
                    outcomes[at] = look(maker, rules, requests[at]);
                    if (pace.progress) {
                        pace.progress(at + 1);
                    }
                }
            });
        }
    }
    return outcomes;
}

JobCount countStreakJobs(const regulation::Regulation& rules, std::span<const Outcome> outcomes,
                         Defect defect) {
    JobCount count;
    std::vector<const Outcome*> pages;
    for (const Outcome& outcome : outcomes) {
        if (outcome.truth.defect == defect && outcome.truth.backing == Backing::Dark) {
            pages.push_back(&outcome);
        }
    }
    for (std::size_t first = 0; first + kJobSheets <= pages.size(); first += kJobSheets) {
        record::ScanJob job;
        job.state = record::JobState::Open;
        job.original.documentClass = "referral-letter";
        job.original.sheets = kJobSheets;
        for (std::size_t i = 0; i < kJobSheets; ++i) {
            const Outcome& outcome = *pages[first + i];
            record::Page page;
            page.captureId = std::to_string(i);
            page.number = page.sheet = static_cast<std::int64_t>(i) + 1;
            page.dpi = outcome.facts.dpiX;
            page.capture = outcome.facts;
            page.measurement = outcome.measurement;
            page.verdict = outcome.verdict;
            job.pages.push_back(std::move(page));
        }
        const record::Verdict verdict = regulation::judgeSubmission(rules, job);
        const bool named = std::any_of(
            verdict.findings.begin(), verdict.findings.end(), [](const record::Finding& finding) {
                return finding.id == FindingId::Streak && finding.severity != Severity::Note;
            });
        count.jobs += 1;
        count.named += named ? 1 : 0;
    }
    return count;
}

} // namespace seihon::quality
