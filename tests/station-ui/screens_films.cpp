#include "tests/station-ui/film_paper.h"
#include "tests/station-ui/photographer.h"

#include <QLineEdit>
#include <QTableWidget>

namespace seihon::station_ui {

namespace {

bool filmsIdle(UiDesk& desk) {
    return QTest::qWaitFor([&] { return !desk.window().state().thread().busy(); }, kPatience);
}

// A step tablet on the devices page, up to what was measured.
bool calibrate(UiDesk& desk) {
    const QString file = QString::fromStdString(certificateBeside(desk.home()).string());
    layTablet(desk.home(), false);
    if (!desk.tabTo("calibrateFilms")) {
        return false;
    }
    desk.press(Qt::Key_Space);
    const std::pair<const char*, QString> fields[] = {
        {"filmCertificate", file}, {"filmDpi", "150"}, {"filmWidth", "100"}, {"filmHeight", "80"}};
    for (const auto& [field, words] : fields) {
        if (!desk.tabTo(field)) {
            return false;
        }
        desk.press(Qt::Key_A, Qt::ControlModifier);
        desk.type(words);
    }
    if (!desk.tabTo("filmLaid")) {
        return false;
    }
    desk.press(Qt::Key_Space);
    desk.press(Qt::Key_Space); // the big button has the focus
    return QTest::qWaitFor([&] { return desk.shown("filmSign"); }, kPatience) && filmsIdle(desk);
}

} // namespace

// A film at the counter, read with a cross; the question of its side; what the devices page says of
// its calibration, and the next one.
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
    kept = kept && filmsIdle(desk) && desk.tabTo("moreContrast");
    desk.press(Qt::Key_Space);
    kept = kept && desk.tabTo("densityCross");
    desk.press(Qt::Key_Space);
    for (int i = 0; i < 12; ++i) {
        desk.press(Qt::Key_Right);
    }
    kept = kept && camera.take(desk, "60-film") && desk.tabTo("densityCross");
    desk.press(Qt::Key_Space);
    kept = kept && desk.tabTo("filmSide");
    desk.press(Qt::Key_Return);
    kept = kept && camera.take(desk, "61-film-side");
    desk.window().state().logout();
    kept = kept && desk.logIn("admin") && filmsIdle(desk);
    desk.window().state().go("devices");
    return kept &&
           QTest::qWaitFor([&] { return desk.part<QTableWidget>("devices")->rowCount() == 1; },
                           kPatience) &&
           filmsIdle(desk) && camera.take(desk, "62-film-calibration") && calibrate(desk) &&
           camera.take(desk, "63-film-calibrated");
}

} // namespace seihon::station_ui
