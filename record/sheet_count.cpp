#include "record/scan_job.h"

#include <algorithm>

namespace seihon::record {

namespace {

// A device that shows both sides has not fed a sheet of which one arrived: it goes back and its
// number is used again. A folder holds as many sides of a sheet as the original was declared with.
bool needsBothSides(const ScanJob& job, const Page& page) {
    switch (page.capture.source) {
    case PaperSource::FeederDuplex:
        return true;
    case PaperSource::Folder:
        return job.original.duplex;
    case PaperSource::FeederSimplex:
    case PaperSource::Flatbed:
    case PaperSource::Transparency:
        break;
    }
    return false;
}

void countOne(const ScanJob& job, std::span<const Page> sheet, SheetCount& count) {
    const bool both = std::all_of(sheet.begin(), sheet.end(),
                                  [&](const Page& page) { return needsBothSides(job, page); });
    if (both && sheet.size() < 2) {
        ++count.incomplete;
        return;
    }
    const auto marked = [&](PageMark mark) {
        return std::count_if(sheet.begin(), sheet.end(),
                             [mark](const Page& page) { return page.mark == mark; });
    };
    const bool blank = marked(PageMark::Blank) == static_cast<std::ptrdiff_t>(sheet.size());
    ++count.fed;
    ++(blank ? count.blank : count.kept);
    count.rejected += marked(PageMark::Rejected) > 0 ? 1 : 0;
}

} // namespace

SheetCount countSheets(const ScanJob& job) {
    SheetCount count;
    count.declared = job.original.sheets;
    count.prepared = job.sheetsPrepared;
    const std::span<const Page> pages(job.pages);
    for (std::size_t from = 0; from < pages.size();) {
        std::size_t to = from + 1;
        while (to < pages.size() && pages[to].sheet == pages[from].sheet) {
            ++to;
        }
        countOne(job, pages.subspan(from, to - from), count);
        from = to;
    }
    count.setAside = static_cast<std::int64_t>(job.setAside.size());
    count.replaced = static_cast<std::int64_t>(job.superseded.size());
    for (const Interruption& interruption : job.interruptions) {
        count.toPutBack += static_cast<std::int64_t>(interruption.putBack.size());
    }
    return count;
}

std::vector<std::int64_t> sheetsToPutBack(const FeedRun& run) {
    const std::int64_t kept = run.sheetsKept();
    return run.plan.sheetsAfter(kept, kept + run.plan.inFlight);
}

const Page* findPage(const ScanJob& job, std::int64_t number) {
    const bool there = number >= 1 && number <= static_cast<std::int64_t>(job.pages.size());
    return there ? &job.pages[static_cast<std::size_t>(number - 1)] : nullptr;
}

} // namespace seihon::record
