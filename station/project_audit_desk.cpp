#include "station/project_audit_desk.h"

#include "record/fault.h"
#include "record/id.h"
#include "record/json_fields.h"
#include "regulation/judge_later.h"
#include "station/checkpoints.h"
#include "station/desk_act.h"
#include "station/entry_walk.h"
#include "station/page_picture.h"
#include "station/project_gate.h"
#include "station/typed_text.h"

#include <algorithm>

namespace seihon::station {

using record::AuditDirection;
using record::EntryKind;
using record::Fault;
using record::FaultKind;
using record::Json;
using record::ProjectAudit;
using regulation::Authority;

namespace {

constexpr std::int64_t kMostDrawn = 2000; // a ledger line holds so many

} // namespace

// Acts on audits go one after the other, and not beside a seal of the project.
struct ProjectAuditDesk::Act : DeskAct {
    Act(ProjectAuditDesk& desk, const Session& session, Authority which, const std::string& id)
        : DeskAct(*desk.m_station.m_ledger, which, lockProjects(desk.m_station.m_home)),
          audit(id.empty() ? ProjectAudit{} : desk.show(id)) {
        by(desk.m_station.draftFor(session, authority, {}, now, verdict));
    }

    AuditOutcome finish(EntryKind kind, Json facts, Json privateFacts = {}) {
        if (const auto entry = write(kind, audit.id, std::move(facts), std::move(privateFacts))) {
            record::apply(audit, *entry);
        }
        return {std::move(audit), std::move(verdict)};
    }

    ProjectAudit audit;
};

AuditOutcome ProjectAuditDesk::start(const Session& session, const AuditStart& request) {
    for (const std::string* text :
         {&request.name, &request.affiliation, &request.qualification, &request.number}) {
        requireLine(*text, "what is said of the auditor");
    }
    requireReason(request.independence);
    Act act(*this, session, Authority::AuditProject, {});
    const record::BackFileProject project = projectOf(*m_station.m_ledger, request.project);
    if (project.id.empty()) {
        throw Fault(FaultKind::NotFound, "no project \"" + request.project.substr(0, 64) + "\"");
    }
    std::optional<regulation::ProjectPlan> plan;
    if (const record::PlanVersion* const inForce = project.inForce()) {
        plan = loadPlan(m_station.m_home, inForce->plan);
    }
    record::Auditor auditor{act.draft.actor.user,  request.name,   request.affiliation,
                            request.qualification, request.number, request.independence};
    if (plan) { // as approved, where nothing else is said
        const auto take = [](std::string& said, const std::string& planned) {
            said = said.empty() ? planned : said;
        };
        take(auditor.name, plan->audit.name);
        take(auditor.affiliation, plan->audit.affiliation);
        take(auditor.qualification, plan->audit.qualification);
        take(auditor.number, plan->audit.number);
    }
    std::uint64_t from = 0;
    bool another = false;
    for (const ProjectAudit& before : list(project.id)) {
        another = another || !before.closed;
        from = before.closed ? std::max(from, before.size) : from;
    }
    // Everything up to here, and nothing that comes later: signed by the station, and timestamped
    // with the next round of its work.
    Checkpoints(m_station).make();
    const ledger::Checkpoint frozen = m_station.m_ledger->newestCheckpoints(1, false).front();
    const auto population =
        std::ssize(m_station.m_ledger->sealedOfProject(project.id, from, frozen.size));
    act.verdict.merge(regulation::judgeAuditStart(*m_station.m_regulation,
                                                  {.project = project,
                                                   .plan = plan ? &*plan : nullptr,
                                                   .auditor = auditor,
                                                   .population = population,
                                                   .another = another},
                                                  act.draft.actor));
    return act.finish(
        EntryKind::ProjectAuditStarted,
        Json::object(
            {{"project", project.id},
             {"plan", plan ? plan->digest.hex() : record::Digest{}.hex()},
             {"auditor", record::toJson(auditor)},
             {"subjects", record::textsJson(plan ? plan->audit.items : std::vector<std::string>{})},
             {"from", static_cast<std::int64_t>(from)},
             {"size", static_cast<std::int64_t>(frozen.size)},
             {"root", frozen.root.hex()},
             {"population", population}}));
}

AuditOutcome ProjectAuditDesk::drawn(Act& act, const record::AuditDraw& draw, std::int64_t count,
                                     const std::vector<std::string>* lines) {
    if (count < 1 || count > kMostDrawn) {
        throw Fault(FaultKind::Usage, "1 to " + std::to_string(kMostDrawn) + " can be drawn");
    }
    if (act.permitted) {
        act.verdict.merge(regulation::judgeAuditDraw(*m_station.m_regulation, act.audit, draw,
                                                     count, act.draft.actor));
    }
    Json facts = Json::object({{"direction", record::enumName(draw.direction)},
                               {"seed", draw.seed.hex()},
                               {"of", draw.of.hex()},
                               {"population", draw.population},
                               {"asked", count}});
    Json places = Json::array(), records = Json::array(), drawnLines = Json::array();
    if (act.permitted && act.verdict.permitted()) {
        const auto sealed =
            lines == nullptr ? m_station.m_ledger->sealedOfProject(act.audit.project,
                                                                   act.audit.from, act.audit.size)
                             : std::vector<std::uint64_t>{};
        for (const std::int64_t place :
             record::drawPlaces(draw.seed, draw.of, draw.population, count)) {
            places.push(place);
            if (lines != nullptr) {
                drawnLines.push(lines->at(static_cast<std::size_t>(place)));
                continue;
            }
            const auto entry =
                m_station.m_ledger->entries(sealed.at(static_cast<std::size_t>(place)), 1);
            records.push(entry.at(0).what.facts.at("recordId").asString());
        }
    }
    facts.set("places", std::move(places));
    if (lines == nullptr) {
        facts.set("records", std::move(records));
        return act.finish(EntryKind::ProjectAuditDrawn, std::move(facts));
    }
    return act.finish(EntryKind::ProjectAuditDrawn, std::move(facts),
                      Json::object({{"lines", std::move(drawnLines)}}));
}

AuditOutcome ProjectAuditDesk::draw(const Session& session, const std::string& id,
                                    const record::Digest& seed, std::int64_t count) {
    Act act(*this, session, Authority::AuditProject, id);
    record::AuditDraw draw;
    draw.direction = AuditDirection::RecordToPaper;
    draw.seed = seed;
    draw.of = act.audit.root;
    draw.population = act.audit.population;
    return drawn(act, draw, count, nullptr);
}

AuditOutcome ProjectAuditDesk::drawList(const Session& session, const std::string& id,
                                        const record::Digest& seed, std::int64_t count,
                                        const std::filesystem::path& list) {
    if (!std::filesystem::is_regular_file(list)) {
        throw Fault(FaultKind::NotFound, "no list at " + list.string(), {{"file", list.string()}});
    }
    const auto bytes = ledger::readWhole(list, record::kAuditListBytes);
    std::vector<std::string> lines;
    try {
        lines = record::parseAuditList(std::string(bytes.begin(), bytes.end()));
    } catch (const Fault& fault) { // a person's file, not found damaged
        throw Fault(FaultKind::Usage, fault.what());
    }
    Act act(*this, session, Authority::AuditProject, id);
    record::AuditDraw draw;
    draw.direction = AuditDirection::PaperToRecord;
    draw.seed = seed;
    draw.of = record::sha256(bytes);
    draw.population = std::ssize(lines);
    return drawn(act, draw, count, &lines);
}

bool ProjectAuditDesk::isOfPopulation(const ProjectAudit& audit, const std::string& recordId) {
    const auto sealed = m_station.m_ledger->sealedEntry(recordId);
    return sealed && record::textIn(sealed->what.facts, "project") == audit.project &&
           sealed->sequence < audit.size;
}

AuditOutcome ProjectAuditDesk::view(const Session& session, const std::string& id,
                                    std::int64_t number, const std::string& recordId,
                                    const std::filesystem::path& folder) {
    requireNothingAt(folder);
    std::optional<Act> act(std::in_place, *this, session, Authority::AuditProject, id);
    const record::AuditItem* const item = act->audit.item(number);
    const bool drawn = item != nullptr && item->direction == AuditDirection::RecordToPaper;
    const std::string shown = drawn && recordId.empty() ? item->recordId : recordId;
    const bool covered = isOfPopulation(act->audit, shown);
    if (act->permitted) {
        act->verdict.merge(
            regulation::judgeAuditView(act->audit, number, shown, covered, act->draft.actor));
    }
    Json facts = Json::object({{"item", number}, {"record", shown}, {"covered", covered}});
    record::ScanJob job;
    if (act->permitted && act->verdict.permitted()) {
        job = m_station.jobOfRecord(shown);
        Json pages = Json::array();
        for (const record::Page& page : job.pages) {
            (void)pageBytes(m_station, job, page); // nothing is said to have been shown that is not
            pages.push(Json::object({{"page", page.number}, {"sha256", page.fileDigest.hex()}}));
        }
        facts.set("pages", std::move(pages));
        act->draft.record = shown;
    }
    AuditOutcome outcome = act->finish(EntryKind::ProjectAuditPagesViewed, std::move(facts));
    act.reset(); // nobody who scans waits for the pictures
    if (outcome.verdict.permitted()) {
        ledger::makeDurableFolder(folder);
        for (const record::Page& page : job.pages) {
            writePagePng(pageBytes(m_station, job, page),
                         folder / (std::to_string(page.number) + ".png"));
        }
        outcome.verdict.merge(regulation::judgeShowing(job, true));
    }
    return outcome;
}

AuditOutcome ProjectAuditDesk::answer(const Session& session, const std::string& id,
                                      std::int64_t number, record::AuditAnswer answer,
                                      const std::string& recordId, const std::string& words) {
    if (answer != record::AuditAnswer::Same) {
        requireReason(words);
    }
    Act act(*this, session, Authority::AuditProject, id);
    const record::AuditItem* const item = act.audit.item(number);
    const bool drawn = item != nullptr && item->direction == AuditDirection::RecordToPaper;
    const std::string compared = drawn ? item->recordId : recordId;
    if (act.permitted) {
        act.verdict.merge(
            regulation::judgeAuditAnswer(act.audit, number, answer, compared, act.draft.actor));
    }
    return act.finish(EntryKind::ProjectAuditAnswered,
                      Json::object({{"item", number},
                                    {"answer", record::enumName(answer)},
                                    {"record", compared},
                                    {"reason", words}}));
}

AuditOutcome ProjectAuditDesk::settle(const Session& session, const std::string& id,
                                      std::int64_t number, const std::string& words) {
    requireReason(words);
    Act act(*this, session, Authority::SettleAudit, id);
    if (act.permitted) {
        act.verdict.merge(regulation::judgeAuditSettling(act.audit, number, act.draft.actor));
    }
    return act.finish(EntryKind::ProjectAuditSettled,
                      Json::object({{"item", number}, {"reason", words}}));
}

AuditOutcome ProjectAuditDesk::close(const Session& session, const std::string& id,
                                     const std::string& conclusion) {
    requireReason(conclusion);
    Act act(*this, session, Authority::AuditProject, id);
    if (act.permitted) {
        act.verdict.merge(regulation::judgeAuditClosing(act.audit, act.draft.actor));
    }
    return act.finish(EntryKind::ProjectAuditClosed, Json::object({{"reason", conclusion}}));
}

ProjectAudit ProjectAuditDesk::show(const std::string& id) {
    ProjectAudit audit;
    if (record::isId(id)) {
        audit = record::foldProjectAudit(m_station.m_ledger->entriesOfJob(id));
    }
    if (audit.id.empty()) {
        throw Fault(FaultKind::NotFound, "no audit \"" + id.substr(0, 64) + "\"", {{"job", id}});
    }
    return audit;
}

std::vector<ProjectAudit> ProjectAuditDesk::list(const std::string& project) {
    std::vector<ProjectAudit> audits;
    forEachOfKind(*m_station.m_ledger, EntryKind::ProjectAuditStarted,
                  [&](const record::Entry& entry) {
                      if (entry.what.facts.at("project").asString() == project) {
                          audits.push_back(show(entry.what.job));
                      }
                  });
    return audits;
}

AuditCoverage ProjectAuditDesk::coverage(const std::string& project) {
    const auto sealed =
        m_station.m_ledger->sealedOfProject(project, 0, m_station.m_ledger->head().size);
    const std::vector<ProjectAudit> audits = list(project);
    const auto covered = std::count_if(sealed.begin(), sealed.end(), [&](std::uint64_t sequence) {
        return regulation::coveredByAudit(audits, sequence);
    });
    return {std::ssize(sealed), covered};
}

bool ProjectAuditDesk::covers(const record::ScanJob& job) {
    if (!job.project || !job.sealed) {
        return false;
    }
    const auto sealed = m_station.m_ledger->sealedEntry(job.sealed->recordId);
    return sealed && regulation::coveredByAudit(list(job.project->id), sealed->sequence);
}

bool ProjectAuditDesk::mayReadLines(const Session& session) {
    const record::Instant now = record::readClock();
    const auto may = [&](Authority authority) {
        return regulation::judgePerson(*m_station.m_regulation, authority,
                                       m_station.actorOf(session, authority, {}, now),
                                       standingOf(session), now)
            .permitted();
    };
    return may(Authority::AuditProject) || may(Authority::SettleAudit);
}

} // namespace seihon::station
