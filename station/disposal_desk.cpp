#include "station/disposal_desk.h"

#include "ledger/durable_file.h"
#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/backups.h"
#include "station/desk_act.h"
#include "station/entry_walk.h"
#include "station/legal_holds.h"
#include "station/project_gate.h"
#include "station/typed_text.h"
#include "station/verb.h"

#include <algorithm>
#include <set>

namespace seihon::station {

using record::DisposalItem;
using record::DisposalList;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

constexpr std::int64_t kProofBytes = 64ll << 20;

DisposalItem itemOf(const record::ScanJob& job) {
    return {job.sealed->recordId, job.id, job.sealed->manifestDigest,
            job.later.paper.place.value_or(record::PaperPlace{})};
}

// Jobs whose paper was last placed in one of these boxes.
std::vector<std::string> jobsInBoxes(ledger::Ledger& ledger,
                                     const std::vector<std::string>& boxes) {
    std::map<std::string, std::string> placed; // job, box
    forEachOfKind(ledger, EntryKind::PaperPlaced, [&](const record::Entry& entry) {
        placed[entry.what.job] = entry.what.facts.at("box").asString();
    });
    std::vector<std::string> jobs;
    for (const auto& [job, box] : placed) {
        if (std::find(boxes.begin(), boxes.end(), box) != boxes.end()) {
            jobs.push_back(job);
        }
    }
    return jobs;
}

} // namespace

// All acts on lists go one after the other, and nothing that they rest on changes meanwhile.
struct DisposalDesk::Act {
    Act(DisposalDesk& owner, const Session& session, Authority which, DisposalList of)
        : desk(owner), authority(which), list(std::move(of)) {
        now = record::readClock();
        draft = desk.m_station.draftFor(session, authority, {}, now, verdict);
        permitted = verdict.permitted();
        draft.job = list.id;
    }

    // Is every record still what the list says, and may its paper go now?
    void judgeRecords() {
        if (!permitted) {
            return;
        }
        lockJobs();
        now = record::readClock();
        for (const PaperFactsOf::Judged& one : gather()) {
            verdict.merge(regulation::judgePaperDisposal(*desk.m_station.m_regulation, one.job,
                                                         one.facts, now));
        }
    }

    // After the act: every record was verified since.
    void judgeAfter() {
        now = record::readClock();
        for (const PaperFactsOf::Judged& one : gather()) {
            verdict.merge(regulation::judgeVerifiedSince(*desk.m_station.m_regulation, one.facts,
                                                         list.done->act.at));
        }
    }

    // The facts stand in the refusal as well: an audit judges both again [A13].
    DisposalOutcome finish(EntryKind kind, Json words) {
        if (permitted) {
            words.set("content", record::contentDigest(list.items).hex());
            if (!judged.empty()) {
                words.set("judged", Json(judged));
            }
            draft.verdict = verdict;
            if (verdict.permitted()) {
                draft.kind = kind;
                draft.job = list.id.empty() ? record::makeId(now) : list.id;
            } else {
                words = refusedFacts(authority, kind, std::move(words));
            }
            draft.facts = std::move(words);
            const record::Entry entry = desk.m_station.m_ledger->append(draft, now);
            if (verdict.permitted() && list.id.empty()) {
                list = DisposalList{};
            }
            record::apply(list, entry);
        }
        return {list.id.empty() ? DisposalList{} : std::move(list), std::move(verdict)};
    }

    std::vector<PaperFactsOf::Judged> gather() {
        PaperFactsOf facts(desk.m_station, list.id, desk.m_backups());
        std::vector<PaperFactsOf::Judged> all;
        for (const DisposalItem& item : list.items) {
            all.push_back(facts.of(item.recordId, item.job));
            judged.push_back(regulation::toJson(all.back().facts));
            verdict.merge(regulation::judgeDisposalItem(item, all.back().job));
        }
        return all;
    }

    void lockJobs() {
        std::set<std::string> jobs; // always in one order
        for (const DisposalItem& item : list.items) {
            jobs.insert(item.job);
        }
        for (const std::string& job : jobs) {
            locks.push_back(lockJobSoon(desk.m_station.m_home, job));
        }
    }

    DisposalDesk& desk;
    Authority authority;
    ledger::FileLock disposals = lockDisposals(desk.m_station.m_home);
    ledger::FileLock projects = lockProjects(desk.m_station.m_home);
    std::vector<ledger::FileLock> locks;
    DisposalList list;
    record::Instant now{};
    record::EntryDraft draft;
    record::Verdict verdict;
    Json::Array judged;
    bool permitted = false; // to the person at all; a refusal of that is logged already
};

DisposalDesk::DisposalDesk(Station& station, LastGoodBackup backups)
    : m_station(station), m_backups(std::move(backups)) {
    if (!m_backups) {
        m_backups = [&station] {
            return Backups(station).lastGood();
        };
    }
}

std::vector<DisposalItem> DisposalDesk::itemsOf(const DisposalProposal& proposal) {
    std::vector<DisposalItem> items;
    std::set<std::string> named;
    const auto add = [&](const record::ScanJob& job) {
        if (job.sealed && named.insert(job.sealed->recordId).second) {
            items.push_back(itemOf(job));
        }
    };
    for (const std::string& id : proposal.records) {
        add(m_station.jobOfRecord(id));
    }
    if (!proposal.boxes.empty()) {
        for (const std::string& job : jobsInBoxes(*m_station.m_ledger, proposal.boxes)) {
            if (items.size() > record::kMostRecordsOfDisposal) {
                break; // refused below
            }
            add(m_station.job(job));
        }
    }
    if (items.empty() || items.size() > record::kMostRecordsOfDisposal) {
        throw Fault(FaultKind::Usage, "a list holds between 1 and " +
                                          std::to_string(record::kMostRecordsOfDisposal) +
                                          " records; these are " + std::to_string(items.size()));
    }
    return items;
}

DisposalOutcome DisposalDesk::propose(const Session& session, const DisposalProposal& proposal) {
    requireReason(proposal.reason);
    DisposalList wished;
    wished.items = itemsOf(proposal);
    Act act(*this, session, Authority::ReleasePaper, std::move(wished));
    act.judgeRecords();
    return act.finish(
        EntryKind::DisposalProposed,
        Json::object({{"reason", proposal.reason}, {"items", record::toJson(act.list.items)}}));
}

DisposalOutcome DisposalDesk::check(const Session& session, const std::string& id,
                                    const std::string& difference) {
    requireLine(difference, "what differs", kLongestReason);
    Act act(*this, session, Authority::CheckDisposal, show(id));
    act.list = show(id); // under the lock
    act.verdict.merge(regulation::judgeDisposalStep(act.list, EntryKind::DisposalChecked));
    if (difference.empty() && act.verdict.permitted()) {
        act.verdict.merge(regulation::judgeDisposalCheck(act.list, act.draft.actor));
        if (act.list.isOpen()) {
            act.judgeRecords();
        } else {
            act.judgeAfter();
        }
    }
    return act.finish(EntryKind::DisposalChecked,
                      Json::object({{"same", difference.empty()}, {"reason", difference}}));
}

DisposalOutcome DisposalDesk::approve(const Session& session, const std::string& id) {
    Act act(*this, session, Authority::ApproveDisposal, show(id));
    act.list = show(id);
    act.verdict.merge(regulation::judgeDisposalApproval(act.list, act.draft.actor));
    act.judgeRecords();
    return act.finish(EntryKind::DisposalApproved, Json::object({}));
}

DisposalOutcome DisposalDesk::witness(const Session& session, const std::string& id) {
    Act act(*this, session, Authority::WitnessDisposal, show(id));
    act.list = show(id);
    act.verdict.merge(regulation::judgeDisposalWitness(act.list, act.draft.actor));
    act.judgeRecords();
    return act.finish(EntryKind::DisposalWitnessed, Json::object({}));
}

DisposalOutcome DisposalDesk::carryOut(const Session& session, const std::string& id,
                                       const DisposalWords& words) {
    requireWords(words.method, "the method");
    requireLine(words.contractor, "the contractor");
    Act act(*this, session, Authority::CarryOutDisposal, show(id));
    act.list = show(id);
    act.judgeRecords();
    const std::string today =
        record::formatLocal(act.now, m_station.m_regulation->calendar.utcOffset).substr(0, 10);
    const regulation::DisposalAct done{words.method, words.day.empty() ? today : words.day};
    act.verdict.merge(regulation::judgeDisposalAct(*m_station.m_regulation, act.list,
                                                   act.draft.actor, done, act.now));
    const std::string witness = act.list.witnessed ? act.list.witnessed->actor.user : "";
    return act.finish(EntryKind::DisposalCarriedOut, Json::object({{"method", done.method},
                                                                   {"day", done.day},
                                                                   {"contractor", words.contractor},
                                                                   {"witness", witness}}));
}

DisposalOutcome DisposalDesk::prove(const Session& session, const std::string& id,
                                    const ProofRequest& proof) {
    requireWords(proof.number, "the number of the certificate");
    Json facts = Json::object({{"number", proof.number}});
    if (proof.file) {
        facts.set("file", record::sha256(ledger::readWhole(*proof.file, kProofBytes)).hex());
    }
    Act act(*this, session, Authority::CarryOutDisposal, show(id));
    act.list = show(id);
    act.verdict.merge(regulation::judgeDisposalStep(act.list, EntryKind::DisposalProven));
    return act.finish(EntryKind::DisposalProven, std::move(facts));
}

DisposalOutcome DisposalDesk::takeOut(const Session& session, const std::string& id,
                                      const std::vector<std::string>& records,
                                      const std::string& reason) {
    requireReason(reason);
    const std::set<std::string> different(records.begin(), records.end());
    if (records.empty() || different.size() != records.size()) {
        throw Fault(FaultKind::Usage, "the records to be taken out, each once");
    }
    Act act(*this, session, Authority::ReleasePaper, show(id));
    act.list = show(id);
    for (const std::string& one : records) {
        if (!act.list.holds(one)) {
            throw Fault(FaultKind::NotFound, "record " + one.substr(0, 64) + " is not on the list");
        }
    }
    act.verdict.merge(regulation::judgeDisposalStep(act.list, EntryKind::DisposalReduced));
    return act.finish(EntryKind::DisposalReduced,
                      Json::object({{"records", record::textsJson(records)}, {"reason", reason}}));
}

DisposalList DisposalDesk::show(const std::string& id) {
    DisposalList list = record::isId(id)
                            ? record::foldDisposal(m_station.m_ledger->entriesOfJob(id))
                            : DisposalList{};
    if (list.id.empty()) {
        throw Fault(FaultKind::NotFound, "no disposal list \"" + id.substr(0, 64) + "\"",
                    {{"job", id}});
    }
    return list;
}

std::string DisposalDesk::disposedBy(const std::string& recordId) {
    for (const DisposalList& one : list()) {
        if (one.isDone() && one.holds(recordId)) {
            return one.id;
        }
    }
    return {};
}

} // namespace seihon::station
