#include "station/replay_state.h"

#include "record/json_fields.h"
#include "station/qualify.h"

#include <algorithm>

namespace seihon::station {

using record::EntryKind;

namespace {

constexpr std::size_t kMostPagesKept = 6000;
constexpr std::size_t kMostJobsKept = 400;
// The regulation looks back 31 days at most.
constexpr std::chrono::hours kPixelsKept{24 * 31};

std::size_t pagesOf(const record::ScanJob& job) {
    return job.pages.size() + job.superseded.size();
}

} // namespace

void ReplayedJobs::goOn(Kept& kept, const record::Entry& entry) {
    record::apply(kept.job, entry);
    if (entry.what.kind == EntryKind::SealStarted) {
        const record::Json* proof = entry.what.facts.find("scanProof");
        kept.scanProvenAt = proof == nullptr ? std::nullopt : record::instantIn(*proof, "at");
    }
}

ReplayedJobs::Kept& ReplayedJobs::before(const record::Entry& entry) {
    const auto known = m_jobs.find(entry.what.job);
    if (known != m_jobs.end()) {
        known->second.used = ++m_clock;
        return known->second;
    }
    Kept kept;
    for (const record::Entry& earlier : m_ledger.entriesOfJob(entry.what.job)) {
        if (earlier.sequence >= entry.sequence) {
            break;
        }
        goOn(kept, earlier);
    }
    kept.used = ++m_clock;
    makeRoom(entry.what.job);
    return m_jobs.emplace(entry.what.job, std::move(kept)).first->second;
}

void ReplayedJobs::apply(const record::Entry& entry) {
    const auto known = m_jobs.find(entry.what.job);
    if (known == m_jobs.end()) {
        return; // folded when somebody asks
    }
    goOn(known->second, entry);
    const record::JobState state = known->second.job.state;
    if (state == record::JobState::Sealed || state == record::JobState::Abandoned) {
        m_jobs.erase(known);
    }
}

void ReplayedJobs::makeRoom(const std::string& except) {
    std::size_t pages = 0;
    for (const auto& [id, kept] : m_jobs) {
        pages += pagesOf(kept.job);
    }
    while (!m_jobs.empty() && (pages > kMostPagesKept || m_jobs.size() >= kMostJobsKept)) {
        const auto oldest =
            std::min_element(m_jobs.begin(), m_jobs.end(), [](const auto& a, const auto& b) {
                return a.second.used < b.second.used;
            });
        if (oldest->first == except) {
            return;
        }
        pages -= pagesOf(oldest->second.job);
        m_jobs.erase(oldest);
    }
}

void ReplayedPixels::add(const record::Entry& entry, const record::Digest& pixels) {
    m_seen[pixels].push_back({entry.at, entry.sequence, entry.what.job});
    m_order.emplace_back(entry.at, pixels);
    while (m_order.front().first < entry.at - kPixelsKept) {
        const auto oldest = m_seen.find(m_order.front().second);
        oldest->second.erase(oldest->second.begin());
        if (oldest->second.empty()) {
            m_seen.erase(oldest);
        }
        m_order.pop_front();
    }
}

std::string ReplayedPixels::twinOf(const record::Digest& pixels, const std::string& exceptJob,
                                   record::Instant since) const {
    const auto same = m_seen.find(pixels);
    if (same == m_seen.end()) {
        return {};
    }
    // As the ledger's index answers: the newest, by time and then by sequence.
    const Seen* newest = nullptr;
    for (const Seen& one : same->second) {
        if (one.job != exceptJob && one.at >= since &&
            (newest == nullptr ||
             std::pair(one.at, one.sequence) > std::pair(newest->at, newest->sequence))) {
            newest = &one;
        }
    }
    return newest == nullptr ? std::string() : newest->job;
}

void ReplayedQualifications::apply(const record::Entry& entry) {
    const record::Json& facts = entry.what.facts;
    if (entry.what.kind == EntryKind::DeviceQualified) {
        record::Qualification made = record::qualificationFromJson(facts.at("qualification"));
        made.logged = true;
        replaceOlder(m_list, made);
        m_list.push_back(std::move(made));
    } else if (entry.what.kind == EntryKind::QualificationVoided) {
        for (record::Qualification& one : m_list) {
            if (one.id == facts.at("id").asString()) {
                one.voidedAt = std::chrono::floor<std::chrono::seconds>(entry.at);
                one.voidReason = facts.at("reason").asString();
            }
        }
    }
}

const record::Qualification* ReplayedQualifications::find(const std::string& device) const {
    return newestQualification(m_list, device);
}

} // namespace seihon::station
