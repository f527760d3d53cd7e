#include "config/parse_project_rules.h"

#include <algorithm>

namespace seihon::config {

using regulation::Authority;

void readProjectRules(TableReader& root, regulation::Regulation& regulation) {
    TableReader reader = root.table("projects");
    regulation::ProjectRules rules;
    const auto bases = reader.choices<regulation::ConsentBasis>("bases", 1);
    rules.bases = {bases.begin(), bases.end()};
    rules.persons = reader.integer("approvals", {1, 20});
    const auto roles = reader.choices<record::Role>("approved_by", 0);
    rules.roles = {roles.begin(), roles.end()};
    rules.validFor = std::chrono::days(reader.integer("approval_days", {1, 366}));
    rules.committeeMembers = reader.integer("committee_members", {1, 50});
    rules.outsideExpert = reader.flag("outside_expert");
    rules.noticeBefore = std::chrono::days(reader.integer("notice_days", {0, 3660}));
    rules.holdBeforeDisposal = std::chrono::days(reader.integer("hold_days", {0, 36'500}));
    rules.inspection.pagesPermille = reader.scaled("inspected_percent", 10, {1, 1000});
    rules.inspection.leastPages = reader.integer("inspected_pages", {1, 10'000});
    rules.inspection.allAfterFault = reader.integer("inspected_whole_after_fault", {0, 10'000});
    rules.audit.leastDrawn = reader.integer("audited_least", {1, 1000});
    for (const record::Role role : rules.roles) {
        const auto granted = regulation.authorities.find(role);
        if (granted == regulation.authorities.end() ||
            !granted->second.contains(Authority::ApproveProject)) {
            reader.refuseHere("approved_by",
                              "names " + std::string(record::enumName(role)) +
                                  ", whom [authorities] does not let approve-project");
        }
    }
    reader.finish();
    regulation.projects = std::move(rules);
}

} // namespace seihon::config
