#include "station/paper_facts.h"

#include "station/entry_walk.h"
#include "station/legal_holds.h"
#include "station/project_audit_desk.h"
#include "station/project_gate.h"
#include "station/samples.h"

namespace seihon::station {

using record::EntryKind;

std::vector<record::DisposalList> disposalLists(ledger::Ledger& ledger) {
    std::vector<record::DisposalList> lists;
    forEachOfKind(ledger, EntryKind::DisposalProposed, [&](const record::Entry& entry) {
        lists.push_back(record::foldDisposal(ledger.entriesOfJob(entry.what.job)));
    });
    return lists;
}

PaperFactsOf::PaperFactsOf(Station& station, std::string exceptList,
                           std::optional<record::Instant> lastGoodBackup)
    : m_station(station), m_except(std::move(exceptList)), m_backup(lastGoodBackup),
      m_holds(LegalHolds(station).all()), m_words(patientWordsOf(*station.m_ledger)) {
    for (const record::DisposalList& list : disposalLists(*station.m_ledger)) {
        if (list.id == m_except || (!list.isOpen() && !list.isDone())) {
            continue;
        }
        for (const record::DisposalItem& item : list.items) {
            m_listed[item.recordId] = {list.id, list.isDone()};
        }
    }
}

// A project is closed after its audit from outside only; before that, the audit may cover this
// record already [C4].
void PaperFactsOf::addProject(const record::ScanJob& job, regulation::PaperFacts& facts) {
    if (!job.project) {
        return;
    }
    const std::string& id = job.project->id;
    facts.projectSettled =
        projectOf(*m_station.m_ledger, id).state() == record::ProjectState::Closed ||
        ProjectAuditDesk(m_station).covers(job);
    const regulation::ProjectPlan plan = loadPlan(m_station.m_home, job.project->plan);
    facts.planHoldDays = plan.disposal.holdDays;
    const record::PatientStanding said = record::standingOf(m_words, job.original.patient.id, id);
    facts.patientDisagrees =
        said.objects ||
        (!said.consents && plan.notice.basis != regulation::ConsentBasis::NoticeWithoutObjection);
}

PaperFactsOf::Judged PaperFactsOf::of(const std::string& recordId, const std::string& jobId) {
    const std::vector<record::Entry> entries = m_station.m_ledger->entriesOfJob(jobId);
    Judged judged{record::fold(entries), {}};
    const record::ScanJob& job = judged.job;
    regulation::PaperFacts& facts = judged.facts;
    facts.recordId = recordId;
    facts.job = jobId;
    facts.lastGoodBackup = m_backup;
    if (!job.sealed) {
        return judged;
    }
    for (const record::Entry& entry : entries) {
        if (entry.what.kind == EntryKind::RecordVerified && entry.what.record == recordId) {
            facts.verifiedAt = entry.at;
            facts.verifiedWell = entry.what.verdict && entry.what.verdict->permitted();
        }
    }
    facts.sample = Samples(m_station).standingOf(job);
    facts.holds = record::holdsOn(m_holds, {recordId, job.original.patient.id,
                                            job.project ? job.project->id : std::string()});
    addProject(job, facts);
    if (job.folder) {
        const record::Box box = record::foldBox(m_station.m_ledger->entriesOfJob(job.folder->box));
        facts.openBox = box.closed ? std::string() : box.id;
    }
    for (const record::AmendmentJob& amendment : job.later.amendedBy) {
        const record::JobState state = m_station.job(amendment.job).state;
        if (state != record::JobState::Sealed && state != record::JobState::Abandoned) {
            facts.amendments.push_back(amendment.job);
        }
    }
    if (const auto listed = m_listed.find(recordId); listed != m_listed.end()) {
        facts.otherList = listed->second.first;
        facts.disposed = listed->second.second;
    }
    return judged;
}

} // namespace seihon::station
