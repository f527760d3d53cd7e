#include "config/config.h"
#include "expect_refused.h"

#include <gtest/gtest.h>

// [amendment] and [sampling.*] of the regulation file [A10, E1].
namespace seihon::config {

namespace {

std::string replacedOnce(const std::string& from, const std::string& to) {
    std::string text(shippedRegulation());
    const std::size_t place = text.find(from);
    EXPECT_NE(place, text.npos) << from;
    return text.replace(place, from.size(), to);
}

regulation::EquivalenceRules read(const std::string& text) {
    return parseRegulation(text, "r.toml").equivalence;
}

void refuse(const std::string& from, const std::string& to, const std::string& word) {
    try {
        (void)read(replacedOnce(from, to));
        ADD_FAILURE() << "taken: " << to;
    } catch (const record::Fault& fault) {
        EXPECT_EQ(fault.kind, record::FaultKind::ConfigInvalid);
        EXPECT_NE(std::string(fault.what()).find(word), std::string::npos) << fault.what();
    }
}

} // namespace

TEST(ParseEquivalence, ReadsWhatIsShipped) {
    const auto rules = read(std::string(shippedRegulation()));
    ASSERT_TRUE(rules.plans.contains("ordinary"));
    const regulation::SamplingPlan& plan = rules.plans.at("ordinary");
    EXPECT_EQ(plan.id, "ordinary");
    EXPECT_EQ(plan.classes, (std::set<std::string>{"referral-letter"}));
    EXPECT_EQ(plan.documentsPermille, 100);
    EXPECT_EQ(plan.pagesPermille, 1000);
    EXPECT_EQ(plan.tightenedFactor, 5);
    EXPECT_EQ(plan.tightenedDocuments, 50);
    EXPECT_EQ(rules.electronicOnly, (std::set<std::string>{"dispensed-prescription"}));
}

// Every original is accepted singly or falls into a written plan.
TEST(ParseEquivalence, NoOriginalIsLeftToNobody) {
    refuse("classes = [\"referral-letter\"]", "classes = [\"reference-copy\"]", "referral-letter");
    // Accepted singly and sampled as well is more than is asked.
    EXPECT_TRUE(read(replacedOnce("classes = [\"referral-letter\"]",
                                  "classes = [\"referral-letter\", \"consent-form\"]"))
                    .plans.at("ordinary")
                    .classes.contains("consent-form"));
    refuse("classes = [\"referral-letter\"]", "classes = [\"referral-letter\", \"poem\"]", "poem");
    refuse("[sampling.ordinary]",
           "[sampling.other]\nreason = \"r\"\nclasses = [\"referral-letter\"]\n"
           "documents_percent = 1\npages_percent = 1\nleast_documents = 1\n"
           "tightened_factor = 2\ntightened_documents = 3\n[sampling.ordinary]",
           "another plan");
}

TEST(ParseEquivalence, NothingIsMissingAndNothingIsZero) {
    refuse("documents_percent = 10\n", "", "documents_percent");
    refuse("documents_percent = 10\n", "documents_percent = 0\n", "documents_percent");
    refuse("documents_percent = 10\n", "documents_percent = 100.1\n", "documents_percent");
    refuse("tightened_factor = 5\n", "tightened_factor = 5\nlucky = true\n", "lucky");
    refuse("electronic_only = [\"dispensed-prescription\"]", "electronic_only = [\"poem\"]",
           "poem");
    EXPECT_EQ(read(replacedOnce("documents_percent = 10\n", "documents_percent = 0.1\n"))
                  .plans.at("ordinary")
                  .documentsPermille,
              1);
}

} // namespace seihon::config
