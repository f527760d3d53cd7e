#include "project_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

// The written plan: the seven parts and that they hold together [C2, C2a, C3, C4, C5, C7].
namespace seihon::regulation {

namespace {

using record::FindingId;
using record::Role;
using std::chrono::year;
using testing::ElementsAre;
using testing::IsEmpty;

record::Verdict judgedPlan(const std::function<void(ProjectPlan&)>& spoil,
                           const Regulation& regulation = projectRegulation()) {
    ProjectPlan plan = samplePlan(regulation);
    spoil(plan);
    return judgePlan(regulation, plan, {projectPeople(), record::sha256("minutes")});
}

std::vector<std::string> missingParts(const std::function<void(ProjectPlan&)>& spoil) {
    std::vector<std::string> items;
    for (const record::Finding& finding : judgedPlan(spoil).findings) {
        if (finding.id == FindingId::PlanPartMissing) {
            items.push_back(finding.subject);
        }
    }
    return items;
}

TEST(JudgePlan, AWholePlanIsPermitted) {
    EXPECT_THAT(judgedPlan([](ProjectPlan&) {}).findings, IsEmpty());
}

struct Gap {
    const char* item;
    void (*spoil)(ProjectPlan&);
};

class PlanGap : public testing::TestWithParam<Gap> {};

TEST_P(PlanGap, IsNamed) {
    EXPECT_THAT(missingParts(GetParam().spoil), ElementsAre(GetParam().item));
    EXPECT_FALSE(judgedPlan(GetParam().spoil).permitted());
}

INSTANTIATE_TEST_SUITE_P(Each, PlanGap,
                         testing::Values(Gap{"plan.title",
                                             [](ProjectPlan& p) {
                                                 p.title.clear();
                                             }},
                                         Gap{"plan.scope",
                                             [](ProjectPlan& p) {
                                                 p.scope.clear();
                                             }},
                                         Gap{"plan.classes",
                                             [](ProjectPlan& p) {
                                                 p.classes.clear();
                                             }},
                                         Gap{"plan.starts",
                                             [](ProjectPlan& p) {
                                                 p.starts.reset();
                                             }},
                                         Gap{"plan.ends",
                                             [](ProjectPlan& p) {
                                                 p.ends.reset();
                                             }},
                                         Gap{"hardship.reason",
                                             [](ProjectPlan& p) {
                                                 p.hardship.clear();
                                             }},
                                         Gap{"review.regulation",
                                             [](ProjectPlan& p) {
                                                 p.review.regulation.reset();
                                             }},
                                         Gap{"review.committee",
                                             [](ProjectPlan& p) {
                                                 p.review.committee.clear();
                                             }},
                                         Gap{"review.held_on",
                                             [](ProjectPlan& p) {
                                                 p.review.heldOn.reset();
                                             }},
                                         Gap{"review.minutes_sha256",
                                             [](ProjectPlan& p) {
                                                 p.review.minutes.reset();
                                             }},
                                         Gap{"review.conclusion",
                                             [](ProjectPlan& p) {
                                                 p.review.conclusion.clear();
                                             }},
                                         Gap{"review.member",
                                             [](ProjectPlan& p) {
                                                 p.review.members.clear();
                                             }},
                                         Gap{"review.member.name",
                                             [](ProjectPlan& p) {
                                                 p.review.members[1].affiliation = "";
                                             }},
                                         Gap{"responsible.manager",
                                             [](ProjectPlan& p) {
                                                 p.responsible.manager.clear();
                                             }},
                                         Gap{"responsible.supervisor",
                                             [](ProjectPlan& p) {
                                                 p.responsible.supervisor.clear();
                                             }},
                                         Gap{"notice.means",
                                             [](ProjectPlan& p) {
                                                 p.notice.means.clear();
                                             }},
                                         Gap{"notice.since",
                                             [](ProjectPlan& p) {
                                                 p.notice.since.reset();
                                             }},
                                         Gap{"notice.objections_to",
                                             [](ProjectPlan& p) {
                                                 p.notice.objectionsTo.clear();
                                             }},
                                         Gap{"notice.objections_then",
                                             [](ProjectPlan& p) {
                                                 p.notice.objectionsThen.clear();
                                             }},
                                         Gap{"consent.basis",
                                             [](ProjectPlan& p) {
                                                 p.notice.basis.reset();
                                             }},
                                         Gap{"consent.reasoning",
                                             [](ProjectPlan& p) {
                                                 p.notice.reasoning.clear();
                                             }},
                                         Gap{"organisation.operators",
                                             [](ProjectPlan& p) {
                                                 p.organisation.operators.clear();
                                             }},
                                         Gap{"organisation.inspectors",
                                             [](ProjectPlan& p) {
                                                 p.organisation.inspectors.clear();
                                             }},
                                         Gap{"organisation.monitoring",
                                             [](ProjectPlan& p) {
                                                 p.organisation.monitoring.clear();
                                             }},
                                         Gap{"organisation.contractor_works",
                                             [](ProjectPlan& p) {
                                                 p.organisation.contractorWorks.reset();
                                             }},
                                         Gap{"contractor",
                                             [](ProjectPlan& p) {
                                                 p.organisation.contractorWorks = true;
                                             }},
                                         Gap{"records.items",
                                             [](ProjectPlan& p) {
                                                 p.records.items.clear();
                                             }},
                                         Gap{"records.keeping",
                                             [](ProjectPlan& p) {
                                                 p.records.keeping.clear();
                                             }},
                                         Gap{"audit.name",
                                             [](ProjectPlan& p) {
                                                 p.audit.name.clear();
                                             }},
                                         Gap{"audit.affiliation",
                                             [](ProjectPlan& p) {
                                                 p.audit.affiliation.clear();
                                             }},
                                         Gap{"audit.qualification",
                                             [](ProjectPlan& p) {
                                                 p.audit.qualification.clear();
                                             }},
                                         Gap{"audit.number",
                                             [](ProjectPlan& p) {
                                                 p.audit.number.clear();
                                             }},
                                         Gap{"audit.independence",
                                             [](ProjectPlan& p) {
                                                 p.audit.independence.clear();
                                             }},
                                         Gap{"audit.items",
                                             [](ProjectPlan& p) {
                                                 p.audit.items.clear();
                                             }},
                                         Gap{"disposal.hold_days",
                                             [](ProjectPlan& p) {
                                                 p.disposal.holdDays.reset();
                                             }},
                                         Gap{"disposal.method",
                                             [](ProjectPlan& p) {
                                                 p.disposal.method.clear();
                                             }},
                                         Gap{"disposal.by",
                                             [](ProjectPlan& p) {
                                                 p.disposal.by.clear();
                                             }},
                                         Gap{"disposal.witness", [](ProjectPlan& p) {
                                                 p.disposal.witness.clear();
                                             }}));

TEST(JudgePlan, PeopleAreOfTheHouseAndEntitled) {
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.responsible.manager = "nobody"; })),
                ElementsAre(FindingId::PlanPersonUnknown));
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.responsible.manager = "clerk"; })),
                ElementsAre(FindingId::PlanPersonNotEntitled));
    EXPECT_THAT(
        refusals(judgedPlan([](ProjectPlan& p) { p.organisation.operators.insert("boss"); })),
        ElementsAre(FindingId::PlanPersonNotEntitled));
}

TEST(JudgePlan, WhatOnePersonScansAnotherInspects) {
    const auto inspectors = [](std::set<std::string> users) {
        return refusals(judgedPlan([&](ProjectPlan& p) { p.organisation.inspectors = users; }));
    };
    EXPECT_THAT(inspectors({"clerk", "second"}), IsEmpty()); // each other's
    EXPECT_THAT(inspectors({"clerk"}), ElementsAre(FindingId::PlanNoSecondPerson));
}

TEST(JudgePlan, TheCommitteeIsLargeAndFairAndNotAllOfTheHouse) {
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.review.members.pop_back(); })),
                ElementsAre(FindingId::PlanCommitteeTooSmall));
    // One person named twice is one.
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.review.members[2].name = "B"; })),
                ElementsAre(FindingId::PlanCommitteeTooSmall));
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.review.members[0].outside = false; })),
                ElementsAre(FindingId::PlanOutsideExpertMissing));
    // Whoever works here is not from outside, whatever the plan says.
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.review.members[0].name = "Records"; })),
                ElementsAre(FindingId::PlanOutsideExpertMissing));
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.review.members[1].name = "Third"; })),
                ElementsAre(FindingId::PlanCommitteeNotFair));
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.review.members[1].name = "Leader"; })),
                ElementsAre(FindingId::PlanCommitteeNotFair));
    Regulation small = projectRegulation();
    small.projects.outsideExpert = false;
    small.projects.committeeMembers = 1;
    EXPECT_THAT(refusals(judgedPlan(
                    [](ProjectPlan& p) {
                        p.review.members = {{"B", "surgery", false}};
                    },
                    small)),
                IsEmpty());
}

TEST(JudgePlan, TheRulesInForceAreThoseThatWereReviewed) {
    EXPECT_THAT(
        refusals(judgedPlan([](ProjectPlan& p) { p.review.regulation = record::sha256("older"); })),
        ElementsAre(FindingId::PlanRegulationNotReviewed));
    EXPECT_THAT(
        refusals(judgedPlan([](ProjectPlan& p) { p.review.minutes = record::sha256("x"); })),
        ElementsAre(FindingId::PlanMinutesDiffer));
    ProjectPlan plan = samplePlan(projectRegulation());
    plan.review.minutes = record::sha256("x"); // nobody laid the minutes beside it
    EXPECT_THAT(judgePlan(projectRegulation(), plan, {projectPeople(), {}}).findings, IsEmpty());
}

TEST(JudgePlan, TheRegulationSaysOnWhatBasisWhichPaperAndForHowLong) {
    const auto notice = [](ProjectPlan& p) {
        p.notice.basis = ConsentBasis::NoticeWithoutObjection;
    };
    EXPECT_THAT(refusals(judgedPlan(notice)), ElementsAre(FindingId::PlanBasisNotPermitted));
    Regulation lenient = projectRegulation();
    lenient.projects.bases.insert(ConsentBasis::NoticeWithoutObjection);
    EXPECT_THAT(refusals(judgedPlan(notice, lenient)), IsEmpty());
    for (const char* kind : {"letter", "copy", "nothing"}) {
        EXPECT_THAT(refusals(judgedPlan([&](ProjectPlan& p) { p.classes = {kind}; })),
                    ElementsAre(FindingId::PlanClassUnfit))
            << kind;
    }
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.disposal.holdDays = 364; })),
                ElementsAre(FindingId::PlanHoldTooShort));
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.ends = year(2026) / 10 / 31; })),
                ElementsAre(FindingId::PlanPeriodWrong));
}

TEST(JudgePlan, TheAuditorComesFromOutside) {
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.audit.name = "Records"; })),
                ElementsAre(FindingId::PlanAuditorNotOutside)); // not the name of the account
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) {
                    p.audit.name = "Records";
                    p.audit.user = "records";
                })),
                ElementsAre(FindingId::PlanPersonNotEntitled));
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.audit.user = "ghost"; })),
                ElementsAre(FindingId::PlanPersonUnknown));
}

Contractor goodContractor() {
    return {"Scan Ltd.", "P-1",      year(2027) / 3 / 31, "asked the authority",
            false,       "C-2026/1", "article 5",         "article 9"};
}

TEST(JudgePlan, AContractorHasToQualify) {
    const auto with = [](const std::function<void(Contractor&)>& spoil) {
        return judgedPlan([&](ProjectPlan& p) {
            p.organisation.contractorWorks = true;
            p.contractor = goodContractor();
            spoil(*p.contractor);
        });
    };
    EXPECT_THAT(with([](Contractor&) {}).findings, IsEmpty());
    EXPECT_THAT(refusals(with([](Contractor& c) { c.incidentsFound = true; })),
                ElementsAre(FindingId::PlanContractorUnfit));
    EXPECT_THAT(refusals(with([](Contractor& c) { c.privacyMarkUntil = year(2027) / 3 / 30; })),
                ElementsAre(FindingId::PlanContractorUnfit)); // the mark ends before the work
    const std::vector<std::function<void(Contractor&)>> gaps{
        [](Contractor& c) { c.name.clear(); },
        [](Contractor& c) { c.privacyMark.clear(); },
        [](Contractor& c) { c.privacyMarkUntil.reset(); },
        [](Contractor& c) { c.incidentsFound.reset(); },
        [](Contractor& c) { c.incidentsChecked.clear(); },
        [](Contractor& c) { c.contract.clear(); },
        [](Contractor& c) { c.securityClause.clear(); },
        [](Contractor& c) {
            c.auditClause.clear();
        }};
    for (const auto& gap : gaps) {
        EXPECT_THAT(refusals(with(gap)), ElementsAre(FindingId::PlanPartMissing));
    }
    // Said not to work, and there all the same.
    EXPECT_THAT(refusals(judgedPlan([](ProjectPlan& p) { p.contractor = goodContractor(); })),
                ElementsAre(FindingId::PlanContractorUnfit));
}

} // namespace

} // namespace seihon::regulation
