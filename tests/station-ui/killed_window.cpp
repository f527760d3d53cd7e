#include "tests/station-ui/killed_window.h"

#include "station-ui/clerk_job.h"
#include "tests/station-ui/ui_desk.h"

#include <csignal>

namespace seihon::station_ui {

int scanUntilKilled(const QString& home) {
    constexpr int kPagesBefore = 2;
    Shell window(home, record::Language::Japanese);
    window.show();
    WindowState& state = window.state();
    state.login("clerk", "123456", {});
    if (!QTest::qWaitFor([&state] { return state.person().has_value(); }, kPatience)) {
        return 1;
    }
    auto* clerk = state.findChild<ClerkJob*>();
    int pages = 0;
    QObject::connect(clerk, &ClerkJob::pageArrived, &window, [&pages] {
        if (++pages == kPagesBefore) {
            ::raise(SIGKILL);
        }
    });
    IntakeForm form;
    form.documentClass = "referral-letter";
    form.patientId = "P-000123";
    form.patientName = "試作 健一";
    form.sheets = 4;
    form.attested = true;
    clerk->start(form);
    QTest::qWait(kPatience);
    return 1;
}

} // namespace seihon::station_ui
