#include "record/fault.h"
#include "station/findings.h"
#include "station/keep_pages.h"
#include "station/verb.h"

#include <algorithm>

// The flow of one scan run: permission, feeding until the paper runs out or trouble comes, its end
// in the log. How a page is kept: keep_pages.h.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
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
        job.original.duplex || profile.source == record::PaperSource::FeederDuplex);
    profile.source =
        duplex ? record::PaperSource::FeederDuplex : record::PaperSource::FeederSimplex;
    profile.dpi = request.dpi.value_or(profile.dpi);
    return profile;
}

} // namespace

Outcome Station::scan(const Session& session, const std::string& jobId, const ScanRequest& request,
                      const PageSeen& seen, std::stop_token stop) {
    Verb verb(*this, jobId, Authority::Scan, session);
    const regulation::Regulation& rules = verb.rules();
    const std::string device = request.device.empty() ? m_config.defaultDevice : request.device;
    const record::Qualification* qualification =
        qualificationOf(request.folder ? "folder" : device);
    record::ScanProfile profile = profileFor(verb.documentClass(), verb.job, request);
    if (request.folder) {
        profile.source = record::PaperSource::Folder;
    }

    record::Verdict verdict = verb.judgeStep();
    if (!verb.job.prepared) { // no feed without it [A2]
        verdict.add(findingOf(record::FindingId::NotPrepared, record::Severity::Refuse));
    }
    if (!request.folder) {
        verdict.merge(
            regulation::judgeProfile(rules, verb.job.original, qualification, profile, verb.now));
    }
    if (!verb.permits(verdict)) {
        return {verb.job, verdict};
    }
    requireSpace();

    ScanRun run(verb, *m_ledger, m_home, qualification);
    std::int64_t sheetsWanted = 0; // 0: as many as there are
    if (request.replacePage) {
        const record::Page* page = record::findPage(verb.job, *request.replacePage);
        if (page == nullptr) {
            throw Fault(FaultKind::NotFound,
                        "the job has no page " + std::to_string(*request.replacePage));
        }
        run.replaceSheet(page->sheet);
        sheetsWanted = 1;
    }
    if (verb.job.scanning) {
        // We hold the job's lock, so the run that never reported its end is dead: say so before
        // going on.
        verb.append(EntryKind::FeedInterrupted,
                    Json::object({{"fault", nameOf(FaultKind::WorkerDied)},
                                  {"sheet", verb.job.sheetsFed + 1},
                                  {"detail", "the station ended in the middle of a scan run"}}));
        verb.append(EntryKind::ScanEnded, Json::object({{"pages", 0}, {"outcome", "lost"}}));
    }
    // The worker starts before the entry: a device that cannot even be opened leaves no scan run
    // behind.
    capture::WorkerConfig workerConfig = worker();
    // The device feeds the next sheet while the station keeps the last one; for one sheet it must
    // not.
    workerConfig.sheetsAhead = request.replacePage ? 0 : 1;
    std::unique_ptr<capture::ScanSource> source =
        request.folder ? capture::openFolder(workerConfig, *request.folder)
                       : capture::openScanner(workerConfig, device, profile);
    verb.append(EntryKind::ScanStarted,
                Json::object({{"device", request.folder ? "folder" : device},
                              {"profile", record::toJson(profile)}}),
                verdict);
    try {
        PagePipeline pipeline(
            *source, {request.replacePage ? 0 : kPagesAhead, lineArtCodingOf(verb.documentClass())},
            std::move(stop));
        const std::int64_t sidesWanted =
            sheetsWanted * (profile.source == record::PaperSource::FeederDuplex ? 2 : 1);
        while (sidesWanted == 0 || run.pages() < sidesWanted) {
            std::optional<PreparedPage> prepared = pipeline.next();
            if (!prepared) {
                break;
            }
            if (static_cast<std::int64_t>(verb.job.pages.size()) >= m_config.pagesPerJobLimit) {
                throw Fault(FaultKind::ScanCancelled,
                            "a job holds at most " + std::to_string(m_config.pagesPerJobLimit) +
                                " pages",
                            {{"sheet", std::to_string(prepared->facts.feed)}});
            }
            const record::Page& page = run.keep(std::move(*prepared));
            if (seen) {
                seen(page);
            }
        }
    } catch (const Fault& fault) {
        // The sheet that people must put back is counted in the job, not in this run.
        std::map<std::string, std::string> context = fault.context;
        const auto feed = context.find("sheet");
        const std::int64_t ordinal =
            feed == context.end() ? verb.job.sheetsFed + 1 : run.sheetOf(std::stoll(feed->second));
        context["sheet"] = std::to_string(ordinal);
        context["job"] = verb.job.id;
        verb.tick();
        verb.append(EntryKind::FeedInterrupted, Json::object({{"fault", nameOf(fault.kind)},
                                                              {"sheet", ordinal},
                                                              {"detail", fault.what()}}));
        verb.append(EntryKind::ScanEnded,
                    Json::object({{"pages", run.pages()}, {"outcome", "interrupted"}}));
        throw Fault(fault.kind, fault.what(), context, fault.retryable);
    }
    verb.tick();
    verb.append(EntryKind::ScanEnded,
                Json::object({{"pages", run.pages()}, {"outcome", "complete"}}));
    record::Verdict pages;
    for (const record::Page& page : verb.job.pages) {
        pages.merge(page.verdict);
    }
    return {verb.job, pages};
}

} // namespace seihon::station
