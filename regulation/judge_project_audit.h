#pragma once

#include "record/project.h"
#include "record/project_audit.h"
#include "regulation/project_plan.h"
#include "regulation/regulation.h"

#include <cstdint>
#include <span>
#include <string>

// The audit of a project from outside [C4]: pure as the rules in judge.h.
namespace seihon::regulation {

struct AuditOpening {
    const record::BackFileProject& project;
    const ProjectPlan* plan = nullptr; // in force; null: none
    record::Auditor auditor;           // as the plan names it; the independence in own words
    std::int64_t population = 0;       // records that no closed audit has covered
    bool another = false;              // one of this project is open
};

// May this person start it?
record::Verdict judgeAuditStart(const Regulation&, const AuditOpening&, const record::Actor&);

// May this be drawn? `of`: as record::AuditDraw has it.
record::Verdict judgeAuditDraw(const Regulation&, const record::ProjectAudit&,
                               const record::AuditDraw& wish, std::int64_t count,
                               const record::Actor&);

// May the pages of this record be shown for this item? `covered`: the record is in the population.
record::Verdict judgeAuditView(const record::ProjectAudit&, std::int64_t item,
                               const std::string& recordId, bool covered, const record::Actor&);

// May this be said of it? `recordId`: the record that a line of a list was compared with.
record::Verdict judgeAuditAnswer(const record::ProjectAudit&, std::int64_t item,
                                 record::AuditAnswer, const std::string& recordId,
                                 const record::Actor&);

// May the house's closing word on a fault be taken?
record::Verdict judgeAuditSettling(const record::ProjectAudit&, std::int64_t item,
                                   const record::Actor&);

// Both directions drawn, every item answered, every fault settled.
record::Verdict judgeAuditClosing(const record::ProjectAudit&, const record::Actor&);

// Does a closed audit cover a record that was sealed by this entry?
bool coveredByAudit(std::span<const record::ProjectAudit> audits, std::uint64_t sealedBy);

} // namespace seihon::regulation
