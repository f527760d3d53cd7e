#include "station/find_alike.h"

#include "imaging/tiff.h"
#include "ledger/durable_file.h"
#include "record/fault.h"

#include <algorithm>

namespace seihon::station {

namespace {

// Two scans of one side have signatures this alike, or more.
constexpr std::int64_t kCandidatePermille = 950;
constexpr std::size_t kMostCandidates = 3;
// Decoding a page of long ago costs more than all the rest: only for the likeliest.
constexpr int kMostDecoded = 2;
constexpr std::size_t kRemembered = 10;
constexpr std::size_t kPagesOfOtherJob = 8;
constexpr std::uint64_t kEntriesLookedAt = 400;

} // namespace

AlikeFinder::AlikeFinder(const Home& home, const record::ScanJob& job,
                         const regulation::DuplicateRules& rules, FileOf fileOf)
    : m_home(home), m_job(job), m_rules(rules), m_fileOf(std::move(fileOf)) {
}

void AlikeFinder::addOtherJob(ledger::Ledger& ledger, const std::string& device,
                              record::Instant since) {
    const std::uint64_t size = ledger.head().size;
    const std::uint64_t from = size > kEntriesLookedAt ? size - kEntriesLookedAt : 0;
    const std::vector<record::Entry> newest = ledger.entries(from, kEntriesLookedAt);
    for (auto entry = newest.rbegin();
         entry != newest.rend() && m_others.size() < kPagesOfOtherJob && entry->at >= since;
         ++entry) {
        if (entry->what.kind != record::EntryKind::PageCaptured || entry->what.job == m_job.id) {
            continue;
        }
        record::Page page = record::pageFromJson(entry->what.facts);
        if (page.capture.device.name == device && !page.signature.empty()) {
            m_others.emplace_back(entry->what.job, std::move(page));
        }
    }
}

std::vector<AlikeFinder::Candidate> AlikeFinder::candidatesFor(const record::Page& page) const {
    std::vector<Candidate> candidates;
    const auto consider = [&](const std::string& job, const record::Page& other) {
        const std::int64_t likeness = imaging::likenessPermille(page.signature, other.signature);
        if (likeness >= kCandidatePermille && other.captureId != page.supersedes) {
            candidates.push_back({likeness, job, &other});
        }
    };
    for (const record::Page& other : m_job.pages) {
        consider({}, other);
    }
    for (const auto& [job, other] : m_others) {
        consider(job, other);
    }
    std::stable_sort(
        candidates.begin(), candidates.end(),
        [](const Candidate& a, const Candidate& b) { return a.likeness > b.likeness; });
    candidates.resize(std::min(candidates.size(), kMostCandidates));
    return candidates;
}

imaging::ContentMap* AlikeFinder::contentOf(const Candidate& candidate, int& decoded) {
    const std::string& id = candidate.page->captureId;
    const auto known = std::find_if(m_remembered.begin(), m_remembered.end(),
                                    [&](const auto& one) { return one.first == id; });
    if (known != m_remembered.end()) {
        return &known->second;
    }
    if (++decoded > kMostDecoded) {
        return nullptr;
    }
    try {
        const std::filesystem::path file = candidate.job.empty()
                                               ? m_home.captures(m_job.id) / candidate.page->file
                                               : m_fileOf(candidate.job, id);
        const record::PageImage image =
            imaging::decodeTiff(ledger::readWhole(file, candidate.page->fileBytes));
        m_remembered.emplace_front(id, imaging::contentOf(image, candidate.page->capture));
        return &m_remembered.front().second;
    } catch (const record::Fault&) {
        return nullptr; // gone: `archive verify` says so; here it is no candidate
    }
}

void AlikeFinder::look(record::Page& page, imaging::ContentMap content) {
    m_same.clear();
    page.signature = imaging::signatureOf(content);
    if (content.empty()) {
        return;
    }
    int decoded = 0;
    for (const Candidate& candidate : candidatesFor(page)) {
        const imaging::ContentMap* other = contentOf(candidate, decoded);
        const std::int64_t alike =
            other == nullptr ? 0 : imaging::similarityPermille(content, *other);
        if (alike >= m_rules.similarityPermille) {
            page.alike.push_back(
                {candidate.page->captureId, candidate.job, candidate.page->sheet, alike});
            m_same.insert(candidate.page->captureId);
            for (const record::Likeness& one : candidate.page->alike) {
                m_same.insert(one.captureId);
            }
            // What that page was found to be of somebody else's: a second try in a new job does not
            // push the first patient's pages out of sight.
            page.otherPatients.insert(page.otherPatients.end(),
                                      candidate.page->otherPatients.begin(),
                                      candidate.page->otherPatients.end());
        }
    }
    m_remembered.emplace_front(page.captureId, std::move(content));
    if (m_remembered.size() > kRemembered) {
        m_remembered.resize(kRemembered);
    }
}

} // namespace seihon::station
