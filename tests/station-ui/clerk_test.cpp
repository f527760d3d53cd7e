#include "record/instant.h"
#include "station-ui/clerk_job.h"
#include "station-ui/idle_watch.h"
#include "tests/station-ui/suites.h"
#include "tests/station-ui/ui_desk.h"
#include "tests/station-ui/watched_application.h"

#include <QAbstractButton>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>

namespace seihon::station_ui {

// The clerk's job as a clerk does it, by keyboard alone.
class ClerkTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { m_desk = std::make_unique<UiDesk>(); }
    void aWrongPinSaysSoAndClearsTheField();
    void theListIsHomeAndScanningNeedsEverything();
    void anotherNumberTakesNoNameAlong();
    void keysHitAgainAndAgainSealNothing();
    void aLetterIsScannedComparedAndSealed();
    void theLanguageIsSwitchedWhileItRuns();
    void aDeskThatIsLeftShowsNoPatient();
    void everyPersonSeesTheOwnPagesOnly();
    void aFingerDoesAsWell();
    void cleanup() { m_desk->keepPictureOfFailure(); }
    void cleanupTestCase() { m_desk.reset(); }

  private:
    std::unique_ptr<UiDesk> m_desk;
};

void ClerkTest::aWrongPinSaysSoAndClearsTheField() {
    QVERIFY(m_desk->logIn("clerk", "000000"));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("PIN"), kPatience);
    QVERIFY(m_desk->part<QLineEdit>("pin")->text().isEmpty());
    QCOMPARE(m_desk->window().pageShown(), QString("login"));
    QVERIFY(!m_desk->shown("navigation"));
}

void ClerkTest::theListIsHomeAndScanningNeedsEverything() {
    QVERIFY(m_desk->logIn());
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("queue"), kPatience);
    QVERIFY(m_desk->said().isEmpty());
    m_desk->press(Qt::Key_Return); // the one big button has the focus
    QCOMPARE(m_desk->window().pageShown(), QString("intake"));
    QVERIFY(!m_desk->enabled("go"));
    // A number that nobody has is told, and the name is asked for.
    m_desk->type("P-999999");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("patientAsked"), kPatience);
    QVERIFY(!m_desk->shown("patientSame"));
    QVERIFY(m_desk->shown("patientName"));
}

// Looked up and said to be the same was one number; then it is edited.
void ClerkTest::anotherNumberTakesNoNameAlong() {
    QVERIFY(m_desk->tabTo("patientId"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QVERIFY(m_desk->fillIntake("P-000123", 4));
    QVERIFY(m_desk->enabled("go"));
    QVERIFY(m_desk->tabTo("patientId"));
    m_desk->press(Qt::Key_End);
    m_desk->press(Qt::Key_Backspace);
    m_desk->type("4");
    QVERIFY(!m_desk->enabled("go"));
    QVERIFY(!m_desk->enabled("registerOnly"));
    QVERIFY(m_desk->part<QLineEdit>("patientName")->text().isEmpty());
    // A name that is typed instead does not help: the number is looked up first.
    m_desk->part<QLineEdit>("patientName")->setText("試作 健一");
    QVERIFY(!m_desk->enabled("go"));
    m_desk->window().state().go("queue");
    m_desk->window().state().go("intake");
    m_desk->part<QLineEdit>("patientId")->clear();
    m_desk->part<QSpinBox>("sheets")->setValue(0);
    m_desk->part<QAbstractButton>("attested")->setChecked(false);
}

void ClerkTest::keysHitAgainAndAgainSealNothing() {
    auto* clerk = m_desk->window().state().findChild<ClerkJob*>();
    QVERIFY(m_desk->fillIntake("P-000123", 4));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(clerk->step(), ClerkStep::Checking, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("next"), kPatience);
    for (int i = 0; i < 60; ++i) {
        QTest::keyClick(m_desk->part<QPushButton>("next"), Qt::Key_Return);
    }
    QCOMPARE(m_desk->window().pageShown(), QString("job"));
    QCOMPARE(clerk->unseen(), std::size_t(4)); // nobody can have looked
    for (int page = 0; page < 4 && m_desk->window().pageShown() == "job"; ++page) {
        QVERIFY(m_desk->tabTo("next"));
        m_desk->press(Qt::Key_Return);
    }
    QTRY_COMPARE_WITH_TIMEOUT(clerk->step(), ClerkStep::Confirming, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("finish"), kPatience);
    QVERIFY(QApplication::focusWidget() != m_desk->part<QPushButton>("finish"));
    for (int i = 0; i < 30; ++i) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTest::keyClick(m_desk->part<QPushButton>("finish"), Qt::Key_Return);
    }
    QCOMPARE(clerk->step(), ClerkStep::Confirming);
    clerk->clear(); // the job stays in the list
    m_desk->layLetter();
    m_desk->window().state().go("intake");
}

void ClerkTest::aLetterIsScannedComparedAndSealed() {
    auto* app = qobject_cast<WatchedApplication*>(QApplication::instance());
    QVERIFY(m_desk->tabTo("patientId"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    QVERIFY(m_desk->fillIntake("P-000123", 4));
    app->startWatch();
    QCOMPARE(QApplication::focusWidget()->objectName(), QString("go"));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("job"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("next"), kPatience);
    QCOMPARE(m_desk->part<QListWidget>("pages")->count(), 4);
    QVERIFY(m_desk->shown("unconfirmed"));
    QVERIFY(!m_desk->shown("scanOn")); // nothing has to be put back
    // Every page is before the person once; only then the comparison can be stated.
    for (int page = 0; page < 4 && m_desk->window().pageShown() == "job"; ++page) {
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("next"), kPatience);
        m_desk->press(Qt::Key_Return);
        if (page < 3) {
            QCOMPARE(m_desk->window().pageShown(), QString("job"));
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("seal"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("finish"), kPatience);
    QVERIFY(m_desk->part<QLabel>("summary0")->text().contains("試作"));
    QVERIFY(!m_desk->part<QLabel>("resultSign")->text().contains("✓"));
    // As when the PIN is asked for once more: a wrong one loses neither the job nor the person.
    auto* clerk = m_desk->window().state().findChild<ClerkJob*>();
    clerk->finishWithPin("000000");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("PIN"), kPatience);
    QVERIFY(m_desk->window().state().person().has_value());
    QCOMPARE(m_desk->window().pageShown(), QString("seal"));
    QVERIFY(!clerk->view().id.empty());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("finish"), kPatience);
    QVERIFY(m_desk->tabTo("sealPin")); // it is asked for once more
    m_desk->type("123456");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("resultSign")->text() == "✓", kPatience);
    QVERIFY(m_desk->shown("nextPaper"));
    // The window's own work in one event: the promise is 50 ms, the limit leaves a slow machine.
    QVERIFY2(app->longest() < std::chrono::milliseconds(250),
             qPrintable(QString::number(app->longest().count()) + " ms: " + app->longestWas()));
    qInfo("longest event %lld ms: %s", static_cast<long long>(app->longest().count()),
          qPrintable(app->longestWas()));
    m_desk->press(Qt::Key_Return); // and the next paper
    QCOMPARE(m_desk->window().pageShown(), QString("intake"));
    QVERIFY(m_desk->part<QLineEdit>("patientId")->text().isEmpty());
}

void ClerkTest::theLanguageIsSwitchedWhileItRuns() {
    QVERIFY(m_desk->part<QPushButton>("go")->text().contains("スキャン"));
    QVERIFY(m_desk->tabTo("language"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->part<QPushButton>("go")->text().contains("scan"));
    QVERIFY(m_desk->part<QPushButton>("go-queue")->text().contains("Work list"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->part<QPushButton>("go")->text().contains("スキャン"));
}

// [F1] the regulation of the demo says five minutes.
void ClerkTest::aDeskThatIsLeftShowsNoPatient() {
    auto* watch = m_desk->window().findChild<IdleWatch*>();
    QVERIFY(m_desk->tabTo("patientId"));
    m_desk->type("P-000123");
    const auto now = record::readClock();
    watch->look(now + std::chrono::minutes(4));
    QCOMPARE(m_desk->window().pageShown(), QString("intake"));
    watch->look(now + std::chrono::minutes(6));
    QCOMPARE(m_desk->window().pageShown(), QString("login"));
    QVERIFY(m_desk->part<QLineEdit>("patientId")->text().isEmpty());
    QVERIFY(!m_desk->shown("navigation"));
    m_desk->window().state().go("job"); // nobody sees a page without a login
    QCOMPARE(m_desk->window().pageShown(), QString("login"));
    QVERIFY(m_desk->logIn());
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("queue"), kPatience);
}

// [F2] as the regulation judges the person, not by the name of a role.
void ClerkTest::everyPersonSeesTheOwnPagesOnly() {
    using regulation::Authority;
    WindowState& state = m_desk->window().state();
    QVERIFY(state.may(Authority::Scan));
    QVERIFY(!state.may(Authority::Accept));
    QVERIFY(m_desk->shown("go-intake"));
    QVERIFY(m_desk->tabTo("lock"));
    m_desk->press(Qt::Key_Space);
    QCOMPARE(m_desk->window().pageShown(), QString("login"));
    QVERIFY(m_desk->logIn("admin"));
    QTRY_VERIFY_WITH_TIMEOUT(state.may(Authority::ManagePeople), kPatience);
    QVERIFY(!state.may(Authority::Scan));
    QVERIFY(!m_desk->shown("go-intake"));
    QVERIFY(!m_desk->shown("go-job"));
    state.go("intake");
    QVERIFY(m_desk->window().pageShown() != "intake");
}

void ClerkTest::aFingerDoesAsWell() {
    static QPointingDevice* const finger = QTest::createTouchDevice(); // Qt keeps it to the end
    const auto tap = [&](const char* name) {
        auto* const button = m_desk->part<QPushButton>(name);
        const QPoint place = button->rect().center();
        QTest::touchEvent(&m_desk->window(), finger).press(1, place, button);
        QTest::touchEvent(&m_desk->window(), finger).release(1, place, button);
    };
    tap("lock");
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("login"), kPatience);
    m_desk->part<QLineEdit>("user")->setText("clerk");
    m_desk->part<QLineEdit>("pin")->setText("123456");
    tap("login");
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("queue"), kPatience);
    tap("newPaper");
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("intake"), kPatience);
}

QObject* makeClerkTest() {
    return new ClerkTest;
}

} // namespace seihon::station_ui

#include "clerk_test.moc"
