#include "tests/station-ui/film_paper.h"
#include "tests/station-ui/photographer.h"

#include <QLineEdit>
#include <QTableWidget>

namespace seihon::station_ui {

namespace {

bool filmsIdle(UiDesk& desk) {
    return QTest::qWaitFor([&] { return !desk.window().state().thread().busy(); }, kPatience);
}

} // namespace

// A film at the counter, the question of its side, and what the devices page says.
bool playFilms(Photographer& camera) {
    UiDesk desk;
    desk.close();
    if (!calibrateFeeder(desk.home()) || scanFilm(desk.home()).empty()) {
        return false;
    }
    desk.restart();
    bool kept = desk.logIn() &&
                QTest::qWaitFor([&] { return desk.part<QTableWidget>("queue")->rowCount() == 1; },
                                kPatience);
    kept = kept && desk.tabTo("queue");
    desk.press(Qt::Key_Return);
    kept = kept && QTest::qWaitFor([&] { return desk.enabled("filmSide"); }, kPatience);
    QTest::qWait(1500); // the film's own pixels come after its small picture
    kept = kept && filmsIdle(desk) && camera.take(desk, "60-film") && desk.tabTo("filmSide");
    desk.press(Qt::Key_Return);
    kept = kept && camera.take(desk, "61-film-side");
    desk.window().state().logout();
    kept = kept && desk.logIn("admin") && filmsIdle(desk);
    desk.window().state().go("devices");
    return kept &&
           QTest::qWaitFor([&] { return desk.part<QTableWidget>("devices")->rowCount() == 1; },
                           kPatience) &&
           filmsIdle(desk) && camera.take(desk, "62-film-calibration");
}

} // namespace seihon::station_ui
