#include "station-ui/archive_board.h"
#include "station-ui/archive_page.h"
#include "station-ui/audit_page.h"
#include "station-ui/batch_page.h"
#include "station-ui/boxes_page.h"
#include "station-ui/clerk_job.h"
#include "station-ui/deletion_page.h"
#include "station-ui/deliveries_page.h"
#include "station-ui/devices_page.h"
#include "station-ui/doctor_page.h"
#include "station-ui/envelope_page.h"
#include "station-ui/inspection_page.h"
#include "station-ui/intake_page.h"
#include "station-ui/job_page.h"
#include "station-ui/log_check_page.h"
#include "station-ui/log_page.h"
#include "station-ui/manager_page.h"
#include "station-ui/page.h"
#include "station-ui/people_page.h"
#include "station-ui/queue_page.h"
#include "station-ui/record_page.h"
#include "station-ui/report_page.h"
#include "station-ui/review_page.h"
#include "station-ui/rules_page.h"
#include "station-ui/seal_page.h"

namespace seihon::station_ui {

namespace {

// Where the clerk is with the paper decides which page is before him.
void followClerk(WindowState& state, ClerkJob& clerk) {
    QObject::connect(&state, &WindowState::jobWanted, &clerk, &ClerkJob::resume);
    QObject::connect(&clerk, &ClerkJob::preparationWanted, &state,
                     [&state] { state.go("intake"); });
    QObject::connect(&state, &WindowState::personChanged, &clerk, [&state, &clerk] {
        if (!state.person()) {
            clerk.clear(); // what runs goes on to its end; nobody sees it
        }
    });
    const auto before = std::make_shared<ClerkStep>(ClerkStep::Idle);
    QObject::connect(&clerk, &ClerkJob::changed, &state, [&state, &clerk, before] {
        if (std::exchange(*before, clerk.step()) == clerk.step() || !state.person()) {
            return;
        }
        switch (clerk.step()) {
        case ClerkStep::Idle:
            break;
        case ClerkStep::Scanning:
        case ClerkStep::Checking:
            state.go("job");
            break;
        case ClerkStep::Confirming:
        case ClerkStep::Sealing:
        case ClerkStep::Done:
            state.go("seal");
            break;
        }
    });
}

} // namespace

std::vector<PageRow> makePages(WindowState& state) {
    using enum regulation::Authority;
    auto* clerk = new ClerkJob(state, &state);
    followClerk(state, *clerk);
    auto* intake = new IntakePage(state, *clerk);
    QObject::connect(clerk, &ClerkJob::identificationWanted, intake, [&state, intake] {
        intake->identifyNext();
        state.go("intake");
    });
    auto* manager = new ManagerDesk(state, &state);
    auto* audit = new AuditDesk(state, &state);
    auto* log = new LogDesk(state, &state);
    auto* boxes = new BoxBoard(state, &state);
    auto* batch = new BatchWork(state, *boxes, &state);
    auto* inspection = new InspectionWork(state, &state);
    auto* archive = new ArchiveBoard(state, &state);
    return {
        {"manager", new ManagerPage(state, *manager), {Accept}, true},
        {"review", new ReviewPage(state, *manager), {Accept}, false},
        {"queue", new QueuePage(state, *clerk), {Register, Scan, Accept, Seal}, true},
        {"intake", intake, {Register, IdentifyPatient}, true},
        {"envelopes", new EnvelopePage(state), {KeepEnvelope}, true},
        {"job", new JobPage(state, *clerk), {Scan}, true},
        {"seal", new SealPage(state, *clerk), {Submit, Seal}, true},
        {"audit", new AuditPage(state, *audit), {SearchRecords}, true},
        {"audit-record", new RecordPage(state, *audit), {ViewRecord}, false},
        {"boxes", new BoxesPage(state, *boxes), {KeepBox}, true},
        {"batch", new BatchPage(state, *boxes, *batch), {KeepBox}, true},
        {"inspection", new InspectionPage(state, *inspection), {InspectScan}, true},
        {"doctor", new DoctorPage(state), {ManagePeople, ActivateRegulation, QualifyDevice}, true},
        {"archive", new ArchivePage(state, *archive), {KeepArchive, VerifyArchive}, true},
        {"deliveries", new DeliveriesPage(state), {KeepArchive, VerifyArchive}, true},
        {"devices", new DevicesPage(state), {QualifyDevice}, true},
        {"people", new PeoplePage(state), {ManagePeople, ReviewPeople}, true},
        {"rules", new RulesPage(state), {ApproveRegulation, ActivateRegulation}, true},
        {"deletion", new DeletionPage(state), {DeleteRecords}, true},
        {"log", new LogPage(state, *log), {ViewLog}, true},
        {"log-check", new LogCheckPage(state), {ViewLog}, true},
        {"reports", new ReportPage(state), {ViewLog}, true},
    };
}

} // namespace seihon::station_ui
