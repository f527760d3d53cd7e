#include "regulation/findings.h"
#include "regulation/judge.h"

#include <algorithm>
#include <set>
#include <vector>

// Printed page numbers against each other and against the pages there are [A2]. A number that
// could not be read proves nothing; a page without one may be any page that is missing.
namespace seihon::regulation {

using record::FindingId;
using record::Page;
using record::PageMark;
using record::ScanJob;
using record::Verdict;

namespace {

// A lone "11/22" may be a date, or a fraction of something else; a lone "1/2" is believed.
constexpr std::int64_t kMostLoneTotal = 12;
// Named one by one up to here; more pages than this are not missing but another document.
constexpr std::size_t kMostNamed = 12;

struct Numbered {
    const Page* page = nullptr;
    std::int64_t place = 0; // among the pages with something on them, from 0
    std::int64_t number = 0;
    std::int64_t total = 0; // 0: none printed
};

// One document of the job: "1/2, 2/2" is followed by "1/3 …" of another.
struct Run {
    std::vector<Numbered> pages;
    std::int64_t from = 0;  // its first possible place
    std::int64_t until = 0; // and the one after its last
};

bool startsNext(const Run& run, const Numbered& next) {
    const bool again = std::any_of(run.pages.begin(), run.pages.end(),
                                   [&](const Numbered& one) { return one.number == next.number; });
    return next.total != run.pages.front().total || (again && next.number == 1) ||
           (next.total == 0 && next.number == 1);
}

std::vector<Run> runsOf(const ScanJob& job, std::int64_t leastConfidence) {
    std::vector<Run> runs;
    std::int64_t place = 0;
    for (const Page& page : job.pages) {
        if (isBlank(page)) { // the back of a sheet printed on one side has no number
            continue;
        }
        const std::int64_t here = place++;
        const auto* read = page.examination && page.examination->pageNumber
                               ? &*page.examination->pageNumber
                               : nullptr;
        if (read == nullptr || read->confidencePercent < leastConfidence ||
            page.mark == PageMark::Rejected) {
            continue;
        }
        const Numbered one{&page, here, read->number, read->total.value_or(0)};
        if (runs.empty() || startsNext(runs.back(), one)) {
            const std::int64_t from = runs.empty() ? 0 : runs.back().pages.back().place + 1;
            runs.push_back({{}, from, 0});
        }
        runs.back().pages.push_back(one);
    }
    for (std::size_t i = 0; i < runs.size(); ++i) {
        runs[i].until = i + 1 < runs.size() ? runs[i + 1].pages.front().place : place;
    }
    return runs;
}

class RunJudge {
  public:
    RunJudge(const Run& run, record::Severity severity, Verdict& verdict)
        : m_run(run), m_severity(severity), m_verdict(verdict) {
        for (const Numbered& one : run.pages) {
            m_present.insert(one.number);
        }
    }

    void judge() {
        const Numbered& first = m_run.pages.front();
        const Numbered& last = m_run.pages.back();
        if (first.total > 0) { // without a total nobody knows where it begins and ends
            missing(1, first.number, first.place - m_run.from, first, first);
        }
        for (std::size_t i = 1; i < m_run.pages.size(); ++i) {
            const Numbered& before = m_run.pages[i - 1];
            const Numbered& after = m_run.pages[i];
            if (after.number <= before.number) {
                add(FindingId::PageNumberOrder,
                    {.measured = after.number, .required = before.number}, before, after);
            } else {
                missing(before.number + 1, after.number, after.place - before.place - 1, before,
                        after);
            }
        }
        if (last.total > 0) {
            const std::int64_t highest = *m_present.rbegin();
            missing(highest + 1, last.total + 1, m_run.until - last.place - 1, last, last);
        }
    }

  private:
    // Numbers [from, until) that no page bears, more of them than there are pages without a number
    // where they belong.
    void missing(std::int64_t from, std::int64_t until, std::int64_t unread, const Numbered& before,
                 const Numbered& after) {
        std::string names;
        std::int64_t count = 0;
        for (std::int64_t number = from; number < until; ++number) {
            if (!m_present.contains(number)) {
                const bool named = count++ < static_cast<std::int64_t>(kMostNamed);
                names += !named ? "" : (names.empty() ? "" : ", ") + std::to_string(number);
            }
        }
        if (count <= unread) {
            return;
        }
        names += count > static_cast<std::int64_t>(kMostNamed) ? " …" : "";
        add(FindingId::PageNumberGap,
            {.measured = names,
             .required = after.total > 0 ? record::Json(after.total) : record::Json()},
            before, after);
    }

    void add(FindingId id, Compared compared, const Numbered& before, const Numbered& after) {
        const bool settled = isAsOnPaper(*before.page) || isAsOnPaper(*after.page);
        record::Finding finding =
            makeFinding(id, settled ? record::Severity::Note : m_severity, std::move(compared),
                        "page " + std::to_string(after.page->number));
        finding.where = after.page->examination->pageNumber->where;
        m_verdict.add(std::move(finding));
    }

    const Run& m_run;
    record::Severity m_severity;
    Verdict& m_verdict;
    std::set<std::int64_t> m_present;
};

} // namespace

Verdict judgePageNumbers(const Regulation& regulation, const ScanJob& job) {
    Verdict verdict;
    const DocumentClass* kind = findClass(regulation, job.original.documentClass);
    if (kind == nullptr || !kind->quality.pageNumberPercent) {
        return verdict;
    }
    const QualityFloors::Limit& limit = *kind->quality.pageNumberPercent;
    for (const Run& run : runsOf(job, limit.value)) {
        const std::int64_t total = run.pages.front().total;
        if (run.pages.size() > 1 || (total > 0 && total <= kMostLoneTotal)) {
            RunJudge(run, limit.severity, verdict).judge();
        }
    }
    return verdict;
}

} // namespace seihon::regulation
