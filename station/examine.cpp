#include "record/fault.h"
#include "station/examine_process.h"
#include "station/verb.h"

#include <algorithm>

// The slow looks, later and in the background: nobody waits for them, and they wait for nobody. A
// page is looked at without the job's lock; only its entry takes it, for the time of one append.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::JobState;
using record::Json;

namespace {

bool isExaminable(const record::ScanJob& job) {
    return job.state == JobState::Open || job.state == JobState::Submitted ||
           job.state == JobState::Accepted;
}

const record::Page* livePage(const record::ScanJob& job, const std::string& captureId) {
    const auto page = std::find_if(job.pages.begin(), job.pages.end(),
                                   [&](const record::Page& p) { return p.captureId == captureId; });
    return page == job.pages.end() ? nullptr : &*page;
}

bool wants(const record::Page& page, ExamineAgain again) {
    return !page.examination || again == ExamineAgain::All ||
           (again == ExamineAgain::Failed && !page.examination->failure.empty());
}

} // namespace

record::PageExamination Station::lookAt(const record::ScanJob& job, const record::Page& page,
                                        const ExamineWorker& worker) const {
    const std::filesystem::path file = pageFile(job, page);
    const std::vector<std::uint8_t> bytes = ledger::readWhole(file, kTiffBytes);
    if (record::sha256(bytes) != page.fileDigest) {
        throw Fault(FaultKind::StorageDiffers,
                    "the capture is not the file that its entry names; it is not looked at",
                    {{"file", file.string()}, {"job", job.id}});
    }
    return examineApart(worker, bytes);
}

// True when the entry was written: the job may have gone on meanwhile, and the page been replaced.
bool Station::appendExamination(const std::string& jobId, const std::string& captureId,
                                const record::PageExamination& examination, ExamineAgain again) {
    const ledger::FileLock lock = lockJobSoon(m_home, jobId);
    const record::ScanJob now = job(jobId);
    const record::Page* page = livePage(now, captureId);
    if (!isExaminable(now) || page == nullptr || !wants(*page, again)) {
        return false;
    }
    record::EntryDraft draft;
    draft.kind = EntryKind::PageExamined;
    draft.actor = stationActor();
    draft.job = jobId;
    draft.facts =
        Json::object({{"captureId", captureId}, {"examination", record::publicJson(examination)}});
    draft.privateFacts = record::privateJson(examination); // codes may name a patient [F16]
    draft.verdict =
        regulation::judgeExamination(regulationOf(now.regulation), now.original, examination);
    draft.regulation = m_regulation->digest;
    m_ledger->append(draft, record::readClock());
    return true;
}

ExamineReport Station::examine(const std::string& jobId, ExamineAgain again, const GoOn& goOn) {
    ExamineReport report;
    const record::ScanJob start = job(jobId);
    if (!isExaminable(start)) {
        return report;
    }
    for (const record::Page& page : start.pages) {
        if (!wants(page, again)) {
            continue;
        }
        if (goOn && !goOn()) {
            break;
        }
        const record::PageExamination examination =
            lookAt(start, page, examineWorkerBesideProgram());
        if (appendExamination(jobId, page.captureId, examination, again)) {
            ++report.pages;
            report.failed += examination.failure.empty() ? 0 : 1;
        }
    }
    return report;
}

record::Verdict Station::pageNumbers(const record::ScanJob& waiting) {
    return regulation::judgePageNumbers(regulationOf(waiting.regulation), waiting);
}

ExamineReport Station::examineWaiting(std::chrono::seconds budget) {
    ExamineReport report;
    const auto until = std::chrono::steady_clock::now() + budget;
    const auto inTime = [until] {
        return std::chrono::steady_clock::now() < until;
    };
    for (const std::string& id :
         m_ledger->jobsWaiting(EntryKind::PageCaptured, EntryKind::RecordSealed)) {
        if (!inTime()) {
            break; // the next round goes on
        }
        try {
            const record::ScanJob waiting = job(id);
            const bool any = isExaminable(waiting) &&
                             std::any_of(waiting.pages.begin(), waiting.pages.end(),
                                         [](const record::Page& p) { return !p.examination; });
            if (!any) {
                continue;
            }
            (void)lockJob(m_home, id, false); // JobBusy: paper is being fed, its time comes
            makeViews(waiting, {});           // while nobody waits
            const ExamineReport one = examine(id, ExamineAgain::No, inTime);
            report.pages += one.pages;
            report.failed += one.failed;
        } catch (const Fault& fault) { // one job's trouble must not hold up the others
            report.pending.emplace_back(id, fault.what());
        }
    }
    return report;
}

} // namespace seihon::station
