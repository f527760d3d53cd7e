#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<FindingId> judgedWindow(std::string_view now) {
    const auto verdict = judgeWindow(sampleRegulation(), sampleOriginal(), at(now));
    std::vector<FindingId> ids;
    for (const auto& finding : verdict.findings) {
        ids.push_back(finding.id);
    }
    return ids;
}

TEST(JudgeWindow, IsOpenUntilTheDeadlineAndClosedAfterIt) {
    EXPECT_THAT(judgedWindow("2026-11-16T10:00:00+09:00"), IsEmpty());
    EXPECT_THAT(judgedWindow("2026-11-17T19:59:59.999+09:00"), IsEmpty());
    EXPECT_THAT(judgedWindow("2026-11-17T20:00:00+09:00"), ElementsAre(FindingId::WindowClosing));
    EXPECT_THAT(judgedWindow("2026-11-17T23:59:59.999+09:00"),
                ElementsAre(FindingId::WindowClosing));
    EXPECT_THAT(judgedWindow(kDeadline), ElementsAre(FindingId::WindowClosing));
    EXPECT_THAT(judgedWindow("2026-11-18T00:00:00.001+09:00"),
                ElementsAre(FindingId::WindowClosed));
}

TEST(JudgeWindow, ClosedIsARefusalAndClosingIsNot) {
    const Regulation regulation = sampleRegulation();
    EXPECT_TRUE(judgeWindow(regulation, sampleOriginal(), at(kDeadline)).permitted());
    const auto verdict = judgeWindow(regulation, sampleOriginal(), at("2026-11-20T00:00:00+09:00"));
    EXPECT_FALSE(verdict.permitted());
    EXPECT_EQ(verdict.findings.at(0).measured.asString(), "2026-11-20 00:00:00 +09:00");
    EXPECT_EQ(verdict.findings.at(0).required.asString(), "2026-11-18 00:00:00 +09:00");
}

TEST(JudgeWindow, RefusesAFutureStartBeyondTheTolerance) {
    EXPECT_THAT(judgedWindow("2026-11-16T09:55:00+09:00"), IsEmpty());
    EXPECT_THAT(judgedWindow("2026-11-16T09:54:59.999+09:00"),
                ElementsAre(FindingId::ReceivedInFuture));
}

TEST(JudgeWindow, RefusesAnUnknownStart) {
    record::Original original = sampleOriginal();
    original.receivedAt.reset(); // createdAt is there, and does not stand in for it
    const auto verdict = judgeWindow(sampleRegulation(), original, at("2026-11-16T12:00:00+09:00"));
    EXPECT_THAT(refusals(verdict), ElementsAre(FindingId::ReceivedUnknown));
    EXPECT_EQ(scanDeadline(sampleRegulation(), original), std::nullopt);
}

TEST(JudgeWindow, TheClassSaysWhichEventStartsIt) {
    record::Original original = sampleOriginal("created");
    original.receivedAt.reset();
    original.createdAt = at("2026-11-13T10:00:00+09:00"); // Friday, two business days
    EXPECT_EQ(scanDeadline(sampleRegulation(), original), at("2026-11-18T00:00:00+09:00"));
    original.createdAt.reset();
    original.receivedAt = at("2026-11-13T10:00:00+09:00");
    EXPECT_THAT(refusals(judgeWindow(sampleRegulation(), original, at(kDeadline))),
                ElementsAre(FindingId::ReceivedUnknown));
}

TEST(JudgeWindow, AReferenceCopyHasNone) {
    record::Original original = sampleOriginal("copy");
    EXPECT_THAT(judgeWindow(sampleRegulation(), original, at("2030-01-01T00:00:00Z")).findings,
                IsEmpty());
    EXPECT_EQ(scanDeadline(sampleRegulation(), original), std::nullopt);
}

TEST(JudgeWindow, RefusesAnUnknownClass) {
    const auto verdict = judgeWindow(sampleRegulation(), sampleOriginal("nonsense"), at(kDeadline));
    EXPECT_THAT(refusals(verdict), ElementsAre(FindingId::ClassUnknown));
}

} // namespace

} // namespace seihon::regulation
