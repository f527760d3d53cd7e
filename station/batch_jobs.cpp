#include "station/batch_desk.h"
#include "station/verb.h"

#include <algorithm>

// The jobs of a box, one after the other, and boxes some at a time [W].
namespace seihon::station {

using record::JobState;

namespace {

// In the order of the paper.
template <typename Take>
void forEachTabJob(const record::Box& box, const Take& take) {
    for (const record::BoxFolder& folder : box.folders) {
        for (const record::BoxTab& tab : folder.tabs) {
            std::int64_t part = 0;
            for (const std::string& job : tab.jobs) {
                take(record::TabPlace{folder.number, tab.number}, ++part, job);
            }
        }
    }
}

} // namespace

BoxListPart BatchDesk::listFrom(const std::string& project, std::uint64_t from,
                                std::int64_t atMost) {
    BoxListPart part;
    const auto opened = m_station.m_ledger->entriesOfKind(record::EntryKind::BoxOpened, from,
                                                          static_cast<std::uint64_t>(atMost));
    for (const record::Entry& entry : opened) {
        part.next = entry.sequence + 1;
        if (!project.empty() && entry.what.facts.at("project").asString() != project) {
            continue;
        }
        record::Box box = record::foldBox(m_station.m_ledger->entriesOfJob(entry.what.job));
        if (!box.closed) {
            part.boxes.push_back(std::move(box));
        }
    }
    part.more = std::ssize(opened) == atMost;
    return part;
}

std::vector<TabJob> BatchDesk::tabJobs(const std::string& id) {
    std::vector<TabJob> jobs;
    forEachTabJob(
        show(id), [&](const record::TabPlace& at, std::int64_t part, const std::string& name) {
            const record::ScanJob job = m_station.job(name);
            if (job.state == JobState::Sealed || job.state == JobState::Abandoned) {
                return;
            }
            TabJob one{name,
                       at,
                       part,
                       job.state,
                       job.original.sheets,
                       std::ssize(job.pages),
                       job.compared.has_value(),
                       {}};
            if (job.state == JobState::Open) {
                one.open = regulation::judgeSubmission(m_station.regulationOf(job.regulation), job);
            } else if (job.sealRefused) {
                one.open = *job.sealRefused;
            }
            jobs.push_back(std::move(one));
        });
    return jobs;
}

BatchSubmission BatchDesk::submitCompared(const Session& session, const std::string& id) {
    BatchSubmission done;
    for (const TabJob& one : tabJobs(id)) {
        if (one.state != JobState::Open || !one.compared) {
            continue;
        }
        const Outcome outcome = m_station.submit(session, one.job);
        if (outcome.verdict.permitted()) {
            done.submitted.push_back(one.job);
        } else {
            done.refused.emplace_back(one.job, outcome.verdict);
        }
    }
    return done;
}

} // namespace seihon::station
