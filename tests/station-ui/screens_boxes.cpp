#include "tests/station-ui/photographer.h"
#include "tests/station-ui/team_desk.h"

namespace seihon::station_ui {

// The records team's box, from the shelf to its inspection.
bool playBoxes(Photographer& camera) {
    TeamDesk desk;
    const auto open = [&desk](const char* page) {
        desk.window().state().go(page);
        QTest::qWait(600); // what it reads
        return desk.idle();
    };
    bool kept = desk.logInTo("clerk", "boxes") && desk.openBox();
    desk.paper().layStack(desk.box().id, {"1-1", "p1", "p2!jam 0.5", "1-2", "p3"});
    kept = kept && desk.pressed("boxFeed") && desk.feed();
    QTest::qWait(600);
    kept = kept && camera.take(desk, "30-batch-jam");
    desk.paper().putBackFrom(3);
    kept = kept && desk.feed();
    desk.paper().layStack(desk.box().id, {"2-1", "p4", "p5"});
    kept = kept && desk.feed();
    QTest::qWait(600);
    kept = kept && camera.take(desk, "31-batch") && desk.logInTo("manager", "boxes");
    QTest::qWait(600);
    kept = kept && camera.take(desk, "32-boxes") && desk.pressed("exceptionSettle") &&
           desk.chosen("ask-end", "extra") && desk.typed("ask-reason", "索引票になかった一枚") &&
           camera.take(desk, "33-settle");
    desk.press(Qt::Key_Return);
    kept = kept && desk.idle() && desk.logInTo("clerk", "boxes") && open("boxes");
    for (const std::string& job : desk.jobs()) {
        const station::Session clerk = desk.paper().as(desk.station(), "clerk");
        (void)desk.station().recount(clerk, job, std::ssize(desk.station().job(job).pages),
                                     "再計数");
    }
    kept = kept && open("batch") && desk.compareAll() && open("batch") &&
           desk.pressed("batchSubmit") && desk.idle() && open("inspection") &&
           camera.take(desk, "34-inspection-refused") && desk.logInTo("pharmacist", "inspection");
    QTest::qWait(600);
    return kept && desk.pageSeen() && camera.take(desk, "35-inspection");
}

} // namespace seihon::station_ui
