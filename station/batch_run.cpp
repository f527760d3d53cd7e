#include "station/batch_run.h"

#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/batch_gate.h"
#include "station/feed_end.h"
#include "station/findings.h"
#include "station/project_gate.h"

#include <algorithm>

// Where the sheets of a batch go.
namespace seihon::station {

using record::BatchSheet;
using record::Box;
using record::BoxTrouble;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FolderLink;
using record::JobState;
using record::Json;
using record::TabPlace;
using record::Verdict;
using regulation::Authority;

namespace {

TabPlace placeOf(const FolderLink& link) {
    return {link.folder, link.tab};
}

} // namespace

// The words of a fault name a sheet of a job; here, whose sheet it is as well.
Fault withPlace(const Fault& fault, const Box& box, const std::string& job, const TabPlace& place,
                std::int64_t sheet) {
    std::map<std::string, std::string> context = fault.context;
    context["job"] = job;
    context["sheet"] = std::to_string(sheet);
    context["putBack"] = std::to_string(sheet) + "–";
    context["kept"] = std::to_string(sheet - 1); // of the tab
    context["box"] = box.number;
    context["folder"] = std::to_string(place.folder);
    context["tab"] = std::to_string(place.tab);
    return {fault.kind, fault.what(), std::move(context), fault.retryable};
}

Verdict BatchRun::goOn() {
    const FolderLink at = *m_log.box().batch.at;
    return begin(at);
}

// The job that takes the sheets of this tab now; registered, opened and prepared when there is
// none. `at.part` is set. Empty: it takes no more, or (refused) may not be fed.
std::string BatchRun::jobOf(FolderLink& at, Verdict& verdict) {
    const Box& box = m_log.box();
    const record::BoxFolder& folder = *box.folder(at.folder);
    const record::BoxTab tab = *box.tab(placeOf(at));
    std::string job = tab.jobs.empty() ? std::string() : tab.jobs.back();
    at.part = std::max<std::int64_t>(std::ssize(tab.jobs), 1);
    if (job.empty()) {
        record::Original original;
        original.documentClass = tab.documentClass;
        original.patient = folder.patient;
        original.sheets = tab.sheets;
        original.duplex = tab.duplex;
        const Outcome registered = m_station.registerOriginal(m_session, {original, at});
        verdict.merge(registered.verdict);
        if (!registered.verdict.permitted()) {
            return {};
        }
        job = registered.job.id;
        m_log.append(
            EntryKind::TabJobAdded,
            Json::object(
                {{"folder", at.folder}, {"tab", at.tab}, {"part", at.part}, {"job", job}}));
    }
    const record::ScanJob now = m_station.job(job);
    if (now.state == JobState::Registered) {
        const Outcome opened = m_station.open(m_session, job, box.project, at);
        if (opened.job.state != JobState::Open) {
            verdict.merge(opened.verdict);
            return {};
        }
    }
    if (now.state != JobState::Registered && now.state != JobState::Open) {
        return {};
    }
    if (!now.prepared) {
        const Outcome prepared =
            m_station.prepare(m_session, job, {now.original.sheets, true, m_paper.by});
        verdict.merge(prepared.verdict);
        if (!prepared.verdict.permitted()) {
            return {};
        }
    }
    return job;
}

// As a feed of the job alone is judged, and written.
Verdict BatchRun::startFeeding(Tab& tab) {
    Station::Verb& verb = tab.verb;
    const record::Qualification* const qualification = m_station.qualificationOf(m_paper.device);
    Verdict verdict = verb.judgeStep();
    verdict.merge(regulation::judgeProfile(verb.rules(), verb.job.original, qualification,
                                           m_paper.profile, verb.now));
    record::FeedPlan plan = record::planFeed(
        verb.job, {.bothSides = m_paper.profile.source == record::PaperSource::FeederDuplex});
    plan.inFlight = m_paper.inFlight;
    const ProjectGate project(m_station, verb.job);
    verdict.merge(project.judge(Authority::Scan, verb.actor, verb.now));
    const BatchGate folder(m_station, verb.job);
    verdict.merge(folder.judge(Authority::Scan));
    Json facts =
        Json::object({{"device", m_paper.device}, {"profile", record::toJson(m_paper.profile)}});
    if (!verb.permits(verdict, facts)) {
        return verdict;
    }
    if (verb.job.scanning) { // a feed of this job alone, that never reported its end
        appendInterruption(verb, Fault(FaultKind::ScanRunLost, "before this batch"),
                           verb.job.sheetsFed + 1, {}, 0);
        appendEnd(verb, 0, "lost");
    }
    facts.set("plan", record::toJson(plan));
    verb.append(EntryKind::ScanStarted, std::move(facts), verdict);
    tab.feedsBefore = m_fed;
    tab.run.emplace(verb, *m_station.m_ledger, m_station.m_home, qualification,
                    RunPaper{plan, m_paper.profile.source});
    return verdict;
}

Verdict BatchRun::begin(const FolderLink& wished) {
    Verdict verdict;
    FolderLink at = wished;
    const std::string job = jobOf(at, verdict);
    if (job.empty()) {
        return verdict; // permitted: it takes no more sheets
    }
    auto tab = std::make_unique<Tab>(m_station, m_session, at, job);
    verdict = startFeeding(*tab);
    if (verdict.permitted()) {
        m_tab = std::move(tab);
    }
    return verdict;
}

void BatchRun::endTab(const char* outcome) {
    if (m_tab) {
        m_tab->verb.tick();
        appendEnd(m_tab->verb, m_tab->run->pages(), outcome);
        m_tab.reset();
    }
}

// What the index sheets say of the tab that is left, and of its folder when another one comes.
void BatchRun::judgeLeft(const FolderLink& left, std::optional<std::int64_t> nextFolder) {
    const TabPlace place = placeOf(left);
    const Box& box = m_log.box();
    const std::int64_t open =
        sumOf(box, place, tabCountsOf(*m_station.m_ledger, box, place)).open();
    if (open > 0 && nextFolder) { // at the end of a stack, the rest may be in the next one
        m_log.except(BoxTrouble::Missing, place, open, "fewer sheets than on the index sheet");
    } else if (open < 0) {
        m_log.except(BoxTrouble::Extra, place, -open, "more sheets than on the index sheet");
    }
    if (!nextFolder || *nextFolder == left.folder) {
        return;
    }
    const std::vector<record::BoxTab> tabs = m_log.box().folder(left.folder)->tabs;
    for (const record::BoxTab& tab : tabs) {
        if (!tab.separatorSeen) {
            m_log.except(BoxTrouble::SeparatorMissing, {left.folder, tab.number}, tab.sheets,
                         "the next folder came, and this separator did not");
        }
    }
}

// The image is kept durably as what it is, and named in the log; it never becomes a page.
void BatchRun::keepBeside(FedSheet& sheet, BatchSheet what, const TabPlace& place, bool goesOn,
                          const Json& codes) {
    Json files = Json::array();
    ledger::makeDurableFolder(m_station.m_home.covers());
    for (const PreparedPage& side : sheet.sides) {
        const std::string file = record::makeId(record::readClock()) + ".tif";
        ledger::writeDurably(m_station.m_home.covers() / file, side.master.file);
        files.push(Json::object({{"file", file},
                                 {"side", record::enumName(side.facts.side)},
                                 {"sha256", side.master.fileDigest.hex()},
                                 {"pixelSha256", side.master.pixels.hex()}}));
    }
    const record::BoxTab* const tab = m_log.box().tab(place);
    const std::int64_t part = tab == nullptr ? 1 : std::max<std::int64_t>(std::ssize(tab->jobs), 1);
    m_log.append(EntryKind::BatchSheetKept,
                 Json::object({{"sheet", record::enumName(what)},
                               {"folder", place.folder},
                               {"tab", place.tab},
                               {"part", part},
                               {"goesOn", goesOn},
                               {"feed", m_fed + 1},
                               {"sides", std::move(files)}}),
                 codes.isNull() ? Json() : Json::object({{"codes", codes}}));
    ++(what == BatchSheet::Unplaced ? m_unplaced : m_separators);
}

Verdict BatchRun::takeSeparator(FedSheet& sheet, const SheetKind& kind) {
    const TabPlace place = kind.place;
    const bool again = m_log.box().tab(place)->separatorSeen;
    const std::optional<FolderLink> left = m_log.box().batch.at;
    // Put back with its sheets after trouble, though it was safe: no harm.
    const bool putBack =
        again && left && placeOf(*left) == place && m_sheets == 0 && m_tab && m_separators == 0;
    if (putBack) {
        keepBeside(sheet, BatchSheet::Repeated, place, true, kind.codes);
        ++m_fed;
        m_tab->feedsBefore = m_fed;
        return {};
    }
    endTab("complete");
    if (left && !(placeOf(*left) == place)) {
        judgeLeft(*left, place.folder);
    }
    ++m_fed;
    Verdict verdict = begin({m_log.box().id, place.folder, place.tab, 1, {}});
    --m_fed;
    const bool takes = m_tab != nullptr;
    keepBeside(sheet,
               !verdict.permitted() ? BatchSheet::Refused
               : again              ? BatchSheet::Repeated
                                    : BatchSheet::Separator,
               place, takes, kind.codes);
    ++m_fed;
    m_unplacedTold = false;
    if (verdict.permitted() && again) {
        m_log.except(BoxTrouble::RepeatedSeparator, place, 1, "this separator was seen before");
    }
    return verdict;
}

void BatchRun::keepPaper(FedSheet& sheet) {
    if (!m_tab) {
        keepBeside(sheet, BatchSheet::Unplaced, {}, false, {});
        ++m_fed;
        if (!m_unplacedTold) { // once for all sheets up to the next separator
            m_log.except(BoxTrouble::NoSeparator, {}, 1,
                         "sheets that no separator of this box stands before");
            m_unplacedTold = true;
        }
        return;
    }
    const std::int64_t most = m_station.config().pagesPerJobLimit;
    for (PreparedPage& side : sheet.sides) {
        if (m_tab->run->pagesInJob() >= most) {
            throw Fault(FaultKind::ScanCancelled,
                        "a job holds at most " + std::to_string(most) + " pages");
        }
        side.facts.feed -= m_tab->feedsBefore; // as if the job's sheets were fed alone
        m_tab->run->keep(std::move(side));
        ++m_pages;
    }
    ++m_fed;
    ++m_sheets;
}

Verdict BatchRun::take(FedSheet sheet) {
    const SheetKind kind = kindOf(sheet, m_log.box());
    const std::int64_t before = m_pages;
    Verdict verdict;
    if (kind.kind == SheetKind::Separator) {
        verdict = takeSeparator(sheet, kind);
    } else if (kind.kind == SheetKind::Paper) {
        keepPaper(sheet);
    } else {
        const std::optional<FolderLink> left = m_log.box().batch.at;
        endTab("complete");
        const bool foreign = kind.kind == SheetKind::Foreign;
        keepBeside(sheet, foreign ? BatchSheet::Foreign : BatchSheet::Unreadable, {}, false,
                   kind.codes);
        ++m_fed;
        m_log.except(foreign ? BoxTrouble::ForeignSeparator : BoxTrouble::UnreadableSeparator, {},
                     1, kind.trouble);
        if (left) {
            judgeLeft(*left, std::nullopt);
        }
        m_unplacedTold = false;
    }
    if (m_seen) {
        const bool kept = m_pages > before;
        m_seen({m_tab ? m_tab->at : FolderLink{}, m_tab ? m_tab->verb.job.sheetsFed : 0, m_sheets,
                pace(), m_pages, kept ? &m_tab->verb.job : nullptr, m_pages - before});
    }
    return verdict;
}

void BatchRun::end(bool stopped) {
    const std::optional<FolderLink> left =
        m_tab ? std::optional<FolderLink>(m_tab->at) : std::nullopt;
    endTab(stopped ? "StoppedByOperator" : "complete");
    if (left) {
        judgeLeft(*left, std::nullopt);
    }
    Json facts = Json::object({{"sheets", m_sheets}, {"pages", m_pages}});
    if (stopped) { // the next one goes on here by itself
        facts.set("fault", "StoppedByOperator");
    }
    m_log.append(stopped ? EntryKind::BatchInterrupted : EntryKind::BatchEnded, std::move(facts));
}

std::int64_t BatchRun::refuse(std::int64_t letGo, const Verdict& why) {
    const std::int64_t unkept = std::max<std::int64_t>(letGo - m_fed, 0);
    endTab("interrupted");
    std::string first;
    for (const record::Finding& finding : why.findings) {
        if (first.empty() && finding.severity == record::Severity::Refuse) {
            first = record::enumName(finding.id);
        }
    }
    m_log.append(
        EntryKind::BatchInterrupted,
        Json::object(
            {{"fault", first}, {"sheets", m_sheets}, {"pages", m_pages}, {"unkept", unkept}}));
    return unkept;
}

void BatchRun::breakOff(const Fault& reported, std::int64_t letGo) {
    std::int64_t next = 1, doubtful = 0;
    std::string job;
    TabPlace place;
    const bool about = reported.context.contains(capture::kAboutSheetBefore);
    if (m_tab) {
        job = m_tab->verb.job.id;
        place = placeOf(m_tab->at);
        next = m_tab->verb.job.sheetsFed + 1;
        doubtful = about && m_tab->run->sheetsKept() > 0 ? next - 1 : 0;
    }
    const Fault fault = doubtful > 0 ? afterSheetFault(reported, doubtful) : reported;
    if (m_tab) {
        m_tab->verb.tick();
        appendInterruption(m_tab->verb, fault, next,
                           next <= m_tab->verb.job.original.sheets ? std::vector<std::int64_t>{next}
                                                                   : std::vector<std::int64_t>{},
                           doubtful);
        endTab("interrupted");
    }
    m_log.append(EntryKind::BatchInterrupted,
                 Json::object({{"fault", record::nameOf(fault.kind)},
                               {"detail", fault.what()},
                               {"folder", place.folder},
                               {"tab", place.tab},
                               {"sheet", next},
                               {"sheets", m_sheets},
                               {"pages", m_pages},
                               {"unkept", std::max<std::int64_t>(letGo - m_fed, 0)}}));
    throw withPlace(fault, m_log.box(), job, place, next);
}

record::Pace BatchRun::pace() const {
    return record::paceOf(m_log.began(), record::readClock(), m_sheets, m_paper.left - m_sheets);
}

void BatchRun::tell(BatchOutcome& outcome) const {
    outcome.box = m_log.box();
    outcome.sheets = m_sheets;
    outcome.pages = m_pages;
    outcome.separators = m_separators;
    outcome.unplaced = m_unplaced;
    const std::int64_t left =
        sumOf(outcome.box, tabCountsOf(*m_station.m_ledger, outcome.box)).open();
    outcome.pace = record::paceOf(m_log.began(), record::readClock(), m_sheets, left);
}

} // namespace seihon::station
