#include "station/conformity_desk.h"

#include "record/fault.h"
#include "record/id.h"
#include "regulation/judge_conformity.h"
#include "station/typed_text.h"

#include <algorithm>

namespace seihon::station {

using record::EntryKind;
using record::Json;
using regulation::Authority;

namespace {

// Monthly: a thousand years.
constexpr std::uint64_t kMostChecks = 12'000;

} // namespace

std::vector<record::ConformityCheck> ConformityDesk::checks() const {
    std::vector<record::Entry> entries =
        m_station.m_ledger->entriesOfKind(EntryKind::ConformityRecorded, 0, kMostChecks);
    const auto signs =
        m_station.m_ledger->entriesOfKind(EntryKind::ConformityCountersigned, 0, kMostChecks);
    entries.insert(entries.end(), signs.begin(), signs.end());
    return record::foldConformity(entries);
}

record::Verdict ConformityDesk::standing(record::Instant now) const {
    const auto first = m_station.m_ledger->entries(0, 1);
    return regulation::judgeConformity(*m_station.m_regulation, checks(),
                                       first.empty() ? now : first.front().at, now);
}

ConformityOutcome
ConformityDesk::recordCheck(const Session& session,
                            const std::vector<record::ConformityAnswer>& answers) {
    const record::Instant now = record::readClock();
    ConformityOutcome outcome;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::RecordConformity, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    outcome.verdict.merge(regulation::judgeConformityRecord(*m_station.m_regulation, answers));
    Json list = Json::array();
    for (const record::ConformityAnswer& answer : answers) {
        list.push(record::toJson(answer));
    }
    draft.verdict = outcome.verdict;
    draft.facts.set("answers", std::move(list));
    if (outcome.verdict.permitted()) {
        outcome.id = record::makeId(now);
        draft.kind = EntryKind::ConformityRecorded;
        draft.facts = Json::object({{"id", outcome.id}, {"answers", draft.facts.at("answers")}});
    }
    m_station.m_ledger->append(draft, now);
    return outcome;
}

ConformityOutcome ConformityDesk::countersign(const Session& session, const std::string& id,
                                              const std::string& remark) {
    requireLine(remark, "the remark");
    const ledger::FileLock lock(m_station.m_home.locks() / "conformity", true);
    const std::vector<record::ConformityCheck> all = checks();
    const auto check =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
    if (check == all.end()) {
        throw record::Fault(record::FaultKind::NotFound, "no check \"" + id.substr(0, 64) + "\"");
    }
    const record::Instant now = record::readClock();
    ConformityOutcome outcome;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::CountersignConformity, {}, now, outcome.verdict);
    if (!outcome.verdict.permitted()) {
        return outcome;
    }
    outcome.verdict.merge(regulation::judgeCountersign(*check, draft.actor));
    draft.verdict = outcome.verdict;
    draft.facts.set("id", id);
    if (outcome.verdict.permitted()) {
        outcome.id = id;
        draft.kind = EntryKind::ConformityCountersigned;
        draft.facts = Json::object({{"id", id}, {"remark", remark}});
    }
    m_station.m_ledger->append(draft, now);
    return outcome;
}

} // namespace seihon::station
