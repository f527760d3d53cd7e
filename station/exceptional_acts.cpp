#include "record/fault.h"
#include "record/json_fields.h"
#include "station/emergency_looks.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/people.h"
#include "station/typed_text.h"

#include <algorithm>
#include <set>

// What is done without the right to it in an emergency [F13], and for somebody else [F3]: both are
// said in the log, and wait there until the right person has looked at them.
namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;
using regulation::Authority;

namespace {

std::uint64_t sequenceIn(const Json& facts) {
    return static_cast<std::uint64_t>(facts.at("sequence").asInt());
}

// Sequences that entries of this kind name.
std::set<std::uint64_t> sequencesIn(ledger::Ledger& ledger, EntryKind kind) {
    std::set<std::uint64_t> sequences;
    forNewest(ledger, kind, [&](const record::Entry& entry) {
        sequences.insert(sequenceIn(entry.what.facts));
        return true;
    });
    return sequences;
}

record::Entry entryAt(ledger::Ledger& ledger, std::uint64_t sequence, EntryKind kind) {
    const auto entries = ledger.entries(sequence, 1);
    if (entries.empty() || entries[0].sequence != sequence || entries[0].what.kind != kind) {
        throw Fault(FaultKind::NotFound, "entry " + std::to_string(sequence) + " is no " +
                                             std::string(record::enumName(kind)));
    }
    return entries[0];
}

std::vector<record::Entry> takenLooks(ledger::Ledger& ledger, const record::Entry& taken) {
    std::vector<record::Entry> looks;
    for (const Json& one : taken.what.facts.at("sequences").asArray()) {
        for (record::Entry& entry : ledger.entries(static_cast<std::uint64_t>(one.asInt()), 1)) {
            looks.push_back(std::move(entry));
        }
    }
    return looks;
}

OpenAct openAct(const record::Entry& entry, std::string what) {
    return {entry.sequence, entry.at, entry.what.actor, std::move(what),
            entry.what.job.empty() ? record::textIn(entry.what.facts, "job") : entry.what.job};
}

} // namespace

// --- break-glass ---

std::optional<regulation::BreakGlass> People::glassBrokenBy(const std::string& user,
                                                            record::Instant now) {
    std::optional<regulation::BreakGlass> broken;
    forNewest(*m_station.m_ledger, EntryKind::BreakGlassStarted, [&](const record::Entry& entry) {
        if (entry.what.actor.user == user) {
            const regulation::BreakGlass one{
                entry.sequence, entry.at,
                record::parseInstant(entry.what.facts.at("until").asString())};
            if (regulation::inForce(one, now)) {
                broken = one;
            }
            return false; // only the newest counts
        }
        return now - entry.at < m_station.m_regulation->people.breakGlass.lasts;
    });
    if (broken) { // what was reviewed is over
        const auto reviewed = sequencesIn(*m_station.m_ledger, EntryKind::BreakGlassReviewed);
        broken = reviewed.contains(broken->sequence) ? std::nullopt : broken;
    }
    return broken;
}

record::Verdict People::breakGlass(Session& session, const std::string& reason) {
    requireLine(reason, "the reason", kLongestReason); // whether it says anything is a rule
    const record::Instant now = record::readClock();
    record::Verdict verdict =
        regulation::judgeBreakGlass(*m_station.m_regulation, standingOf(session), reason, now);
    record::EntryDraft draft = draftBy(session, EntryKind::Refused, now);
    if (!verdict.permitted()) {
        draft.facts = Json::object({{"verb", "break-glass"}});
        draft.verdict = verdict;
        m_station.m_ledger->append(draft, now);
        return verdict;
    }
    session.breakGlass = glassBrokenBy(session.person.user, now);
    if (session.breakGlass) {
        return verdict; // it is broken already; a second time does not make it last longer
    }
    const record::Instant until = now + m_station.m_regulation->people.breakGlass.lasts;
    draft.kind = EntryKind::BreakGlassStarted;
    draft.actor.breakGlass = true;
    draft.facts = Json::object({{"until", record::formatInstant(until)}});
    draft.privateFacts = Json::object({{"reason", reason}}); // in a hurry people name patients
    const record::Entry entry = EmergencyLooks(m_station).keep(draft, now);
    session.breakGlass = regulation::BreakGlass{entry.sequence, now, until};
    return verdict;
}

std::vector<record::Entry> People::actsUnderGlass(const record::Entry& started) {
    const record::Instant until = record::parseInstant(started.what.facts.at("until").asString());
    std::vector<record::Entry> acts;
    forEntries(*m_station.m_ledger, started.sequence + 1, m_station.m_ledger->head().size,
               [&](const record::Entry& entry) {
                   const bool during = entry.at < until;
                   if (during && entry.what.actor.breakGlass &&
                       entry.what.actor.user == started.what.actor.user) {
                       acts.push_back(entry);
                   }
                   return during;
               });
    return acts;
}

std::vector<OpenAct> People::openBreakGlass() {
    const auto reviewed = sequencesIn(*m_station.m_ledger, EntryKind::BreakGlassReviewed);
    std::vector<OpenAct> open;
    forNewest(*m_station.m_ledger, EntryKind::BreakGlassStarted, [&](const record::Entry& entry) {
        if (!reviewed.contains(entry.sequence)) {
            open.push_back(openAct(entry, entry.what.privateFacts.isObject()
                                              ? record::textIn(entry.what.privateFacts, "reason")
                                              : std::string()));
            open.back().acts = actsUnderGlass(entry);
        }
        return true;
    });
    // Looks while the log could not be written wait for the same review [F13].
    forNewest(*m_station.m_ledger, EntryKind::EmergencyLooksTaken, [&](const record::Entry& entry) {
        if (!reviewed.contains(entry.sequence)) {
            open.push_back(openAct(entry, "EmergencyLooksTaken"));
            open.back().acts = takenLooks(*m_station.m_ledger, entry);
        }
        return true;
    });
    return open;
}

record::Verdict People::reviewBreakGlass(const Session& session, std::uint64_t sequence,
                                         const std::string& remark) {
    requireLine(remark, "the remark");
    const record::Instant now = record::readClock();
    const auto named = m_station.m_ledger->entries(sequence, 1);
    const bool looks = !named.empty() && named[0].what.kind == EntryKind::EmergencyLooksTaken;
    const record::Entry started =
        entryAt(*m_station.m_ledger, sequence,
                looks ? EntryKind::EmergencyLooksTaken : EntryKind::BreakGlassStarted);
    const auto own = [&](const record::Entry& entry) {
        return entry.what.actor.user == session.person.user;
    };
    const std::vector<record::Entry> acts =
        looks ? takenLooks(*m_station.m_ledger, started) : std::vector<record::Entry>{};
    record::Verdict verdict;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::ReviewPeople, {}, now, verdict);
    if (!verdict.permitted()) {
        return verdict;
    }
    if (own(started) || std::any_of(acts.begin(), acts.end(), own)) {
        verdict.add(findingOf(FindingId::OwnActNotReviewed, Severity::Refuse, session.person.user));
        draft.verdict = verdict;
        m_station.m_ledger->append(draft, now);
        return verdict;
    }
    draft.kind = EntryKind::BreakGlassReviewed;
    draft.facts = Json::object({{"sequence", sequence}, {"user", started.what.actor.user}});
    draft.privateFacts = Json::object({{"remark", remark}});
    m_station.m_ledger->append(draft, now);
    return verdict;
}

// --- acts by proxy ---

std::optional<record::Entry> People::announceProxy(Station& station, const record::Actor& actor,
                                                   Authority authority, const std::string& job,
                                                   record::Instant now) {
    if (actor.onBehalfOf.empty()) {
        return std::nullopt;
    }
    // Before the act: a crash leaves an announcement without its act, never an act that nobody is
    // asked to confirm.
    record::EntryDraft draft;
    draft.kind = EntryKind::ProxyAct;
    draft.actor = actor;
    draft.job = job;
    draft.facts = Json::object({{"verb", record::enumName(authority)}});
    draft.regulation = station.m_regulation->digest;
    return station.m_ledger->append(draft, now);
}

std::vector<OpenAct> People::openProxyActs() {
    const auto confirmed = sequencesIn(*m_station.m_ledger, EntryKind::ProxyConfirmed);
    std::vector<OpenAct> open;
    forNewest(*m_station.m_ledger, EntryKind::ProxyAct, [&](const record::Entry& entry) {
        if (!confirmed.contains(entry.sequence)) {
            open.push_back(openAct(entry, entry.what.facts.at("verb").asString()));
        }
        return true;
    });
    return open;
}

record::Verdict People::confirmProxy(const Session& session, std::uint64_t sequence) {
    const record::Instant now = record::readClock();
    const record::Entry act = entryAt(*m_station.m_ledger, sequence, EntryKind::ProxyAct);
    record::EntryDraft draft = draftBy(session, EntryKind::ProxyConfirmed, now);
    draft.facts = Json::object({{"sequence", sequence}, {"deputy", act.what.actor.user}});
    record::Verdict verdict;
    if (session.person.user != act.what.actor.onBehalfOf) { // only the person entitled [F3]
        verdict.add(measuredFinding(FindingId::NotAuthorized, Severity::Refuse, session.person.user,
                                    act.what.actor.onBehalfOf));
        draft.kind = EntryKind::Refused;
        draft.verdict = verdict;
        draft.facts = Json::object({{"verb", "confirm-proxy"}});
    }
    m_station.m_ledger->append(draft, now);
    return verdict;
}

} // namespace seihon::station
