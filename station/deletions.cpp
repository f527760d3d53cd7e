#include "station/deletions.h"

#include "ledger/private_judge.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/legal_holds.h"
#include "station/paper_facts.h"
#include "station/record_copies.h"
#include "station/retention_desk.h"
#include "station/typed_text.h"

#include <algorithm>

// A record whose time is over goes [F14] (docs/decisions/0055-what-stays-and-what-goes.md).
namespace seihon::station {

namespace fs = std::filesystem;
using record::Entry;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using regulation::Authority;

std::map<std::string, record::Deletion> deletionsIn(ledger::Ledger& log) {
    std::vector<Entry> entries;
    for (const EntryKind kind : {EntryKind::DeletionProposed, EntryKind::DeletionApproved,
                                 EntryKind::DeletionCarriedOut, EntryKind::DeletionClosed}) {
        forEachOfKind(log, kind, [&](const Entry& entry) { entries.push_back(entry); });
    }
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.sequence < b.sequence; });
    std::map<std::string, record::Deletion> deletions;
    for (const Entry& entry : entries) {
        record::apply(deletions, entry);
    }
    return deletions;
}

std::set<std::string> deletedRecords(ledger::Ledger& log) {
    std::set<std::string> deleted;
    forEachOfKind(log, EntryKind::DeletionCarriedOut,
                  [&](const Entry& entry) { deleted.insert(entry.what.record); });
    return deleted;
}

std::set<std::string> jobsDeleted(ledger::Ledger& log) {
    std::set<std::string> jobs;
    forEachOfKind(log, EntryKind::DeletionCarriedOut, [&](const Entry& entry) {
        jobs.insert(record::textIn(entry.what.facts, "job"));
    });
    return jobs;
}

// One step: judged and written under the locks of disposals and of whatever is laid over records.
struct RetentionDesk::DeletionAct {
    ledger::FileLock disposals, keeping;
    record::ScanJob job;
    std::optional<record::Deletion> deletion;
    record::Instant now = record::readClock();
    record::EntryDraft draft;
    DeletionOutcome outcome;

    bool permitted() const { return outcome.verdict.permitted(); }
    // The entry of this step, or the refusal that this verdict is.
    Entry write(ledger::Ledger& log, EntryKind kind) {
        if (permitted()) {
            draft.kind = kind;
        }
        draft.verdict = outcome.verdict;
        return log.append(draft, now);
    }
};

std::map<std::string, record::Deletion> RetentionDesk::deletions() {
    return deletionsIn(*m_station.m_ledger);
}

regulation::DeletionFacts RetentionDesk::deletionFacts(const record::ScanJob& job,
                                                       const std::string& recordId) {
    regulation::DeletionFacts facts;
    facts.recordId = recordId;
    facts.documentClass = job.original.documentClass;
    const regulation::Regulation& rules = *m_station.m_regulation;
    facts.start = record::retentionStart(
        events(), regulation::retentionEventOf(rules.retention, facts.documentClass), recordId,
        job.original.patient.id);
    facts.holds = record::holdsOn(
        LegalHolds(m_station).all(),
        {recordId, job.original.patient.id, job.project ? job.project->id : std::string()});
    facts.incidentOpen = record::openIncident(job.later) != nullptr;
    for (const record::DisposalList& list : disposalLists(*m_station.m_ledger)) {
        if (list.isOpen() && list.holds(recordId)) {
            facts.disposalList = list.id;
        }
    }
    // Sending to a PACS does not exist. Generations of backups go by their own time: until somebody
    // says that they are gone, the deletion is open.
    facts.copies = {{"archive", true, true, false},
                    {"search-index", true, true, false},
                    {"private-facts", true, true, false},
                    {"backup", true, true, true},
                    {"pacs", false, false, false}};
    return facts;
}

RetentionDesk::DeletionAct RetentionDesk::beginDeletion(const Session& session,
                                                        const std::string& recordId) {
    DeletionAct act{lockDisposals(m_station.m_home),
                    m_station.lockKeeping(true),
                    m_station.jobOfRecord(recordId),
                    {},
                    record::readClock(),
                    {},
                    {}};
    const auto all = deletionsIn(*m_station.m_ledger);
    if (const auto known = all.find(recordId); known != all.end()) {
        act.deletion = known->second;
    }
    act.draft = m_station.draftFor(session, Authority::DeleteRecords, recordId, act.now,
                                   act.outcome.verdict);
    if (!act.permitted()) {
        return act;
    }
    const regulation::DeletionFacts facts = deletionFacts(act.job, recordId);
    act.outcome.copies = facts.copies;
    if (!act.deletion || !act.deletion->carriedOut) { // later there is nothing to be kept
        act.outcome.verdict.merge(
            regulation::judgeDeletion(*m_station.m_regulation, facts, act.now));
    }
    act.draft.facts.set("retentionStart",
                        facts.start ? Json(record::textOfDay(*facts.start)) : Json());
    return act;
}

DeletionOutcome RetentionDesk::proposeDeletion(const Session& session, const std::string& recordId,
                                               const std::string& reason) {
    requireReason(reason);
    DeletionAct act = beginDeletion(session, recordId);
    if (act.outcome.copies.empty()) {
        return act.outcome; // the person may not; logged already
    }
    if (act.deletion && act.deletion->carriedOut) {
        act.outcome.verdict.add(stepNotAllowed("deleted"));
    }
    act.draft.facts.set("reason", reason);
    (void)act.write(*m_station.m_ledger, EntryKind::DeletionProposed);
    return act.outcome;
}

DeletionOutcome RetentionDesk::approveDeletion(const Session& session,
                                               const std::string& recordId) {
    DeletionAct act = beginDeletion(session, recordId);
    if (act.outcome.copies.empty()) {
        return act.outcome;
    }
    if (!act.deletion || act.deletion->approved) {
        act.outcome.verdict.add(stepNotAllowed("proposed"));
    } else if (act.deletion->proposed.actor.user == act.draft.actor.user) { // four eyes [F2]
        act.outcome.verdict.add(measuredFinding(FindingId::MediumSamePerson,
                                                record::Severity::Refuse, act.draft.actor.user));
    }
    (void)act.write(*m_station.m_ledger, EntryKind::DeletionApproved);
    return act.outcome;
}

DeletionOutcome RetentionDesk::carryOutDeletion(const Session& session,
                                                const std::string& recordId) {
    DeletionAct act = beginDeletion(session, recordId);
    if (act.outcome.copies.empty()) {
        return act.outcome;
    }
    if (!act.deletion || !act.deletion->approved || act.deletion->carriedOut) {
        act.outcome.verdict.add(stepNotAllowed("approved"));
    }
    if (!act.permitted()) {
        (void)act.write(*m_station.m_ledger, EntryKind::DeletionCarriedOut);
        return act.outcome;
    }
    // Every entry about it whose private facts can still be opened: named before they go.
    std::set<std::uint64_t> sequences;
    ledger::Ledger& log = *m_station.m_ledger;
    for (const auto& some : {log.entriesOfJob(act.job.id), log.entriesOfRecord(recordId)}) {
        for (const Entry& entry : some) {
            if (entry.privateSalt) {
                sequences.insert(entry.sequence);
            }
        }
    }
    Json list = Json::array();
    for (const std::uint64_t sequence : sequences) {
        list.push(sequence);
    }
    act.draft.facts.set("entries", std::move(list));
    act.draft.facts.set("job", act.job.id);
    removeEverything(act.write(log, EntryKind::DeletionCarriedOut));
    return act.outcome;
}

DeletionOutcome RetentionDesk::closeDeletion(const Session& session, const std::string& recordId,
                                             const std::string& statement) {
    requireReason(statement);
    const CopiesFound copies = lookForCopies(recordId); // before anything is locked for it
    DeletionAct act = beginDeletion(session, recordId);
    if (act.outcome.copies.empty()) {
        return act.outcome;
    }
    if (!act.deletion || !act.deletion->carriedOut || act.deletion->closed) {
        act.outcome.verdict.add(stepNotAllowed("carried-out"));
    } else {
        act.outcome.verdict.merge(copies.verdict);
    }
    act.draft.facts.set("lookedAt", record::textsJson(copies.lookedAt));
    act.draft.facts.set("reason", statement);
    (void)act.write(*m_station.m_ledger, EntryKind::DeletionClosed);
    return act.outcome;
}

// What a person's word is not needed for; nothing before it was carried out here, or after it was
// closed.
CopiesFound RetentionDesk::lookForCopies(const std::string& recordId) {
    CopiesFound found;
    const auto all = deletions();
    const auto known = all.find(recordId);
    if (known == all.end() || known->second.closed) {
        return found;
    }
    forEachOfKind(*m_station.m_ledger, EntryKind::DeletionCarriedOut, [&](const Entry& entry) {
        if (entry.what.record == recordId) {
            found = RecordCopies(m_station).look(goingBy(entry));
        }
    });
    return found;
}

// In this order: a name that is gone is never looked for, and whatever is left is found again by
// the entry.
void RetentionDesk::removeEverything(const Entry& carriedOut) {
    const fs::path folder = m_station.m_store->pathOf(carriedOut.what.record);
    fs::remove_all(folder);
    if (fs::exists(folder.parent_path())) {
        ledger::syncTree(folder.parent_path());
    }
    const std::string job = record::textIn(carriedOut.what.facts, "job");
    if (record::isId(job)) {
        fs::remove_all(m_station.m_home.job(job));
    }
    m_station.m_ledger->destroyPrivate(carriedOut);
    RecordCopies(m_station).remove(goingBy(carriedOut)); // last: a disk that fails holds up nothing
}

GoingRecord RetentionDesk::goingBy(const Entry& carriedOut) {
    GoingRecord going{carriedOut.what.record, record::textIn(carriedOut.what.facts, "job"), 0,
                      carriedOut.sequence};
    const std::vector<Entry> job = m_station.m_ledger->entriesOfJob(going.job);
    going.firstEntry = job.empty() ? 0 : job.front().sequence;
    return going;
}

void RetentionDesk::settleDeletions() {
    std::vector<Entry> open;
    forEachOfKind(*m_station.m_ledger, EntryKind::DeletionCarriedOut, [&](const Entry& entry) {
        const auto sequences = ledger::destroyedBy(entry);
        const bool opens =
            std::any_of(sequences.begin(), sequences.end(), [&](std::uint64_t sequence) {
                const auto one = m_station.m_ledger->entries(sequence, 1);
                return !one.empty() && one.front().privateSalt;
            });
        if (opens || fs::exists(m_station.m_store->pathOf(entry.what.record)) ||
            RecordCopies(m_station).anyInFolders(
                {entry.what.record, record::textIn(entry.what.facts, "job"), 0, 0})) {
            open.push_back(entry);
        }
    });
    for (const Entry& entry : open) {
        try {
            removeEverything(entry);
        } catch (const Fault& fault) { // of a disk elsewhere; the next round tries again
            if (fault.kind != FaultKind::StorageFailed) {
                throw;
            }
        }
    }
}

} // namespace seihon::station
