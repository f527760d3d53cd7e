#include "station-ui/audit_desk.h"
#include "station-ui/history_model.h"
#include "station-ui/manager_model.h"
#include "station-ui/page_strip.h"
#include "station/look.h"
#include "station/waiting_list.h"
#include "tests/station-ui/asking_desk.h"
#include "tests/station-ui/desk_paper.h"
#include "tests/station-ui/suites.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

namespace seihon::station_ui {

namespace fs = std::filesystem;

// The manager's and the auditor's desk, by keyboard alone; what they show is compared with what the
// station itself answers.
class DesksTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void whatWaitsIsShownAndNothingCanBeSealedYet();
    void aPaperGoesBackWithAReasonOnly();
    void twoPapersAreAccepted();
    void aWrongPinSealsNothingAndLeavesThePersonHere();
    void onePinSealsBoth();
    void nothingOfAPatientStaysWhenTheDeskIsLeft();
    void theAuditorFindsByPatientAndSeesThatItHolds();
    void theRecordLeavesAsAFileThatAnybodyVerifies();
    void aFlippedByteIsShown();
    void theLogTellsKindsAndPersons();
    void everyControlIsNamedAndLargeEnough();
    void cleanupTestCase() { m_desk.reset(); }

  private:
    bool select(const std::string& job);
    bool openReview(const std::string& job);
    RowEnd endOf(const std::string& job);
    QAbstractItemModel* model(const char* table) const {
        return m_desk->part<QTableView>(table)->model();
    }
    ManagerDesk& manager() const { return *m_desk->window().state().findChild<ManagerDesk*>(); }

    std::unique_ptr<AskingDesk> m_desk;
    std::vector<std::string> m_jobs; // submitted ones
    std::string m_record;            // that the auditor opens
};

void DesksTest::initTestCase() {
    m_desk = std::make_unique<AskingDesk>();
    m_desk->close();
    m_jobs = submitPapers(m_desk->home(), 3);
    QCOMPARE(m_jobs.size(), std::size_t(3));
    m_desk->restart();
    QVERIFY(m_desk->logInAs("manager", "manager"));
}

// With the arrows, from where the list stands.
bool DesksTest::select(const std::string& job) {
    auto* table = m_desk->part<QTableView>("managerTable");
    auto* rows = qobject_cast<ManagerModel*>(table->model());
    if (!QTest::qWaitFor([&] { return rows->placeOf(text(job)) >= 0; }, kPatience) ||
        !m_desk->tabTo("managerTable")) {
        return false;
    }
    for (int i = 0; i < 20 && table->currentIndex().row() != rows->placeOf(text(job)); ++i) {
        m_desk->press(table->currentIndex().row() < rows->placeOf(text(job)) ? Qt::Key_Down
                                                                             : Qt::Key_Up);
    }
    return table->currentIndex().row() == rows->placeOf(text(job));
}

bool DesksTest::openReview(const std::string& job) {
    if (!select(job) || !m_desk->idle()) {
        return false;
    }
    m_desk->press(Qt::Key_Return);
    return QTest::qWaitFor(
        [this] {
            return m_desk->window().pageShown() == "review" &&
                   m_desk->part<PageStrip>("reviewPages")->count() > 0 &&
                   !m_desk->window().state().thread().busy();
        },
        kPatience);
}

RowEnd DesksTest::endOf(const std::string& job) {
    return manager().outcomeOf(text(job)).end;
}

void DesksTest::whatWaitsIsShownAndNothingCanBeSealedYet() {
    QTRY_COMPARE_WITH_TIMEOUT(model("managerTable")->rowCount(), 3, kPatience);
    QVERIFY(!m_desk->enabled("managerSeal"));
    QVERIFY(!m_desk->enabled("managerPin"));
    // Why not, in the words of the station's own verdict.
    const std::string job = m_jobs[0];
    const record::Verdict why = m_desk->asked([job](Desk& desk) {
        return station::WaitingList(*desk.station)
            .judge(desk.identified(), desk.station->job(job), regulation::Authority::Seal);
    });
    QVERIFY(why.has(record::FindingId::NotAccepted));
    QVERIFY(select(job));
    QVERIFY(m_desk->part<QPushButton>("managerSeal")
                ->toolTip()
                .contains(m_desk->window().state().sentencesHtml(why)));
    m_desk->press(Qt::Key_Space); // what may not be sealed cannot be chosen
    QVERIFY(!m_desk->enabled("managerPin"));
}

void DesksTest::aPaperGoesBackWithAReasonOnly() {
    const std::size_t looks = m_desk->entriesOf(record::EntryKind::JobViewed);
    QVERIFY(openReview(m_jobs[2]));
    QCOMPARE(m_desk->entriesOf(record::EntryKind::JobViewed), looks + 1); // seeing is an act [F5]
    QVERIFY(m_desk->part<QLabel>("reviewFacts")->text().contains("P-000123"));
    QVERIFY(m_desk->part<QLabel>("reviewActs")->text().contains("Kanae Uketsuke"));
    QVERIFY(m_desk->enabled("reviewAccept"));
    QVERIFY(!m_desk->enabled("reviewSendBack"));
    QVERIFY(m_desk->fits()); // nothing is pushed off the screen
    QVERIFY(m_desk->tabTo("reviewReason"));
    m_desk->press(Qt::Key_Return); // without a reason nothing happens
    QCOMPARE(m_desk->stateOf(m_jobs[2]), record::JobState::Submitted);
    m_desk->type("2 頁目の端が切れている");
    QVERIFY(m_desk->enabled("reviewSendBack"));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("manager"), kPatience);
    QCOMPARE(endOf(m_jobs[2]), RowEnd::SentBack);
    const std::string job = m_jobs[2];
    QCOMPARE(m_desk->asked([job](Desk& desk) {
        const record::ScanJob now = desk.station->job(job);
        return now.state == record::JobState::Open && now.sentBack ? now.sentBack->reason
                                                                   : std::string();
    }),
             std::string("2 頁目の端が切れている"));
    // Its row stays, to be seen, and cannot be opened again.
    QVERIFY(select(job));
    QVERIFY(!m_desk->enabled("managerOpen"));
    QVERIFY(m_desk->part<QLineEdit>("reviewReason")->text().isEmpty());
}

void DesksTest::twoPapersAreAccepted() {
    for (const std::string& job : {m_jobs[0], m_jobs[1]}) {
        QVERIFY(openReview(job));
        QVERIFY(m_desk->tabTo("reviewAccept"));
        m_desk->press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("manager"), kPatience);
        QVERIFY(m_desk->idle());
        QCOMPARE(m_desk->stateOf(job), record::JobState::Accepted);
        QCOMPARE(endOf(job), RowEnd::Accepted);
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("managerPin"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(manager().toSeal().size() == 2, kPatience);
    // Space leaves one out, and takes it in again.
    QVERIFY(select(m_jobs[1]));
    m_desk->press(Qt::Key_Space);
    QCOMPARE(manager().toSeal(), std::vector<QString>{text(m_jobs[0])});
    m_desk->press(Qt::Key_Space);
    QCOMPARE(manager().toSeal().size(), std::size_t(2));
}

void DesksTest::aWrongPinSealsNothingAndLeavesThePersonHere() {
    QVERIFY(m_desk->tabTo("managerPin"));
    QVERIFY(!m_desk->enabled("managerSeal")); // without a PIN
    m_desk->type("000000");
    QVERIFY(m_desk->enabled("managerSeal"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!manager().sealing() && m_desk->said().contains("PIN"), kPatience);
    QVERIFY(m_desk->part<QLineEdit>("managerPin")->text().isEmpty());
    QCOMPARE(QApplication::focusWidget()->objectName(), QString("managerPin"));
    QCOMPARE(m_desk->window().pageShown(), QString("manager"));
    QVERIFY(m_desk->window().state().person().has_value());
    QCOMPARE(m_desk->stateOf(m_jobs[0]), record::JobState::Accepted);
    QCOMPARE(m_desk->stateOf(m_jobs[1]), record::JobState::Accepted);
    QCOMPARE(m_desk->entriesOf(record::EntryKind::SealStarted), std::size_t(0));
}

void DesksTest::onePinSealsBoth() {
    const std::size_t logins = m_desk->entriesOf(record::EntryKind::LoggedIn);
    m_desk->tabTo("managerPin");
    m_desk->type("123456");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(
        endOf(m_jobs[0]) == RowEnd::Sealed && endOf(m_jobs[1]) == RowEnd::Sealed, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!manager().sealing(), kPatience);
    QCOMPARE(m_desk->entriesOf(record::EntryKind::LoggedIn), logins + 1); // one PIN for both
    QCOMPARE(m_desk->entriesOf(record::EntryKind::RecordSealed), std::size_t(2));
    for (const std::string& job : {m_jobs[0], m_jobs[1]}) {
        QCOMPARE(m_desk->stateOf(job), record::JobState::Sealed);
        QVERIFY(select(job)); // each in its row
        const std::string record =
            m_desk->asked([job](Desk& desk) { return desk.station->job(job).sealed->recordId; });
        QVERIFY(m_desk->part<QLabel>("managerDetail")->text().contains(text(record)));
        m_record = record;
    }
    QVERIFY(!m_desk->enabled("managerPin")); // nothing is left
}

// What could still be read from any widget or table after the desk was left [F1].
void DesksTest::nothingOfAPatientStaysWhenTheDeskIsLeft() {
    const auto leftOver = [this] {
        QStringList found;
        for (const QLabel* label : m_desk->window().findChildren<QLabel*>()) {
            found += label->text();
        }
        for (const QLineEdit* field : m_desk->window().findChildren<QLineEdit*>()) {
            found += field->text();
        }
        for (const QTableView* table : m_desk->window().findChildren<QTableView*>()) {
            for (int row = 0; row < table->model()->rowCount(); ++row) {
                for (int column = 0; column < table->model()->columnCount(); ++column) {
                    found += table->model()->index(row, column).data().toString();
                }
            }
        }
        return found.filter("000123").size();
    };
    QVERIFY(leftOver() > 0); // the look finds what is there
    QVERIFY(m_desk->tabTo("lock"));
    m_desk->press(Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("login"), kPatience);
    QCOMPARE(leftOver(), qsizetype(0));
}

void DesksTest::theAuditorFindsByPatientAndSeesThatItHolds() {
    QVERIFY(m_desk->logInAs("auditor", "audit"));
    QVERIFY(!m_desk->shown("go-manager"));
    QVERIFY(m_desk->tabTo("auditPatient"));
    m_desk->type("P-999999");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().state().findChild<AuditDesk*>()->searched(),
                             kPatience);
    QCOMPARE(model("auditTable")->rowCount(), 0);
    QVERIFY(m_desk->idle());
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("P-000123");
    const std::size_t searches = m_desk->entriesOf(record::EntryKind::RecordSearched);
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(model("auditTable")->rowCount(), 2, kPatience);
    QVERIFY(m_desk->idle());
    QCOMPARE(m_desk->entriesOf(record::EntryKind::RecordSearched), searches + 1);
    // The newest one first, and the list has the focus: Enter opens it.
    QCOMPARE(model("auditTable")->index(0, 4).data().toString(), text(m_record));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().pageShown() == "audit-record" &&
                                 m_desk->part<PageStrip>("recordPages")->count() > 0,
                             kPatience);
    QVERIFY(m_desk->idle());
    const std::string record = m_record;
    const auto verified = m_desk->asked([record](Desk& desk) {
        return desk.station->verifyRecord(record, station::Viewer(desk.identified()));
    });
    QVERIFY(verified.verdict.permitted());
    QVERIFY(m_desk->part<QLabel>("recordBanner")->text().startsWith("✓"));
    for (const record::Finding& finding : verified.verdict.findings) { // each with its sentence
        QVERIFY(m_desk->part<QLabel>("recordFindings")
                    ->text()
                    .contains(m_desk->window().state().sentence(finding).toHtmlEscaped()));
    }
    QVERIFY(m_desk->part<QLabel>("recordPageHolds")->text().startsWith("✓"));
    QVERIFY(m_desk->fits());
    // Its history: every entry of its job, who and what in words.
    const std::string job = m_jobs[1];
    const auto entries = m_desk->asked([job](Desk& desk) { return desk.station->logOfJob(job); });
    QVERIFY(m_desk->tabTo("recordToHistory"));
    m_desk->press(Qt::Key_Space);
    auto* history = model("recordHistory");
    QVERIFY(history->rowCount() > 8 && history->rowCount() < static_cast<int>(entries.size()));
    bool accepted = false;
    for (int row = 0; row < history->rowCount(); ++row) {
        QCOMPARE(history->index(row, HistoryModel::Number).data().toString(),
                 QString::number(entries[static_cast<std::size_t>(row)].sequence));
        accepted = accepted ||
                   (history->index(row, HistoryModel::What).data().toString() == "承認" &&
                    history->index(row, HistoryModel::Who).data().toString().contains("Makoto"));
    }
    QVERIFY(accepted);
    QVERIFY(m_desk->tabTo("recordHistory")); // what the table cuts short stands below, in full
    m_desk->press(Qt::Key_Down);
    QVERIFY(m_desk->part<QLabel>("recordWholeLine")->text().contains(text(m_record.substr(0, 8))) ||
            m_desk->part<QLabel>("recordWholeLine")->text().contains(text(job)));
}

void DesksTest::theRecordLeavesAsAFileThatAnybodyVerifies() {
    const QTemporaryDir outside;
    QVERIFY(!m_desk->enabled("recordExport")); // no folder yet
    QVERIFY(m_desk->tabTo("recordFolder"));
    m_desk->type(outside.path());
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("recordResult"), kPatience);
    const fs::path file = fs::path(outside.path().toStdString()) / (m_record + ".asice");
    QVERIFY(m_desk->part<QLabel>("recordResult")->text().contains(text(file.string())));
    const auto verified =
        station::verifyRecordFolder(file, m_desk->home() / "trust", record::readClock());
    QVERIFY(verified.verdict.permitted());
    QCOMPARE(m_desk->entriesOf(record::EntryKind::RecordExported), std::size_t(1));
    // A second time there is something already: said, not overwritten.
    QVERIFY(m_desk->idle());
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->said().isEmpty(), kPatience);
    QCOMPARE(m_desk->entriesOf(record::EntryKind::RecordExported), std::size_t(1));
}

void DesksTest::aFlippedByteIsShown() {
    const std::string record = m_record;
    const fs::path page = m_desk->asked([record](Desk& desk) {
        return desk.station->recordFolder(record);
    }) / "pages" / "0001.tif";
    flipByte(page);
    QVERIFY(m_desk->tabTo("recordBack"));
    m_desk->press(Qt::Key_Space);
    QCOMPARE(m_desk->window().pageShown(), QString("audit"));
    QVERIFY(m_desk->tabTo("auditTable"));
    m_desk->press(Qt::Key_Return);
    auto* strip = m_desk->part<PageStrip>("recordPages");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().pageShown() == "audit-record" && strip->count() > 0,
                             kPatience);
    QVERIFY(m_desk->idle());
    QVERIFY(m_desk->part<QLabel>("recordBanner")->text().startsWith("■"));
    QVERIFY(strip->item(0)->text().startsWith("■"));
    QVERIFY(m_desk->part<QLabel>("recordPageHolds")->text().startsWith("■"));
    QVERIFY(m_desk->part<QLabel>("recordFindings")->text().contains("pages/0001.tif"));
    // And it does not leave the house.
    const QTemporaryDir outside;
    QVERIFY(m_desk->tabTo("recordFolder"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type(outside.path());
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("recordResult")->text().startsWith("■"),
                             kPatience);
    QVERIFY(fs::is_empty(outside.path().toStdString()));
}

void DesksTest::theLogTellsKindsAndPersons() {
    QVERIFY(m_desk->idle());
    auto* log = m_desk->window().state().findChild<LogDesk*>();
    const auto read = [&] {
        m_desk->press(Qt::Key_Return);
        return QTest::qWaitFor([&] { return log->wasRead() && !log->looking(); }, kPatience);
    };
    QVERIFY(m_desk->tabTo("go-log"));
    m_desk->press(Qt::Key_Space);
    QCOMPARE(m_desk->window().pageShown(), QString("log"));
    QTRY_VERIFY_WITH_TIMEOUT(log->wasRead() && !log->looking(), kPatience);
    QVERIFY(model("logTable")->rowCount() > 20);
    for (std::size_t i = 1; i < log->lines().size(); ++i) { // without gaps, newest first
        QCOMPARE(log->lines()[i].sequence + 1, log->lines()[i - 1].sequence);
    }
    QVERIFY(m_desk->tabTo("logKind"));
    auto* kinds = m_desk->part<QComboBox>("logKind");
    const int sealed = kinds->findData(static_cast<int>(record::EntryKind::RecordSealed));
    m_desk->press(Qt::Key_Home);
    for (int i = 0; i < sealed; ++i) {
        m_desk->press(Qt::Key_Down);
    }
    QVERIFY(m_desk->tabTo("logPerson"));
    QVERIFY(read());
    QCOMPARE(log->lines().size(), m_desk->entriesOf(record::EntryKind::RecordSealed));
    QCOMPARE(model("logTable")->rowCount(), 2);
    QVERIFY(!log->more());
    m_desk->type("clerk"); // who did not seal them
    QVERIFY(read());
    QTRY_VERIFY_WITH_TIMEOUT(!log->more(), kPatience);
    QVERIFY(log->lines().empty());
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("manager");
    QVERIFY(read());
    QCOMPARE(log->lines().size(), std::size_t(2));
}

void DesksTest::everyControlIsNamedAndLargeEnough() {
    const std::pair<const char*, std::vector<const char*>> people[] = {
        {"auditor", {"audit", "audit-record", "log"}}, {"manager", {"manager", "review"}}};
    for (const auto& [user, pages] : people) {
        QVERIFY(m_desk->logInAs(user, pages.front()));
        for (const int percent : {100, 200}) {
            Theme theme;
            theme.textPercent = percent;
            m_desk->window().setTheme(theme);
            for (const char* page : pages) {
                m_desk->window().state().go(page);
                QCOMPARE(m_desk->window().pageShown(), QString(page));
                QTest::qWait(20);
                QVERIFY2(percent > 100 || m_desk->fits(), page);
                for (const QWidget* widget : m_desk->window().findChildren<QWidget*>()) {
                    const auto* button = qobject_cast<const QAbstractButton*>(widget);
                    const bool control = button != nullptr ||
                                         qobject_cast<const QLineEdit*>(widget) != nullptr ||
                                         qobject_cast<const QComboBox*>(widget) != nullptr ||
                                         qobject_cast<const QTableView*>(widget) != nullptr;
                    if (!control || !widget->isVisible() || widget->objectName().isEmpty() ||
                        widget->objectName().startsWith("qt_")) {
                        continue;
                    }
                    const QByteArray what = (QString(page) + " " + widget->objectName()).toUtf8();
                    QVERIFY2(!widget->accessibleName().isEmpty(), what.constData());
                    QVERIFY2(widget->height() >= kTouchHeight, what.constData());
                    QVERIFY2(button == nullptr ||
                                 button->width() >= button->minimumSizeHint().width(),
                             what.constData());
                }
            }
        }
        m_desk->window().setTheme({});
    }
}

QObject* makeDesksTest() {
    return new DesksTest;
}

} // namespace seihon::station_ui

#include "desks_test.moc"
