#include "project_samples.h"

namespace seihon::regulation {

using record::Role;
using std::chrono::year;

Regulation projectRegulation() {
    Regulation regulation = sampleRegulation();
    regulation.digest = record::sha256("regulation");
    DocumentClass old = regulation.classes.at("letter");
    old.id = "old";
    old.startsFrom = StartEvent::Project;
    regulation.classes.emplace(old.id, old);
    regulation.projects.persons = 2;
    regulation.projects.roles = {Role::InformationCreationManager};
    regulation.projects.holdBeforeDisposal = std::chrono::days(365);
    for (const Role role : {Role::InformationCreationManager, Role::RecordsSupervisor}) {
        regulation.authorities[role].insert({Authority::PlanProject, Authority::ApproveProject,
                                             Authority::RunProject, Authority::KeepObjections});
    }
    regulation.authorities[Role::Administrator].insert(Authority::PlanProject);
    regulation.authorities[Role::ScanOperator].insert(Authority::InspectScan);
    regulation.authorities[Role::Auditor].insert(Authority::AuditProject);
    regulation.authorities[Role::InformationCreationManager].insert(
        {Authority::InspectScan, Authority::SettleAudit});
    return regulation;
}

std::vector<PlanPerson> projectPeople() {
    return {{"chief", "Chief", {Role::InformationCreationManager}},
            {"records", "Records", {Role::RecordsSupervisor}},
            {"keeper", "Keeper", {Role::RecordsSupervisor}},
            {"clerk", "Clerk", {Role::ScanOperator}},
            {"second", "Second", {Role::ScanOperator}},
            {"third", "Third", {Role::ScanOperator}},
            {"leader", "Leader", {Role::ScanOperator, Role::InformationCreationManager}},
            {"boss", "Boss", {Role::Administrator}},
            {"guest", "D", {Role::Auditor}}};
}

ProjectPlan samplePlan(const Regulation& regulation) {
    ProjectPlan plan;
    plan.digest = record::sha256("plan");
    plan.title = "Charts of 2001 to 2010";
    plan.scope = "120 boxes";
    plan.classes = {"old"};
    plan.starts = year(2026) / 11 / 1;
    plan.ends = year(2027) / 3 / 31;
    plan.hardship = "the store is flooded each summer";
    plan.review = {regulation.digest,
                   "Ethics committee",
                   year(2026) / 9 / 1,
                   record::sha256("minutes"),
                   "sound",
                   {{"A", "law school", true}, {"B", "surgery", false}, {"C", "nursing", false}}};
    plan.responsible = {"chief", "leader"};
    plan.notice = {{"poster"},
                   year(2026) / 9 / 10,
                   "the counter",
                   "set apart",
                   ConsentBasis::IndividualConsent,
                   "the stricter one"};
    plan.organisation = {{"clerk", "second"}, {"third"}, "each batch by another", false};
    plan.records = {{"who", "when"}, "with the log"};
    plan.audit = {"D", "Audit Ltd.", "CISA", "12345", "no other contract", {"samples"}, "guest"};
    plan.disposal = {400, "dissolved", "records", "chief"};
    return plan;
}

} // namespace seihon::regulation
