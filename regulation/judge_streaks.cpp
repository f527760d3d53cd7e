#include "regulation/findings.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <vector>

namespace seihon::regulation {

using record::FindingId;
using record::Page;
using record::PageMark;
using record::Quantity;

namespace {

// Print may stand at the same place on two sheets of one form; paper moves by more than a column
// from sheet to sheet.
constexpr std::size_t kSheetsThatConfirm = 3;
constexpr std::int64_t kSameColumn = 1;
// The glass over the line is one for each side: dirt is on one of them.
struct Line {
    const Page* page = nullptr;
    std::int64_t column = 0;
    bool darker = false;
};

bool isSameSensor(const Page& a, const Page& b) {
    const record::Measured* const widthA = a.measurement.find(Quantity::WidthPixels);
    const record::Measured* const widthB = b.measurement.find(Quantity::WidthPixels);
    return a.side == b.side && a.capture.source == b.capture.source &&
           a.capture.dpiX == b.capture.dpiX && widthA != nullptr && widthB != nullptr &&
           widthA->value == widthB->value;
}

std::vector<Line> linesOf(const QualityFloors& floors, const record::ScanJob& job) {
    std::vector<Line> lines;
    for (const Page& page : job.pages) {
        if (page.mark == PageMark::Rejected || page.mark == PageMark::AsOnPaper ||
            !hasStreak(floors, page.measurement)) {
            continue;
        }
        lines.push_back({&page, page.measurement.find(Quantity::StreakColumnPixels)->value,
                         page.measurement.find(Quantity::StreakTone)->value < 0});
    }
    return lines;
}

std::vector<Line> sameAs(const Line& line, const std::vector<Line>& lines) {
    std::vector<Line> same;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(same), [&](const Line& other) {
        return other.darker == line.darker && std::abs(other.column - line.column) <= kSameColumn &&
               isSameSensor(*other.page, *line.page);
    });
    return same;
}

std::string pagesOf(const std::vector<Line>& lines) {
    std::string names;
    for (const Line& line : lines) {
        names += names.empty() ? "page " : ", page ";
        names += std::to_string(line.page->number);
    }
    return names;
}

} // namespace

bool hasStreak(const QualityFloors& floors, const record::PageMeasurement& measurement) {
    const record::Measured* const share = measurement.find(Quantity::StreakPermille);
    return floors.streakPermille && share != nullptr &&
           share->value > floors.streakPermille->value &&
           measurement.find(Quantity::StreakColumnPixels) != nullptr &&
           measurement.find(Quantity::StreakTone) != nullptr;
}

void judgeStreaks(const DocumentClass& kind, const record::ScanJob& job, record::Verdict& verdict) {
    const std::vector<Line> lines = linesOf(kind.quality, job);
    std::set<const Page*> named;
    for (const Line& line : lines) {
        const std::vector<Line> same = sameAs(line, lines);
        std::set<std::int64_t> sheets;
        for (const Line& one : same) {
            sheets.insert(one.page->sheet);
        }
        if (sheets.size() < kSheetsThatConfirm || named.contains(line.page)) {
            continue;
        }
        for (const Line& one : same) {
            named.insert(one.page);
        }
        record::Finding finding =
            makeFinding(FindingId::Streak, kind.quality.streakPermille->severity,
                        {.measured = static_cast<std::int64_t>(sheets.size()),
                         .required = static_cast<std::int64_t>(kSheetsThatConfirm - 1),
                         .unit = "sheets"},
                        pagesOf(same));
        finding.where = line.page->measurement.find(Quantity::StreakPermille)->where;
        verdict.add(std::move(finding));
    }
}

} // namespace seihon::regulation
