#include "station/envelope_desk.h"

#include "record/fault.h"
#include "record/id.h"
#include "regulation/judge_intake.h"
#include "station/findings.h"
#include "station/typed_text.h"
#include "station/verb.h"

#include <algorithm>

namespace seihon::station {

using record::EntryKind;
using record::Envelope;
using record::Fault;
using record::FaultKind;
using record::Json;
using regulation::Authority;

namespace {

record::Finding closedAlready() {
    return stepNotAllowed("closed");
}

} // namespace

struct EnvelopeDesk::Act {
    Act(EnvelopeDesk& owner, const Session& session, const std::string& id)
        : desk(owner), lock(lockJobSoon(owner.m_station.m_home, id)), envelope(owner.show(id)) {
        draft = desk.m_station.draftFor(session, Authority::KeepEnvelope, {}, now, verdict);
        permitted = verdict.permitted();
        if (permitted && envelope.closed) {
            refuse(closedAlready());
        }
    }

    void refuse(record::Finding finding) {
        verdict.add(std::move(finding));
        refuse();
    }

    // Refused attempts are logged too [A13].
    void refuse() {
        permitted = false;
        record::EntryDraft refused = draft;
        refused.job = envelope.id;
        refused.verdict = verdict;
        desk.m_station.m_ledger->append(refused, now);
    }

    EnvelopeOutcome append(EntryKind kind, Json facts) {
        if (permitted) {
            draft.kind = kind;
            draft.job = envelope.id;
            draft.facts = std::move(facts);
            draft.verdict = verdict;
            desk.m_station.m_ledger->append(draft, now);
            envelope = desk.show(envelope.id);
        }
        return {std::move(envelope), std::move(verdict)};
    }

    EnvelopeDesk& desk;
    ledger::FileLock lock;
    record::Instant now = record::readClock();
    Envelope envelope;
    record::EntryDraft draft;
    record::Verdict verdict;
    bool permitted = false;
};

EnvelopeOutcome EnvelopeDesk::open(const Session& session, const std::string& remark) {
    requireLine(remark, "the remark");
    const record::Instant now = record::readClock();
    record::Verdict verdict;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::KeepEnvelope, {}, now, verdict);
    if (!verdict.permitted()) {
        return {{}, verdict};
    }
    draft.kind = EntryKind::EnvelopeOpened;
    draft.job = record::makeId(now);
    draft.facts = Json::object({{"remark", remark}});
    m_station.m_ledger->append(draft, now);
    return {show(draft.job), verdict};
}

// The job's own entry first: it says that the job lies in this envelope and in no other. After a
// crash between the two the same act is done again.
EnvelopeOutcome EnvelopeDesk::addJob(const Session& session, const std::string& id,
                                     const std::string& jobId) {
    Act act(*this, session, id);
    const ledger::FileLock lock = lockJobSoon(m_station.m_home, jobId);
    const record::ScanJob job = m_station.job(jobId);
    const bool known =
        std::any_of(act.envelope.jobs.begin(), act.envelope.jobs.end(),
                    [&](const record::EnvelopeJob& each) { return each.job == jobId; });
    if (act.permitted && (known || (!job.envelope.empty() && job.envelope != id))) {
        act.refuse(stepNotAllowed("envelope " + job.envelope));
    }
    if (act.permitted && job.envelope.empty()) {
        record::EntryDraft draft = act.draft;
        draft.kind = EntryKind::JobPutInEnvelope;
        draft.job = jobId;
        draft.facts = Json::object({{"envelope", id}});
        m_station.m_ledger->append(draft, act.now);
    }
    return act.append(EntryKind::EnvelopeJobAdded, Json::object({{"job", jobId}}));
}

EnvelopeOutcome EnvelopeDesk::handOn(const Session& session, const std::string& id,
                                     const std::string& job, const std::string& to) {
    requireWords(to, "the name to whom it is handed on");
    Act act(*this, session, id);
    const auto& jobs = act.envelope.jobs;
    if (std::none_of(jobs.begin(), jobs.end(),
                     [&](const record::EnvelopeJob& each) { return each.job == job; })) {
        throw Fault(FaultKind::NotFound, "the envelope holds no job \"" + job.substr(0, 64) + "\"",
                    {{"job", job}});
    }
    return act.append(EntryKind::EnvelopeJobHandedOn, Json::object({{"job", job}, {"to", to}}));
}

EnvelopeOutcome EnvelopeDesk::noteEnclosure(const Session& session, const std::string& id,
                                            const record::Enclosure& enclosure) {
    requireWords(enclosure.destination, "the place where the enclosure shall go");
    if (enclosure.count < 1 || enclosure.count > 1000) {
        throw Fault(FaultKind::Usage, "enclosures are counted from 1 to 1000");
    }
    Act act(*this, session, id);
    const std::size_t number = act.envelope.enclosures.size() + 1;
    return act.append(EntryKind::EnclosureNoted,
                      Json::object({{"number", number},
                                    {"enclosure", record::enumName(enclosure.kind)},
                                    {"count", enclosure.count},
                                    {"destination", enclosure.destination}}));
}

EnvelopeOutcome EnvelopeDesk::settleEnclosure(const Session& session, const std::string& id,
                                              std::int64_t number, record::EnclosureEnd end,
                                              const std::string& with) {
    requireWords(with, "the name of who took it, or to whom it was returned,");
    Act act(*this, session, id);
    const auto& all = act.envelope.enclosures;
    if (number < 1 || number > static_cast<std::int64_t>(all.size())) {
        throw Fault(FaultKind::NotFound, "the envelope has no enclosure " + std::to_string(number));
    }
    const record::Enclosure& one = all[static_cast<std::size_t>(number - 1)];
    if (act.permitted && one.end != record::EnclosureEnd::None) {
        act.refuse(stepNotAllowed(std::string(record::enumName(one.end))));
    }
    return act.append(
        EntryKind::EnclosureSettled,
        Json::object({{"number", number}, {"end", record::enumName(end)}, {"with", with}}));
}

EnvelopeOutcome EnvelopeDesk::noteStamp(const Session& session, const std::string& id,
                                        const std::string& jobId, std::int64_t page) {
    Act act(*this, session, id);
    const record::ScanJob job = m_station.job(jobId);
    const record::Page* const found = record::findPage(job, page);
    if (job.envelope != id || found == nullptr) {
        throw Fault(FaultKind::NotFound,
                    "no page " + std::to_string(page) + " of a job of this envelope",
                    {{"job", jobId}});
    }
    return act.append(
        EntryKind::EnvelopeStampNoted,
        Json::object({{"job", jobId}, {"page", page}, {"captureId", found->captureId}}));
}

EnvelopeOutcome EnvelopeDesk::close(const Session& session, const std::string& id) {
    Act act(*this, session, id);
    if (act.permitted) {
        act.verdict.merge(regulation::judgeEnvelopeClosing(act.envelope, jobsOf(act.envelope)));
        if (!act.verdict.permitted()) {
            act.refuse();
        }
    }
    return act.append(EntryKind::EnvelopeClosed, Json::object({}));
}

Envelope EnvelopeDesk::show(const std::string& id) {
    Envelope envelope;
    if (record::isId(id)) {
        envelope = record::foldEnvelope(m_station.m_ledger->entriesOfJob(id));
    }
    if (envelope.id.empty()) {
        throw Fault(FaultKind::NotFound, "no envelope \"" + id.substr(0, 64) + "\"", {{"job", id}});
    }
    return envelope;
}

std::vector<record::ScanJob> EnvelopeDesk::jobsOf(const Envelope& envelope) {
    std::vector<record::ScanJob> jobs;
    for (const record::EnvelopeJob& child : envelope.jobs) {
        jobs.push_back(m_station.job(child.job));
    }
    return jobs;
}

std::vector<Envelope> EnvelopeDesk::list(std::int64_t limit) {
    std::vector<Envelope> envelopes;
    for (const std::string& id : m_station.m_ledger->openJobs(limit)) {
        const std::vector<record::Entry> entries = m_station.m_ledger->entriesOfJob(id);
        if (!entries.empty() && entries.front().what.kind == EntryKind::EnvelopeOpened) {
            envelopes.push_back(record::foldEnvelope(entries));
        }
    }
    return envelopes;
}

} // namespace seihon::station
