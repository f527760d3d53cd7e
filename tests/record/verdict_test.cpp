#include "record/verdict.h"

#include "expect_fault.h"

namespace seihon::record {
namespace {

Finding skewed(Severity severity) {
    return {.id = FindingId::Skewed,
            .severity = severity,
            .measured = 1234,
            .required = 700,
            .unit = "milliDegrees",
            .where = AreaMm{1, 2, 3, 4},
            .subject = "page 3"};
}

TEST(Verdict, IsRefusedExactlyByARefusal) {
    Verdict verdict;
    EXPECT_TRUE(verdict.permitted());
    verdict.add(skewed(Severity::Note)).add(skewed(Severity::Warn));
    EXPECT_TRUE(verdict.permitted());
    EXPECT_TRUE(verdict.has(FindingId::Skewed));
    EXPECT_FALSE(verdict.has(FindingId::Blurred));
    Verdict other;
    other.add(skewed(Severity::Refuse));
    EXPECT_FALSE(verdict.merge(other).permitted());
    EXPECT_EQ(verdict.findings.size(), 3u);
}

TEST(Verdict, JsonOfAFinding) {
    EXPECT_EQ(
        canonical(toJson(skewed(Severity::Warn))),
        R"({"id":"Skewed","measured":1234,"required":700,"severity":"warn","subject":"page 3",)"
        R"("unit":"milliDegrees","where":{"h":4,"w":3,"x":1,"y":2}})");
    Finding bare;
    bare.id = FindingId::NoPages;
    EXPECT_EQ(canonical(toJson(bare)),
              R"({"id":"NoPages","measured":null,"required":null,"severity":"refuse"})");
}

TEST(Verdict, RoundTripsEveryFindingAndSeverity) {
    for (const auto& [id, name] : EnumNames<FindingId>::table) {
        for (const auto& [severity, word] : EnumNames<Severity>::table) {
            Finding finding = skewed(severity);
            finding.id = id;
            Verdict verdict;
            verdict.add(finding);
            EXPECT_EQ(verdictFromJson(parseJson(canonical(toJson(verdict)))), verdict)
                << name << word;
        }
    }
    EXPECT_EQ(verdictFromJson(toJson(Verdict())), Verdict());
}

TEST(Verdict, RefusesAVerdictThatItsFindingsDoNotBearOut) {
    Verdict refused;
    refused.add(skewed(Severity::Refuse));
    Json json = toJson(refused);
    EXPECT_FALSE(json.at("permitted").asBool());
    json.set("permitted", true);
    expectFault(FaultKind::Malformed, [&] { (void)verdictFromJson(json); });
    Json permitted = toJson(Verdict());
    permitted.set("permitted", false);
    expectFault(FaultKind::Malformed, [&] { (void)verdictFromJson(permitted); });
}

TEST(Verdict, RefusesUnknownWords) {
    Json finding = toJson(skewed(Severity::Warn));
    EXPECT_NO_THROW(findingFromJson(finding));
    finding.set("id", "Askew");
    expectFault(
        FaultKind::Malformed, [&] { findingFromJson(finding); }, "Askew");
    finding.set("id", "Skewed").set("severity", "fatal");
    expectFault(FaultKind::Malformed, [&] { findingFromJson(finding); });
    expectFault(FaultKind::Malformed,
                [] { (void)verdictFromJson(parseJson(R"({"permitted":true})")); });
}

} // namespace
} // namespace seihon::record
