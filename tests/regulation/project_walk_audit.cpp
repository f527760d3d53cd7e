#include "project_walk.h"

#include "record/json_fields.h"

#include <algorithm>

// Acts of inspectors and auditors in the walks, as InspectionDesk and ProjectAuditDesk do them.
namespace seihon::regulation {

using record::Actor;
using record::AuditAnswer;
using record::AuditDirection;
using record::EntryKind;
using record::Json;
using record::ProjectAudit;
using record::ScanJob;
using record::Verdict;

void ProjectWalk::inspect(ScanJob& job) {
    const Actor who = chance(65) ? actor("third") : chance(60) ? actor("second") : anybody();
    const Verdict may = judgeInspector(*planOf(job.project->plan), job, who);
    const std::int64_t act = below(10);
    if (act < 6) { // most look at most of it
        for (const record::Page& page : job.pages) {
            if (seen(may).permitted() && chance(85)) {
                record::apply(job, append(EntryKind::InspectionPageViewed, who, job.id,
                                          Json::object({{"page", page.number},
                                                        {"sha256", page.fileDigest.hex()}})));
            }
        }
        return;
    }
    Verdict verdict = may;
    if (act < 9) {
        verdict.merge(judgeInspectionApproval(job, who));
        if (seen(verdict).permitted()) {
            record::apply(job,
                          append(EntryKind::InspectionApproved, who, job.id, Json::object({})));
        }
        return;
    }
    const record::Page& page = job.pages.front();
    verdict.merge(judgeInspectionFault(job, who, page.number));
    if (seen(verdict).permitted()) {
        record::apply(job, append(EntryKind::InspectionRejected, who, job.id,
                                  Json::object({{"page", page.number},
                                                {"sha256", page.fileDigest.hex()},
                                                {"reason", "cut"}})));
    }
}

std::int64_t ProjectWalk::sealedIn(std::uint64_t from, std::uint64_t until) const {
    std::int64_t count = 0;
    for (const record::Entry& entry : m_entries) {
        const bool inside = from <= entry.sequence && entry.sequence < until;
        if (inside && entry.what.kind == EntryKind::RecordSealed) {
            const auto job = std::find_if(m_jobs.begin(), m_jobs.end(), [&](const ScanJob& one) {
                return one.id == entry.what.job;
            });
            count += job->project ? 1 : 0;
        }
    }
    return count;
}

bool ProjectWalk::audited() const {
    for (const record::Entry& entry : m_entries) {
        if (entry.what.kind == EntryKind::RecordSealed &&
            sealedIn(entry.sequence, entry.sequence + 1) > 0 &&
            !coveredByAudit(m_audits, entry.sequence)) {
            return false;
        }
    }
    return true;
}

void ProjectWalk::apply(ProjectAudit& audit, EntryKind kind, const Actor& who, Json facts) {
    record::apply(audit, append(kind, who,
                                audit.id.empty()
                                    ? "audit-" + std::to_string(m_now.time_since_epoch().count())
                                    : audit.id,
                                std::move(facts)));
}

void ProjectWalk::startAudit() {
    const Actor who = chance(80) ? actor("guest") : anybody();
    std::uint64_t from = 0;
    bool another = false;
    for (const ProjectAudit& audit : m_audits) {
        another = another || !audit.closed;
        from = audit.closed ? std::max(from, audit.size) : from;
    }
    const record::PlanVersion* const inForce = m_project.inForce();
    const record::Auditor auditor{who.user, "D", "Audit Ltd.", "CISA", "12345", "nobody pays me"};
    const AuditOpening opening{.project = m_project,
                               .plan = inForce == nullptr ? nullptr : planOf(inForce->plan),
                               .auditor = auditor,
                               .population = sealedIn(from, m_entries.size()),
                               .another = another};
    if (opening.plan == nullptr || !seen(judgeAuditStart(m_regulation, opening, who)).permitted()) {
        return;
    }
    ProjectAudit audit;
    apply(audit, EntryKind::ProjectAuditStarted, who,
          Json::object({{"project", kProjectId},
                        {"plan", inForce->plan.hex()},
                        {"auditor", record::toJson(auditor)},
                        {"subjects", Json::array()},
                        {"from", static_cast<std::int64_t>(from)},
                        {"size", std::ssize(m_entries)},
                        {"root", record::sha256("root").hex()},
                        {"population", opening.population}}));
    m_audits.push_back(std::move(audit));
}

void ProjectWalk::auditItem(ProjectAudit& audit, std::int64_t number) {
    const record::AuditItem& item = *audit.item(number);
    const Actor who = chance(95) ? actor("guest") : anybody();
    const std::string recordId = item.recordId.empty() ? "found" : item.recordId;
    if (chance(80) && seen(judgeAuditView(audit, number, recordId, true, who)).permitted()) {
        apply(audit, EntryKind::ProjectAuditPagesViewed, who,
              Json::object({{"item", number}, {"record", recordId}}));
    }
    const AuditAnswer answer = chance(85)   ? AuditAnswer::Same
                               : chance(50) ? AuditAnswer::Fault
                                            : AuditAnswer::NotFound;
    if (chance(90) && seen(judgeAuditAnswer(audit, number, answer, recordId, who)).permitted()) {
        apply(audit, EntryKind::ProjectAuditAnswered, who,
              Json::object({{"item", number},
                            {"answer", record::enumName(answer)},
                            {"record", recordId},
                            {"reason", "words"}}));
    }
    const Actor manager = actor("chief");
    if (chance(60) && seen(judgeAuditSettling(audit, number, manager)).permitted()) {
        apply(audit, EntryKind::ProjectAuditSettled, manager,
              Json::object({{"item", number}, {"reason", "scanned again"}}));
    }
}

void ProjectWalk::audits() {
    if (m_audits.empty() || m_audits.back().closed || chance(10)) {
        return startAudit();
    }
    ProjectAudit& audit = m_audits.back();
    if (audit.draws.size() < 2 && chance(80)) {
        const Actor who = chance(90) ? actor("guest") : anybody();
        record::AuditDraw draw;
        draw.direction = chance(50) ? AuditDirection::RecordToPaper : AuditDirection::PaperToRecord;
        const bool records = draw.direction == AuditDirection::RecordToPaper;
        draw.of = records ? audit.root : record::sha256("list");
        draw.population = records ? audit.population : 3;
        draw.seed = record::sha256(std::to_string(below(1000)));
        const std::int64_t count = chance(80) ? 20 : 1;
        if (!seen(judgeAuditDraw(m_regulation, audit, draw, count, who)).permitted()) {
            return;
        }
        Json places = Json::array(), ids = Json::array();
        for (const std::int64_t place :
             record::drawPlaces(draw.seed, draw.of, draw.population, count)) {
            places.push(place);
            ids.push("record " + std::to_string(place));
        }
        return apply(audit, EntryKind::ProjectAuditDrawn, who,
                     Json::object({{"direction", record::enumName(draw.direction)},
                                   {"seed", draw.seed.hex()},
                                   {"of", draw.of.hex()},
                                   {"population", draw.population},
                                   {"places", std::move(places)},
                                   {"records", std::move(ids)}}));
    }
    for (std::int64_t item = 1; item <= std::ssize(audit.items); ++item) {
        auditItem(audit, item);
    }
    const Actor who = chance(90) ? actor("guest") : anybody();
    if (chance(50) && seen(judgeAuditClosing(audit, who)).permitted()) {
        apply(audit, EntryKind::ProjectAuditClosed, who, Json::object({{"reason", "good"}}));
    }
}

} // namespace seihon::regulation
