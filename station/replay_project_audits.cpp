#include "station/replay_project_audits.h"

#include "record/json_fields.h"
#include "regulation/judge_project_audit.h"
#include "station/findings.h"
#include "station/replay_judge.h"

#include <algorithm>

namespace seihon::station {

using record::AuditDirection;
using record::Entry;
using record::EntryKind;
using record::FindingId;
using record::ProjectAudit;
using record::Severity;
using record::Verdict;
using regulation::Authority;

void ReplayedProjectAudits::apply(const Entry& entry) {
    if (record::isAboutProjectAudit(entry.what.kind)) {
        record::apply(m_audits[entry.what.job], entry);
    }
    if (entry.what.kind == EntryKind::RecordSealed) {
        if (const record::Json* const project = entry.what.facts.find("project")) {
            m_sealed[project->asString()].push_back(
                {entry.sequence, entry.what.facts.at("recordId").asString()});
        }
    }
}

const ProjectAudit* ReplayedProjectAudits::find(const std::string& id) const {
    const auto found = m_audits.find(id);
    return found == m_audits.end() ? nullptr : &found->second;
}

std::vector<ProjectAudit> ReplayedProjectAudits::auditsOf(const std::string& project) const {
    std::vector<ProjectAudit> audits;
    for (const auto& [id, audit] : m_audits) {
        if (audit.project == project) {
            audits.push_back(audit);
        }
    }
    return audits;
}

std::vector<ReplayedProjectAudits::Sealed>::const_iterator
ReplayedProjectAudits::firstFrom(const std::vector<Sealed>& list, std::uint64_t from) const {
    return std::partition_point(list.begin(), list.end(),
                                [&](const Sealed& one) { return one.sequence < from; });
}

std::int64_t ReplayedProjectAudits::sealedIn(const std::string& project, std::uint64_t from,
                                             std::uint64_t until) const {
    const auto found = m_sealed.find(project);
    return found == m_sealed.end()
               ? 0
               : firstFrom(found->second, until) - firstFrom(found->second, from);
}

std::string ReplayedProjectAudits::recordAt(const std::string& project, std::uint64_t from,
                                            std::int64_t place) const {
    const auto found = m_sealed.find(project);
    if (found == m_sealed.end()) {
        return {};
    }
    const auto first = firstFrom(found->second, from);
    return place < found->second.end() - first ? (first + place)->recordId : std::string();
}

bool ReplayedProjectAudits::isOfPopulation(const ProjectAudit& audit,
                                           const std::string& recordId) const {
    const auto found = m_sealed.find(audit.project);
    return found != m_sealed.end() &&
           std::any_of(found->second.begin(), firstFrom(found->second, audit.size),
                       [&](const Sealed& one) { return one.recordId == recordId; });
}

bool ReplayedProjectAudits::covers(const std::string& project, const std::string& recordId) const {
    const auto found = m_sealed.find(project);
    if (found == m_sealed.end()) {
        return false;
    }
    const auto one = std::find_if(found->second.begin(), found->second.end(),
                                  [&](const Sealed& each) { return each.recordId == recordId; });
    return one != found->second.end() &&
           regulation::coveredByAudit(auditsOf(project), one->sequence);
}

bool ReplayedProjectAudits::coversAll(const std::string& project) const {
    const auto found = m_sealed.find(project);
    const std::vector<ProjectAudit> audits = auditsOf(project);
    return found == m_sealed.end() ||
           std::all_of(found->second.begin(), found->second.end(), [&](const Sealed& one) {
               return regulation::coveredByAudit(audits, one.sequence);
           });
}

bool ReplayedProjectAudits::isCheckpoint(std::uint64_t size, const record::Digest& root) const {
    if (!m_checkpoints) {
        m_checkpoints.emplace();
        for (const ledger::Checkpoint& one : m_ledger.checkpoints()) {
            m_checkpoints->emplace(one.size, one.root);
        }
    }
    const auto found = m_checkpoints->find(size);
    return found != m_checkpoints->end() && found->second == root;
}

namespace {

Verdict startedAgain(const Entry& entry, const ReplayFacts& facts) {
    const record::Json& said = entry.what.facts;
    const std::string& id = said.at("project").asString();
    static const record::BackFileProject kNone;
    const record::BackFileProject* const project = facts.projects.find(id);
    const regulation::ProjectPlan* plan = nullptr;
    if (project != nullptr && project->inForce() != nullptr) {
        plan = &facts.projects.plan(project->inForce()->plan);
    }
    std::uint64_t from = 0;
    bool another = false;
    for (const ProjectAudit& before : facts.audits.auditsOf(id)) {
        another = another || !before.closed;
        from = before.closed ? std::max(from, before.size) : from;
    }
    const auto size = static_cast<std::uint64_t>(said.at("size").asInt());
    const std::int64_t population = facts.audits.sealedIn(id, from, size);
    Verdict verdict =
        regulation::judgeAuditStart(facts.inForce,
                                    {.project = project == nullptr ? kNone : *project,
                                     .plan = plan,
                                     .auditor = record::auditorFromJson(said.at("auditor")),
                                     .population = population,
                                     .another = another},
                                    entry.what.actor);
    if (said.at("population").asInt() != population ||
        said.at("from").asInt() != static_cast<std::int64_t>(from) ||
        !facts.audits.isCheckpoint(size, record::digestIn(said, "root"))) {
        verdict.add(measuredFinding(FindingId::AuditPopulationDiffers, Severity::Refuse,
                                    said.at("population"), population));
    }
    return verdict;
}

// Seed and population give what the entry says was drawn.
bool isDrawnAgain(const Entry& entry, const ProjectAudit& audit, const record::AuditDraw& draw,
                  const ReplayFacts& facts) {
    const record::Json& said = entry.what.facts;
    const auto places =
        record::drawPlaces(draw.seed, draw.of, draw.population, said.at("asked").asInt());
    const auto& stored = said.at("places").asArray();
    bool same = stored.size() == places.size();
    for (std::size_t i = 0; same && i < places.size(); ++i) {
        same = stored[i].asInt() == places[i] &&
               (draw.direction != AuditDirection::RecordToPaper ||
                said.at("records").asArray().at(i).asString() ==
                    facts.audits.recordAt(audit.project, audit.from, places[i]));
    }
    return same;
}

Verdict drawnAgain(const Entry& entry, const ProjectAudit& audit, const ReplayFacts& facts) {
    const record::Json& said = entry.what.facts;
    record::AuditDraw draw;
    draw.direction = record::enumIn<AuditDirection>(said, "direction");
    draw.seed = record::digestIn(said, "seed");
    draw.of = record::digestIn(said, "of");
    draw.population = said.at("population").asInt();
    Verdict verdict = regulation::judgeAuditDraw(facts.inForce, audit, draw,
                                                 said.at("asked").asInt(), entry.what.actor);
    const bool records = draw.direction == AuditDirection::RecordToPaper;
    if (records && (draw.of != audit.root || draw.population != audit.population)) {
        verdict.add(measuredFinding(FindingId::AuditPopulationDiffers, Severity::Refuse,
                                    draw.population, audit.population));
    }
    if (entry.what.kind == EntryKind::ProjectAuditDrawn &&
        !isDrawnAgain(entry, audit, draw, facts)) {
        verdict.add(findingOf(FindingId::AuditDrawDiffers, Severity::Refuse));
    }
    return verdict;
}

Verdict auditActAgain(EntryKind act, const Entry& entry, const ReplayFacts& facts) {
    const record::Json& said = entry.what.facts;
    if (act == EntryKind::ProjectAuditStarted) {
        return startedAgain(entry, facts);
    }
    static const ProjectAudit kNone;
    const ProjectAudit* const found = facts.audits.find(entry.what.job);
    const ProjectAudit& audit = found == nullptr ? kNone : *found;
    const record::Actor& actor = entry.what.actor;
    if (act == EntryKind::ProjectAuditDrawn) {
        return drawnAgain(entry, audit, facts);
    }
    if (act == EntryKind::ProjectAuditClosed) {
        return regulation::judgeAuditClosing(audit, actor);
    }
    const std::int64_t item = said.at("item").asInt();
    if (act == EntryKind::ProjectAuditSettled) {
        return regulation::judgeAuditSettling(audit, item, actor);
    }
    const std::string& recordId = said.at("record").asString();
    if (act == EntryKind::ProjectAuditPagesViewed) {
        return regulation::judgeAuditView(audit, item, recordId,
                                          facts.audits.isOfPopulation(audit, recordId), actor);
    }
    return regulation::judgeAuditAnswer(
        audit, item, record::enumIn<record::AuditAnswer>(said, "answer"), recordId, actor);
}

} // namespace

std::optional<Rejudged> rejudgeProjectAudit(const Entry& entry, const ReplayFacts& facts) {
    EntryKind act = entry.what.kind;
    if (act == EntryKind::Refused) {
        const auto named = record::enumFromName<EntryKind>(record::textIn(entry.what.facts, "act"));
        if (!named) {
            return std::nullopt; // of the person's right to it: judged with the others
        }
        act = *named;
    }
    if (!record::isAboutProjectAudit(act)) {
        return std::nullopt;
    }
    const Authority authority =
        act == EntryKind::ProjectAuditSettled ? Authority::SettleAudit : Authority::AuditProject;
    Verdict verdict = authorityOf(entry, authority, facts);
    return Rejudged{verdict.merge(auditActAgain(act, entry, facts)), true};
}

} // namespace seihon::station
