#include "station/replay_inspections.h"

#include "record/json_fields.h"
#include "regulation/judge_inspection.h"
#include "station/findings.h"
#include "station/project_gate.h"
#include "station/replay_judge.h"

#include <algorithm>

namespace seihon::station {

using record::Entry;
using record::EntryKind;
using record::FindingId;
using regulation::Authority;

void ReplayedInspections::apply(const Entry& entry) {
    const record::Json* const operators = entry.what.facts.find("operators");
    if (operators == nullptr) {
        return;
    }
    for (const record::Json& user : operators->asArray()) {
        if (entry.what.kind == EntryKind::InspectionRejected) {
            m_since[user.asString()] = 0;
        } else if (entry.what.kind == EntryKind::JobSubmitted) {
            if (const auto known = m_since.find(user.asString()); known != m_since.end()) {
                ++known->second;
            }
        }
    }
}

bool ReplayedInspections::followsFault(const record::ScanJob& job, std::int64_t within) const {
    return std::any_of(job.scannedBy.begin(), job.scannedBy.end(), [&](const std::string& user) {
        const auto known = m_since.find(user);
        return known != m_since.end() && known->second < within;
    });
}

std::optional<Rejudged> rejudgeInspection(const Entry& entry, const ReplayFacts& facts) {
    const record::Json& said = entry.what.facts;
    EntryKind act = entry.what.kind;
    if (act == EntryKind::Refused) {
        const auto named = record::enumFromName<EntryKind>(record::textIn(said, "act"));
        if (!named) {
            return std::nullopt;
        }
        act = *named;
    }
    if (act != EntryKind::InspectionPageViewed && act != EntryKind::InspectionApproved &&
        act != EntryKind::InspectionRejected) {
        return std::nullopt;
    }
    const record::ScanJob& job = facts.jobs.before(entry).job;
    record::Verdict verdict = authorityOf(entry, Authority::InspectScan, facts);
    verdict.merge(regulation::judgeStep(job, Authority::InspectScan));
    if (!job.project) {
        return Rejudged{verdict.add(findingOf(FindingId::ProjectUnknown, record::Severity::Refuse)),
                        true};
    }
    verdict.merge(
        regulation::judgeInspector(facts.projects.plan(job.project->plan), job, entry.what.actor));
    if (act == EntryKind::InspectionApproved) {
        verdict.merge(regulation::judgeInspectionApproval(job, entry.what.actor));
    } else if (act == EntryKind::InspectionRejected) {
        verdict.merge(
            regulation::judgeInspectionFault(job, entry.what.actor, said.at("page").asInt()));
    }
    // What is said to have been seen is the page of the job.
    if (const record::Json* const number = said.find("page")) {
        const record::Page* const page = record::findPage(job, number->asInt());
        if (page == nullptr || page->fileDigest != record::digestIn(said, "sha256")) {
            verdict.add(findingOf(FindingId::NotInSample, record::Severity::Refuse));
        }
    }
    return Rejudged{verdict, true};
}

void addInspectionDraw(const Entry& entry, const ReplayFacts& facts, Rejudged& judged) {
    if (entry.what.kind != EntryKind::JobSubmitted) {
        return;
    }
    const record::ScanJob& job = facts.jobs.before(entry).job;
    const record::Json* const stored = entry.what.facts.find("inspection");
    bool agrees = stored == nullptr;
    if (regulation::needsInspection(job)) {
        const regulation::Regulation& rules = facts.rulesOf(job.regulation);
        const bool strict =
            facts.inspections.followsFault(job, rules.projects.inspection.allAfterFault);
        agrees = stored != nullptr &&
                 *stored == record::toJson(regulation::drawForInspection(rules, job, strict));
    }
    if (!agrees) {
        judged.verdict.add(findingOf(FindingId::InspectionDrawDiffers, record::Severity::Refuse));
    }
}

} // namespace seihon::station
