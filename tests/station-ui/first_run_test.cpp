#include "station-ui/first_run.h"
#include "station-ui/shell.h"
#include "station/station.h"
#include "tests/station-ui/suites.h"
#include "tests/station-ui/ui_desk.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>

#include <fstream>

namespace seihon::station_ui {

namespace fs = std::filesystem;

namespace {

const QString kCardModule = "/usr/lib/softhsm/libsofthsm2.so";

void pressKey(Qt::Key key) {
    QTest::keyClick(QApplication::focusWidget(), key);
}

void typeWords(const QString& words) {
    for (const QChar letter : words) {
        QTest::keyClick(QApplication::focusWidget(), letter.toLatin1());
    }
}

bool walkTo(const char* name) {
    for (int i = 0; i < 40; ++i) {
        const QWidget* const focus = QApplication::focusWidget();
        if (focus != nullptr && focus->objectName() == name) {
            return true;
        }
        pressKey(Qt::Key_Tab);
    }
    return false;
}

bool fillIn(const char* name, const QString& words) {
    if (!walkTo(name)) {
        return false;
    }
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
    pressKey(Qt::Key_Delete);
    typeWords(words);
    return true;
}

} // namespace

// From an empty folder to the first login, by keyboard; what is wrong is told where it was typed.
class FirstRunTest : public QObject {
    Q_OBJECT

  private slots:
    void everyWordHasBothLanguages() { QVERIFY(everyFirstWordHasItsTexts()); }
    void onlyAnEmptyFolderAsks();
    void aDemoIsMadeAndOpens();
    void aHospitalsHomeIsMadeFromItsAnswersAndItsAdministratorLogsIn();
    void cleanupTestCase() { m_demo.reset(); }

  private:
    // A fault beneath this field, on the step that is shown.
    bool faulted(const FirstRun& first, station::FirstField field) const;
    bool showFirst(FirstRun& first);
    template <typename Next>
    void keepStep(const FirstRun& first, const Next& next);

    QTemporaryDir m_folder;
    std::unique_ptr<Shell> m_demo; // its cards lie in the reader for the hospital's home
};

bool FirstRunTest::showFirst(FirstRun& first) {
    first.show();
    first.activateWindow();
    return QTest::qWaitForWindowActive(&first);
}

bool FirstRunTest::faulted(const FirstRun& first, station::FirstField field) const {
    const auto* label =
        first.findChild<QLabel*>("firstFault" + QString::number(static_cast<int>(field)));
    return label != nullptr && label->isVisible() && !label->text().isEmpty();
}

// A target needs its password, in a file of its owner's alone.
template <typename Next>
void FirstRunTest::keepStep(const FirstRun& first, const Next& next) {
    using station::FirstField;
    const fs::path folder = m_folder.path().toStdString();
    for (const char* name : {"disk", "copies"}) {
        fs::create_directory(folder / name);
    }
    std::ofstream(folder / "secret") << "a long password\n";
    fs::permissions(folder / "secret", fs::perms::owner_read | fs::perms::others_read);
    QVERIFY(fillIn("firstRepository", "sftp:"));
    next();
    QVERIFY(faulted(first, FirstField::BackupRepository));
    QVERIFY(faulted(first, FirstField::BackupPassword)); // none is named
    QVERIFY(fillIn("firstRepository", m_folder.path() + "/disk"));
    QVERIFY(fillIn("firstPassword", m_folder.path() + "/secret"));
    QVERIFY(fillIn("firstReplica", "copies"));
    next();
    QVERIFY(!faulted(first, FirstField::BackupRepository));
    QVERIFY(faulted(first, FirstField::BackupPassword)); // others may read it
    QVERIFY(faulted(first, FirstField::Replica));
    fs::permissions(folder / "secret", fs::perms::owner_read);
    QVERIFY(fillIn("firstReplica", m_folder.path() + "/copies"));
}

void FirstRunTest::onlyAnEmptyFolderAsks() {
    QVERIFY(FirstRun::isNeeded(m_folder.path() + "/nothing"));
    fs::create_directory((m_folder.path() + "/empty").toStdString());
    QVERIFY(FirstRun::isNeeded(m_folder.path() + "/empty"));
    QVERIFY(!FirstRun::isNeeded(m_folder.path())); // somebody's folder: told, and never filled
}

void FirstRunTest::aDemoIsMadeAndOpens() {
    const QString home = m_folder.path() + "/demo";
    FirstRun first(home, record::Language::Japanese);
    QVERIFY(showFirst(first));
    QSignalSpy made(&first, &FirstRun::made);
    QVERIFY(walkTo("firstReal"));
    pressKey(Qt::Key_Down);
    QVERIFY(walkTo("firstNext"));
    pressKey(Qt::Key_Space);
    QVERIFY(!fs::exists((home + "/station.toml").toStdString())); // asked once more
    pressKey(Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(made.count(), 1, kPatience);
    first.hide();
    m_demo = std::make_unique<Shell>(home, record::Language::Japanese);
    QTRY_VERIFY_WITH_TIMEOUT(m_demo->state().facts().demo, kPatience);
}

void FirstRunTest::aHospitalsHomeIsMadeFromItsAnswersAndItsAdministratorLogsIn() {
    using station::FirstField;
    const QString home = m_folder.path() + "/hospital";
    FirstRun first(home, record::Language::English);
    QVERIFY(showFirst(first));
    QSignalSpy made(&first, &FirstRun::made);
    const auto next = [] {
        QVERIFY(walkTo("firstNext"));
        pressKey(Qt::Key_Space);
    };
    next();
    next(); // without a name
    QVERIFY(faulted(first, FirstField::Hospital));
    QVERIFY(fillIn("firstHospital", "Shiroi \"Kita\" Hospital"));
    QVERIFY(fillIn("firstArchive", home + "/not-there"));
    QVERIFY(fillIn("firstClosedDays", "2027-13-01"));
    next();
    QVERIFY(!faulted(first, FirstField::Hospital));
    QVERIFY(faulted(first, FirstField::Archive));
    QVERIFY(faulted(first, FirstField::ClosedDays));
    QVERIFY(fillIn("firstArchive", m_folder.path() + "/empty"));
    QVERIFY(fillIn("firstClosedDays", "2027-08-13, 2027-08-16"));
    next();
    QVERIFY(fillIn("firstDriver", "Bad driver"));
    next();
    QVERIFY(faulted(first, FirstField::ScannerDriver));
    QVERIFY(fillIn("firstDriver", ""));
    next();
    QVERIFY(fillIn("firstModule", "libsofthsm2.so")); // would be looked for along other paths
    pressKey(Qt::Key_Return);
    QVERIFY(faulted(first, FirstField::CardModule));
    QVERIFY(fillIn("firstModule", kCardModule));
    pressKey(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(first.findChild<QComboBox*>("firstCard")->count() > 1, kPatience);
    next();
    QVERIFY(faulted(first, FirstField::Administrator)); // a card, and nobody's name
    QVERIFY(fillIn("firstUser", "setsubi"));
    QVERIFY(!first.findChild<QLineEdit*>("firstName")->text().isEmpty()); // as the card says
    next();
    QVERIFY(fillIn("firstTrust", m_folder.path() + "/empty"));
    QVERIFY(fillIn("firstUrl", "ftp://tsa.example"));
    next();
    QVERIFY(faulted(first, FirstField::TrustFolder));
    QVERIFY(faulted(first, FirstField::TimestampUrl));
    QVERIFY(fillIn("firstTrust", m_folder.path() + "/demo/trust"));
    QVERIFY(fillIn("firstUrl", "https://tsa.example/tsr"));
    next();
    keepStep(first, next);
    next();
    QVERIFY(first.findChild<QLabel*>("firstSummary")->text().contains("Shiroi"));
    QVERIFY(!fs::exists(home.toStdString()));
    next();
    QTRY_COMPARE_WITH_TIMEOUT(made.count(), 1, kPatience);
    first.hide();
    {
        station::Station station(home.toStdString());
        QCOMPARE(station.regulation().hospital, std::string("Shiroi \"Kita\" Hospital"));
        QVERIFY(!station.regulation().demo);
        using namespace std::chrono_literals;
        QVERIFY(station.regulation().calendar.closedDays.contains(2027y / 8 / 16));
        QVERIFY(station.regulation().calendar.closedDays.contains(2027y / 1 / 1));
        QCOMPARE(station.archive(), fs::path((m_folder.path() + "/empty").toStdString()));
        QCOMPARE(station.config().timestampServices.at(0).url,
                 std::string("https://tsa.example/tsr"));
        QVERIFY(!station.trust().file.profiles.empty());
        QCOMPARE(station.config().backups.at(0).repository,
                 (m_folder.path() + "/disk").toStdString());
        QCOMPARE(station.config().backups.at(0).passwordFile,
                 fs::path((m_folder.path() + "/secret").toStdString()));
        QCOMPARE(station.config().replicas.size(), std::size_t(1));
    }
    Shell window(home, record::Language::English);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QTRY_VERIFY_WITH_TIMEOUT(!window.state().thread().busy(), kPatience);
    QVERIFY(walkTo("user"));
    typeWords("setsubi");
    pressKey(Qt::Key_Return);
    typeWords("123456");
    pressKey(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(window.state().person().has_value(), kPatience);
    QVERIFY(window.state().may(regulation::Authority::ManagePeople));
}

QObject* makeFirstRunTest() {
    return new FirstRunTest;
}

} // namespace seihon::station_ui

#include "first_run_test.moc"
