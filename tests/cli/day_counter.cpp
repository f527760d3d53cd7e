#include "day_script.h"

#include "station/cover_desk.h"
#include "station/patient_desk.h"

#include <gtest/gtest.h>

// Envelopes 1 to 12: the night desk, enclosures, who the patient is, what belongs to whom [B4, W].
namespace seihon::cli_test {

using record::FindingId;
using station::CoverDesk;
using station::EnvelopeDesk;
using station::PatientDesk;

namespace {

void identified(DayDesk& desk, const std::string& user, const std::string& job,
                regulation::PatientAnswer answer, const record::Patient& patient,
                const std::string& reason = {}) {
    desk.done(PatientDesk(desk.station())
                  .identify(desk.by(user), job, {patient, answer, reason, "flag"})
                  .verdict,
              "identify");
}

// Registered at night by its label, by somebody who may not scan; found by the label next morning.
void nightByLabel(DayDesk& desk, const std::string& envelope) {
    const std::string job =
        desk.registered(envelope, {.name = "見本 一", .sheets = 2, .label = 101}, "night");
    desk.refused(desk.station().open(desk.by("night"), job).verdict, FindingId::NotAuthorized);
    EXPECT_EQ(CoverDesk(desk.station()).jobOfLabel(101), job);
    desk.scanned(job, desk.sheets(2));
    desk.sealed(job);
}

// An ambulance at night: no name. Named in the morning, when the family came.
void nightAmbulance(DayDesk& desk, const std::string& envelope) {
    const std::string job = desk.registered(
        envelope, {.patient = "", .name = "救急 A", .sheets = 1, .label = 102}, "night");
    desk.scanned(job, desk.sheets(1));
    desk.refused(desk.station().seal(desk.by("clerk"), job).verdict, FindingId::PatientProvisional);
    const auto found = PatientDesk(desk.station()).look(desk.by("clerk"), "P-0002");
    ASSERT_TRUE(found.found.has_value());
    identified(desk, "clerk", job, regulation::PatientAnswer::Same, {"P-0002", found.found->name});
    desk.sealed(job);
}

// The cover sheet that the counter printed lies on top and opens the job.
void nightWithCover(DayDesk& desk, const std::string& envelope) {
    const std::string job =
        desk.registered(envelope, {.name = "見本 三", .sheets = 2, .label = 103}, "night");
    desk.lay(desk.sheets(2));
    CoverDesk covers(desk.station());
    desk.done(covers.print(desk.by("clerk"), job, desk.home().tray() / "0000.png"), "cover");
    station::IntakeRequest request;
    request.attestComplete = true;
    request.scan.areaWidthMicrometres = 76'000;
    request.scan.areaHeightMicrometres = 58'000;
    const auto outcome = covers.intake(desk.by("clerk"), request, {}, {});
    desk.done(outcome.verdict, "intake by cover");
    EXPECT_EQ(outcome.job.id, job);
}

void aPlainLetter(DayDesk& desk, const std::string& envelope) {
    plainDocument(desk, envelope, {.name = "見本 四", .sheets = 2});
}

// A letter and a report, one receipt stamp for both, and a disc for radiology.
void letterReportAndDisc(DayDesk& desk, const std::string& envelope) {
    EnvelopeDesk envelopes(desk.station());
    const std::string letter = plainDocument(desk, envelope, {.name = "見本 五", .sheets = 2});
    const std::string report =
        desk.registered(envelope, {.documentClass = "lab-report", .name = "見本 五", .sheets = 1});
    desk.done(envelopes.noteStamp(desk.by("clerk"), envelope, letter, 1).verdict, "stamp");
    record::Enclosure disc;
    disc.kind = record::EnclosureKind::OpticalDisc;
    disc.destination = "radiology";
    desk.done(envelopes.noteEnclosure(desk.by("clerk"), envelope, disc).verdict, "enclosure");
    const record::Verdict open = envelopes.close(desk.by("clerk"), envelope).verdict;
    desk.refused(open, FindingId::EnvelopeJobsOpen);
    EXPECT_EQ(open.findings.back().id, FindingId::EnclosureNotSettled);
    desk.scanned(report, desk.sheets(1));
    desk.accepted(report);
    desk.sealed(report);
    desk.done(envelopes
                  .settleEnclosure(desk.by("clerk"), envelope, 1, record::EnclosureEnd::Taken,
                                   "radiology")
                  .verdict,
              "taken");
}

void letterAndStick(DayDesk& desk, const std::string& envelope) {
    plainDocument(desk, envelope, {.name = "見本 六"});
    EnvelopeDesk envelopes(desk.station());
    record::Enclosure stick;
    stick.kind = record::EnclosureKind::UsbStick;
    stick.count = 2;
    stick.destination = "the patient";
    desk.done(envelopes.noteEnclosure(desk.by("clerk"), envelope, stick).verdict, "enclosure");
    desk.done(envelopes
                  .settleEnclosure(desk.by("clerk"), envelope, 1, record::EnclosureEnd::Returned,
                                   "the patient")
                  .verdict,
              "returned");
}

// Papers of two patients in one envelope: each has a job of its own.
void twoPatients(DayDesk& desk, const std::string& envelope) {
    plainDocument(desk, envelope, {.patient = "P-0007", .name = "見本 七"});
    plainDocument(desk, envelope, {.patient = "P-0077", .name = "見本 七七", .sheets = 2});
}

// The maiden name stands on the paper: a second person decides whose it is.
void maidenName(DayDesk& desk, const std::string& envelope) {
    const std::string job =
        desk.registered(envelope, {.patient = "", .name = "旧姓 花", .sheets = 1});
    desk.scanned(job, desk.sheets(1));
    const record::Patient hana{"P-0010", "仮名 花"};
    const std::string reason = "maiden name on the paper";
    identified(desk, "clerk", job, regulation::PatientAnswer::Differs, hana, reason);
    desk.refused(PatientDesk(desk.station())
                     .identify(desk.by("clerk"), job,
                               {hana, regulation::PatientAnswer::Differs, reason, "flag"})
                     .verdict,
                 FindingId::SecondPersonNeeded);
    identified(desk, "manager", job, regulation::PatientAnswer::Differs, hana, reason);
    desk.sealed(job);
}

// A sheet of another patient lies between: seen when comparing, set aside, and registered for the
// patient whose it is.
void foreignSheet(DayDesk& desk, const std::string& envelope) {
    const std::vector<DaySheet> own = desk.sheets(2), foreign = desk.sheets(1);
    const std::string job = desk.registered(envelope, {.name = "見本 九", .sheets = 2});
    desk.prepared(job, 2);
    desk.lay({own[0], foreign[0], own[1]});
    desk.fed(job);
    desk.refused(desk.station().submit(desk.by("clerk"), job).verdict,
                 FindingId::SheetCountMismatch);
    desk.done(desk.station().setSheetAside(desk.by("clerk"), job, 2, "another patient's").verdict,
              "set aside");
    desk.checked(job);
    desk.sealed(job);
    const std::string other =
        desk.registered(envelope, {.patient = "P-0099", .name = "見本 九九", .sheets = 1});
    desk.scanned(other, foreign);
    desk.sealed(other);
}

// Nobody can say who it is: scanned and open to looking, and pending in the evening.
void nobodyKnows(DayDesk& desk, const std::string& envelope) {
    const std::string job =
        desk.registered(envelope, {.patient = "", .name = "判読不能", .sheets = 1});
    desk.scanned(job, desk.sheets(1));
    desk.refused(desk.station().seal(desk.by("clerk"), job).verdict, FindingId::PatientProvisional);
    desk.refused(EnvelopeDesk(desk.station()).close(desk.by("clerk"), envelope).verdict,
                 FindingId::EnvelopeJobsOpen);
    const record::ScanJob waiting = desk.station().job(job);
    EXPECT_GT(desk.station().viewPage(waiting, waiting.pages.front(), 200, 200).width, 0); // [B6]
}

// A fax for another house: not ours to scan, and nothing that the queue should remind of.
void misdirectedFax(DayDesk& desk, const std::string& envelope) {
    const std::string job = desk.registered(
        envelope, {.documentClass = "fax-received", .name = "他院 患者", .sheets = 1});
    (void)desk.sheets(1, DaySheetKind::Fax);
    desk.done(EnvelopeDesk(desk.station())
                  .handOn(desk.by("clerk"), envelope, job, "the house it was meant for")
                  .verdict,
              "hand on");
    desk.done(desk.station().abandon(desk.by("clerk"), job, "sent on to its house").verdict,
              "abandon");
}

// Two departments: ours is sealed, the other document goes on. Its window runs on: it stays in the
// queue until that department is done with it.
void twoDepartments(DayDesk& desk, const std::string& envelope) {
    plainDocument(desk, envelope, {.name = "見本 十二"});
    const std::string other = desk.registered(envelope, {.name = "見本 十二", .sheets = 2});
    (void)desk.sheets(2);
    desk.done(EnvelopeDesk(desk.station())
                  .handOn(desk.by("clerk"), envelope, other, "dermatology")
                  .verdict,
              "hand on");
}

constexpr DayRow kCounterRows[] = {
    {"見本 一",
     "letter 2",
     "night: label 101, no scan right",
     {.originals = 1, .sheets = 2},
     nightByLabel},
    {"救急 A",
     "letter 1",
     "night: no name, known in the morning",
     {.originals = 1, .sheets = 1},
     nightAmbulance},
    {"見本 三",
     "letter 2",
     "cover sheet on top opens the job",
     {.originals = 1, .sheets = 2},
     nightWithCover},
    {"見本 四", "letter 2", "nothing", {.originals = 1, .sheets = 2}, aPlainLetter},
    {"見本 五",
     "letter 2, report 1, disc",
     "one receipt stamp; not closed too early",
     {.originals = 2, .enclosures = 1, .sheets = 3},
     letterReportAndDisc},
    {"見本 六",
     "letter 1, 2 USB sticks",
     "sticks returned, never read",
     {.originals = 1, .enclosures = 1, .sheets = 1},
     letterAndStick},
    {"見本 七 / 七七",
     "letter 1, letter 2",
     "two patients in one envelope",
     {.originals = 2, .sheets = 3},
     twoPatients},
    {"旧姓 花",
     "letter 1",
     "maiden name: a second person confirms",
     {.originals = 1, .sheets = 1},
     maidenName},
    {"見本 九 / 九九",
     "letter 2, stray 1",
     "another patient's sheet between, seen at comparing",
     {.originals = 2, .sheets = 3},
     foreignSheet},
    {"判読不能",
     "letter 1",
     "nobody knows who it is: pending",
     {.waiting = 1, .sheets = 1},
     nobodyKnows},
    {"他院 患者",
     "fax 1",
     "misdirected: handed on unscanned",
     {.handedOn = 1, .givenUp = 1, .sheets = 1},
     misdirectedFax},
    {"見本 十二",
     "letter 1, letter 2",
     "two departments: one goes on",
     {.originals = 1, .handedOn = 1, .sheets = 3},
     twoDepartments},
};

} // namespace

std::string plainDocument(DayDesk& desk, const std::string& envelope, const Registration& what) {
    const std::string job = desk.registered(envelope, what);
    desk.scanned(job, desk.sheets(what.sheets));
    desk.sealed(job);
    return job;
}

std::span<const DayRow> dayRowsOfCounter() {
    return kCounterRows;
}

} // namespace seihon::cli_test
