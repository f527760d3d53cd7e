#include "record/fault.h"
#include "record/id.h"
#include "station/batch_desk.h"
#include "station/batch_gate.h"
#include "station/findings.h"
#include "station/typed_text.h"
#include "station/verb.h"

// A sheet that turns up when its tab is sealed: a record of its own, which names the one that it
// belongs to [W, F4].
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::JobState;
using record::Json;

Outcome BatchDesk::supplement(const Session& session, const std::string& id,
                              const SupplementRequest& request) {
    requireReason(request.reason);
    requireLine(request.reason, "the reason"); // it goes into the record as a remark
    const record::Box box = show(id);
    const record::BoxTab* const tab = box.tab(request.at);
    if (tab == nullptr || tab->jobs.empty()) {
        throw Fault(FaultKind::NotFound,
                    "nothing was scanned of " + regulation::placeName(request.at), {{"job", id}});
    }
    std::string sealed;
    for (const std::string& job : tab->jobs) {
        const record::ScanJob one = m_station.job(job);
        if (one.state == JobState::Sealed) {
            sealed = one.sealed->recordId;
        } else if (one.state != JobState::Abandoned) { // the sheet belongs into that one
            throw Fault(FaultKind::Usage,
                        "job " + job + " of this tab is not sealed: the sheet belongs into it",
                        {{"job", job}});
        }
    }
    if (sealed.empty()) {
        throw Fault(FaultKind::NotFound, "no record of " + regulation::placeName(request.at));
    }
    record::Original original;
    original.documentClass = tab->documentClass;
    original.patient = box.folder(request.at.folder)->patient;
    original.sheets = request.sheets;
    original.duplex = tab->duplex;
    original.remark = request.reason;
    const record::FolderLink link{id, request.at.folder, request.at.tab, std::ssize(tab->jobs) + 1,
                                  sealed};
    // Of the same wish, when the station went down before the box had its name.
    const std::optional<OrphanJob> orphan = orphanOf(*m_station.m_ledger, box, 0, request.at);
    std::string job;
    if (orphan && m_station.job(orphan->job).original.sheets == request.sheets) {
        job = orphan->job;
    } else {
        const Outcome registered = m_station.registerOriginal(session, {original, link});
        if (!registered.verdict.permitted()) {
            return registered;
        }
        job = registered.job.id;
    }
    {
        const ledger::FileLock lock = lockJobSoon(m_station.m_home, id);
        record::Box now = show(id);
        record::Verdict verdict = regulation::judgeBoxAct(now);
        const record::Instant at = record::readClock();
        record::EntryDraft draft =
            m_station.draftFor(session, regulation::Authority::Scan, {}, at, verdict);
        if (!verdict.permitted() || std::ssize(now.tab(request.at)->jobs) + 1 != link.part) {
            throw Fault(FaultKind::JobBusy, "the box has changed meanwhile", {{"job", id}});
        }
        draft.kind = EntryKind::TabJobAdded;
        draft.job = id;
        draft.facts = Json::object({{"folder", link.folder},
                                    {"tab", link.tab},
                                    {"part", link.part},
                                    {"job", job},
                                    {"adopted", orphan.has_value() && orphan->job == job}});
        draft.verdict = verdict;
        record::apply(now, m_station.m_ledger->append(draft, at));
    }
    return m_station.open(session, job, box.project, link);
}

} // namespace seihon::station
