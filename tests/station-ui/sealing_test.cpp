#include "station-ui/manager_desk.h"
#include "tests/station-ui/asking_desk.h"
#include "tests/station-ui/desk_paper.h"
#include "tests/station-ui/suites.h"

#include <QLabel>
#include <QLineEdit>

namespace seihon::station_ui {

namespace fs = std::filesystem;

// Several seals in a row when not all goes well: the PIN has served its term, a signer whom nobody
// believes any more.
class SealingTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void whatIsNotBelievedIsNotSealed();
    void whenThePinHasServedItIsAskedForAgain();
    void cleanup() { m_desk->keepPictureOfFailure(); }
    void cleanupTestCase() { m_desk.reset(); }

  private:
    void seal();
    ManagerDesk& manager() const { return *m_desk->window().state().findChild<ManagerDesk*>(); }
    std::size_t ended(RowEnd end) const;

    std::unique_ptr<AskingDesk> m_desk;
    std::vector<std::string> m_jobs; // accepted ones
};

void SealingTest::initTestCase() {
    m_desk = std::make_unique<AskingDesk>();
    m_desk->close();
    changeRegulation(m_desk->home(), "pin_signatures = 50", "pin_signatures = 2");
    m_jobs = submitPapers(m_desk->home(), 3);
    QCOMPARE(m_jobs.size(), std::size_t(3));
    {
        station::Station station(m_desk->home());
        const station::Session session = station.login("manager", station::Pin("123456"));
        for (const std::string& job : m_jobs) {
            QVERIFY(station.accept(session, job).verdict.permitted());
        }
    }
    m_desk->restart();
    QVERIFY(m_desk->logInAs("manager", "manager"));
    QTRY_COMPARE_WITH_TIMEOUT(manager().toSeal().size(), std::size_t(3), kPatience);
    QCOMPARE(manager().signaturesAPin(), std::int64_t(2));
}

void SealingTest::seal() {
    QVERIFY(m_desk->tabTo("managerPin"));
    m_desk->type("123456");
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->part<QLineEdit>("managerPin")->text().isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(!manager().sealing() && m_desk->idle(), kPatience);
}

std::size_t SealingTest::ended(RowEnd end) const {
    return static_cast<std::size_t>(
        std::count_if(m_jobs.begin(), m_jobs.end(), [&](const std::string& job) {
            return manager().outcomeOf(text(job)).end == end;
        }));
}

void SealingTest::whatIsNotBelievedIsNotSealed() {
    const fs::path roots = m_desk->home() / "trust" / "roots";
    const fs::path away = m_desk->home() / "roots-away";
    fs::rename(roots, away);
    fs::create_directory(roots);
    seal();
    QCOMPARE(ended(RowEnd::Sealed), std::size_t(0));
    QCOMPARE(m_desk->entriesOf(record::EntryKind::RecordSealed), std::size_t(0));
    QVERIFY(ended(RowEnd::Refused) + ended(RowEnd::Broken) > 0);
    QVERIFY(!m_desk->part<QLabel>("managerDetail")->text().contains("✓"));
    fs::remove(roots);
    fs::rename(away, roots);
    for (const std::string& job : m_jobs) { // nothing was lost, nothing stands half sealed
        QCOMPARE(m_desk->stateOf(job), record::JobState::Accepted);
        manager().choose(text(job), true);
    }
}

void SealingTest::whenThePinHasServedItIsAskedForAgain() {
    QCOMPARE(manager().toSeal().size(), std::size_t(3));
    seal();
    QCOMPARE(ended(RowEnd::Sealed), std::size_t(2));
    QCOMPARE(m_desk->entriesOf(record::EntryKind::RecordSealed), std::size_t(2));
    QVERIFY(m_desk->said().contains("PIN"));
    QCOMPARE(QApplication::focusWidget()->objectName(), QString("managerPin"));
    QVERIFY(m_desk->window().state().person().has_value());
    QCOMPARE(manager().toSeal().size(), std::size_t(1)); // the one that is left
    seal();
    QCOMPARE(ended(RowEnd::Sealed), std::size_t(3));
    QVERIFY(manager().toSeal().empty());
    for (const std::string& job : m_jobs) {
        QCOMPARE(m_desk->stateOf(job), record::JobState::Sealed);
    }
}

QObject* makeSealingTest() {
    return new SealingTest;
}

} // namespace seihon::station_ui

#include "sealing_test.moc"
