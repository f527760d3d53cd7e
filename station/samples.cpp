#include "station/samples.h"

#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "station/entry_walk.h"
#include "station/findings.h"
#include "station/page_picture.h"
#include "station/verb.h"

#include <algorithm>

namespace seihon::station {

using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::FindingId;
using record::Json;
using record::Severity;
using regulation::Authority;

namespace {

constexpr std::uint64_t kEntriesInOneGo = 1000;
// A ledger line holds the draw of so many.
constexpr std::size_t kMostInPopulation = 5000;

Json drawnJson(const std::vector<regulation::DrawnUnit>& drawn) {
    Json list = Json::array();
    for (const regulation::DrawnUnit& unit : drawn) {
        Json pages = Json::array();
        for (const std::int64_t page : unit.pages) {
            pages.push(page);
        }
        list.push(Json::object({{"job", unit.job}, {"pages", std::move(pages)}}));
    }
    return list;
}

Sample sampleFrom(const record::Entry& entry) {
    const Json& facts = entry.what.facts;
    Sample sample;
    sample.id = facts.at("sample").asString();
    sample.plan = facts.at("plan").asString();
    sample.seed = record::digestIn(facts, "seed");
    sample.committed = static_cast<std::uint64_t>(facts.at("committed").asInt());
    sample.from = static_cast<std::uint64_t>(facts.at("from").asInt());
    sample.until = static_cast<std::uint64_t>(facts.at("until").asInt());
    sample.population = facts.at("population").asInt();
    sample.tightened = facts.at("tightened").asInt();
    sample.at = entry.at;
    for (const Json& unit : facts.at("drawn").asArray()) {
        regulation::DrawnUnit drawn{unit.at("job").asString(), {}};
        for (const Json& page : unit.at("pages").asArray()) {
            drawn.pages.push_back(page.asInt());
        }
        sample.drawn.push_back(std::move(drawn));
    }
    return sample;
}

std::set<std::int64_t> drawnPagesOf(const std::set<SamplePage>& pages, const std::string& job) {
    std::set<std::int64_t> numbers;
    for (const auto& [of, number] : pages) {
        if (of == job) {
            numbers.insert(number);
        }
    }
    return numbers;
}

std::set<std::int64_t> drawnOf(const Sample& sample, const std::string& job) {
    for (const regulation::DrawnUnit& unit : sample.drawn) {
        if (unit.job == job) {
            return {unit.pages.begin(), unit.pages.end()};
        }
    }
    return {};
}

Json pageFacts(const std::string& sample, const SamplePage& page, const record::Digest& digest) {
    return Json::object({{"sample", sample}, {"page", page.second}, {"sha256", digest.hex()}});
}

} // namespace

std::vector<SamplePage> openPages(const Sample& sample) {
    std::vector<SamplePage> open;
    for (const regulation::DrawnUnit& unit : sample.drawn) {
        for (const std::int64_t page : unit.pages) {
            const SamplePage one{unit.job, page};
            if (!sample.same.contains(one) && !sample.faults.contains(one)) {
                open.push_back(one);
            }
        }
    }
    return open;
}

std::vector<record::Entry> Samples::allOfKind(EntryKind kind) {
    std::vector<record::Entry> all;
    forEachOfKind(*m_station.m_ledger, kind,
                  [&](const record::Entry& entry) { all.push_back(entry); });
    return all;
}

std::vector<Sample> Samples::list() {
    std::vector<Sample> samples;
    for (const record::Entry& entry : allOfKind(EntryKind::SampleDrawn)) {
        samples.push_back(sampleFrom(entry));
    }
    const auto each = [&](EntryKind kind, const auto& take) {
        for (const record::Entry& entry : allOfKind(kind)) {
            const std::string& id = entry.what.facts.at("sample").asString();
            for (Sample& sample : samples) {
                if (sample.id == id) {
                    take(sample, entry);
                }
            }
        }
    };
    const auto pageIn = [](const record::Entry& entry) {
        return SamplePage{entry.what.job, entry.what.facts.at("page").asInt()};
    };
    each(EntryKind::SamplePageViewed, [&](Sample& sample, const record::Entry& entry) {
        sample.viewed[entry.what.actor.user].insert(pageIn(entry));
    });
    each(EntryKind::SamplePageInspected,
         [&](Sample& sample, const record::Entry& entry) { sample.same.insert(pageIn(entry)); });
    each(EntryKind::SampleFaultFound, [&](Sample& sample, const record::Entry& entry) {
        sample.same.erase(pageIn(entry)); // a fault that is seen later is a fault
        sample.faults[pageIn(entry)] = record::textIn(entry.what.facts, "reason");
    });
    each(EntryKind::SampleClosed, [](Sample& sample, const record::Entry& entry) {
        sample.closed = true;
        const Json* const withdrawn = entry.what.facts.find("withdrawn");
        sample.withdrawn = withdrawn != nullptr ? withdrawn->asInt() : 0;
    });
    return samples;
}

Sample Samples::find(const std::string& id) {
    for (Sample& sample : list()) {
        if (sample.id == id) {
            return sample;
        }
    }
    throw Fault(FaultKind::NotFound, "no sample \"" + id.substr(0, 64) + "\"");
}

void Samples::commitSeeds() {
    const auto& plans = m_station.m_regulation->equivalence.plans;
    if (plans.empty()) {
        return;
    }
    std::map<std::string, std::uint64_t> opened, drawn; // newest, by plan
    for (const record::Entry& entry : allOfKind(EntryKind::SampleOpened)) {
        opened[entry.what.facts.at("plan").asString()] = entry.sequence + 1;
    }
    for (const record::Entry& entry : allOfKind(EntryKind::SampleDrawn)) {
        drawn[entry.what.facts.at("plan").asString()] = entry.sequence + 1;
    }
    for (const auto& [id, plan] : plans) {
        if (opened[id] > drawn[id]) {
            continue;
        }
        record::EntryDraft draft;
        draft.kind = EntryKind::SampleOpened;
        draft.actor = m_station.stationActor();
        draft.facts = Json::object({{"plan", id}});
        // Private facts stand in the public line as a salted digest: that is the commitment.
        draft.privateFacts =
            Json::object({{"seed", record::Digest{record::randomBytes32()}.hex()}});
        draft.regulation = m_station.m_regulation->digest;
        m_station.m_ledger->append(draft, record::readClock());
    }
}

// Sealed documents of the plan's classes, in the order of the log; `until` comes nearer when there
// are more than one draw holds.
std::vector<regulation::SampleUnit> Samples::population(const regulation::SamplingPlan& plan,
                                                        std::uint64_t from, std::uint64_t& until) {
    std::vector<regulation::SampleUnit> units;
    for (;;) {
        const auto some =
            m_station.m_ledger->entriesOfKind(EntryKind::RecordSealed, from, kEntriesInOneGo);
        for (const record::Entry& entry : some) {
            if (entry.sequence >= until) {
                return units;
            }
            const Json& facts = entry.what.facts;
            if (!plan.classes.contains(facts.at("documentClass").asString())) {
                continue;
            }
            units.push_back({entry.what.job, facts.at("pages").asInt()});
            if (units.size() == kMostInPopulation) {
                until = entry.sequence + 1;
                return units;
            }
        }
        if (some.size() < kEntriesInOneGo) {
            return units;
        }
        from = some.back().sequence + 1;
    }
}

std::int64_t Samples::tightenedFor(const regulation::SamplingPlan& plan,
                                   const std::vector<Sample>& before) {
    std::int64_t left = 0;
    for (const Sample& sample : before) {
        if (sample.plan == plan.id) {
            // To withdraw a drawn record before it is looked at spares nobody the next sample.
            const bool faulty = !sample.faults.empty() || sample.withdrawn > 0;
            left = regulation::tightenedAfter(plan, left, sample.population, faulty);
        }
    }
    return left;
}

SampleOutcome Samples::draw(const Session& session, const std::string& planId) {
    const auto& plans = m_station.m_regulation->equivalence.plans;
    const auto plan = plans.find(planId);
    if (plan == plans.end()) {
        throw Fault(FaultKind::NotFound,
                    "the regulation has no sampling plan \"" + planId.substr(0, 64) + "\"");
    }
    const ledger::FileLock lock(m_station.m_home.locks() / "samples", true);
    commitSeeds();
    const record::Instant now = record::readClock();
    record::Verdict verdict;
    record::EntryDraft draft = m_station.draftFor(session, Authority::DrawSample, {}, now, verdict);
    if (!verdict.permitted()) {
        return {{}, verdict};
    }
    const std::vector<Sample> before = list();
    std::uint64_t from = 0;
    for (const Sample& sample : before) {
        from = sample.plan == planId ? sample.until : from;
    }
    std::uint64_t until = m_station.m_ledger->head().size;
    const auto units = population(plan->second, from, until);
    std::optional<record::Entry> committed;
    for (record::Entry& entry : allOfKind(EntryKind::SampleOpened)) {
        if (entry.what.facts.at("plan").asString() == planId) {
            committed = std::move(entry);
        }
    }
    if (units.empty()) {
        verdict.add(findingOf(FindingId::SampleEmpty, Severity::Refuse, planId));
        draft.verdict = verdict;
        m_station.m_ledger->append(draft, now);
        return {{}, verdict};
    }
    const record::Digest seed = record::digestIn(committed->what.privateFacts, "seed");
    const std::int64_t tightened =
        std::min<std::int64_t>(tightenedFor(plan->second, before), std::ssize(units));
    const std::string id = record::makeId(now);
    draft.kind = EntryKind::SampleDrawn;
    draft.facts = Json::object(
        {{"sample", id},
         {"plan", planId},
         {"seed", seed.hex()},
         {"committed", static_cast<std::int64_t>(committed->sequence)},
         {"salt", committed->privateSalt->hex()}, // opens the commitment
         {"from", static_cast<std::int64_t>(from)},
         {"until", static_cast<std::int64_t>(until)},
         {"population", std::ssize(units)},
         {"tightened", tightened},
         {"drawn", drawnJson(regulation::drawSample(plan->second, seed, units, tightened))}});
    m_station.m_ledger->append(draft, now);
    commitSeeds();
    return {find(id), verdict};
}

SampleOutcome Samples::view(const Session& session, const std::string& id, const SamplePage& which,
                            const std::filesystem::path& to) {
    requireNothingAt(to);
    const Sample sample = find(id);
    Station::Verb verb(m_station, which.first, Authority::InspectSample, session);
    record::Verdict verdict = verb.judgeStep();
    if (!drawnOf(sample, which.first).contains(which.second) || sample.closed) {
        verdict.add(findingOf(FindingId::NotInSample, Severity::Refuse,
                              "page " + std::to_string(which.second)));
    }
    if (!verb.permits(verdict)) {
        return {sample, verdict};
    }
    const record::Page& page = requirePage(verb.job, which.second);
    const auto bytes = pageBytes(m_station, verb.job, page);
    // Seeing is an act: the entry comes before the picture [F5].
    verb.append(EntryKind::SamplePageViewed, pageFacts(id, which, page.fileDigest));
    writePagePng(bytes, to);
    return {find(id), verdict};
}

SampleOutcome Samples::inspect(const Session& session, const std::string& id,
                               const SamplePage& which, const std::string& fault) {
    const Sample sample = find(id);
    Station::Verb verb(m_station, which.first, Authority::InspectSample, session);
    const auto viewed = sample.viewed.find(verb.actor.user);
    record::Verdict verdict = verb.judgeStep();
    verdict.merge(regulation::judgeInspection(
        verb.job, verb.actor, which.second,
        sample.closed ? std::set<std::int64_t>{} : drawnOf(sample, which.first),
        viewed == sample.viewed.end() ? std::set<std::int64_t>{}
                                      : drawnPagesOf(viewed->second, which.first)));
    if (!verb.permits(verdict)) {
        return {sample, verdict};
    }
    const record::Page& page = requirePage(verb.job, which.second);
    Json facts = pageFacts(id, which, page.fileDigest);
    if (!fault.empty()) {
        facts.set("reason", fault);
        facts.set("incident", record::makeId(verb.now));
        verdict.add(findingOf(FindingId::SampleFault, Severity::Warn,
                              "page " + std::to_string(which.second)));
    }
    verb.append(fault.empty() ? EntryKind::SamplePageInspected : EntryKind::SampleFaultFound,
                std::move(facts), verdict);
    return {find(id), verdict};
}

SampleOutcome Samples::close(const Session& session, const std::string& id) {
    const ledger::FileLock lock(m_station.m_home.locks() / "samples", true);
    const Sample sample = find(id);
    const record::Instant now = record::readClock();
    record::Verdict verdict;
    record::EntryDraft draft =
        m_station.draftFor(session, Authority::InspectSample, {}, now, verdict);
    if (!verdict.permitted()) {
        return {sample, verdict};
    }
    std::int64_t left = 0, withdrawn = 0;
    for (const SamplePage& page : openPages(sample)) {
        // A record that was withdrawn meanwhile has its own incident.
        ++(m_station.job(page.first).later.withdrawn ? withdrawn : left);
    }
    if (left > 0 || sample.closed) {
        const record::Finding finding =
            sample.closed
                ? stepNotAllowed("closed")
                : measuredFinding(FindingId::SampleStillOpen, Severity::Refuse, left, {}, "pages");
        verdict.add(finding);
        draft.verdict = verdict;
        m_station.m_ledger->append(draft, now);
        return {sample, verdict};
    }
    draft.kind = EntryKind::SampleClosed;
    draft.facts = Json::object(
        {{"sample", id}, {"faults", std::ssize(sample.faults)}, {"withdrawn", withdrawn}});
    m_station.m_ledger->append(draft, now);
    return {find(id), verdict};
}

regulation::SampleStanding Samples::standingOf(const record::ScanJob& sealed) {
    using regulation::SampleStanding;
    const regulation::SamplingPlan* plan =
        regulation::planOfClass(m_station.m_regulation->equivalence, sealed.original.documentClass);
    const auto entry =
        sealed.sealed ? m_station.m_ledger->sealedEntry(sealed.sealed->recordId) : std::nullopt;
    if (plan == nullptr || !entry) {
        return SampleStanding::NoPlan;
    }
    for (const Sample& sample : list()) {
        if (sample.plan == plan->id && sample.from <= entry->sequence &&
            entry->sequence < sample.until) {
            return sample.closed ? SampleStanding::Closed : SampleStanding::Open;
        }
    }
    return SampleStanding::NotDrawn;
}

} // namespace seihon::station
