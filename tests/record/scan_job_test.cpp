#include "record/project_audit.h"
#include "record/scan_job.h"

#include "record/disposal.h"
#include "record/downtime.h"
#include "record/envelope.h"
#include "record/medium.h"

#include "expect_fault.h"
#include "job_entries.h"

#include <map>
#include <set>

namespace seihon::record {
namespace {

void expectBroken(const JobEntries& entries, const std::string& part = {}) {
    expectFault(
        FaultKind::LedgerBroken, [&] { (void)entries.fold(); }, part);
}

TEST(Fold, NothingIsNoJob) {
    const ScanJob job = JobEntries().fold();
    EXPECT_TRUE(job.id.empty());
    EXPECT_EQ(job.state, JobState::Registered);
}

TEST(Fold, WholeLife) {
    JobEntries entries;
    entries.sealed();
    std::vector<JobState> seen;
    ScanJob job;
    for (const Entry& entry : entries.entries()) {
        apply(job, entry);
        if (seen.empty() || seen.back() != job.state) {
            seen.push_back(job.state);
        }
    }
    EXPECT_EQ(seen, (std::vector{JobState::Registered, JobState::Open, JobState::Submitted,
                                 JobState::Accepted, JobState::SealingPending, JobState::Sealed}));
    EXPECT_EQ(job.id, "job-1");
    EXPECT_EQ(job.original, sampleOriginal()) << "with the patient from the private facts";
    ASSERT_TRUE(job.opened && job.prepared && job.compared && job.submitted && job.accepted);
    EXPECT_EQ(job.accepted->actor, sampleManager());
    EXPECT_EQ(job.sheetsPrepared, 2);
    EXPECT_EQ(job.sheetsFed, 2);
    EXPECT_FALSE(job.scanning);
    ASSERT_TRUE(job.sealing && job.sealed);
    EXPECT_EQ(job.sealing->certificate, sampleCertificate());
    EXPECT_EQ(job.sealing->signatureDigest, sha256("signature"));
    EXPECT_EQ(job.sealed->recordId, kSampleRecordId);
    EXPECT_EQ(job.sealed->manifestDigest, sha256("manifest"));
    EXPECT_EQ(job.sealed->provenAt, parseInstant("2026-11-20T04:00:00Z"));
    EXPECT_EQ(job.sealed->at, entries.last().at);
    EXPECT_EQ(job.lastSequence, entries.last().sequence);
}

TEST(Fold, NumbersPagesInOrder) {
    const ScanJob job = JobEntries().scanned().fold();
    ASSERT_EQ(job.pages.size(), 4u);
    std::int64_t number = 0;
    for (const Page& page : job.pages) {
        EXPECT_EQ(page.number, ++number);
        EXPECT_EQ(findPage(job, number), &page);
    }
    for (const std::int64_t none : {0, -1, 5}) {
        EXPECT_EQ(findPage(job, none), nullptr);
    }
}

TEST(Fold, RescanSupersedesInPlace) {
    const ScanJob job = JobEntries().scanned().capture("2f again", 2, Side::Front, "2f").fold();
    ASSERT_EQ(job.pages.size(), 4u);
    EXPECT_EQ(job.pages[2].captureId, "2f again");
    EXPECT_EQ(job.pages[2].number, 3);
    ASSERT_EQ(job.superseded.size(), 1u);
    EXPECT_EQ(job.superseded[0].captureId, "2f");
    EXPECT_EQ(job.sheetsFed, 2);
}

TEST(Fold, RescanForgetsTheMarkOfTheOldPage) {
    JobEntries entries;
    entries.scanned().mark("2f", PageMark::Rejected, "blurred");
    EXPECT_EQ(entries.fold().pages[2].mark, PageMark::Rejected);
    const ScanJob job = entries.capture("2f again", 2, Side::Front, "2f").fold();
    EXPECT_EQ(job.pages[2].mark, PageMark::None);
    EXPECT_EQ(job.superseded[0].mark, PageMark::Rejected) << "the decision stays with the old page";
}

// [A2] Comparing is done after the images.
TEST(Fold, AnotherImageNeedsAnotherComparison) {
    JobEntries entries;
    entries.scanned().attest(EntryKind::Compared);
    EXPECT_TRUE(entries.fold().compared);
    EXPECT_FALSE(entries.capture("3f", 3, Side::Front).fold().compared);
}

TEST(Fold, ASheetThatLacksASideIsNotFed) {
    JobEntries entries;
    entries.opened().capture("1f", 1, Side::Front);
    EXPECT_EQ(entries.fold().sheetsFed, 0);
    EXPECT_EQ(entries.capture("1b", 1, Side::Back).fold().sheetsFed, 1);
    entries.capture("2f", 2, Side::Front);
    EXPECT_EQ(entries.fold().sheetsFed, 1);
    // it goes back into the tray, under the same number
    entries.capture("2f again", 2, Side::Front, "2f").capture("2b", 2, Side::Back);
    EXPECT_EQ(entries.fold().sheetsFed, 2);
}

TEST(Fold, OneSideIsAllOfASimplexSheet) {
    for (const PaperSource source : {PaperSource::FeederSimplex, PaperSource::Flatbed}) {
        JobEntries entries;
        entries.opened().captureFrom(source, "1", 1, Side::Front);
        EXPECT_EQ(entries.captureFrom(source, "2", 2, Side::Front).fold().sheetsFed, 2);
    }
}

TEST(Fold, AFolderHoldsAsManySidesAsWereDeclared) {
    JobEntries entries;
    entries.opened().captureFrom(PaperSource::Folder, "1", 1, Side::Front);
    EXPECT_EQ(entries.fold().sheetsFed, 0) << "the sample is duplex";
    Original simplex = sampleOriginal();
    simplex.duplex = false;
    entries.entries()[0].what.facts = Json::object({{"original", toJson(simplex)}});
    EXPECT_EQ(entries.fold().sheetsFed, 1);
}

TEST(Fold, MarksNameWhoAndWhy) {
    for (const auto& [mark, name] : EnumNames<PageMark>::table) {
        const ScanJob job = JobEntries().scanned().mark("2b", mark, "reason").fold();
        EXPECT_EQ(job.pages[3].mark, mark) << name;
        EXPECT_EQ(job.pages[3].markReason, "reason");
        EXPECT_EQ(job.pages[3].markedBy, sampleClerk());
        EXPECT_EQ(job.pages[2].mark, PageMark::None);
    }
}

TEST(Fold, SendBackOpensAgain) {
    for (const bool accepted : {false, true}) {
        JobEntries entries;
        accepted ? entries.accepted() : entries.submitted();
        const ScanJob job =
            entries.add(EntryKind::SentBack, Json::object({{"reason", "page 2"}})).fold();
        EXPECT_EQ(job.state, JobState::Open);
        EXPECT_FALSE(job.submitted || job.accepted);
        ASSERT_TRUE(job.sentBack);
        EXPECT_EQ(job.sentBack->reason, "page 2");
        EXPECT_FALSE(entries.add(EntryKind::JobSubmitted).fold().sentBack);
    }
}

TEST(Fold, ConvertMakesAReferenceCopy) {
    const Json facts = Json::object({{"documentClass", "reference-copy"}, {"reason", "late"}});
    JobEntries entries;
    const ScanJob job = entries.accepted().add(EntryKind::ConvertedToReference, facts).fold();
    EXPECT_TRUE(job.referenceCopy);
    EXPECT_EQ(job.original.documentClass, "reference-copy");
    EXPECT_EQ(job.state, JobState::Open);
    EXPECT_FALSE(job.submitted || job.accepted);
    EXPECT_EQ(JobEntries().registered().add(EntryKind::ConvertedToReference, facts).fold().state,
              JobState::Registered);
}

TEST(Fold, ExcuseNamesTheEndOfTheHindrance) {
    JobEntries entries;
    entries.scanned().add(
        EntryKind::Excused,
        Json::object({{"reason", "power cut"}, {"hindranceEnded", "2026-11-21T00:00:00.000Z"}}));
    const ScanJob job = entries.fold();
    ASSERT_TRUE(job.excuse);
    EXPECT_EQ(job.excuse->act.reason, "power cut");
    EXPECT_EQ(job.excuse->hindranceEnded, parseInstant("2026-11-21T00:00:00Z"));
    EXPECT_FALSE(
        entries
            .add(EntryKind::Excused, Json::object({{"reason", "x"}, {"hindranceEnded", nullptr}}))
            .fold()
            .excuse->hindranceEnded);
}

TEST(Fold, DiscardedSealFallsBackToWhereItStarted) {
    EXPECT_EQ(JobEntries().sealStarted().add(EntryKind::SealDiscarded).fold().state,
              JobState::Accepted);
    JobEntries unaccepted; // a class that needs no acceptance
    unaccepted.submitted().add(EntryKind::SealStarted,
                               Json::object({{"recordId", kSampleRecordId},
                                             {"manifestDigest", sha256("manifest").hex()},
                                             {"certificate", toJson(sampleCertificate())}}));
    EXPECT_EQ(unaccepted.fold().state, JobState::SealingPending);
    const ScanJob job = unaccepted.add(EntryKind::SealDiscarded).fold();
    EXPECT_EQ(job.state, JobState::Submitted);
    EXPECT_FALSE(job.sealing);
}

TEST(Fold, InterruptionsAreKept) {
    JobEntries entries;
    entries.opened().add(EntryKind::ScanStarted);
    EXPECT_TRUE(entries.fold().scanning);
    entries.add(EntryKind::FeedInterrupted,
                Json::object({{"fault", "PaperJam"}, {"sheet", 2}, {"detail", "at the roller"}}));
    const ScanJob job = entries.add(EntryKind::ScanEnded).fold();
    EXPECT_FALSE(job.scanning);
    ASSERT_EQ(job.interruptions.size(), 1u);
    EXPECT_EQ(job.interruptions[0].fault, "PaperJam");
    EXPECT_EQ(job.interruptions[0].sheet, 2);
    EXPECT_EQ(job.interruptions[0].detail, "at the roller");
}

TEST(Fold, LoggedActsChangeNothing) {
    for (const EntryKind kind :
         {EntryKind::Refused, EntryKind::RecordVerified, EntryKind::RecordViewed,
          EntryKind::LogViewed, EntryKind::CheckpointMade}) {
        const ScanJob job = JobEntries().sealed().add(kind).fold();
        EXPECT_EQ(job.state, JobState::Sealed);
        EXPECT_EQ(job.pages.size(), 4u);
    }
}

TEST(Fold, ARefusedRegistrationMayComeFirst) {
    JobEntries entries;
    entries.add(EntryKind::Refused).registered();
    EXPECT_EQ(entries.fold().state, JobState::Registered);
}

// Facts that a kind needs, so that only its place in the order is wrong.
Json factsOf(EntryKind kind) {
    const std::map<EntryKind, Json> facts{
        {EntryKind::OriginalRegistered, Json::object({{"original", toJson(sampleOriginal())}})},
        {EntryKind::PageCaptured, toJson(samplePage("new", 9, Side::Front))},
        {EntryKind::FeedInterrupted, Json::object({{"fault", "PaperJam"}, {"sheet", 1}})},
        {EntryKind::JobPutInEnvelope, Json::object({{"envelope", "envelope-1"}})},
        {EntryKind::PageMarked, Json::object({{"captureId", "1f"}, {"mark", "blank"}})},
        {EntryKind::PageExamined,
         Json::object({{"captureId", "1f"}, {"examination", publicJson(PageExamination{})}})},
        {EntryKind::SheetSetAside, Json::object({{"captureId", "1f"}, {"reason", "fed twice"}})},
        {EntryKind::SheetMoved, Json::object({{"captureId", "1f"}, {"after", 0}, {"reason", "x"}})},
        {EntryKind::PageTurned, Json::object({{"captureId", "1f"}, {"degrees", 90}})},
        {EntryKind::ConvertedToReference, Json::object({{"documentClass", "reference-copy"}})},
        {EntryKind::SealStarted, Json::object({{"recordId", kSampleRecordId},
                                               {"manifestDigest", sha256("manifest").hex()},
                                               {"certificate", toJson(sampleCertificate())}})},
        {EntryKind::CompletionStarted, Json::object({{"oldDigest", sha256("sealed").hex()},
                                                     {"newDigest", sha256("completed").hex()}})},
        {EntryKind::RecordSigned, Json::object({{"signatureDigest", sha256("signature").hex()}})},
        {EntryKind::RecordSealed, Json::object({{"path", "2024/11/30/x"},
                                                {"manifestDigest", sha256("manifest").hex()},
                                                {"provenAt", "2026-11-20T04:00:00.000Z"}})},
        {EntryKind::AmendmentOpened, Json::object({{"job", "job-2"}, {"fork", false}})},
        {EntryKind::RecordWithdrawn, Json::object({{"wrongPatient", true}, {"incident", "i-1"}})},
        {EntryKind::SampleFaultFound, Json::object({{"incident", "i-1"}})},
        {EntryKind::IncidentClosed, Json::object({{"incident", "i-2"}})},
        {EntryKind::OrderPicked, Json::object({{"picked", false}})},
        {EntryKind::PaperPlaced,
         Json::object({{"box", "B1"}, {"shelf", "S2"}, {"position", "3"}})}};
    const auto found = facts.find(kind);
    if (kind == EntryKind::RenewalStarted) {
        SealLayer first;
        first.number = 1;
        return Json::object({{"layer", toJson(first)}});
    }
    Json json = found == facts.end() ? Json::object({{"sheets", 2}}) : found->second;
    if (kind == EntryKind::Prepared || kind == EntryKind::Compared ||
        kind == EntryKind::FilmSideAttested) {
        json.set("attestation",
                 toJson(Attestation{"q", "yes", "", "flag", sampleClerk(), Instant()}));
    }
    return json;
}

// The whole table: which kind fits in which state. Everything else is tampering.
TEST(Fold, EveryEntryFitsOnlyItsStates) {
    using enum EntryKind;
    const std::set<EntryKind> always{
        HomeInitialised, RegulationActivated, Refused, RecordVerified, RecordViewed, RecordSearched,
        LogViewed, LoginFailed, ClockChecked, CheckpointMade, CheckpointTimestamped, RecordExported,
        DeviceQualified, QualificationRefused, QualificationVoided, FilmCalibrated,
        FilmCalibrationRefused, FilmCalibrationVoided, RegulationApproved, AuditReplayed,
        ConformityRecorded, ConformityCountersigned,
        // once; PatientIdentified: envelope_test.cpp
        CoverSheetPrinted, CoverSheetScanned, JobPutInEnvelope, SampleOpened, SampleDrawn,
        SamplePageViewed, SamplePageInspected, SampleClosed, PaperPlaced, ObjectionAdded,
        ObjectionLifted, ConsentAdded, ConsentWithdrawn, LegalHoldPlaced, LegalHoldLifted,
        RetentionEventTold, RetentionEventTakenBack, LogProven, BundleTaken, LogVerified,
        CheckpointWitnessed, WitnessRefused, DeletionProposed, DeletionApproved, DeletionCarriedOut,
        DeletionClosed, BackupMade, BackupFailed, RestoreDrilled, HomeRestored, ArchivePartVerified,
        RecordRepaired, LedgerRebuilt, LogFilesCompleted, SoftwareChanged, SettingsChanged,
        EmergencyLooksTaken, DeliveryPrepared, DeliverySent, DeliveryConfirmed, DeliveryFailed,
        DeliveryBrokeOff, DeliveryRetryAsked, DeliveryGivenUp};
    const std::set<EntryKind> aboutPeople{PeopleChanged,      PeopleReviewed, CredentialSet,
                                          LoggedIn,           LoginUnlocked,  BreakGlassStarted,
                                          BreakGlassReviewed, ProxyAct,       ProxyConfirmed,
                                          JobViewed,          TrustAccepted};
    const std::map<JobState, std::set<EntryKind>> fits{
        {JobState::Registered,
         {JobOpened, OrderPicked, Excused, ConvertedToReference, JobAbandoned}},
        {JobState::Open,
         {Prepared, ScanStarted, PageCaptured, FeedInterrupted, ScanEnded, PageMarked, PageExamined,
          SheetSetAside, SheetsRecounted, SheetMoved, PageTurned, Compared, FilmSideAttested,
          JobSubmitted, OrderPicked, Excused, ConvertedToReference, JobAbandoned}},
        {JobState::Submitted,
         {PageMarked, PageExamined, SentBack, EntryKind::Accepted, OrderPicked, Excused,
          ConvertedToReference, SealStarted, JobAbandoned}},
        {JobState::Accepted,
         {PageExamined, SentBack, Excused, ConvertedToReference, SealStarted, JobAbandoned}},
        {JobState::SealingPending, {RecordSigned, SealDiscarded, RecordSealed}},
        {JobState::Sealed,
         {CompletionStarted, SignerRevocationFound, AmendmentOpened, RecordWithdrawn,
          SampleFaultFound, PaperReleaseProposed, TempDataPurged}},
        {JobState::Abandoned, {TempDataPurged}}};
    std::map<JobState, JobEntries> lives;
    lives[JobState::Registered].registered();
    lives[JobState::Open].scanned();
    lives[JobState::Submitted].submitted();
    lives[JobState::Accepted].accepted();
    lives[JobState::SealingPending].sealStarted();
    lives[JobState::Sealed].sealed();
    lives[JobState::Abandoned].registered().add(JobAbandoned);
    for (const auto& [state, entries] : lives) {
        ASSERT_EQ(entries.fold().state, state);
        for (const auto& [kind, name] : EnumNames<EntryKind>::table) {
            SCOPED_TRACE(std::string(enumName(state)) + " + " + std::string(name));
            JobEntries more = entries;
            more.add(kind, factsOf(kind), kSampleRecordId);
            if (fits.at(state).contains(kind) || always.contains(kind) ||
                aboutPeople.contains(kind)) {
                EXPECT_NO_THROW((void)more.fold());
            } else {
                expectBroken(more, std::string(name));
            }
        }
    }
}

TEST(Fold, NothingComesBeforeRegistration) {
    for (const auto& [kind, name] : EnumNames<EntryKind>::table) {
        if (isAboutEnvelope(kind) || isAboutProject(kind) || isAboutBox(kind) ||
            isAboutDisposal(kind) || isAboutMedium(kind) || isAboutProjectAudit(kind) ||
            isAboutDowntime(kind) || isAboutDowntimeStack(kind)) {
            EXPECT_TRUE(JobEntries().add(kind, factsOf(kind)).fold().id.empty());
        } else if (kind != EntryKind::OriginalRegistered && kind != EntryKind::Refused) {
            expectBroken(JobEntries().add(kind, factsOf(kind)), "never registered");
        }
    }
}

TEST(Fold, PagesThatAreNotThere) {
    expectBroken(JobEntries().scanned().capture("x", 1, Side::Front, "none"), "replaces");
    expectBroken(JobEntries().scanned().mark("none", PageMark::Blank, ""), "marks");
    // a superseded page is not there any more
    expectBroken(
        JobEntries().scanned().capture("x", 1, Side::Front, "1f").mark("1f", PageMark::Blank, ""),
        "marks");
    expectBroken(JobEntries()
                     .scanned()
                     .capture("x", 1, Side::Front, "1f")
                     .capture("y", 1, Side::Front, "1f"),
                 "replaces");
}

TEST(Fold, ACaptureComesOnce) {
    expectBroken(JobEntries().scanned().capture("1f", 3, Side::Front), "already");
    expectBroken(JobEntries()
                     .scanned()
                     .capture("x", 1, Side::Front, "1f")
                     .capture("1f", 1, Side::Front, "x"),
                 "already");
}

TEST(Fold, OnlyTheRecordThatWasStartedIsSealed) {
    JobEntries otherRecord;
    otherRecord.sealed().last().what.record = "01937b2a-1111-7222-8333-000000000000";
    expectBroken(otherRecord, "another record");
    JobEntries otherManifest;
    otherManifest.sealed().last().what.facts.set("manifestDigest", sha256("other").hex());
    expectBroken(otherManifest, "another manifest");
}

TEST(Fold, EntriesComeInOrderAndFromOneJob) {
    JobEntries swapped;
    swapped.scanned();
    std::swap(swapped.entries()[4].sequence, swapped.entries()[5].sequence);
    expectBroken(swapped, "out of order");
    JobEntries twice;
    twice.scanned();
    twice.last().sequence = twice.entries()[twice.entries().size() - 2].sequence;
    expectBroken(twice, "out of order");
    JobEntries foreign;
    foreign.scanned().last().what.job = "job-2";
    expectBroken(foreign, "another job");
}

TEST(Fold, FactsThatCannotBeReadFault) {
    JobEntries entries;
    entries.scanned().entries()[4].what.facts.set("sha256", "short");
    expectFault(FaultKind::Malformed, [&] { (void)entries.fold(); });
}

} // namespace
} // namespace seihon::record
