#include "station-ui/clerk_job.h"
#include "station-ui/page_viewer.h"
#include "tests/station-ui/film_paper.h"
#include "tests/station-ui/suites.h"
#ifndef Q_MOC_RUN // moc does not understand what <span> says
#include "record/film_fit.h"
#include "tests/station-ui/asking_desk.h"
#endif

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>

#include <algorithm>

namespace seihon::station_ui {

// A film at the desk: its greys, and which way round it lies [A4].
class FilmTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { m_desk = std::make_unique<AskingDesk>(); }
    void itsSideIsAskedBesideTheComparison();
    void theDevicesPageTellsTheCalibrationsAge();
    void cleanup() { m_desk->keepPictureOfFailure(); }
    void cleanupTestCase() { m_desk.reset(); }

  private:
    void densityIsReadByKeys();

    std::unique_ptr<AskingDesk> m_desk;
};

void FilmTest::itsSideIsAskedBesideTheComparison() {
    m_desk->close();
    QVERIFY(calibrateFeeder(m_desk->home()));
    QVERIFY(!scanFilm(m_desk->home()).empty());
    m_desk->restart();
    QVERIFY(m_desk->logIn());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QTableWidget>("queue")->rowCount() == 1, kPatience);
    QVERIFY(m_desk->tabTo("queue"));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("job"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("filmSide"), kPatience);
    auto* clerk = m_desk->window().state().findChild<ClerkJob*>();
    QTRY_VERIFY_WITH_TIMEOUT(clerk->seen(clerk->view().pages.at(0)), kPatience);
    const QList<PageViewer*> viewers = m_desk->window().findChildren<PageViewer*>();
    QTRY_VERIFY_WITH_TIMEOUT(std::any_of(viewers.begin(), viewers.end(),
                                         [](const PageViewer* one) { return one->isFilm(); }),
                             kPatience);
    QVERIFY(!m_desk->enabled("next")); // seen is not enough
    densityIsReadByKeys();
    // Mirrored: the film has to be laid down anew.
    QVERIFY(m_desk->tabTo("filmSide"));
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->shown("ask-filmAnswer"));
    m_desk->part<QComboBox>("ask-filmAnswer")->setCurrentIndex(2);
    m_desk->part<QLineEdit>("ask-filmReason")->setText("R が逆");
    QTest::keyClick(m_desk->part<QLineEdit>("ask-filmReason"), Qt::Key_Return);
    QVERIFY(m_desk->idle());
    QTRY_COMPARE_WITH_TIMEOUT(clerk->view().filmSide, std::string("mirrored"), kPatience);
    QVERIFY(clerk->view().obstacles.has(record::FindingId::FilmSideWrong));
    QVERIFY(!m_desk->enabled("next"));
    // Looked at again.
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("filmSide"), kPatience);
    QVERIFY(m_desk->tabTo("filmSide"));
    m_desk->press(Qt::Key_Return);
    QTest::keyClick(m_desk->part<QLineEdit>("ask-filmReason"), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(clerk->view().filmSide, std::string("correct"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("next"), kPatience);
    QVERIFY(m_desk->part<QPushButton>("filmSide")->text().startsWith("✓"));
}

// The film that the desk shows, with the calibration of its own feeder.
void FilmTest::densityIsReadByKeys() {
    const QList<PageViewer*> viewers = m_desk->window().findChildren<PageViewer*>();
    PageViewer* film = *std::find_if(viewers.begin(), viewers.end(), [](const PageViewer* one) {
        return one->isFilm() && one->isVisible();
    });
    const auto* panel = film->parentWidget();
    const auto* said = panel->findChild<QLabel*>("filmReading");
    QVERIFY(said->isVisible() && !said->text().isEmpty());
    QVERIFY(m_desk->tabTo("densityCross"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(film->cross() && film->hasFocus());
    QVERIFY(film->reading().has_value());
    const FilmReading first = *film->reading();
    const auto density = m_desk->asked([](Desk& desk) {
        const record::ScanJob job = desk.station->jobs(1).front();
        return record::filmScaleOf(*job.pages.at(0).calibration).densityOfValue;
    });
    QCOMPARE(first.milliDensity, std::optional<int>(density.at(first.value)));
    m_desk->press(Qt::Key_Right);
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(film->reading()->pixel.x() > first.pixel.x());
    QCOMPARE(film->reading()->pixel.y(), first.pixel.y() + 1);
    QCOMPARE(said->text(), textOf(*film->reading(), m_desk->window().state().language()));
    QVERIFY(film->accessibleDescription().contains(said->text()));
    QVERIFY(m_desk->tabTo("densityCross"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(!film->accessibleDescription().contains(said->text()));
}

void FilmTest::theDevicesPageTellsTheCalibrationsAge() {
    m_desk->window().state().logout();
    QVERIFY(m_desk->logIn("admin"));
    m_desk->window().state().go("devices");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QTableWidget>("devices")->rowCount() == 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("deviceSaid")->text().contains("150 dpi"),
                             kPatience);
    QVERIFY(m_desk->part<QLabel>("deviceSaid")->text().contains("0.20"));
    QVERIFY(m_desk->part<QLabel>("deviceSaid")->text().contains("3.80"));
}

QObject* makeFilmTest() {
    return new FilmTest;
}

} // namespace seihon::station_ui

#include "film_test.moc"
