#include "record/fault.h"
#include "record/json_fields.h"
#include "regulation/judge_film.h"
#include "station/batch_gate.h"
#include "station/feed_end.h"
#include "station/film_desk.h"
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

record::ScanProfile profileFor(const regulation::DocumentClass& documentClass,
                               const record::ScanJob& job, const ScanRequest& request) {
    record::ScanProfile profile = documentClass.profile;
    const bool duplex = request.duplex.value_or(
        !request.wish.backs && !request.wish.backOf &&
        (job.original.duplex || profile.source == PaperSource::FeederDuplex));
    const PaperSource feeder = duplex ? PaperSource::FeederDuplex : PaperSource::FeederSimplex;
    // Films go through nothing else than what reads films.
    const bool film = documentClass.profile.source == PaperSource::Transparency;
    profile.source = request.folder
                         ? PaperSource::Folder
                         : request.source.value_or(film ? PaperSource::Transparency : feeder);
    profile.dpi = request.dpi.value_or(profile.dpi);
    profile.areaWidthMicrometres =
        request.areaWidthMicrometres.value_or(profile.areaWidthMicrometres);
    profile.areaHeightMicrometres =
        request.areaHeightMicrometres.value_or(profile.areaHeightMicrometres);
    return profile;
}

FeedPlan planFor(const record::ScanJob& job, const ScanRequest& request, PaperSource source) {
    record::FeedWish wish = request.wish;
    wish.single =
        wish.single || source == PaperSource::Flatbed || source == PaperSource::Transparency;
    wish.bothSides = source == PaperSource::FeederDuplex ||
                     (source == PaperSource::Folder && job.original.duplex);
    return record::planFeed(job, wish);
}

std::int64_t sidesPerSheet(PaperSource source) {
    return source == PaperSource::FeederDuplex ? 2 : 1;
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

// What a run rests on, for its entry or its refusal.
Json askedFacts(const std::string& device, const record::ScanProfile& profile,
                const std::optional<record::FilmCalibration>& calibration) {
    Json asked = Json::object({{"device", device}, {"profile", record::toJson(profile)}});
    if (calibration) {
        asked.set("filmCalibration", record::toJson(*calibration));
    }
    return asked;
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
    const bool film = regulation::isFilm(rules, verb.job.original);
    std::optional<record::FilmCalibration> calibration;
    if (film && !request.folder) {
        calibration = FilmDesk(*this).calibrationOf(device, profile.dpi);
        verdict.merge(regulation::judgeFilmProfile(
            rules, verb.job.original, calibration ? &*calibration : nullptr, profile, verb.now));
    } else if (!request.folder) {
        verdict.merge(
            regulation::judgeProfile(rules, verb.job.original, qualification, profile, verb.now));
    }
    verdict.merge(ProjectGate(*this, verb.job).judge(Authority::Scan, verb.actor, verb.now));
    verdict.merge(BatchGate(*this, verb.job).judge(Authority::Scan));
    const Json asked = askedFacts(request.folder ? "folder" : device, profile, calibration);
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
    ScanRun run(verb, *m_ledger, m_home, qualification, {plan, profile.source, calibration});
    std::unique_ptr<capture::ScanSource> source =
        request.folder ? capture::openFolder(workerConfig, *request.folder)
                       : capture::openScanner(workerConfig, device, profile);
    { // asked again: somebody may have objected while the device was opened [C1]
        const ProjectGate gate(*this, verb.job);
        verdict.merge(gate.judge(Authority::Scan, verb.actor, verb.now));
        const BatchGate place(*this, verb.job);
        verdict.merge(place.judge(Authority::Scan));
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
