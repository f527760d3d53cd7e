#include "station/keep_pages.h"

#include "record/id.h"
#include "station/judge_capture.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace seihon::station {

using record::EntryKind;

namespace {

// The live page of the same sheet and side, which a rescan replaces.
std::string supersededBy(const record::ScanJob& job, std::int64_t sheet, record::Side side) {
    const auto page = std::find_if(job.pages.begin(), job.pages.end(), [&](const record::Page& p) {
        return p.sheet == sheet && p.side == side;
    });
    return page == job.pages.end() ? std::string() : page->captureId;
}

} // namespace

ScanRun::ScanRun(Station::Verb& verb, ledger::Ledger& ledger, const Home& home,
                 const record::Qualification* qualification, RunPaper paper)
    : m_verb(verb), m_ledger(ledger), m_home(home), m_qualification(qualification),
      m_paper(std::move(paper)),
      m_alike(home, verb.job, verb.rules().duplicates,
              [this](const std::string& job, const std::string& capture) {
                  return fileOf(job, capture);
              }) {
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

record::Verdict ScanRun::judge(const record::Page& page, const std::string& twin) const {
    return judgeCapture({m_verb.rules(), m_verb.job.original, m_qualification, m_verb.now}, page,
                        [&] { return twin; });
}

// Blank sides may be equal.
std::string ScanRun::findTwin(const record::Page& page) const {
    if (judge(page, {}).has(record::FindingId::LooksBlank)) {
        return {};
    }
    return m_ledger.jobWithPixels(page.pixelDigest, m_verb.job.id,
                                  m_verb.now - m_verb.rules().duplicates.lookBack);
}

const record::ScanJob& ScanRun::otherJob(const std::string& job) {
    const auto known = m_others.find(job);
    return known != m_others.end() ? known->second
                                   : m_others.emplace(job, m_verb.station.job(job)).first->second;
}

// Captured, or in the archive once it is sealed; what was set aside stays among the captures.
std::filesystem::path ScanRun::fileOf(const std::string& job, const std::string& captureId) {
    const record::ScanJob& other = otherJob(job);
    const auto page =
        std::find_if(other.pages.begin(), other.pages.end(),
                     [&](const record::Page& one) { return one.captureId == captureId; });
    return page == other.pages.end() ? m_home.captures(job) / (captureId + ".tif")
                                     : m_verb.station.pageFile(other, *page);
}

// As far as it is known whose either paper is. What was abandoned or set aside is in nobody's
// record.
bool ScanRun::standsWithOtherPatient(const record::Page& page, const std::string& job) {
    const record::ScanJob& other = otherJob(job);
    const std::string& here = m_verb.job.original.patient.id;
    const std::string& there = other.original.patient.id;
    if (here.empty() || there.empty() || here == there ||
        other.state == record::JobState::Abandoned) {
        return false;
    }
    const std::set<std::string>& same = m_alike.same();
    return std::any_of(other.pages.begin(), other.pages.end(), [&](const record::Page& one) {
        return one.pixelDigest == page.pixelDigest || same.contains(one.captureId);
    });
}

const record::Page& ScanRun::keep(PreparedPage prepared) {
    m_verb.tick();
    record::Page page;
    page.captureId = record::makeId(m_verb.now);
    page.file = page.captureId + ".tif";
    place(page, prepared.facts);
    page.pixelDigest = prepared.master.pixels;
    page.fileDigest = prepared.master.fileDigest;
    page.fileBytes = static_cast<std::int64_t>(prepared.master.file.size());
    page.width = prepared.width;
    page.height = prepared.height;
    page.dpi = prepared.dpi;
    page.channels = prepared.channels;
    page.bitsPerSample = prepared.bitsPerSample;
    page.calibration = m_paper.calibration;
    // While it is being measured.
    ledger::writeDurably(m_home.captures(m_verb.job.id) / page.file, prepared.master.file);
    MeasuredPage measured = prepared.measured();
    page.measurement = std::move(measured.numbers);
    page.capture = std::move(prepared.facts);
    page.capturedAt = m_verb.now;
    if (m_pages == 0) { // what the device may still hold of the job before
        m_alike.addOtherJob(m_ledger, page.capture.device.name,
                            m_verb.now - m_verb.rules().duplicates.lookBack);
    }
    m_alike.look(page, std::move(measured.content));
    const std::string twin = findTwin(page);
    std::set<std::string> others(page.otherPatients.begin(), page.otherPatients.end());
    others.insert(twin);
    for (const record::Likeness& alike : page.alike) {
        others.insert(alike.job);
    }
    others.erase(std::string()); // none, or this one
    page.otherPatients.clear();
    std::copy_if(others.begin(), others.end(), std::back_inserter(page.otherPatients),
                 [&](const std::string& job) { return standsWithOtherPatient(page, job); });
    page.verdict = judge(page, twin);
    m_verb.append(EntryKind::PageCaptured, record::toJson(page), page.verdict);
    ++m_pages;
    const auto kept =
        std::find_if(m_verb.job.pages.begin(), m_verb.job.pages.end(),
                     [&](const record::Page& p) { return p.captureId == page.captureId; });
    m_page = *kept;
    return m_page;
}

} // namespace seihon::station
