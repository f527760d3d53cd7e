#include "imaging/measure.h"
#include "imaging/tiff.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/findings.h"
#include "station/verb.h"

#include <algorithm>
#include <future>

// Capture: bytes first, entry last. A page exists when its file is durable, read back and decoded
// to the same pixels.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

constexpr std::chrono::hours kOverlapLookBack{24};

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

// The live page of the same sheet and side, which a rescan replaces.
std::string supersededBy(const record::ScanJob& job, std::int64_t sheet, record::Side side) {
    const auto page = std::find_if(job.pages.begin(), job.pages.end(), [&](const record::Page& p) {
        return p.sheet == sheet && p.side == side;
    });
    return page == job.pages.end() ? std::string() : page->captureId;
}

// Encodes, and decodes again: an encoder that changes one pixel must not become evidence.
std::vector<std::uint8_t> encodeExactly(const record::PageImage& image,
                                        const record::Digest& pixels) {
    std::vector<std::uint8_t> file = imaging::encodeTiff(image);
    if (record::pixelDigest(imaging::decodeTiff(file)) != pixels) {
        throw Fault(FaultKind::StorageDiffers, "the encoded page does not decode to its pixels",
                    {{"file", "TIFF"}});
    }
    return file;
}

} // namespace

// One scan run: the paper in the tray, until it runs out or trouble comes.
class ScanRun {
  public:
    ScanRun(Station::Verb& verb, ledger::Ledger& ledger, const Home& home,
            const record::Qualification* qualification)
        : m_verb(verb), m_ledger(ledger), m_home(home), m_qualification(qualification),
          m_sheetsBefore(verb.job.sheetsFed) {}

    void replaceSheet(std::int64_t sheet) { m_replaced = sheet; }
    // The sheet of the job that a feed ordinal of this run is.
    std::int64_t sheetOf(std::int64_t feed) const {
        return m_replaced ? *m_replaced + feed - 1 : m_sheetsBefore + feed;
    }
    const record::Page& keep(capture::CapturedPage captured);
    std::int64_t pages() const { return m_pages; }

  private:
    record::Verdict judge(const record::Page& page) const;

    Station::Verb& m_verb;
    ledger::Ledger& m_ledger;
    const Home& m_home;
    const record::Qualification* m_qualification;
    std::int64_t m_sheetsBefore;
    std::optional<std::int64_t> m_replaced;
    std::int64_t m_pages = 0;
    record::Page m_page;
};

record::Verdict ScanRun::judge(const record::Page& page) const {
    const regulation::Regulation& rules = m_verb.rules();
    record::Verdict verdict =
        regulation::judgeDevice(rules, m_qualification, page.capture, m_verb.now);
    verdict.merge(
        regulation::judgePage(rules, m_verb.job.original, page.capture, page.measurement));
    verdict.merge(regulation::judgeBaseline(rules, m_verb.job.original, m_qualification,
                                            page.capture, page.measurement));
    // The device may hand over the previous patient's buffer: equal pixels in another job are
    // shown, never merged.
    const std::string other = verdict.has(record::FindingId::LooksBlank)
                                  ? std::string()
                                  : m_ledger.jobWithPixels(page.pixelDigest, m_verb.job.id,
                                                           m_verb.now - kOverlapLookBack);
    if (!other.empty()) {
        verdict.add(
            findingOf(record::FindingId::DuplicatePage, record::Severity::Warn, "job " + other));
    }
    return verdict;
}

const record::Page& ScanRun::keep(capture::CapturedPage captured) {
    m_verb.tick();
    auto measurement = std::async(std::launch::async, [&captured] {
        return imaging::measurePage(captured.image, captured.facts);
    });
    record::Page page;
    page.captureId = record::makeId(m_verb.now);
    page.file = page.captureId + ".tif";
    page.sheet = sheetOf(captured.facts.feed);
    page.side = captured.facts.side;
    page.pixelDigest = record::pixelDigest(captured.image);
    const std::vector<std::uint8_t> file = encodeExactly(captured.image, page.pixelDigest);
    page.fileDigest = record::sha256(file);
    page.fileBytes = static_cast<std::int64_t>(file.size());
    ledger::writeDurably(m_home.captures(m_verb.job.id) / page.file, file);
    page.width = captured.image.width;
    page.height = captured.image.height;
    page.dpi = captured.image.dpiX;
    page.channels = captured.image.channels;
    page.bitsPerSample = captured.image.bitsPerSample;
    page.measurement = measurement.get();
    page.capture = std::move(captured.facts);
    page.capturedAt = m_verb.now;
    page.verdict = judge(page);
    page.supersedes = supersededBy(m_verb.job, page.sheet, page.side);
    m_verb.append(EntryKind::PageCaptured, record::toJson(page), page.verdict);
    ++m_pages;
    const auto kept =
        std::find_if(m_verb.job.pages.begin(), m_verb.job.pages.end(),
                     [&](const record::Page& p) { return p.captureId == page.captureId; });
    m_page = *kept;
    return m_page;
}

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
        const std::int64_t sidesWanted =
            sheetsWanted * (profile.source == record::PaperSource::FeederDuplex ? 2 : 1);
        while (sidesWanted == 0 || run.pages() < sidesWanted) {
            std::optional<capture::CapturedPage> captured = source->next(stop);
            if (!captured) {
                break;
            }
            if (static_cast<std::int64_t>(verb.job.pages.size()) >= m_config.pagesPerJobLimit) {
                throw Fault(FaultKind::ScanCancelled,
                            "a job holds at most " + std::to_string(m_config.pagesPerJobLimit) +
                                " pages",
                            {{"sheet", std::to_string(captured->facts.feed)}});
            }
            const record::Page& page = run.keep(std::move(*captured));
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
