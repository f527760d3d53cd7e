#include "disposal_walk.h"

#include "record/json_fields.h"

#include <algorithm>

namespace seihon::regulation {

using record::Actor;
using record::DisposalList;
using record::DisposalState;
using record::EntryKind;
using record::Json;
using record::Verdict;

namespace {

constexpr std::array kDisposers{"admin", "chief", "records", "keeper", "clerk"};

record::ScanJob sealedPaper(const std::string& id, const std::string& kind, record::Instant now) {
    record::ScanJob job = kind == "seal-direct" ? openJob(kind) : acceptedJob(kind);
    job.id = id;
    job.state = record::JobState::Sealed;
    job.original.patient = {"P-" + id, "N"};
    record::SealedRecord& record = job.sealed.emplace();
    record.recordId = "record-" + id;
    record.manifestDigest = record::sha256(id);
    record.provenAt = record.at = now;
    for (record::Page& page : job.pages) {
        page.capturedAt = now;
    }
    if (kind == "old") {
        job.project = record::ProjectLink{kProjectId, record::sha256("plan"), 1};
    }
    return job;
}

} // namespace

DisposalWalk::DisposalWalk(std::uint64_t seed, std::optional<record::FindingId> blindTo)
    : m_random(seed), m_blindTo(blindTo) {
    m_regulation.disposal.hold = std::chrono::days(20);
    m_regulation.disposal.holdOfClass = {{"seal-direct", std::chrono::days(30)}};
    m_regulation.disposal.verifiedWithin = std::chrono::days(10);
    m_regulation.backup.backupWithin = std::chrono::days(3650); // of its own test
    m_regulation.disposal.methods = {"dissolving"};
    m_regulation.projects.holdBeforeDisposal = std::chrono::days(25);
    SamplingPlan plan;
    plan.id = "ordinary";
    plan.classes = {"seal-direct"};
    m_regulation.equivalence.plans.emplace(plan.id, plan);
    for (const auto& [id, kind] : {std::pair("A", "letter"), {"B", "seal-direct"}, {"C", "old"}}) {
        Paper paper{sealedPaper(id, kind, m_now), {}};
        paper.facts.recordId = paper.job.sealed->recordId;
        paper.facts.job = id;
        paper.facts.sample =
            kind == std::string("seal-direct") ? SampleStanding::NotDrawn : SampleStanding::NoPlan;
        paper.facts.planHoldDays =
            paper.job.project ? std::optional<std::int64_t>(40) : std::nullopt;
        append(EntryKind::RecordSealed, anybody(), id, Json::object({{"class", kind}}));
        m_papers.push_back(std::move(paper));
    }
}

Actor DisposalWalk::anybody() {
    const char* const user = kDisposers[static_cast<std::size_t>(below(std::ssize(kDisposers)))];
    return {user, user, record::Role::RecordsSupervisor};
}

Verdict DisposalWalk::seen(Verdict verdict) const {
    std::erase_if(verdict.findings,
                  [this](const record::Finding& each) { return each.id == m_blindTo; });
    return verdict;
}

record::Entry& DisposalWalk::append(EntryKind kind, const Actor& who, const std::string& job,
                                    Json facts) {
    record::Entry entry;
    entry.station = "st-1";
    entry.sequence = m_entries.size() + 1000; // after the job's own
    entry.at = m_now;
    entry.what.kind = kind;
    entry.what.actor = who;
    entry.what.job = job;
    entry.what.facts = std::move(facts);
    entry.what.regulation = m_regulation.digest;
    m_entries.push_back(std::move(entry));
    return m_entries.back();
}

void DisposalWalk::mark(const std::string& what, const std::string& job) {
    append(EntryKind::HomeInitialised, anybody(), job, Json::object({{"marker", what}}));
}

std::string DisposalWalk::freshId(const char* of) {
    return of + std::to_string(++m_ids);
}

void DisposalWalk::place(Paper& paper) {
    Json facts = Json::object({{"box", "B" + std::to_string(below(2))},
                               {"shelf", "S"},
                               {"position", std::to_string(below(2))},
                               {"reason", ""}});
    facts.set("holdUntil", chance(30)
                               ? Json(record::formatInstant(m_now + std::chrono::days(below(20))))
                               : Json());
    record::apply(paper.job.later,
                  append(EntryKind::PaperPlaced, anybody(), paper.job.id, std::move(facts)));
}

void DisposalWalk::project(Paper& paper) {
    if (!paper.job.project) {
        return;
    }
    if (chance(15) && !paper.facts.projectSettled) {
        paper.facts.projectSettled = true;
        mark("settled", paper.job.id);
    } else if (chance(paper.facts.openBox.empty() ? 4 : 60)) { // not too often: paper must get far
        paper.facts.openBox = paper.facts.openBox.empty() ? "box-1" : "";
        mark(paper.facts.openBox.empty() ? "box closed" : "box open", paper.job.id);
    } else if (chance(30)) {
        paper.facts.patientDisagrees = !paper.facts.patientDisagrees;
        mark(paper.facts.patientDisagrees ? "disagrees" : "agrees", paper.job.id);
    }
}

void DisposalWalk::fit(Paper& paper, std::int64_t which) {
    record::LaterLife& life = paper.job.later;
    if (which == 0 && chance(12) && !paper.job.sealed->completed) {
        paper.job.sealed->completed = true;
        append(EntryKind::RecordCompleted, anybody(), paper.job.id, Json::object({}));
    } else if (which <= 3) {
        paper.facts.verifiedWell = chance(95);
        paper.facts.verifiedAt = m_now;
        append(EntryKind::RecordVerified, anybody(), paper.job.id,
               Json::object({{"well", paper.facts.verifiedWell}}));
    } else if (which == 4 && chance(20) && !life.paper.place) {
        place(paper);
    } else if (which == 5 && chance(15) && paper.facts.sample != SampleStanding::NoPlan) {
        const bool drawn = paper.facts.sample != SampleStanding::NotDrawn;
        paper.facts.sample = drawn ? SampleStanding::Closed : SampleStanding::Open;
        mark(drawn ? "sample closed" : "sample drawn", paper.job.id);
    } else if (which == 6 && record::openIncident(life) != nullptr) {
        record::apply(life, append(EntryKind::IncidentClosed, anybody(), paper.job.id,
                                   Json::object({{"incident", record::openIncident(life)->id},
                                                 {"reason", "done"}})));
    } else if (which == 7 && !paper.facts.amendments.empty()) {
        mark("amended", paper.job.id);
        paper.facts.amendments.clear();
    } else if (which == 8) {
        project(paper);
    }
}

void DisposalWalk::prepare() {
    if (chance(1)) {
        m_backup = m_now;
        mark("backup", "");
        return;
    }
    fit(any(), below(9));
}

void DisposalWalk::holds() {
    if (!m_holds.empty() && chance(65)) {
        const record::LegalHold& one = m_holds.back();
        const record::Actor who = anybody();
        if (!one.lifted && seen(judgeHoldLift(one, who)).permitted()) {
            record::apply(m_holds, append(EntryKind::LegalHoldLifted, who, "",
                                          Json::object({{"id", one.id}})));
        }
        return;
    }
    const Paper& paper = any();
    const bool patient = chance(50);
    record::Entry entry =
        append(EntryKind::LegalHoldPlaced, anybody(), "",
               Json::object({{"id", freshId("hold-")},
                             {"on", patient ? "patient" : "record"},
                             {"subject", patient ? std::string() : paper.job.sealed->recordId}}));
    entry.what.privateFacts = Json::object(
        {{"patient", record::toJson(patient ? paper.job.original.patient : record::Patient{})},
         {"reason", "a lawsuit"}});
    m_entries.back() = entry;
    record::apply(m_holds, entry);
}

void DisposalWalk::spoil() {
    Paper& paper = any();
    record::LaterLife& life = paper.job.later;
    const std::int64_t which = below(10);
    if (which < 4) {
        return holds();
    }
    if (which == 4 && !life.withdrawn && chance(15)) {
        record::apply(life, append(EntryKind::RecordWithdrawn, anybody(), paper.job.id,
                                   Json::object({{"incident", freshId("i-")},
                                                 {"wrongPatient", chance(50)},
                                                 {"reason", "wrong"}})));
    } else if (which == 5) {
        record::apply(life, append(EntryKind::SampleFaultFound, anybody(), paper.job.id,
                                   Json::object({{"incident", freshId("i-")}, {"reason", "x"}})));
    } else if (which == 6 && paper.facts.amendments.empty()) {
        paper.facts.amendments = {freshId("amends-")};
        mark("amending", paper.job.id);
    } else if (which == 7) {
        place(paper); // elsewhere, perhaps
    }
}

PaperFacts DisposalWalk::factsOf(const Paper& paper, const std::string& exceptList) const {
    PaperFacts facts = paper.facts;
    facts.lastGoodBackup = m_backup;
    facts.holds =
        record::holdsOn(m_holds, {facts.recordId, paper.job.original.patient.id, std::string()});
    for (const DisposalList& list : m_lists) {
        if (list.id != exceptList && (list.isOpen() || list.isDone()) &&
            list.holds(facts.recordId)) {
            facts.otherList = list.id;
            facts.disposed = list.isDone();
        }
    }
    return facts;
}

Verdict DisposalWalk::judgeRecords(const DisposalList& list, bool after) const {
    Verdict verdict;
    for (const record::DisposalItem& item : list.items) {
        const auto paper = std::find_if(m_papers.begin(), m_papers.end(),
                                        [&](const Paper& one) { return one.job.id == item.job; });
        verdict.merge(judgeDisposalItem(item, paper->job));
        const PaperFacts facts = factsOf(*paper, list.id);
        verdict.merge(after ? judgeVerifiedSince(m_regulation, facts, list.done->act.at)
                            : judgePaperDisposal(m_regulation, paper->job, facts, m_now));
    }
    return verdict;
}

void DisposalWalk::propose() {
    DisposalList wished;
    for (const Paper& paper : m_papers) {
        if (chance(50)) {
            wished.items.push_back({paper.facts.recordId, paper.job.id,
                                    paper.job.sealed->manifestDigest,
                                    paper.job.later.paper.place.value_or(record::PaperPlace{})});
        }
    }
    if (wished.items.empty() || !seen(judgeRecords(wished, false)).permitted()) {
        return;
    }
    DisposalList list;
    record::apply(
        list, append(EntryKind::DisposalProposed, anybody(), freshId("list-"),
                     Json::object({{"items", record::toJson(wished.items)}, {"reason", "space"}})));
    m_lists.push_back(std::move(list));
}

void DisposalWalk::takeOut(DisposalList& list) {
    if (!seen(judgeDisposalStep(list, EntryKind::DisposalReduced)).permitted() ||
        list.items.empty()) {
        return;
    }
    const auto which = static_cast<std::size_t>(below(std::ssize(list.items)));
    record::apply(list, append(EntryKind::DisposalReduced, anybody(), list.id,
                               Json::object({{"records", Json::array({list.items[which].recordId})},
                                             {"reason", "kept"}})));
}

void DisposalWalk::carryOut(DisposalList& list, const Actor& who) {
    const std::string today = record::formatLocal(m_now, std::chrono::hours(9)).substr(0, 10);
    const DisposalAct act{chance(90) ? "dissolving" : "river", chance(90) ? today : "2026-10-01"};
    Verdict verdict = judgeRecords(list, false);
    verdict.merge(judgeDisposalAct(m_regulation, list, who, act, m_now));
    if (seen(verdict).permitted()) {
        record::apply(
            list,
            append(EntryKind::DisposalCarriedOut, who, list.id,
                   Json::object({{"content", record::contentDigest(list.items).hex()},
                                 {"method", act.method},
                                 {"day", act.day},
                                 {"witness", list.witnessed ? list.witnessed->actor.user : ""}})));
    }
}

void DisposalWalk::advance(DisposalList& list) {
    const Actor who = anybody();
    const bool done = list.isDone();
    static constexpr std::array kSteps{EntryKind::DisposalChecked, EntryKind::DisposalApproved,
                                       EntryKind::DisposalWitnessed, EntryKind::DisposalCarriedOut,
                                       EntryKind::DisposalProven};
    const EntryKind step = kSteps[static_cast<std::size_t>(below(std::ssize(kSteps)))];
    Json facts = Json::object({{"content", record::contentDigest(list.items).hex()}});
    Verdict verdict;
    if (step == EntryKind::DisposalCarriedOut) {
        return carryOut(list, who);
    }
    if (step == EntryKind::DisposalProven) {
        verdict = judgeDisposalStep(list, step);
        facts.set("number", "7");
    } else {
        verdict = step == EntryKind::DisposalChecked    ? judgeDisposalCheck(list, who)
                  : step == EntryKind::DisposalApproved ? judgeDisposalApproval(list, who)
                                                        : judgeDisposalWitness(list, who);
        facts.set("same", true);
        verdict.merge(judgeRecords(list, done && step == EntryKind::DisposalChecked));
    }
    if (seen(verdict).permitted()) {
        record::apply(list, append(step, who, list.id, std::move(facts)));
    }
}

void DisposalWalk::lists() {
    if (m_lists.empty() || chance(25)) {
        return propose();
    }
    DisposalList& list = m_lists[static_cast<std::size_t>(chance(70) ? std::ssize(m_lists) - 1
                                                                     : below(std::ssize(m_lists)))];
    return chance(4) ? takeOut(list) : advance(list);
}

void DisposalWalk::step() {
    m_now += chance(85) ? std::chrono::minutes(below(120)) : std::chrono::hours(below(40));
    const std::int64_t which = below(100);
    return which < 45 ? prepare() : which < 53 ? spoil() : lists();
}

} // namespace seihon::regulation
