#include "station/station.h"
#include "tests/station-ui/photographer.h"
#include "tests/station-ui/ui_desk.h"

#include <QApplication>
#include <QLabel>
#include <QListWidget>
#include <QPainter>

#include <csignal>
#include <cstdio>

// Plays the clerk's job on a demo home, without a screen, and writes every page of the window in
// both languages at 100 % and 200 %: `make screenshots`, for the guides and for looking at.
namespace seihon::station_ui {

namespace {

constexpr int kBackingTone = 40; // of the demo's feeder

// Letters that came on other days: one is late, some are in time.
void registerOthers(const std::filesystem::path& home) {
    station::Station station(home);
    const station::Session session = station.login("clerk", station::Pin("123456"));
    const record::Instant now = record::readClock();
    const std::pair<const char*, int> papers[] = {
        {"referral-letter", 24 * 9}, {"consent-form", 30}, {"referral-letter", 1}, {"ecg", 0}};
    for (const auto& [documentClass, hours] : papers) {
        record::Original original;
        original.documentClass = documentClass;
        original.patient = {"P-000200", "見本 花子"};
        original.receivedAt = original.createdAt = now - std::chrono::hours(hours);
        original.evidence = record::ReceptionEvidence::DateStamp;
        original.sheets = hours % 5 + 1;
        if (!station.registerOriginal(session, {original}).verdict.permitted()) {
            std::fprintf(stderr, "%s is not registered\n", documentClass);
        }
    }
}

// The second sheet has a folded corner, so that there is a finding to show.
void foldCorner(const std::filesystem::path& tray) {
    const QString file = QString::fromStdString((tray / "0002.png").string());
    const QImage read(file);
    QImage page = read.convertToFormat(QImage::Format_RGB32);
    const int leg = page.width() / 9;
    QPainter painter(&page);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(kBackingTone, kBackingTone, kBackingTone));
    painter.drawPolygon(
        QPolygon({QPoint(page.width() - leg, page.height()),
                  QPoint(page.width(), page.height() - leg), QPoint(page.width(), page.height())}));
    painter.end();
    page.setDotsPerMeterX(read.dotsPerMeterX());
    page.setDotsPerMeterY(read.dotsPerMeterY());
    page.save(file);
}

bool idle(UiDesk& desk) {
    return QTest::qWaitFor([&] { return !desk.window().state().thread().busy(); }, kPatience);
}

// An envelope with two papers and a disc that is still here.
bool playEnvelope(Photographer& camera, UiDesk& desk) {
    desk.window().state().go("envelopes");
    if (!idle(desk)) {
        return false;
    }
    desk.type("見本第一病院");
    const std::pair<const char*, const char*> acts[] = {{"envelopeOpen", ""},
                                                        {"addPaper", ""},
                                                        {"addPaper", ""},
                                                        {"destination", "放射線科"},
                                                        {"noteEnclosure", ""}};
    for (const auto& [control, words] : acts) {
        if (!idle(desk) || !desk.tabTo(control)) {
            return false;
        }
        if (*words == '\0') {
            desk.press(Qt::Key_Return);
            QTest::qWait(300); // the list is read anew
        } else {
            desk.type(QString::fromUtf8(words));
        }
    }
    return idle(desk) && camera.take(desk, "11-envelope");
}

bool play(Photographer& camera) {
    UiDesk desk;
    desk.close();
    registerOthers(desk.home());
    desk.layLetter();
    foldCorner(desk.home() / "feeder" / "tray");
    desk.layEvent("0003", "hang 5000 0.5"); // long enough for the pictures of a scan
    desk.layEvent("0004", "jam 0.5");
    desk.restart();
    bool kept = QTest::qWaitFor([&] { return desk.window().state().facts().demo; }, kPatience) &&
                camera.take(desk, "1-login") && desk.logIn();
    QTest::qWait(500);
    kept = kept && camera.take(desk, "2-list") && desk.fillIntake("P-000123", 4) &&
           camera.take(desk, "3-intake");
    desk.tabTo("go");
    desk.press(Qt::Key_Return);
    kept =
        kept &&
        QTest::qWaitFor([&] { return desk.part<QListWidget>("pages")->count() >= 2; }, kPatience) &&
        camera.take(desk, "4-scanning") &&
        QTest::qWaitFor([&] { return desk.shown("troubleSheets"); }, kPatience) && idle(desk);
    QTest::qWait(1500); // the page's own pixels
    kept = kept && camera.take(desk, "5-jam");
    desk.putBackFrom(4);
    desk.tabTo("scanOn");
    desk.press(Qt::Key_Return);
    kept = kept && QTest::qWaitFor([&] { return desk.shown("next"); }, kPatience) && idle(desk);
    QTest::qWait(1500);
    kept = kept && camera.take(desk, "6-flagged");
    for (int i = 0; i < 8 && desk.window().pageShown() == "job"; ++i) {
        if (desk.part<QWidget>("asOnPaper")->isVisible() && desk.enabled("asOnPaper") &&
            !desk.enabled("next")) {
            desk.tabTo("asOnPaper");
            desk.press(Qt::Key_Space);
            desk.type("相手先の印刷がはみ出している");
            kept = kept && camera.take(desk, "7-reason");
            desk.press(Qt::Key_Return);
            kept = kept && idle(desk);
        }
        desk.tabTo("next");
        desk.press(Qt::Key_Return);
        kept = kept && idle(desk);
        if (i == 1) {
            QTest::qWait(1500);
            kept = kept && camera.take(desk, "8-compare");
        }
    }
    kept = kept && QTest::qWaitFor([&] { return desk.enabled("finish"); }, kPatience) &&
           camera.take(desk, "9-confirm");
    desk.tabTo("finish");
    desk.press(Qt::Key_Return);
    return kept && QTest::qWaitFor([&] { return desk.shown("nextPaper"); }, kPatience) &&
           camera.take(desk, "10-sealed") && playEnvelope(camera, desk);
}

} // namespace

} // namespace seihon::station_ui

int main(int argc, char** argv) {
    ::signal(SIGPIPE, SIG_IGN);
    QApplication app(argc, argv);
    QApplication::setStyle("Fusion");
    QApplication::setFont(seihon::station_ui::baseFont());
    if (argc != 2) {
        std::fprintf(stderr, "seihon-screens FOLDER\n");
        return 2;
    }
    seihon::station_ui::Photographer camera(QString::fromUtf8(argv[1]));
    const QString only = qEnvironmentVariable("SEIHON_PLAY"); // e.g. boxes
    const auto asked = [&only](const char* name) {
        return only.isEmpty() || only == name;
    };
    return (!asked("clerk") || seihon::station_ui::play(camera)) &&
                   (!asked("desks") || seihon::station_ui::playDesks(camera)) &&
                   (!asked("boxes") || seihon::station_ui::playBoxes(camera)) &&
                   (!asked("admin") || seihon::station_ui::playAdmin(camera)) &&
                   (!asked("films") || seihon::station_ui::playFilms(camera)) &&
                   (!asked("deliveries") || seihon::station_ui::playDeliveries(camera)) &&
                   (!asked("orders") || seihon::station_ui::playOrders(camera)) &&
                   (!asked("archive") || seihon::station_ui::playArchive(camera))
               ? 0
               : 1;
}
