#include "record/instant.h"
#include "station-ui/idle_watch.h"
#include "station-ui/main_window.h"
#include "station/init.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

// The window as a clerk uses it, on a real demo home: real scanner process, real card, real
// timestamp.
class MainWindowTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void nothingStartsWithoutLoginAndAttestation();
    void aWrongPinSaysSoAndClearsTheField();
    void aLetterIsScannedAndSealed();
    void aDeskThatIsLeftShowsNoPatient();

  private:
    template <typename W>
    W* part(const char* name) const {
        return m_window->findChild<W*>(name);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<seihon::station_ui::MainWindow> m_window;
};

void MainWindowTest::initTestCase() {
    const QString home = m_folder.path() + "/home";
    seihon::station::initialise(home.toStdString(), true);
    m_window =
        std::make_unique<seihon::station_ui::MainWindow>(home, seihon::record::Language::Japanese);
    m_window->show();
}

void MainWindowTest::nothingStartsWithoutLoginAndAttestation() {
    part<QLineEdit>("patientId")->setText("P-000123");
    part<QSpinBox>("sheets")->setValue(4);
    part<QCheckBox>("attested")->setChecked(true);
    QVERIFY(!part<QPushButton>("go")->isEnabled());
}

void MainWindowTest::aWrongPinSaysSoAndClearsTheField() {
    QTest::keyClicks(part<QLineEdit>("pin"), "000000");
    QTest::mouseClick(part<QPushButton>("login"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>("message")->text().contains("PIN"), 30000);
    QVERIFY(part<QLineEdit>("pin")->text().isEmpty());
    QVERIFY(!part<QPushButton>("go")->isEnabled());
}

void MainWindowTest::aLetterIsScannedAndSealed() {
    QTest::keyClicks(part<QLineEdit>("pin"), "123456");
    QTest::keyClick(part<QLineEdit>("pin"), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>("go")->isEnabled(), 30000);
    QTest::mouseClick(part<QPushButton>("go"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>("seal")->isVisible(), 180000);
    QCOMPARE(part<QListWidget>("pages")->count(),
             4); // the pages are there before anybody says that they were compared
    QVERIFY(part<QLabel>("message")->text().contains("未確定"));
    QTest::mouseClick(part<QPushButton>("seal"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(part<QLabel>("message")->text().contains("✓"), 180000);
    QCOMPARE(part<QTableWidget>("jobs")->rowCount(), 1);
    QVERIFY(!part<QPushButton>("go")->isEnabled()); // the next paper is attested anew
    if (const QString picture = qEnvironmentVariable("SEIHON_SCREENSHOT"); !picture.isEmpty()) {
        QVERIFY(m_window->grab().save(picture));
    }
}

// [F1] the regulation of the demo says five minutes.
void MainWindowTest::aDeskThatIsLeftShowsNoPatient() {
    auto* watch = m_window->findChild<seihon::station_ui::IdleWatch*>();
    part<QLineEdit>("patientId")->setText("P-000123");
    QVERIFY(part<QListWidget>("pages")->isVisible());
    const auto now = seihon::record::readClock();
    watch->look(now + std::chrono::minutes(4));
    QVERIFY(part<QListWidget>("pages")->isVisible());
    watch->look(now + std::chrono::minutes(6));
    QVERIFY(!part<QListWidget>("pages")->isVisible());
    QVERIFY(part<QLineEdit>("patientId")->text().isEmpty());
    part<QLineEdit>("patientId")->setText("P-000123");
    part<QSpinBox>("sheets")->setValue(4);
    part<QCheckBox>("attested")->setChecked(true);
    QVERIFY(!part<QPushButton>("go")->isEnabled()); // nobody is logged in
    QTest::keyClicks(part<QLineEdit>("pin"), "123456");
    QTest::keyClick(part<QLineEdit>("pin"), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(part<QPushButton>("go")->isEnabled(), 30000);
    QVERIFY(part<QListWidget>("pages")->isVisible());
}

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
