#include "samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace seihon::regulation {

namespace {

using record::FindingId;
using record::JobState;
using record::ScanJob;
using record::Severity;
using record::SignerCertificate;
using testing::ElementsAre;
using testing::IsEmpty;

const record::Instant kSealedAt = at("2026-11-17T13:00:00+09:00");

std::vector<FindingId> judgedSealing(const ScanJob& job, const record::Actor& actor = clerk(),
                                     const SignerCertificate& certificate = sampleCertificate(),
                                     record::Instant now = kSealedAt) {
    return refusals(judgeSealing(sampleRegulation(), job, actor, certificate, now));
}

TEST(JudgeSealing, PermitsAnAcceptedJob) {
    EXPECT_THAT(
        judgeSealing(sampleRegulation(), acceptedJob(), clerk(), sampleCertificate(), kSealedAt)
            .findings,
        IsEmpty());
}

TEST(JudgeSealing, NeedsAcceptanceWhereTheClassSaysSo) {
    ScanJob job = acceptedJob();
    job.state = JobState::Submitted;
    job.accepted.reset();
    EXPECT_THAT(judgedSealing(job), ElementsAre(FindingId::NotAccepted));
    job.original.documentClass = "seal-direct";
    EXPECT_THAT(judgedSealing(job), IsEmpty());
}

TEST(JudgeSealing, AWaitingSealIsTheSameStepAgain) {
    ScanJob job = acceptedJob();
    job.state = JobState::SealingPending;
    EXPECT_THAT(judgedSealing(job), IsEmpty());
    job.accepted.reset();
    EXPECT_THAT(judgedSealing(job), ElementsAre(FindingId::NotAccepted));
}

TEST(JudgeSealing, IsNoStepOfOtherStates) {
    for (const JobState state :
         {JobState::Registered, JobState::Open, JobState::Sealed, JobState::Abandoned}) {
        ScanJob job = acceptedJob();
        job.state = state;
        EXPECT_THAT(judgedSealing(job), ElementsAre(FindingId::StepNotAllowed));
    }
}

TEST(JudgeSealing, TheSignerNeedsTheRole) {
    const record::Actor auditor{"auditor", "Auditor", record::Role::Auditor};
    EXPECT_THAT(judgedSealing(acceptedJob(), auditor), ElementsAre(FindingId::SignerNotPermitted));
}

TEST(JudgeSealing, TheSignerNeedsTheHealthcareRoleInTheCertificate) {
    ScanJob job = acceptedJob("prescription");
    job.pages = {samplePage(1), samplePage(1, record::Side::Back), samplePage(2),
                 samplePage(2, record::Side::Back)};
    SignerCertificate certificate = sampleCertificate();
    EXPECT_THAT(judgedSealing(job, clerk(), certificate),
                ElementsAre(FindingId::SignerRoleMissing));
    certificate.healthcareRoles = {"Medical Doctor"};
    EXPECT_THAT(judgedSealing(job, clerk(), certificate),
                ElementsAre(FindingId::SignerRoleMissing));
    certificate.healthcareRoles = {"pharmacist"};
    EXPECT_THAT(judgedSealing(job, clerk(), certificate),
                ElementsAre(FindingId::SignerRoleMissing));
    certificate.healthcareRoles = {"Medical Doctor", "Pharmacist"};
    EXPECT_THAT(judgedSealing(job, clerk(), certificate), IsEmpty());
}

// What a person is told before the card is asked: never more than the act itself refuses.
TEST(JudgeSealing, ReadinessIsTheSameWithoutTheCard) {
    EXPECT_THAT(judgeReadiness(sampleRegulation(), acceptedJob(), clerk()).findings, IsEmpty());
    const record::Actor auditor{"auditor", "Auditor", record::Role::Auditor};
    EXPECT_THAT(refusals(judgeReadiness(sampleRegulation(), acceptedJob(), auditor)),
                ElementsAre(FindingId::SignerNotPermitted));
    ScanJob job = acceptedJob();
    job.pages.clear();
    for (const JobState state : {JobState::Accepted, JobState::Submitted, JobState::Open}) {
        job.state = state;
        job.accepted.reset();
        const auto told = refusals(judgeReadiness(sampleRegulation(), job, clerk()));
        EXPECT_EQ(told, judgedSealing(job)) << record::enumName(state);
        EXPECT_FALSE(told.empty());
    }
    job.original.documentClass = "nobody knows it";
    EXPECT_EQ(refusals(judgeReadiness(sampleRegulation(), job, clerk())), judgedSealing(job));
}

TEST(JudgeSealing, TheCertificateMustBeGoodNow) {
    const auto good = sampleCertificate();
    const auto withDates = [&](record::Instant from, record::Instant until) {
        SignerCertificate certificate = good;
        certificate.notBefore = from;
        certificate.notAfter = until;
        return judgedSealing(acceptedJob(), clerk(), certificate);
    };
    const auto tick = std::chrono::milliseconds(1);
    EXPECT_THAT(withDates(kSealedAt, kSealedAt), IsEmpty());
    EXPECT_THAT(withDates(kSealedAt + tick, good.notAfter),
                ElementsAre(FindingId::SignerCertificateNotYetValid));
    EXPECT_THAT(withDates(good.notBefore, kSealedAt - tick),
                ElementsAre(FindingId::SignerCertificateExpired));
    SignerCertificate certificate = good;
    certificate.trustProfile.clear();
    EXPECT_THAT(judgedSealing(acceptedJob(), clerk(), certificate),
                ElementsAre(FindingId::SignerChainUntrusted));
    // Which bits a signer's key must have differs by profile: trust judges it, not the regulation.
    certificate = good;
    certificate.nonRepudiation = false;
    EXPECT_THAT(judgedSealing(acceptedJob(), clerk(), certificate), IsEmpty());
}

TEST(JudgeSealing, TheClassMayNameTheKindsOfCertificates) {
    Regulation regulation = sampleRegulation();
    const ScanJob job = acceptedJob();
    regulation.classes.at(job.original.documentClass).trustProfiles = {"hpki", "accredited"};
    SignerCertificate certificate = sampleCertificate();
    const auto judged = [&](const std::string& profile) {
        certificate.trustProfile = profile;
        return refusals(judgeSealing(regulation, job, clerk(), certificate, kSealedAt));
    };
    EXPECT_THAT(judged("hpki"), IsEmpty());
    EXPECT_THAT(judged("accredited"), IsEmpty());
    EXPECT_THAT(judged("my-number-card"), ElementsAre(FindingId::SignerProfileNotAccepted));
    EXPECT_THAT(judged(""), ElementsAre(FindingId::SignerChainUntrusted));
}

TEST(JudgeSealing, ATestCertificateIsWarnedOf) {
    SignerCertificate certificate = sampleCertificate();
    certificate.testMode = true;
    const auto verdict =
        judgeSealing(sampleRegulation(), acceptedJob(), clerk(), certificate, kSealedAt);
    EXPECT_TRUE(verdict.permitted());
    EXPECT_THAT(idsOf(verdict, Severity::Warn), ElementsAre(FindingId::TestMode));
}

TEST(JudgeSealing, TheScanMustLieInTheWindowNotTheSeal) {
    const auto afterwards = at("2026-12-01T00:00:00+09:00");
    EXPECT_THAT(judgedSealing(acceptedJob(), clerk(), sampleCertificate(), afterwards), IsEmpty());
    ScanJob job = acceptedJob();
    job.pages.at(0).capturedAt = at("2026-11-18T00:00:00+09:00");
    EXPECT_THAT(judgedSealing(job), IsEmpty()) << "at the deadline";
    job.pages.at(0).capturedAt +=
        std::chrono::milliseconds(1); // a rescan of the first page, too late
    EXPECT_THAT(judgedSealing(job), ElementsAre(FindingId::WindowClosed));
}

TEST(JudgeSealing, AnExcuseCoversALateScan) {
    ScanJob job = acceptedJob();
    job.pages.at(1).capturedAt = at("2026-11-19T09:00:00+09:00");
    job.excuse = record::Excuse{{manager(), at("2026-11-19T10:00:00+09:00"), "scanner broken", {}},
                                std::nullopt};
    const auto verdict = judgeSealing(sampleRegulation(), job, clerk(), sampleCertificate(),
                                      at("2026-11-19T11:00:00+09:00"));
    EXPECT_TRUE(verdict.permitted());
    EXPECT_THAT(idsOf(verdict, Severity::Note), ElementsAre(FindingId::ExcusedLateness));
    job.excuse->act.actor = clerk();
    EXPECT_THAT(judgedSealing(job), ElementsAre(FindingId::WindowClosed));
    // The scanner was repaired on Friday 13th: the scan was due on Monday 16th, before the paper
    // was even received.
    job.excuse->act.actor = manager();
    job.excuse->hindranceEnded = at("2026-11-13T10:00:00+09:00");
    EXPECT_THAT(judgedSealing(job), ElementsAre(FindingId::WindowClosed));
}

TEST(JudgeSealing, AnUnknownStartIsNoLatenessToExcuse) {
    ScanJob job = acceptedJob();
    job.original.receivedAt.reset();
    job.excuse =
        record::Excuse{{manager(), at("2026-11-19T10:00:00+09:00"), "lost", {}}, std::nullopt};
    EXPECT_THAT(judgedSealing(job), ElementsAre(FindingId::ReceivedUnknown));
    job.original.receivedAt = at("2026-11-17T11:05:00.001+09:00"); // after the scan
    EXPECT_THAT(judgedSealing(job), ElementsAre(FindingId::ReceivedInFuture));
}

TEST(JudgeSealing, ReferenceCopiesAreSealedAndMarked) {
    ScanJob job = acceptedJob("copy");
    job.pages.at(0).capturedAt = at("2027-06-01T00:00:00Z");
    const auto verdict =
        judgeSealing(sampleRegulation(), job, clerk(), sampleCertificate(), kSealedAt);
    EXPECT_TRUE(verdict.permitted());
    EXPECT_THAT(idsOf(verdict, Severity::Note), ElementsAre(FindingId::ReferenceCopyOnly));
}

TEST(JudgeSealing, OutOfScopeAndUnknownClassesAreRefused) {
    EXPECT_THAT(judgedSealing(acceptedJob("film")), ElementsAre(FindingId::ClassOutOfScope));
    EXPECT_THAT(judgedSealing(acceptedJob("nonsense")), ElementsAre(FindingId::ClassUnknown));
}

TEST(JudgeSealing, NotesWhatTheScannerCannotCatchAndTheDemo) {
    Regulation regulation = sampleRegulation();
    regulation.demo = true;
    regulation.classes.at("letter").notCapturable = "pen pressure";
    const auto verdict =
        judgeSealing(regulation, acceptedJob(), clerk(), sampleCertificate(), kSealedAt);
    EXPECT_THAT(idsOf(verdict, Severity::Note),
                ElementsAre(FindingId::NotCapturable, FindingId::DemoData));
}

TEST(JudgeSealing, JudgesTheContentAgain) {
    ScanJob job = acceptedJob();
    job.pages.at(0).mark = record::PageMark::Rejected;
    job.sheetsFed = 1;
    EXPECT_THAT(judgedSealing(job),
                ElementsAre(FindingId::SheetCountMismatch, FindingId::PageRejected));
}

} // namespace

} // namespace seihon::regulation
