#include "record/fault.h"
#include "record/json_fields.h"
#include "station/findings.h"
#include "station/keep_pages.h"
#include "station/project_gate.h"
#include "station/verb.h"

#include <algorithm>

// The flow of one scan run: permission, feeding until the paper runs out or trouble comes, its end
// in the log. How a page is kept: keep_pages.h.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FeedPlan;
using record::Json;
using record::PaperSource;
using regulation::Authority;

namespace {

// Pages between the thread that receives and the entry; each is some 40 MB in memory.
constexpr std::int64_t kPagesAhead = 2;

// Line art loses colour, so it is only made, and only coded as such, where the class says that the
// paper has none [A15].
imaging::LineArtCoding lineArtCodingOf(const regulation::DocumentClass& documentClass) {
    const auto& modes = documentClass.quality.modes;
    const bool permitted =
        std::find(modes.begin(), modes.end(), record::ColourMode::LineArt) != modes.end();
    return permitted ? imaging::LineArtCoding::FaxGroup4 : imaging::LineArtCoding::Deflate;
}

record::ScanProfile profileFor(const regulation::DocumentClass& documentClass,
                               const record::ScanJob& job, const ScanRequest& request) {
    record::ScanProfile profile = documentClass.profile;
    const bool duplex = request.duplex.value_or(
        !request.wish.backs && !request.wish.backOf &&
        (job.original.duplex || profile.source == PaperSource::FeederDuplex));
    const PaperSource feeder = duplex ? PaperSource::FeederDuplex : PaperSource::FeederSimplex;
    profile.source = request.folder ? PaperSource::Folder : request.source.value_or(feeder);
    profile.dpi = request.dpi.value_or(profile.dpi);
    profile.areaWidthMicrometres =
        request.areaWidthMicrometres.value_or(profile.areaWidthMicrometres);
    profile.areaHeightMicrometres =
        request.areaHeightMicrometres.value_or(profile.areaHeightMicrometres);
    return profile;
}

FeedPlan planFor(const record::ScanJob& job, const ScanRequest& request, PaperSource source) {
    record::FeedWish wish = request.wish;
    wish.single = wish.single || source == PaperSource::Flatbed;
    wish.bothSides = source == PaperSource::FeederDuplex ||
                     (source == PaperSource::Folder && job.original.duplex);
    return record::planFeed(job, wish);
}

std::int64_t sidesPerSheet(PaperSource source) {
    return source == PaperSource::FeederDuplex ? 2 : 1;
}

// `doubtful`: the sheet whose image is there but may hide another one; 0 for none.
void appendInterruption(Station::Verb& verb, const Fault& fault, std::int64_t sheet,
                        const std::vector<std::int64_t>& putBack, std::int64_t doubtful) {
    Json list = Json::array();
    for (const std::int64_t one : putBack) {
        list.push(one);
    }
    Json facts = Json::object({{"fault", nameOf(fault.kind)},
                               {"sheet", sheet},
                               {"putBack", std::move(list)},
                               {"detail", fault.what()}});
    record::Verdict verdict;
    std::vector<std::string> captures;
    for (const record::Page& page : verb.job.pages) {
        if (doubtful > 0 && page.sheet == doubtful) {
            captures.push_back(page.captureId);
            record::CaptureFacts reported = page.capture;
            reported.doubleFeedReported = true;
            verdict = regulation::judgeDoubleFeed(reported);
        }
    }
    if (captures.empty()) {
        verb.append(EntryKind::FeedInterrupted, std::move(facts));
        return;
    }
    facts.set("doubtful", record::textsJson(captures));
    verb.append(EntryKind::FeedInterrupted, std::move(facts), verdict);
}

void appendEnd(Station::Verb& verb, std::int64_t pages, const char* outcome) {
    verb.append(EntryKind::ScanEnded, Json::object({{"pages", pages}, {"outcome", outcome}}));
}

Fault withSheets(const Fault& fault, const std::string& job, std::int64_t sheet,
                 const std::vector<std::int64_t>& putBack) {
    std::map<std::string, std::string> context = fault.context;
    context["job"] = job;
    context["sheet"] = std::to_string(sheet);
    context["putBack"] = putBack.empty() ? std::to_string(sheet) : record::listOfSheets(putBack);
    return {fault.kind, fault.what(), std::move(context), fault.retryable};
}

// The same trouble, told as what it is: the sheet before has an image that may hide this one.
Fault afterSheetFault(const Fault& reported, std::int64_t doubtful) {
    std::map<std::string, std::string> context = reported.context;
    context["doubtful"] = std::to_string(doubtful);
    return {FaultKind::DoubleFeedAfterSheet, reported.what(), std::move(context),
            reported.retryable};
}

// We hold the job's lock, so a run that never reported its end is dead. People are told which
// sheets go back before anything else is fed: otherwise the next sheet would take the number of the
// one that was lost.
void settleLostRun(Station::Verb& verb) {
    if (!verb.job.scanning) {
        return;
    }
    const Fault lost(FaultKind::ScanRunLost, "the station ended in the middle of a scan run");
    std::vector<std::int64_t> putBack;
    if (verb.job.run && verb.job.run->source != PaperSource::Folder) {
        putBack = record::sheetsToPutBack(*verb.job.run);
    }
    const std::int64_t sheet = putBack.empty() ? verb.job.sheetsFed + 1 : putBack.front();
    appendInterruption(verb, lost, sheet, putBack, 0);
    appendEnd(verb, 0, "lost");
    if (!putBack.empty()) {
        throw withSheets(lost, verb.job.id, sheet, putBack);
    }
}

// What the trouble means in sheets of the job: the first that is not safe, and all that may have
// left the tray without being kept, also the one that the device had fed ahead.
[[noreturn]] void breakOff(Station::Verb& verb, const ScanRun& run, const Fault& reported,
                           std::int64_t letGo) {
    const std::int64_t kept = run.sheetsKept();
    const bool afterSheet = kept > 0 && reported.context.contains(capture::kAboutSheetBefore);
    const std::int64_t doubtful = afterSheet ? run.plan().sheetOf(kept) : 0;
    const Fault fault = afterSheet ? afterSheetFault(reported, doubtful) : reported;
    std::int64_t fed = std::max(letGo, kept);
    if (fault.kind == FaultKind::DoubleFeed) {
        ++fed; // two went through at once
    }
    if (fault.kind == FaultKind::FeederEmpty || run.fromFolder()) {
        fed = kept;
    }
    std::vector<std::int64_t> putBack = run.plan().sheetsAfter(kept, fed);
    while (putBack.size() > 1 && putBack.back() > verb.job.original.sheets) {
        putBack.pop_back(); // there is no such sheet
    }
    const std::int64_t sheet =
        putBack.empty() ? std::max<std::int64_t>(run.plan().sheetOf(kept + 1), 1) : putBack.front();
    verb.tick();
    appendInterruption(verb, fault, sheet, putBack, doubtful);
    appendEnd(verb, run.pages(), "interrupted");
    throw withSheets(fault, verb.job.id, sheet, putBack);
}

struct PagesWanted {
    std::int64_t sides = 0; // 0: as many as there are
    std::int64_t mostInJob = 0;
    const PageSeen& seen;
};

void keepPages(ScanRun& run, PagePipeline& pipeline, const PagesWanted& wanted) {
    while (wanted.sides == 0 || run.pages() < wanted.sides) {
        std::optional<PreparedPage> prepared = pipeline.next();
        if (!prepared) {
            return;
        }
        if (run.pagesInJob() >= wanted.mostInJob) {
            throw Fault(FaultKind::ScanCancelled,
                        "a job holds at most " + std::to_string(wanted.mostInJob) + " pages");
        }
        const record::Page& page = run.keep(std::move(*prepared));
        if (wanted.seen) {
            wanted.seen(page);
        }
    }
}

} // namespace

Outcome Station::scan(const Session& session, const std::string& jobId, const ScanRequest& request,
                      const PageSeen& seen, const capture::ScanControl& control) {
    Verb verb(*this, jobId, Authority::Scan, session);
    const regulation::Regulation& rules = verb.rules();
    const std::string device = request.device.empty() ? m_config.defaultDevice : request.device;
    const record::Qualification* qualification =
        qualificationOf(request.folder ? "folder" : device);
    const record::ScanProfile profile = profileFor(verb.documentClass(), verb.job, request);

    record::Verdict verdict = verb.judgeStep();
    if (!verb.job.prepared) { // no feed without it [A2]
        verdict.add(findingOf(record::FindingId::NotPrepared, record::Severity::Refuse));
    }
    if (!request.folder) {
        verdict.merge(
            regulation::judgeProfile(rules, verb.job.original, qualification, profile, verb.now));
    }
    verdict.merge(ProjectGate(*this, verb.job).judge(Authority::Scan, verb.actor, verb.now));
    const Json asked = Json::object(
        {{"device", request.folder ? "folder" : device}, {"profile", record::toJson(profile)}});
    if (!verb.permits(verdict, asked)) {
        return {verb.job, verdict};
    }
    requireSpace();
    settleLostRun(verb);

    FeedPlan plan = planFor(verb.job, request, profile.source);
    // The worker starts before the entry: a device that cannot even be opened leaves no scan run
    // behind.
    capture::WorkerConfig workerConfig = worker();
    // The device feeds the next sheet while the station keeps the last one; for one sheet it must
    // not.
    workerConfig.sheetsAhead = plan.sheetsWanted() != 0 ? 0 : 1;
    const std::int64_t ahead = plan.sheetsWanted() != 0 ? 0 : kPagesAhead;
    plan.inFlight = 1 + ahead + workerConfig.sheetsAhead;
    ScanRun run(verb, *m_ledger, m_home, qualification, {plan, profile.source});
    std::unique_ptr<capture::ScanSource> source =
        request.folder ? capture::openFolder(workerConfig, *request.folder)
                       : capture::openScanner(workerConfig, device, profile);
    { // asked again: somebody may have objected while the device was opened [C1]
        const ProjectGate gate(*this, verb.job);
        verdict.merge(gate.judge(Authority::Scan, verb.actor, verb.now));
        if (!verb.permits(verdict, asked)) {
            return {verb.job, verdict};
        }
        Json facts = asked;
        facts.set("plan", record::toJson(plan));
        verb.append(EntryKind::ScanStarted, std::move(facts), verdict);
    }
    try {
        PagePipeline pipeline(*source, {ahead, lineArtCodingOf(verb.documentClass())}, control);
        const std::int64_t sides = plan.sheetsWanted() * sidesPerSheet(profile.source);
        keepPages(run, pipeline, {sides, m_config.pagesPerJobLimit, seen});
    } catch (const Fault& fault) {
        breakOff(verb, run, fault, source->sheetsLetGo());
    }
    verb.tick();
    appendEnd(verb, run.pages(), control.stop.stop_requested() ? "StoppedByOperator" : "complete");
    record::Verdict pages;
    for (const record::Page& page : verb.job.pages) {
        pages.merge(page.verdict);
    }
    return {verb.job, pages};
}

} // namespace seihon::station
