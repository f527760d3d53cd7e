#include "station-ui/job_view.h"

#include "regulation/judge_film.h"
#include "station/rights.h"
#include "station/worklist.h"

#include <algorithm>

namespace seihon::station_ui {

namespace {

// The number at the end of a finding's subject, "page 3".
std::int64_t pageNamed(const record::Finding& finding) {
    const std::size_t space = finding.subject.rfind(' ');
    if (!finding.subject.starts_with("page ") || space == std::string::npos) {
        return 0;
    }
    return std::strtoll(finding.subject.c_str() + space + 1, nullptr, 10);
}

} // namespace

bool PageView::flagged() const {
    return std::any_of(findings.findings.begin(), findings.findings.end(), [](const auto& finding) {
        return finding.severity != record::Severity::Note;
    });
}

std::size_t JobView::undecided() const {
    return static_cast<std::size_t>(std::count_if(
        pages.begin(), pages.end(), [](const PageView& page) { return page.undecided; }));
}

std::vector<std::size_t> JobView::flaggedFirst() const {
    std::vector<std::size_t> places(pages.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i] = i;
    }
    const auto rank = [this](std::size_t i) {
        return pages[i].undecided ? 0 : pages[i].flagged() ? 1 : 2;
    };
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    return places;
}

QImage imageOf(const record::PageImage& rgb) {
    const QImage view(rgb.bytes.data(), static_cast<int>(rgb.width), static_cast<int>(rgb.height),
                      static_cast<qsizetype>(rgb.stride), QImage::Format_RGB888);
    return view.convertToFormat(QImage::Format_RGB32); // a copy: the page's bytes end with it
}

QImage deepImageOf(const record::PageImage& grey) {
    const QImage view(grey.bytes.data(), static_cast<int>(grey.width),
                      static_cast<int>(grey.height), static_cast<qsizetype>(grey.stride),
                      QImage::Format_Grayscale16);
    return view.copy();
}

PageView viewOf(const record::Page& page) {
    PageView view;
    view.number = page.number;
    view.sheet = page.sheet;
    view.side = page.side;
    view.captureId = page.captureId;
    view.width = page.width;
    view.height = page.height;
    view.dpi = page.dpi;
    view.mark = page.mark;
    view.markReason = page.markReason;
    view.turned = page.turned;
    view.findings = record::findingsOf(page);
    return view;
}

JobView viewOf(station::Station& station, const station::Session* session,
               const record::ScanJob& job) {
    JobView view;
    view.id = job.id;
    view.state = job.state;
    view.original = job.original;
    view.counts = record::countSheets(job);
    view.prepared = job.prepared.has_value();
    view.compared = job.compared.has_value();
    view.film = regulation::isFilm(station.regulationOf(job.regulation), job.original);
    view.filmSide = job.filmSide ? job.filmSide->answer : std::string();
    view.order = job.order;
    view.sealed = job.sealed;
    view.standing = station.standing(job);
    if (job.run) {
        view.putBack = record::sheetsToPutBack(*job.run);
    } else if (!job.interruptions.empty() &&
               (job.lastRun == "interrupted" || job.lastRun == "lost")) {
        view.putBack = job.interruptions.back().putBack;
    }
    if (job.sentBack) {
        view.sentBackReason = job.sentBack->reason;
    }
    if (session != nullptr) {
        view.allowed = station.allowed(*session, job);
        view.mayPickOrder = station::Worklist(station).mayPick(*session, job);
    }
    if (job.state == record::JobState::Open) {
        view.obstacles = station::obstaclesTo(station, job);
    }
    for (const record::Page& page : job.pages) {
        view.pages.push_back(viewOf(page));
    }
    for (const record::Finding& finding : view.obstacles.findings) {
        const std::int64_t named = pageNamed(finding);
        for (PageView& page : view.pages) {
            page.undecided = page.undecided || (named != 0 && page.number == named &&
                                                finding.severity == record::Severity::Refuse);
        }
    }
    return view;
}

} // namespace seihon::station_ui
