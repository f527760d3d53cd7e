#include "record/fault.h"
#include "record/job_fold.h"

#include <algorithm>
#include <iterator>
#include <tuple>

// Pages and sheets: what the feeder brought, and what people said of it.
namespace seihon::record {

namespace {

bool comesBefore(const Page& a, const Page& b) {
    return std::tie(a.sheet, a.side) < std::tie(b.sheet, b.side);
}

} // namespace

// Pages stand in order of sheet and side, whatever order they were scanned in.
void Fold::countSheets() {
    m_job.sheetsFed = record::countSheets(m_job).fed;
    std::int64_t number = 0;
    for (Page& page : m_job.pages) {
        page.number = ++number;
    }
}

void Fold::pageCaptured() {
    allow({JobState::Open});
    Page page = pageFromJson(facts());
    for (const auto* list : {&m_job.pages, &m_job.superseded}) {
        if (std::any_of(list->begin(), list->end(),
                        [&](const Page& p) { return p.captureId == page.captureId; })) {
            broken("the capture is there already");
        }
    }
    m_job.filmSide.reset();
    m_job.compared.reset(); // comparing is done after the images [A2]
    if (m_job.run) {
        ++m_job.run->sidesKept;
    }
    if (page.supersedes.empty()) {
        if (page.inserted) {
            moveSheets(page.sheet, 1);
        }
        const auto place =
            std::upper_bound(m_job.pages.begin(), m_job.pages.end(), page, comesBefore);
        m_job.pages.insert(place, std::move(page));
    } else {
        const auto old = std::find_if(m_job.pages.begin(), m_job.pages.end(), [&](const Page& p) {
            return p.captureId == page.supersedes;
        });
        if (old == m_job.pages.end()) {
            broken("it replaces a page that is not there");
        }
        std::swap(*old, page);
        m_job.superseded.push_back(std::move(page));
    }
    countSheets();
}

void Fold::pageMarked() {
    allow({JobState::Open, JobState::Submitted});
    const std::string& id = facts().at("captureId").asString();
    const auto page = std::find_if(m_job.pages.begin(), m_job.pages.end(),
                                   [&](const Page& p) { return p.captureId == id; });
    if (page == m_job.pages.end()) {
        broken("it marks a page that is not there");
    }
    page->mark = enumIn<PageMark>(facts(), "mark");
    page->markReason = textIn(facts(), "reason");
    page->markedBy = m_entry.what.actor;
}

void Fold::pageExamined() {
    allow({JobState::Open, JobState::Submitted, JobState::Accepted});
    const std::string& id = facts().at("captureId").asString();
    const auto isIt = [&](const Page& p) {
        return p.captureId == id;
    };
    const auto page = std::find_if(m_job.pages.begin(), m_job.pages.end(), isIt);
    if (page == m_job.pages.end()) {
        // A rescan may come while somebody looks: the look was at a page that counts no more.
        if (std::none_of(m_job.superseded.begin(), m_job.superseded.end(), isIt)) {
            broken("it examines a page that is not there");
        }
        return;
    }
    page->examination =
        pageExaminationFromParts(facts().at("examination"), m_entry.what.privateFacts);
    page->examinationVerdict = m_entry.what.verdict.value_or(Verdict{});
}

// Sheets from this one on get other numbers.
void Fold::moveSheets(std::int64_t from, std::int64_t by) {
    for (Page& page : m_job.pages) {
        page.sheet += page.sheet >= from ? by : 0;
    }
}

void Fold::sheetSetAside() {
    allow({JobState::Open});
    const std::string& id = facts().at("captureId").asString();
    const auto found = std::find_if(m_job.pages.begin(), m_job.pages.end(),
                                    [&](const Page& p) { return p.captureId == id; });
    if (found == m_job.pages.end()) {
        broken("it sets a page aside that is not there");
    }
    SheetAside aside{found->sheet, {}, act()};
    const auto others =
        std::stable_partition(m_job.pages.begin(), m_job.pages.end(),
                              [&](const Page& p) { return p.sheet != aside.sheet; });
    std::move(others, m_job.pages.end(), std::back_inserter(aside.pages));
    m_job.pages.erase(others, m_job.pages.end());
    moveSheets(aside.sheet, -1);
    m_job.setAside.push_back(std::move(aside));
    m_job.filmSide.reset();
    m_job.compared.reset(); // what was compared is no longer what there is [A2]
    countSheets();
}

void Fold::sheetsRecounted() {
    allow({JobState::Open});
    const std::int64_t sheets = facts().at("sheets").asInt();
    m_job.recounts.push_back({m_job.original.sheets, sheets, act()});
    m_job.original.sheets = sheets;
    m_job.sheetsPrepared = m_job.prepared ? sheets : m_job.sheetsPrepared;
}

void Fold::sheetMoved() {
    allow({JobState::Open});
    const std::string& id = facts().at("captureId").asString();
    const std::int64_t after = facts().at("after").asInt();
    const auto found = std::find_if(m_job.pages.begin(), m_job.pages.end(),
                                    [&](const Page& p) { return p.captureId == id; });
    const std::int64_t last = m_job.pages.empty() ? 0 : m_job.pages.back().sheet;
    if (found == m_job.pages.end() || after < 0 || after > last) {
        broken("it moves a page that is not there, or to where no sheet is");
    }
    const std::int64_t before = found->sheet;
    const std::int64_t now = after < before ? after + 1 : after; // its own place becomes free
    for (Page& page : m_job.pages) {
        if (page.sheet == before) {
            page.sheet = now;
        } else if (page.sheet > before && page.sheet <= now) {
            --page.sheet;
        } else if (page.sheet < before && page.sheet >= now) {
            ++page.sheet;
        }
    }
    std::stable_sort(m_job.pages.begin(), m_job.pages.end(), comesBefore);
    m_job.moves.push_back({before, now, act()});
    m_job.filmSide.reset();
    m_job.compared.reset(); // what was compared is no longer what there is [A2]
    countSheets();
}

void Fold::pageTurned() {
    allow({JobState::Open});
    const std::string& id = facts().at("captureId").asString();
    const std::int64_t degrees = facts().at("degrees").asInt();
    const auto found = std::find_if(m_job.pages.begin(), m_job.pages.end(),
                                    [&](const Page& p) { return p.captureId == id; });
    if (found == m_job.pages.end() || degrees < 0 || degrees > 270 || degrees % 90 != 0) {
        broken("it turns a page that is not there, or by no quarters");
    }
    found->turned = static_cast<int>(degrees);
}

void Fold::scanStarted() {
    allow({JobState::Open});
    m_job.scanning = true;
    m_job.scannedBy.insert(m_entry.what.actor.user);
    if (m_job.amends) { // from here on its pages are not all those of the version before
        m_job.amends->samePages = false;
    }
    m_job.run.reset();
    if (const Json* plan = facts().find("plan")) {
        m_job.run = FeedRun{feedPlanFromJson(*plan),
                            enumIn<PaperSource>(facts().at("profile"), "source"), 0};
    }
}

void Fold::feedInterrupted() {
    allow({JobState::Open});
    Interruption interruption{facts().at("fault").asString(),
                              facts().at("sheet").asInt(),
                              {},
                              textIn(facts(), "detail"),
                              m_entry.at};
    if (const Json* putBack = facts().find("putBack")) { // absent: nothing left the tray
        for (const Json& sheet : putBack->asArray()) {
            interruption.putBack.push_back(sheet.asInt());
        }
    }
    m_job.interruptions.push_back(std::move(interruption));
    if (facts().find("doubtful") != nullptr) {
        doubtPages();
    }
}

// The device said afterwards that another sheet went along with these.
void Fold::doubtPages() {
    for (const std::string& id : textsIn(facts(), "doubtful")) {
        const auto page = std::find_if(m_job.pages.begin(), m_job.pages.end(),
                                       [&id](const Page& p) { return p.captureId == id; });
        if (page == m_job.pages.end()) {
            broken("a double feed of a page that is not there");
        }
        page->capture.doubleFeedReported = true;
        if (m_entry.what.verdict) {
            page->verdict.merge(*m_entry.what.verdict);
        }
    }
}

} // namespace seihon::record
