#include "day_script.h"

#include "record/fault.h"
#include "station/versions.h"

#include <gtest/gtest.h>

// Envelopes 27 to 40: people, clocks, the timestamp service, and what came late [A10, B2, B3, F2,
// F3, F4, F7].
namespace seihon::cli_test {

using record::FindingId;
using record::PageMark;
using station::Versions;

namespace {

std::string submittedTo(DayDesk& desk, const std::string& envelope, const Registration& what,
                        const std::vector<DaySheet>& sheets) {
    const std::string job = desk.registered(envelope, what);
    desk.scanned(job, sheets);
    return job;
}

void sentBackFor(DayDesk& desk, const std::string& job, const char* reason) {
    desk.done(desk.station().sendBack(desk.by("manager"), job, reason).verdict, "send back");
    desk.refused(desk.station().seal(desk.by("clerk"), job).verdict, FindingId::StepNotAllowed);
}

void sentBackToScanAgain(DayDesk& desk, const std::string& envelope) {
    const std::vector<DaySheet> sheets = desk.sheets(2);
    const std::string job =
        submittedTo(desk, envelope,
                    {.documentClass = "consent-form", .name = "見本 廿七", .sheets = 2}, sheets);
    sentBackFor(desk, job, "page 2 is hard to read");
    desk.lay({sheets[1]});
    desk.fed(job, {.wish = {.replacePage = 2}});
    desk.checked(job);
    desk.accepted(job);
    desk.sealed(job);
}

void sentBackByRecords(DayDesk& desk, const std::string& envelope) {
    const std::vector<DaySheet> sheets = desk.sheets(1);
    const std::string job = submittedTo(
        desk, envelope, {.documentClass = "lab-report", .name = "見本 廿八", .sheets = 1}, sheets);
    // A page that is rejected blocks until it is replaced.
    desk.done(desk.station()
                  .markPage(desk.by("manager"), job, 1, PageMark::Rejected, "a shadow on it")
                  .verdict,
              "reject");
    desk.refused(desk.station().accept(desk.by("manager"), job).verdict, FindingId::PageRejected);
    sentBackFor(desk, job, "page 1 has a shadow");
    desk.lay(sheets);
    desk.fed(job, {.wish = {.replacePage = 1}});
    desk.checked(job);
    desk.accepted(job);
    desk.sealed(job);
}

// Nothing to scan better: the paper is like that, and somebody says so.
void sentBackAsOnPaper(DayDesk& desk, const std::string& envelope) {
    const std::string job = submittedTo(
        desk, envelope, {.documentClass = "consent-form", .name = "見本 廿九", .sheets = 1},
        desk.sheets(1));
    sentBackFor(desk, job, "the signature is faint");
    desk.done(desk.station()
                  .markPage(desk.by("clerk"), job, 1, PageMark::AsOnPaper, "faint on the paper")
                  .verdict,
              "as on paper");
    desk.checked(job);
    desk.accepted(job);
    desk.sealed(job);
}

void dispensedPrescription(DayDesk& desk, const std::string& envelope) {
    const std::string job = desk.registered(
        envelope, {.documentClass = "dispensed-prescription", .name = "見本 三十", .sheets = 1},
        "pharmacist");
    desk.prepared(job, 1, "pharmacist");
    desk.lay(desk.sheets(1));
    desk.fed(job, {}, "pharmacist");
    desk.done(desk.station().markPage(desk.by("pharmacist"), job, 2, PageMark::Blank, {}).verdict,
              "blank");
    desk.checked(job, "pharmacist");
    desk.accepted(job);
    desk.refused(desk.station().seal(desk.by("clerk"), job).verdict, FindingId::SignerRoleMissing);
    desk.sealed(job, "pharmacist");
}

// The clerk was at lunch and the manager fed the paper herself: her deputy accepts.
void managerFedIt(DayDesk& desk, const std::string& envelope) {
    const std::string job = desk.registered(
        envelope, {.documentClass = "consent-form", .name = "見本 卅一", .sheets = 1});
    desk.scanned(job, desk.sheets(1), {}, "manager");
    desk.refused(desk.station().accept(desk.by("manager"), job).verdict,
                 FindingId::SamePersonScannedAndAccepted);
    desk.accepted(job, "records");
    desk.sealed(job);
}

// Handed over for sealing: scanner and signer are two people, both named.
void cardForgotten(DayDesk& desk, const std::string& envelope) {
    const std::string job = desk.registered(envelope, {.name = "見本 卅二", .sheets = 1}, "clerk");
    desk.scanned(job, desk.sheets(1), {}, "aki");
    desk.refused(desk.station().seal(desk.by("aki"), job).verdict, FindingId::CardNeeded);
    desk.sealed(job, "clerk");
    const record::ScanJob sealed = desk.station().job(job);
    EXPECT_TRUE(sealed.scannedBy.contains("aki"));
    const std::string json =
        readFile(desk.station().archive() / sealed.sealed->path / "record.json");
    EXPECT_NE(json.find("Aki Tetsudai"), json.npos);
    EXPECT_NE(json.find("Kanae Uketsuke"), json.npos);
}

void trainingOver(DayDesk& desk, const std::string& envelope) {
    const std::string job = desk.registered(envelope, {.name = "見本 卅三", .sheets = 1});
    desk.done(desk.station().open(desk.by("haru"), job).verdict, "open");
    desk.refused(desk.station().prepare(desk.by("haru"), job, {1, true, "flag"}).verdict,
                 FindingId::NotTrained);
    desk.done(desk.station().prepare(desk.by("clerk"), job, {1, true, "flag"}).verdict, "prepare");
    desk.lay(desk.sheets(1));
    desk.fed(job);
    desk.checked(job);
    desk.sealed(job);
}

// Signed, and shown as pending, while the service is away; ended when it is back.
void serviceAway(DayDesk& desk, const std::string& envelope) {
    std::vector<std::string> jobs;
    desk.serviceGoesAway(true);
    for (int letter = 0; letter < 2; ++letter) {
        jobs.push_back(
            submittedTo(desk, envelope, {.name = "見本 卅四", .sheets = 1}, desk.sheets(1)));
        const auto pending = desk.station().seal(desk.by("clerk"), jobs.back());
        EXPECT_EQ(pending.job.state, record::JobState::SealingPending);
        EXPECT_FALSE(pending.pendingBecause.empty());
    }
    desk.refused(station::EnvelopeDesk(desk.station()).close(desk.by("clerk"), envelope).verdict,
                 FindingId::EnvelopeJobsOpen);
    desk.serviceGoesAway(false);
    const station::WorkReport report = desk.station().work(station::Urgency::Asked);
    EXPECT_EQ(report.sealed.size(), 2u);
    EXPECT_TRUE(report.pending.empty() && report.checkpointTimestamped);
}

// The battery of the computer is empty: its clock stands two hours back. And a PIN mistyped.
void clockSetBack(DayDesk& desk, const std::string& envelope) {
    const std::string job =
        submittedTo(desk, envelope, {.name = "見本 卅五", .sheets = 1}, desk.sheets(1));
    std::vector<std::string> seal = desk.home().command("clerk", {"job", "seal", job});
    seal.insert(seal.begin(), {"faketime", "-f", "-2h"});
    desk.refusedAtTheKeyboard(runProgram(seal), "ClockNotTrusted");
    const Result mistyped = desk.home().as("clerk", {"job", "seal", job}, "999999");
    EXPECT_EQ(mistyped.code, 3) << mistyped.out;
    const Result sealed = desk.home().as("clerk", {"job", "seal", job});
    EXPECT_EQ(sealed.code, 0) << sealed.out << sealed.err;
}

std::string lateAndRefused(DayDesk& desk, const std::string& envelope, const char* name,
                           int daysAgo) {
    const std::string job = submittedTo(
        desk, envelope, {.name = name, .sheets = 1, .daysAgo = daysAgo}, desk.sheets(1));
    desk.refused(desk.station().seal(desk.by("clerk"), job).verdict, FindingId::WindowClosed);
    return job;
}

void lateScannerBroken(DayDesk& desk, const std::string& envelope) {
    const std::string job = lateAndRefused(desk, envelope, "見本 卅六", 9);
    desk.done(desk.station()
                  .excuse(desk.by("manager"), job, "the scanner was in repair",
                          record::readClock() - std::chrono::hours(1))
                  .verdict,
              "excuse");
    desk.sealed(job);
}

void lateFlood(DayDesk& desk, const std::string& envelope) {
    const std::string job = lateAndRefused(desk, envelope, "見本 卅七", 12);
    desk.refused(desk.station().excuse(desk.by("clerk"), job, "flood", {}).verdict,
                 FindingId::NotAuthorized);
    desk.done(
        desk.station().excuse(desk.by("manager"), job, "the post room was flooded", {}).verdict,
        "excuse");
    desk.sealed(job);
}

// No hindrance: it lay in a drawer. The paper stays the original [B3].
void lateForgotten(DayDesk& desk, const std::string& envelope) {
    const std::string job = lateAndRefused(desk, envelope, "見本 卅八", 20);
    desk.done(desk.station().convert(desk.by("clerk"), job, "forgotten in a drawer").verdict,
              "convert");
    desk.done(desk.station().submit(desk.by("clerk"), job).verdict, "submit");
    desk.sealed(job);
}

// Sealed for the wrong patient, seen by the doctor, withdrawn, and sealed for the right one [F4].
void wrongPatient(DayDesk& desk, const std::string& envelope) {
    const std::string wrong =
        plainDocument(desk, envelope, {.patient = "P-0393", .name = "見本 卅九"});
    const std::string record = desk.station().job(wrong).sealed->recordId;
    (void)desk.station().viewRecord(record, desk.by("manager"));
    Versions versions(desk.station());
    const auto withdrawn =
        versions.withdraw(desk.by("manager"), {record, "the birth dates differ", true});
    desk.done(withdrawn.outcome.verdict, "withdraw");
    ASSERT_EQ(withdrawn.viewers.size(), 1u);
    EXPECT_EQ(withdrawn.viewers.front().user, "manager");
    const station::Outcome right =
        versions.amend(desk.by("clerk"), {.recordId = record,
                                          .reason = "the right patient",
                                          .samePages = true,
                                          .corrections = {},
                                          .patient = record::Patient{"P-0039", "見本 卅九"},
                                          .sheets = {}});
    desk.done(right.verdict, "amend");
    desk.checked(right.job.id);
    desk.sealed(right.job.id);
    desk.done(versions
                  .closeIncident(desk.by("manager"), record,
                                 desk.station().job(wrong).later.incidents.front().id,
                                 "both departments were told")
                  .verdict,
              "close incident");
}

// Scanned in time and signed in time; the service is away until long after the deadline.
void proofComesLate(DayDesk& desk, const std::string& envelope) {
    const std::string job =
        submittedTo(desk, envelope, {.name = "見本 四十", .sheets = 1}, desk.sheets(1));
    desk.serviceGoesAway(true);
    EXPECT_EQ(desk.station().seal(desk.by("clerk"), job).job.state,
              record::JobState::SealingPending);
}

constexpr DayRow kPeopleRows[] = {
    {"見本 廿七",
     "consent 2",
     "sent back: page 2 scanned again",
     {.originals = 1, .sentBack = 1, .sheets = 2},
     sentBackToScanAgain},
    {"見本 廿八",
     "report 1",
     "page rejected, sent back, scanned again",
     {.originals = 1, .sentBack = 1, .sheets = 1},
     sentBackByRecords},
    {"見本 廿九",
     "consent 1",
     "sent back: faint as on the paper",
     {.originals = 1, .sentBack = 1, .sheets = 1},
     sentBackAsOnPaper},
    {"見本 三十",
     "prescription 1",
     "dispensed: only the pharmacist seals",
     {.originals = 1, .sheets = 1},
     dispensedPrescription},
    {"見本 卅一",
     "consent 1",
     "the manager fed it: her deputy accepts",
     {.originals = 1, .sheets = 1},
     managerFedIt},
    {"見本 卅二",
     "letter 1",
     "card forgotten: handed over for sealing",
     {.originals = 1, .sheets = 1},
     cardForgotten},
    {"見本 卅三",
     "letter 1",
     "training over: may not scan",
     {.originals = 1, .sheets = 1},
     trainingOver},
    {"見本 卅四",
     "letter 1, letter 1",
     "timestamp service away for a while",
     {.originals = 2, .sheets = 2},
     serviceAway},
    {"見本 卅五",
     "letter 1",
     "clock two hours back; PIN mistyped",
     {.originals = 1, .sheets = 1},
     clockSetBack},
    {"見本 卅六",
     "letter 1",
     "late: scanner in repair, excused",
     {.originals = 1, .excused = 1, .sheets = 1},
     lateScannerBroken},
    {"見本 卅七",
     "letter 1",
     "late: post room flooded, excused",
     {.originals = 1, .excused = 1, .sheets = 1},
     lateFlood},
    {"見本 卅八",
     "letter 1",
     "late without a reason: refused, a copy",
     {.copies = 1, .refused = 1, .sheets = 1},
     lateForgotten},
    {"見本 卅九",
     "letter 1",
     "wrong patient: withdrawn, sealed anew",
     {.originals = 1, .withdrawn = 1, .sheets = 1},
     wrongPatient},
    {"見本 四十",
     "letter 1",
     "proof of scan time late, excused days later",
     {.originals = 1, .lateProof = 1, .sheets = 1},
     proofComesLate},
};

} // namespace

std::span<const DayRow> dayRowsOfPeople() {
    return kPeopleRows;
}

} // namespace seihon::cli_test
