#pragma once

#include "record/original.h"
#include "record/patient_word.h"
#include "record/project.h"
#include "regulation/project_plan.h"
#include "regulation/regulation.h"

#include <optional>
#include <set>
#include <span>
#include <string>

// Rules of projects of old paper [C1, C2, C2a, C5, C7]: pure as those in judge.h.
namespace seihon::regulation {

// A person of people.toml, as far as a plan can name one.
struct PlanPerson {
    std::string user, name;
    std::set<record::Role> roles; // in force at that time
    friend bool operator==(const PlanPerson&, const PlanPerson&) = default;
};

// What a plan is judged with beside the regulation in force.
struct PlanFacts {
    std::vector<PlanPerson> people;
    std::optional<record::Digest> minutes; // of the minutes that somebody laid beside it
};

// Is each of the seven parts there, and does it hold together? PlanPartMissing for each item that
// is empty; the others for what is there and does not suffice.
record::Verdict judgePlan(const Regulation&, const ProjectPlan&, const PlanFacts&);

// May this person approve the plan? Not who scans or inspects under it.
record::Verdict judgePlanApproval(const ProjectPlan&, const record::Actor&);

// May the newest version of the plan take effect now? The plan is judged again, and the approvals,
// the notice to patients, and the dates.
record::Verdict judgeProjectStart(const Regulation&, const record::BackFileProject&,
                                  const ProjectPlan& newest, const PlanFacts&, record::Instant now);

// Is the act possible in this state at all? Nothing is after its end.
record::Verdict judgeProjectStep(const record::BackFileProject&, Authority);
record::Verdict judgeProjectStop(const record::BackFileProject&); // of one that runs

// What became of the jobs of a project.
struct ProjectJobs {
    std::int64_t open = 0;
    std::int64_t sealed = 0;
    std::int64_t abandoned = 0;
    std::int64_t openBoxes = 0; // of old paper, not closed
    bool audited = false;       // closed audits from outside cover all that is sealed [C4]
};

record::Verdict judgeProjectClosing(const record::BackFileProject&, const ProjectJobs&);

// One step of a job under a project.
struct ProjectWork {
    const record::BackFileProject* project = nullptr; // null: there is no such project
    const ProjectPlan* plan = nullptr; // of the job; when it is opened, the one in force
    const record::Original& original;
    record::PatientStanding patient;
    const record::Actor& actor;
    Authority step = Authority::Open; // Open, Scan or Seal
    bool samePages = false;           // an electronic correction of what the project sealed [F4]
    std::optional<record::Instant> asOf{}; // the state of the project then; otherwise the newest
};

// May it be done? Not under a project that does not run or has ended, not by others than the plan
// names, and never for a patient who objects or, where the plan asks for it, has not agreed.
record::Verdict judgeProjectWork(const Regulation&, const ProjectWork&, record::Instant now);

// May this person feed stacks of boxes of a project at all, before anybody knows whose sheets they
// are? Not under a project that does not run, outside the dates of the plan in force, or by others
// than it names.
record::Verdict judgeProjectFeeding(const Regulation&, const record::BackFileProject*,
                                    const ProjectPlan* inForce, const record::Actor&,
                                    record::Instant now);

// Old paper is sealed as an original under a project only [B3, C2].
record::Verdict judgeProjectNeeded(const Regulation&, const record::Original&, bool underProject);

} // namespace seihon::regulation
