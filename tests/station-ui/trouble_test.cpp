#include "station-ui/clerk_job.h"
#include "tests/station-ui/suites.h"
#include "tests/station-ui/ui_desk.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProcess>
#include <QPushButton>
#include <QTableWidget>

#include <fstream>

namespace seihon::station_ui {

// What goes wrong at the desk: jam, a crash with an open job, a refusal, no timestamp.
class TroubleTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { m_desk = std::make_unique<UiDesk>(); }
    void aJamSaysWhichSheetsGoBackAndScanningGoesOn();
    void afterARestartTheListGoesOnWithTheOpenJob();
    void aMissingSheetKeepsTheJobFromBeingSealed();
    void sheetsThatFellDownAreOrderedAndTurned();
    void withoutATimestampNothingIsGreen();
    void whatThePersonMayNotSealIsHandedOver();
    void looksThatWaitForTheLogAreConspicuous();
    void aKilledWindowLosesNothing();
    void cleanup() { m_desk->keepPictureOfFailure(); }
    void cleanupTestCase() { m_desk.reset(); }

  private:
    bool scan(int sheets);
    bool lookAtAll();

    std::unique_ptr<UiDesk> m_desk;
};

bool TroubleTest::scan(int sheets) {
    if (!m_desk->fillIntake("P-000123", sheets)) {
        return false;
    }
    m_desk->press(Qt::Key_Return);
    return QTest::qWaitFor(
        [this] {
            return m_desk->window().pageShown() == "job" && !m_desk->shown("stop") &&
                   !m_desk->window().state().thread().busy();
        },
        kPatience);
}

bool TroubleTest::lookAtAll() {
    for (int i = 0; i < 12 && m_desk->window().pageShown() == "job"; ++i) {
        if (!QTest::qWaitFor([this] { return !m_desk->window().state().thread().busy(); },
                             kPatience) ||
            !m_desk->enabled("next")) {
            return false;
        }
        m_desk->tabTo("next");
        m_desk->press(Qt::Key_Return);
        if (!QTest::qWaitFor([this] { return !m_desk->window().state().thread().busy(); },
                             kPatience)) {
            return false;
        }
    }
    return m_desk->window().pageShown() == "seal";
}

void TroubleTest::aJamSaysWhichSheetsGoBackAndScanningGoesOn() {
    QVERIFY(m_desk->logIn());
    m_desk->layEvent("0003", "jam 0.5");
    QVERIFY(m_desk->fillIntake("P-000123", 4));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("stop"), kPatience);
    m_desk->window().close(); // not in the middle of a sheet
    QVERIFY(m_desk->window().isVisible());
    QVERIFY(m_desk->shown("messageFrame"));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("troubleSheets"), kPatience);
    QVERIFY(m_desk->part<QLabel>("troubleSheets")->text().contains("3"));
    QVERIFY(m_desk->part<QLabel>("troubleSafe")->text().contains("2"));
    QVERIFY(m_desk->said().contains("詰"));
    QCOMPARE(m_desk->part<QListWidget>("pages")->count(), 2); // those before it are safe
    QCOMPARE(QApplication::focusWidget()->objectName(), QString("scanOn"));
}

void TroubleTest::afterARestartTheListGoesOnWithTheOpenJob() {
    m_desk->restart();
    QVERIFY(m_desk->logIn());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QTableWidget>("queue")->rowCount() == 1, kPatience);
    QVERIFY(m_desk->tabTo("queue"));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("job"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("troubleSheets"), kPatience); // still to be put back
    m_desk->putBackFrom(3);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("scanOn"), kPatience);
    QVERIFY(m_desk->tabTo("scanOn"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->part<QListWidget>("pages")->count() == 4 && !m_desk->shown("stop"), kPatience);
    QVERIFY(!m_desk->shown("troubleSheets"));
    QVERIFY(lookAtAll());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("finish"), kPatience);
    m_desk->tabTo("finish");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("resultSign")->text() == "✓", kPatience);
}

void TroubleTest::aMissingSheetKeepsTheJobFromBeingSealed() {
    m_desk->layLetter();
    QVERIFY(scan(5)); // one was miscounted
    QVERIFY(!lookAtAll());
    QCOMPARE(m_desk->window().pageShown(), QString("job"));
    QVERIFY(!m_desk->enabled("next"));
    QVERIFY(!m_desk->part<QLabel>("missing")->text().isEmpty());
    // Counted again, with a reason: whether that is enough the rules say, not the window.
    QVERIFY(m_desk->tabTo("recount"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->tabTo("askNumber"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("4");
    QVERIFY(m_desk->tabTo("askReason"));
    QVERIFY(!m_desk->enabled("askOk")); // no reason, no act
    m_desk->type("数え間違い");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->window().state().thread().busy(), kPatience);
    QVERIFY(!m_desk->enabled("next")); // [A10] fewer sheets: a second person counts
    QVERIFY(!m_desk->part<QLabel>("missing")->text().isEmpty());
}

// With the job of before, which is still open.
void TroubleTest::sheetsThatFellDownAreOrderedAndTurned() {
    const auto* clerk = m_desk->window().state().findChild<ClerkJob*>();
    const std::vector<PageView> before = clerk->view().pages;
    const auto idle = [this] {
        return QTest::qWaitFor([this] { return !m_desk->window().state().thread().busy(); },
                               kPatience);
    };
    auto* list = m_desk->part<QListWidget>("pages");
    QCOMPARE(list->count(), 4);
    QVERIFY(m_desk->tabTo("pages"));
    m_desk->press(Qt::Key_Home);
    const std::int64_t chosen =
        static_cast<std::int64_t>(list->currentItem()->data(Qt::UserRole).toULongLong()) + 1;
    QVERIFY(m_desk->tabTo("moveSheet"));
    m_desk->press(Qt::Key_Space);
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("4");
    QVERIFY(!m_desk->enabled("askOk"));
    QVERIFY(m_desk->tabTo("askReason"));
    m_desk->type("落とした");
    m_desk->press(Qt::Key_Return);
    QVERIFY(idle());
    QCOMPARE(clerk->view().pages.back().captureId,
             before[static_cast<std::size_t>(chosen) - 1].captureId);
    QVERIFY(m_desk->tabTo("turnKept"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(idle());
    const auto turned = std::count_if(clerk->view().pages.begin(), clerk->view().pages.end(),
                                      [](const PageView& page) { return page.turned == 90; });
    QCOMPARE(turned, std::ptrdiff_t(1));
}

void TroubleTest::withoutATimestampNothingIsGreen() {
    m_desk->close();
    const auto settings = m_desk->home() / "station.toml";
    QFile file(QString::fromStdString(settings.string()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray all = file.readAll();
    file.close();
    QVERIFY(all.contains("url = \"demo:\""));
    const QByteArray before = all;
    all.replace("url = \"demo:\"", "url = \"http://127.0.0.1:9/\"");
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(all);
    file.close();
    m_desk->layLetter();
    m_desk->restart();
    QVERIFY(m_desk->logIn());
    QVERIFY(scan(4));
    QVERIFY(lookAtAll());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("finish"), kPatience);
    m_desk->tabTo("finish");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("resultSign")->text() == "◷", kPatience);
    QVERIFY(m_desk->part<QLabel>("resultTitle")->text().contains("封緘待ち"));
    m_desk->close();
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(before);
    file.close();
    m_desk->restart();
}

void TroubleTest::whatThePersonMayNotSealIsHandedOver() {
    m_desk->layLetter();
    QVERIFY(m_desk->logIn());
    m_desk->window().state().go("intake");
    QVERIFY(m_desk->tabTo("class"));
    auto* classes = m_desk->part<QComboBox>("class");
    for (int i = 0; i < classes->count() && classes->currentData() != "consent-form"; ++i) {
        m_desk->press(Qt::Key_Home);
        for (int down = 0; down < i; ++down) {
            m_desk->press(Qt::Key_Down);
        }
    }
    QCOMPARE(classes->currentData().toString(), QString("consent-form"));
    QVERIFY(scan(4));
    QVERIFY(lookAtAll());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("finish"), kPatience);
    m_desk->tabTo("finish");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("resultSign")->text() == "➜", kPatience);
}

// kill -9 of the whole program while it scans.
// [F13] On every page, until they are in the log and somebody has looked at them.
void TroubleTest::looksThatWaitForTheLogAreConspicuous() {
    QVERIFY(!m_desk->shown("emergency"));
    std::filesystem::create_directories(m_desk->home() / "emergency");
    const std::filesystem::path spool = m_desk->home() / "emergency" / "looks.jsonl";
    std::ofstream(spool) << "a torn li";
    m_desk->window().state().go("queue");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("emergency"), kPatience);
    QVERIFY(m_desk->part<QLabel>("emergency")->text().startsWith("■"));
    std::filesystem::remove(spool);
    m_desk->window().state().go("intake");
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->shown("emergency"), kPatience);
}

void TroubleTest::aKilledWindowLosesNothing() {
    m_desk = std::make_unique<UiDesk>();
    m_desk->close();
    QProcess other;
    other.start(QApplication::applicationFilePath(),
                {"--killed", QString::fromStdString(m_desk->home().string())});
    QVERIFY(other.waitForFinished(kPatience));
    QCOMPARE(other.exitStatus(), QProcess::CrashExit);
    m_desk->restart();
    QVERIFY(m_desk->logIn());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QTableWidget>("queue")->rowCount() == 1, kPatience);
    QVERIFY(m_desk->tabTo("queue"));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("job"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("troubleSheets"), kPatience);
    const int kept = m_desk->part<QListWidget>("pages")->count();
    QVERIFY(kept >= 2); // each that was on the screen
    m_desk->putBackFrom(kept + 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("scanOn"), kPatience);
    QVERIFY(m_desk->tabTo("scanOn"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->part<QListWidget>("pages")->count() == 4 && !m_desk->shown("stop"), kPatience);
    QVERIFY(lookAtAll());
}

QObject* makeTroubleTest() {
    return new TroubleTest;
}

} // namespace seihon::station_ui

#include "trouble_test.moc"
