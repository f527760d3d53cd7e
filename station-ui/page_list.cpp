#include "station-ui/clerk_job.h"
#include "station-ui/devices_page.h"
#include "station-ui/doctor_page.h"
#include "station-ui/intake_page.h"
#include "station-ui/job_page.h"
#include "station-ui/page.h"
#include "station-ui/people_page.h"
#include "station-ui/queue_page.h"
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
    return {
        {"queue", new QueuePage(state), {Register, Scan, Accept, Seal}, true},
        {"intake", new IntakePage(state, *clerk), {Register}, true},
        {"job", new JobPage(state, *clerk), {Scan}, true},
        {"seal", new SealPage(state, *clerk), {Submit, Seal}, true},
        {"doctor", new DoctorPage(state), {ManagePeople, ActivateRegulation, QualifyDevice}, true},
        {"devices", new DevicesPage(state), {QualifyDevice}, true},
        {"people", new PeoplePage(state), {ManagePeople, ReviewPeople}, true},
        {"rules", new RulesPage(state), {ApproveRegulation, ActivateRegulation}, true},
        // the pages of the records team, the manager and the auditor: here
    };
}

} // namespace seihon::station_ui
