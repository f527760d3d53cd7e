#include "station/keep_pages.h"

#include "imaging/measure.h"
#include "imaging/tiff.h"
#include "record/fault.h"
#include "record/id.h"
#include "station/findings.h"

#include <algorithm>
#include <future>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;

namespace {

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

ScanRun::ScanRun(Station::Verb& verb, ledger::Ledger& ledger, const Home& home,
                 const record::Qualification* qualification, RunPaper paper)
    : m_verb(verb), m_ledger(ledger), m_home(home), m_qualification(qualification),
      m_paper(std::move(paper)), m_alike(home, verb.job, verb.rules().duplicates) {
}

std::int64_t ScanRun::sheetsKept() const {
    return m_paper.source == record::PaperSource::FeederDuplex ? m_pages / 2 : m_pages;
}

// Which sheet and side of the job it is, and what it replaces.
void ScanRun::place(record::Page& page, const record::CaptureFacts& facts) const {
    page.sheet = plan().sheetOf(facts.feed);
    page.side = plan().side.value_or(facts.side);
    page.inserted = plan().pass == record::FeedPass::Insert && page.side == record::Side::Front;
    if (!page.inserted) {
        page.supersedes = supersededBy(m_verb.job, page.sheet, page.side);
    }
}

record::Verdict ScanRun::judge(const record::Page& page) const {
    const regulation::Regulation& rules = m_verb.rules();
    record::Verdict verdict =
        regulation::judgeDevice(rules, m_qualification, page.capture, m_verb.now);
    verdict.merge(
        regulation::judgePage(rules, m_verb.job.original, page.capture, page.measurement));
    // The device may hand over the previous patient's buffer: equal pixels in another job are
    // shown, never merged.
    const std::string other = verdict.has(record::FindingId::LooksBlank)
                                  ? std::string()
                                  : m_ledger.jobWithPixels(page.pixelDigest, m_verb.job.id,
                                                           m_verb.now - rules.duplicates.lookBack);
    const bool said = std::any_of(page.alike.begin(), page.alike.end(),
                                  [&](const record::Likeness& one) { return one.job == other; });
    if (!other.empty() && !said) {
        verdict.add(
            findingOf(record::FindingId::DuplicatePage, rules.duplicates.otherJob, "job " + other));
    }
    verdict.merge(regulation::judgeLikeness(rules, page));
    return verdict;
}

const record::Page& ScanRun::keep(capture::CapturedPage captured) {
    m_verb.tick();
    imaging::ContentMap content;
    auto measurement = std::async(std::launch::async, [&captured, &content] {
        return imaging::measurePage(captured.image, captured.facts, content);
    });
    record::Page page;
    page.captureId = record::makeId(m_verb.now);
    page.file = page.captureId + ".tif";
    place(page, captured.facts);
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
    if (m_pages == 0) { // what the device may still hold of the job before
        m_alike.addOtherJob(m_ledger, page.capture.device.name,
                            m_verb.now - m_verb.rules().duplicates.lookBack);
    }
    m_alike.look(page, std::move(content));
    page.verdict = judge(page);
    m_verb.append(EntryKind::PageCaptured, record::toJson(page), page.verdict);
    ++m_pages;
    const auto kept =
        std::find_if(m_verb.job.pages.begin(), m_verb.job.pages.end(),
                     [&](const record::Page& p) { return p.captureId == page.captureId; });
    m_page = *kept;
    return m_page;
}

} // namespace seihon::station
