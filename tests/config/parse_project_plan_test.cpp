#include "config/project_plan.h"

#include "config/config.h"
#include "expect_refused.h"
#include "record/fault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The plan of a project of old paper as a file [C2].
namespace seihon::config {

namespace {

using regulation::ConsentBasis;
using std::chrono::year;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kPlanText = R"([plan]
title = "t"
scope = "s"
classes = ["old-chart"]
starts = 2026-11-01
ends = 2027-03-31
[hardship]
reason = "h"
[review]
regulation = "0000000000000000000000000000000000000000000000000000000000000001"
committee = "c"
held_on = 2026-09-01
minutes_sha256 = "0000000000000000000000000000000000000000000000000000000000000002"
conclusion = "sound"
[[review.member]]
name = "A"
affiliation = "law"
outside = true
[responsible]
manager = "m"
supervisor = "v"
[notice]
means = ["poster", "web"]
since = 2026-09-10
objections_to = "counter"
objections_then = "apart"
[consent]
basis = "notice-without-objection"
reasoning = "r"
[organisation]
operators = ["a", "b"]
inspectors = ["c"]
monitoring = "w"
contractor_works = true
[contractor]
name = "S"
privacy_mark = "P"
privacy_mark_until = 2028-03-31
incidents_found = false
incidents_checked = "k"
contract = "C"
security_clause = "5"
audit_clause = "9"
[records]
items = ["who"]
keeping = "log"
[audit]
name = "D"
affiliation = "L"
qualification = "CISA"
number = "1"
independence = "i"
items = ["samples"]
[disposal]
hold_days = 400
method = "dissolved"
by = "r"
witness = "x"
)";

TEST(ParseProjectPlan, ReadsEveryItem) {
    const auto plan = parseProjectPlan(kPlanText, "p.toml");
    EXPECT_EQ(plan.digest, record::sha256(kPlanText));
    EXPECT_EQ(plan.title + plan.scope + plan.hardship, "tsh");
    EXPECT_THAT(plan.classes, ElementsAre("old-chart"));
    EXPECT_EQ(plan.starts, year(2026) / 11 / 1);
    EXPECT_EQ(plan.ends, year(2027) / 3 / 31);
    ASSERT_TRUE(plan.review.regulation && plan.review.minutes);
    EXPECT_TRUE(plan.review.regulation->hex().ends_with("01"));
    EXPECT_TRUE(plan.review.minutes->hex().ends_with("02"));
    EXPECT_EQ(plan.review.heldOn, year(2026) / 9 / 1);
    ASSERT_EQ(plan.review.members.size(), 1u);
    EXPECT_TRUE(plan.review.members[0].outside);
    EXPECT_EQ(plan.review.members[0].affiliation, "law");
    EXPECT_EQ(plan.review.committee + plan.review.conclusion, "csound");
    EXPECT_EQ(plan.responsible.manager + plan.responsible.supervisor, "mv");
    EXPECT_THAT(plan.notice.means, ElementsAre("poster", "web"));
    EXPECT_EQ(plan.notice.since, year(2026) / 9 / 10);
    EXPECT_EQ(plan.notice.objectionsTo + plan.notice.objectionsThen, "counterapart");
    EXPECT_EQ(plan.notice.basis, ConsentBasis::NoticeWithoutObjection);
    EXPECT_EQ(plan.notice.reasoning, "r");
    EXPECT_THAT(plan.organisation.operators, ElementsAre("a", "b"));
    EXPECT_THAT(plan.organisation.inspectors, ElementsAre("c"));
    EXPECT_EQ(plan.organisation.monitoring, "w");
    EXPECT_EQ(plan.organisation.contractorWorks, true);
    ASSERT_TRUE(plan.contractor);
    EXPECT_EQ(plan.contractor->privacyMarkUntil, year(2028) / 3 / 31);
    EXPECT_EQ(plan.contractor->incidentsFound, false);
    EXPECT_EQ(plan.contractor->name + plan.contractor->privacyMark +
                  plan.contractor->incidentsChecked + plan.contractor->contract +
                  plan.contractor->securityClause + plan.contractor->auditClause,
              "SPkC59");
    EXPECT_THAT(plan.records.items, ElementsAre("who"));
    EXPECT_EQ(plan.records.keeping, "log");
    EXPECT_EQ(plan.audit.name + plan.audit.affiliation + plan.audit.qualification +
                  plan.audit.number + plan.audit.independence,
              "DLCISA1i");
    EXPECT_THAT(plan.audit.items, ElementsAre("samples"));
    EXPECT_EQ(plan.disposal.holdDays, 400);
    EXPECT_EQ(plan.disposal.method + plan.disposal.by + plan.disposal.witness, "dissolvedrx");
}

// What a line says is gone without it, and nothing else is wrong.
TEST(ParseProjectPlan, EachItemMayBeMissing) {
    const std::string text(kPlanText);
    std::size_t place = 0;
    int dropped = 0;
    while (place < text.size()) {
        const std::size_t end = text.find('\n', place) + 1;
        const std::string line = text.substr(place, end - place);
        if (!line.starts_with('[') && !line.starts_with("outside")) {
            std::string less = text;
            EXPECT_NO_THROW((void)parseProjectPlan(less.erase(place, end - place), "p.toml"))
                << line;
            ++dropped;
        }
        place = end;
    }
    EXPECT_EQ(dropped, 45);
    EXPECT_FALSE(parseProjectPlan("", "p.toml").starts);
}

TEST(ParseProjectPlan, TheTemplateHasEveryItemAndNothingInIt) {
    const auto plan = parseProjectPlan(projectPlanTemplate(), "t.toml");
    EXPECT_THAT(plan.title, IsEmpty());
    EXPECT_FALSE(plan.review.regulation || plan.review.minutes || plan.notice.basis);
    // Every item of a whole plan stands in it, with a comment sign where it cannot be empty.
    std::size_t place = 0;
    while (place < kPlanText.size()) {
        const std::size_t end = kPlanText.find('\n', place);
        const std::string line(kPlanText.substr(place, end - place));
        const std::string key = "\n" + line.substr(0, line.find(" = "));
        const std::string commented = "\n# " + key.substr(1);
        EXPECT_TRUE(projectPlanTemplate().find(key) != std::string_view::npos ||
                    projectPlanTemplate().find(commented) != std::string_view::npos)
            << line;
        place = end + 1;
    }
}

TEST(ParseProjectPlan, IsStrictAboutNamesAndTypes) {
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"title = ", "titel = "},
             {"[hardship]", "[hardships]"},
             {"starts = 2026-11-01", "starts = \"2026-11-01\""},
             {"starts = 2026-11-01", "starts = 2026-02-30"},
             {"hold_days = 400", "hold_days = -1"},
             {"basis = \"notice-without-objection\"", "basis = \"none\""},
             {"000001\"", "1\""},
             {"operators = [\"a\", \"b\"]", "operators = [\"a\", \"a\"]"},
             {"operators = [\"a\", \"b\"]", "operators = [\"a b\"]"},
             {"contractor_works = true", "contractor_works = \"yes\""},
             {"outside = true\n", ""}}) {
        try {
            (void)parseProjectPlan(replaced(kPlanText, from, to), "p.toml");
            ADD_FAILURE() << "taken: " << to;
        } catch (const record::Fault& fault) {
            EXPECT_EQ(fault.kind, record::FaultKind::ConfigInvalid);
            EXPECT_TRUE(fault.context.contains("line")) << fault.what();
        }
    }
    std::string many = "items = [\"0\"";
    for (int i = 1; i <= 100; ++i) {
        many += ", \"" + std::to_string(i) + "\"";
    }
    EXPECT_THROW((void)parseProjectPlan(replaced(kPlanText, "items = [\"who\"", many), "p.toml"),
                 record::Fault);
}

TEST(ParseProjectRules, ReadsThem) {
    const auto rules = parseRegulation(shippedRegulation(), "r.toml").projects;
    EXPECT_THAT(rules.bases, ElementsAre(ConsentBasis::IndividualConsent)); // the stricter one [C1]
    EXPECT_EQ(rules.persons, 2);
    EXPECT_THAT(rules.roles, ElementsAre(record::Role::InformationCreationManager));
    EXPECT_EQ(rules.validFor, std::chrono::days(90));
    EXPECT_EQ(rules.committeeMembers, 3);
    EXPECT_TRUE(rules.outsideExpert);
    EXPECT_EQ(rules.noticeBefore, std::chrono::days(30));
    EXPECT_EQ(rules.holdBeforeDisposal, std::chrono::days(365));
}

TEST(ParseProjectRules, NobodyMustApproveWhoMayNot) {
    const std::string text =
        replaced(shippedRegulation(), "approved_by = [\"information-creation-manager\"]",
                 "approved_by = [\"auditor\"]");
    EXPECT_THROW((void)parseRegulation(text, "r.toml"), record::Fault);
}

TEST(ParseProjectRules, OldPaperHasNoWindow) {
    EXPECT_EQ(parseRegulation(shippedRegulation(), "r.toml").classes.at("old-chart").startsFrom,
              regulation::StartEvent::Project);
    const std::string text = replaced(shippedRegulation(), "starts_from = \"project\"\n",
                                      "starts_from = \"project\"\nscan_window_business_days = 1\n");
    EXPECT_THROW((void)parseRegulation(text, "r.toml"), record::Fault);
}

} // namespace

} // namespace seihon::config
