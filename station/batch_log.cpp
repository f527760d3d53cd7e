#include "record/fault.h"
#include "station/batch_gate.h"
#include "station/batch_run.h"
#include "station/desk_act.h"
#include "station/feed_end.h"
#include "station/findings.h"
#include "station/project_gate.h"

#include <algorithm>

// What a batch writes under its box.
namespace seihon::station {

using record::BoxTrouble;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using record::TabPlace;
using regulation::Authority;

ledger::FileLock lockBatch(const Home& home, const std::string& box) {
    return ledger::FileLock(home.locks() / ("batch-" + box), false);
}

record::Verdict BatchLog::mayFeed(bool attested) {
    record::Verdict verdict;
    m_draft = m_station.draftFor(m_session, Authority::Scan, {}, record::readClock(), verdict);
    if (!verdict.permitted()) {
        return verdict;
    }
    m_draft.job = m_box.id;
    const ledger::FileLock projects = lockProjects(m_station.m_home);
    const ledger::FileLock lock = lockJobSoon(m_station.m_home, m_box.id);
    return judgeStart(attested);
}

// Under both locks: an audit finds the same box and the same project.
record::Verdict BatchLog::judgeStart(bool attested) {
    m_box = boxOf(*m_station.m_ledger, m_box.id);
    const record::Instant now = record::readClock();
    record::Verdict verdict = regulation::judgeBoxAct(m_box);
    if (!attested) { // no feed without it [A2]
        verdict.add(findingOf(record::FindingId::NotPrepared, record::Severity::Refuse));
    }
    const ProjectInForce project =
        projectInForce(*m_station.m_ledger, m_station.m_home, m_box.project);
    verdict.merge(regulation::judgeProjectFeeding(m_station.regulation(), &project.project,
                                                  project.inForce(), m_draft.actor, now));
    if (!verdict.permitted()) {
        record::EntryDraft refused = m_draft;
        refused.kind = EntryKind::Refused;
        refused.verdict = verdict;
        refused.facts = refusedFacts(Authority::Scan, EntryKind::BatchStarted,
                                     Json::object({{"attested", attested}}));
        m_station.m_ledger->append(refused, now);
    }
    return verdict;
}

record::Instant BatchLog::append(EntryKind kind, Json facts, Json privateFacts) {
    const ledger::FileLock lock = lockJobSoon(m_station.m_home, m_box.id);
    // Others may have taken a folder out, or settled something, since.
    m_box = boxOf(*m_station.m_ledger, m_box.id);
    return appendLocked(kind, std::move(facts), std::move(privateFacts));
}

record::Instant BatchLog::appendLocked(EntryKind kind, Json facts, Json privateFacts) {
    record::EntryDraft draft = m_draft;
    draft.kind = kind;
    if (kind == EntryKind::BoxExceptionOpened) {
        draft.actor = m_station.stationActor();
        facts.set("number", m_box.exceptions.size() + 1);
    }
    draft.facts = std::move(facts);
    draft.privateFacts = std::move(privateFacts);
    const record::Entry entry = m_station.m_ledger->append(draft, record::readClock());
    record::apply(m_box, entry);
    return entry.at;
}

record::Verdict BatchLog::start(const std::string& device, const record::ScanProfile& profile,
                                bool goesOn) {
    const ledger::FileLock projects = lockProjects(m_station.m_home);
    const ledger::FileLock lock = lockJobSoon(m_station.m_home, m_box.id);
    const record::Verdict verdict = judgeStart(true); // it took a while to open the device
    if (verdict.permitted()) {
        m_began = appendLocked(
            EntryKind::BatchStarted,
            Json::object(
                {{"device", device}, {"profile", record::toJson(profile)}, {"goesOn", goesOn}}),
            {});
    }
    return verdict;
}

void BatchLog::except(BoxTrouble trouble, const TabPlace& place, std::int64_t sheets,
                      const std::string& remark) {
    const bool told =
        std::any_of(m_box.exceptions.begin(), m_box.exceptions.end(), [&](const auto& one) {
            return one.end == record::BoxEnd::Open && one.trouble == trouble && one.at == place;
        });
    if (!told || place.folder == 0) {
        append(EntryKind::BoxExceptionOpened, Json::object({{"trouble", record::enumName(trouble)},
                                                            {"folder", place.folder},
                                                            {"tab", place.tab},
                                                            {"sheets", sheets},
                                                            {"remark", remark}}));
    }
}

// A job is registered before its box names it. When the station went down in between, the box takes
// it now: its separator comes again, and finds it.
void BatchLog::adoptOrphan() {
    const std::optional<OrphanJob> orphan =
        orphanOf(*m_station.m_ledger, m_box, m_box.batch.sequence);
    if (orphan) {
        append(EntryKind::TabJobAdded, Json::object({{"folder", orphan->link.folder},
                                                     {"tab", orphan->link.tab},
                                                     {"part", orphan->link.part},
                                                     {"job", orphan->job},
                                                     {"adopted", true}}));
    }
}

void BatchLog::settleLost() {
    if (!m_box.batch.running) {
        return;
    }
    adoptOrphan();
    const Fault lost(FaultKind::ScanRunLost, "the station ended in the middle of a batch");
    std::string job;
    std::int64_t next = 1;
    TabPlace place;
    if (const auto& at = m_box.batch.at) {
        place = {at->folder, at->tab};
        const record::BoxTab* const tab = m_box.tab(place);
        if (tab != nullptr && !tab->jobs.empty()) {
            job = tab->jobs.back();
            Station::Verb verb(m_station, job, Authority::Scan, m_session);
            next = verb.job.sheetsFed + 1;
            if (verb.job.scanning) {
                appendInterruption(verb, lost, next,
                                   next <= verb.job.original.sheets
                                       ? std::vector<std::int64_t>{next}
                                       : std::vector<std::int64_t>{},
                                   0);
                appendEnd(verb, 0, "lost");
            }
        }
    }
    append(EntryKind::BatchInterrupted, Json::object({{"fault", record::nameOf(lost.kind)},
                                                      {"detail", lost.what()},
                                                      {"folder", place.folder},
                                                      {"tab", place.tab},
                                                      {"sheet", next},
                                                      {"unkept", Json()}}));
    throw withPlace(lost, m_box, job, place, next);
}

} // namespace seihon::station
