#include "station/replay_downtime.h"

#include "ledger/entry_line.h"
#include "record/json_fields.h"
#include "regulation/judge_downtime.h"
#include "station/replay_judge.h"

#include <algorithm>

namespace seihon::station {

using record::Entry;
using record::EntryKind;
using regulation::Authority;

void ReplayedDowntimes::apply(const Entry& entry) {
    if (record::isAboutDowntimeStack(entry.what.kind)) {
        record::apply(m_stacks[entry.what.job], entry);
    } else if (record::isAboutDowntime(entry.what.kind)) {
        record::apply(m_downtimes[entry.what.job], entry);
    } else if (const std::int64_t label = ledger::labelOf(entry);
               label >= record::kFirstDowntimeSheet) {
        m_registered.insert(label);
    }
}

record::DowntimeStack ReplayedDowntimes::stack(const std::string& id) const {
    const auto found = m_stacks.find(id);
    return found == m_stacks.end() ? record::DowntimeStack{} : found->second;
}

record::Downtime ReplayedDowntimes::downtime(const std::string& id) const {
    const auto found = m_downtimes.find(id);
    return found == m_downtimes.end() ? record::Downtime{} : found->second;
}

std::vector<record::DowntimeStack> ReplayedDowntimes::stacks() const {
    std::vector<record::DowntimeStack> all;
    for (const auto& [id, stack] : m_stacks) {
        all.push_back(stack);
    }
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return all;
}

bool ReplayedDowntimes::anyOpen() const {
    return std::any_of(m_downtimes.begin(), m_downtimes.end(),
                       [](const auto& one) { return !one.second.closed; });
}

namespace {

record::Verdict downtimeAgain(EntryKind act, const Entry& entry, const ReplayFacts& facts) {
    const record::Json& said = entry.what.facts;
    const ReplayedDowntimes& known = facts.downtimes;
    switch (act) {
    case EntryKind::DowntimeSheetsCounted:
        return regulation::judgeStackCount(known.stack(entry.what.job), said.at("next").asInt());
    case EntryKind::DowntimeSheetVoided:
        return regulation::judgeSheetVoid(known.stack(entry.what.job), said.at("number").asInt(),
                                          known.registered().contains(said.at("number").asInt()));
    case EntryKind::DowntimeBegan:
        return regulation::judgeDowntimeBegin(
            known.anyOpen(), record::parseInstant(said.at("since").asString()), entry.at);
    case EntryKind::DowntimeEnded:
        return regulation::judgeDowntimeEnd(facts.inForce, known.downtime(entry.what.job),
                                            record::parseInstant(said.at("until").asString()),
                                            entry.at);
    case EntryKind::DowntimeClosed:
        return regulation::judgeDowntimeClose(known.downtime(entry.what.job), known.stacks(),
                                              known.registered());
    default:
        return {};
    }
}

} // namespace

std::optional<Rejudged> rejudgeDowntime(const Entry& entry, const ReplayFacts& facts) {
    EntryKind act = entry.what.kind;
    if (act == EntryKind::Refused) {
        const auto named = record::enumFromName<EntryKind>(record::textIn(entry.what.facts, "act"));
        if (!named) {
            return std::nullopt;
        }
        act = *named;
    }
    if (!record::isAboutDowntime(act) && !record::isAboutDowntimeStack(act)) {
        return std::nullopt;
    }
    record::Verdict verdict = authorityOf(
        entry, record::isAboutDowntime(act) ? Authority::DeclareDowntime : Authority::Register,
        facts);
    return Rejudged{verdict.merge(downtimeAgain(act, entry, facts)), true};
}

} // namespace seihon::station
