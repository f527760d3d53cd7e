#include "tests/station-ui/admin_desk.h"
#include "tests/station-ui/photographer.h"

namespace seihon::station_ui {

// The administrator's pages on a demo home that has something to show.
bool playAdmin(Photographer& camera) {
    AdminDesk desk;
    std::ofstream(desk.home() / "regulation.toml", std::ios::app) << "# to be discussed\n";
    desk.become("admin");
    desk.open("doctor");
    bool kept = QTest::qWaitFor(
        [&] { return desk.part<QTableWidget>("doctorLines")->rowCount() > 0; }, kPatience);
    kept = kept && desk.idle() && camera.take(desk, "40-doctor");
    desk.open("devices");
    kept = kept && desk.choose("devices", 1, "Seihon Paper feeder (DEMO)") && desk.idle() &&
           camera.take(desk, "41-devices");
    desk.push("qualify");
    kept = kept && camera.take(desk, "42-qualify");
    desk.clearTray();
    desk.layTarget(300);
    kept = kept && desk.tabTo("targetLaid");
    desk.press(Qt::Key_Space);
    desk.press(Qt::Key_Space);
    kept = kept && QTest::qWaitFor([&] { return desk.shown("qualifySign"); }, kPatience) &&
           desk.idle() && camera.take(desk, "43-qualified");
    desk.push("qualifyClose");
    desk.open("people");
    kept = kept && desk.choose("people", 1, "Makoto Sakusei (DEMO)") && desk.idle() &&
           camera.take(desk, "44-people");
    desk.push("addPerson");
    desk.type("suzuki");
    kept = kept && desk.tabTo("newName");
    desk.type("鈴木 一郎");
    kept = kept && camera.take(desk, "45-person");
    desk.push("newCancel");
    desk.open("rules");
    kept =
        kept && QTest::qWaitFor([&] { return desk.part<QTableWidget>("clauses")->rowCount() > 0; },
                                kPatience);
    kept = kept && camera.take(desk, "46-rules");
    desk.push("sectionProposal");
    kept = kept && desk.tabTo("proposalFile");
    std::string all = readFile(desk.home() / "regulation.toml");
    all.replace(all.find("window_warning_hours = 4"), 24, "window_warning_hours = 6");
    all.replace(all.find("look_back_hours = 24"), 20, "look_back_hours = 12");
    std::ofstream(desk.home() / "regulation.toml") << all;
    desk.press(Qt::Key_Return);
    kept = kept && QTest::qWaitFor([&] { return desk.shown("differences"); }, kPatience) &&
           desk.idle() && camera.take(desk, "47-proposal");
    desk.push("sectionCalendar");
    kept = kept && camera.take(desk, "48-calendar");
    desk.push("sectionTrust");
    return kept &&
           QTest::qWaitFor([&] { return desk.part<QTableWidget>("trust")->rowCount() > 0; },
                           kPatience) &&
           camera.take(desk, "49-trust");
}

} // namespace seihon::station_ui
