#include "station-ui/batch_page.h"
#include "station-ui/boxes_words.h"
#include "station/batch_desk.h"
#include "station/inspection_desk.h"
#include "tests/station-ui/suites.h"
#include "tests/station-ui/team_desk.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>

namespace seihon::station_ui {

// The records team's day with one box, by keyboard alone: taken in, fed with a jam, an exception,
// compared, inspected by another person, sealed. What the window shows is compared with what the
// station answers.
class BoxesTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { m_desk = std::make_unique<TeamDesk>(); }
    void everyWordHasBothLanguages() { QVERIFY(everyBoxWordHasItsTexts()); }
    void aBoxIsTakenInWithItsIndexSheets();
    void separatorsGoToTheFileThatIsShown();
    void aFolderThatIsOutComesBack();
    void aJamSaysWhichSheetGoesBack();
    void afterARestartSomebodyGoesOn();
    void onlyTheNewestPicturesAreKept();
    void anExceptionIsSettledBySomebodyElse();
    void whatWasComparedIsHandedIn();
    void whoScannedMayNotInspect();
    void anotherPersonApprovesAndRejects();
    void whatWasApprovedIsSealedAtOnce();
    void everyControlHasANameAndNothingIsClipped();
    void nothingOfAPatientStays();
    void cleanupTestCase() { m_desk.reset(); }

  private:
    QString shownIn(const char* label) { return m_desk->shownIn(label); }

    std::unique_ptr<TeamDesk> m_desk;
};

void BoxesTest::aBoxIsTakenInWithItsIndexSheets() {
    QVERIFY(m_desk->logInTo("clerk", "boxes"));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->part<QComboBox>("project")->count(), 1, kPatience);
    QVERIFY(m_desk->pressed("takeInBox"));
    QCOMPARE(QApplication::focusWidget()->objectName(), QString("ask-number"));
    QVERIFY(!m_desk->enabled("askCardOk")); // a box has a number
    m_desk->press(Qt::Key_Escape);
    QVERIFY(!m_desk->shown("askCardOk"));
    QVERIFY(m_desk->openBox());
    const record::Box there = m_desk->box();
    QCOMPARE(there.number, std::string("B-12"));
    QCOMPARE(there.project, m_desk->paper().project());
    QCOMPARE(there.sealCame, std::string("S-100"));
    QCOMPARE(m_desk->sum().expected, std::int64_t(4));
    QCOMPARE(m_desk->cellOf("folders", 0, 1), QString("3"));
    QCOMPARE(m_desk->cellOf("folders", 1, 1), QString("1"));
    // Some at a time, and those of this project only.
    station::BatchDesk desk(m_desk->station());
    const station::BoxListPart first = desk.listFrom(m_desk->paper().project(), 0, 1);
    QCOMPARE(first.boxes.size(), std::size_t(1));
    QVERIFY(first.more);
    QVERIFY(desk.listFrom(m_desk->paper().project(), first.next, 1).boxes.empty());
    QVERIFY(desk.listFrom("another", 0, 1).boxes.empty());
    // The same number again is no box.
    QVERIFY(m_desk->pressed("takeInBox"));
    m_desk->type("B-12");
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->idle());
    QVERIFY(!m_desk->said().isEmpty());
    QCOMPARE(station::BatchDesk(m_desk->station()).list(10).size(), std::size_t(1));
}

void BoxesTest::separatorsGoToTheFileThatIsShown() {
    const std::string file = m_desk->paper().beside("separators.pdf").string();
    QVERIFY(m_desk->pressed("boxSeparators"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type(QString::fromStdString(file));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains(QString::fromStdString(file)), kPatience);
    QVERIFY(std::filesystem::file_size(file) > 1000);
}

void BoxesTest::aFolderThatIsOutComesBack() {
    QVERIFY(m_desk->tabTo("folders"));
    m_desk->press(Qt::Key_Down);
    QVERIFY(m_desk->pressed("folderDetail"));
    QCOMPARE(m_desk->rowsOf("tabs"), 1);
    QCOMPARE(m_desk->cellOf("tabs", 0, 2), QString("1"));
    QVERIFY(m_desk->pressed("folderDetail"));
    QVERIFY(m_desk->shown("exceptions"));
    QVERIFY(!m_desk->enabled("folderGiveBack")); // it is there
    QVERIFY(!m_desk->part<QPushButton>("folderGiveBack")->toolTip().isEmpty());
    QVERIFY(m_desk->pressed("folderTakeOut"));
    m_desk->type("Dr. Sato");
    QVERIFY(m_desk->typed("ask-place", "5F"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("folderGiveBack"), kPatience);
    QVERIFY(m_desk->box().folder(2)->isOut());
    QVERIFY(m_desk->box().folder(2)->retrievals.back().due.has_value());
    QVERIFY(m_desk->cellOf("folders", 1, 7).contains("Dr. Sato"));
    QVERIFY(!m_desk->enabled("folderTakeOut")); // and is not taken out twice
    QVERIFY(m_desk->pressed("folderGiveBack"));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("folderTakeOut"), kPatience);
    QVERIFY(!m_desk->box().folder(2)->isOut());
}

void BoxesTest::aJamSaysWhichSheetGoesBack() {
    m_desk->paper().layStack(m_desk->box().id, {"1-1", "p1", "p2!jam 0.5", "1-2", "p3"});
    QVERIFY(m_desk->pressed("boxFeed"));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("batch"), kPatience);
    QVERIFY(!m_desk->enabled("batchStart")); // nobody has looked at the stack
    QVERIFY(!m_desk->shown("batchAlarmSheets"));
    QVERIFY(m_desk->feed());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("batchAlarmSheets"), kPatience);
    QCOMPARE(
        shownIn("batchAlarmSheets"),
        boxWord(BoxWord::FromSheet, record::Language::Japanese).arg("綴り 1・見出し 1").arg(2));
    QVERIFY(shownIn("batchAlarmSafe").contains("1"));
    QVERIFY(m_desk->said().contains("詰"));
    QCOMPARE(m_desk->part<QListWidget>("batchPages")->count(), 1); // what came before it is safe
    QVERIFY(m_desk->box().batch.brokenOff);
    QCOMPARE(m_desk->sum().scanned, std::int64_t(1));
}

void BoxesTest::afterARestartSomebodyGoesOn() {
    m_desk->restart();
    QVERIFY(m_desk->logInTo("clerk", "boxes"));
    QTRY_VERIFY_WITH_TIMEOUT(shownIn("boxTitle").contains("B-12"), kPatience);
    m_desk->window().state().go("batch");
    QTRY_VERIFY_WITH_TIMEOUT(shownIn("batchAlarmSheets").contains("2"), kPatience);
    m_desk->paper().putBackFrom(3);
    QVERIFY(m_desk->feed());
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->shown("batchAlarmSheets"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("batchJobs"), 2, kPatience);
    QCOMPARE(m_desk->part<QListWidget>("batchPages")->count(), 2); // of this batch
    QCOMPARE(m_desk->sum().scanned, std::int64_t(3));
    QCOMPARE(m_desk->sum().open(), std::int64_t(1));
    QVERIFY(m_desk->box().exceptions.empty());
    QVERIFY(shownIn("batchOpen").contains("1")); // folder 2 has not come
}

// A thousand pages are not a thousand pictures.
void BoxesTest::onlyTheNewestPicturesAreKept() {
    auto* const work = m_desk->window().state().findChild<BatchWork*>();
    auto* const pictures = m_desk->part<QListWidget>("batchPages");
    for (int page = 1; page <= 60; ++page) {
        BatchTick tick;
        tick.at = {9, 1};
        tick.views.resize(1);
        tick.views[0].number = page;
        tick.views[0].live = QImage(20, 30, QImage::Format_RGB32);
        emit work->ticked(tick);
    }
    QCOMPARE(pictures->count(), kBatchPicturesKept);
    QVERIFY(pictures->item(0)->text().contains("9-1  11"));
    QVERIFY(pictures->item(pictures->count() - 1)->text().contains("9-1  60"));
}

void BoxesTest::anExceptionIsSettledBySomebodyElse() {
    m_desk->paper().layStack(m_desk->box().id,
                             {"2-1", "p4", "p5"}); // one more than the index sheet says
    QVERIFY(m_desk->feed());
    QCOMPARE(m_desk->sum().open(), std::int64_t(-1));
    QCOMPARE(m_desk->box().exceptions.size(), std::size_t(1));
    m_desk->window().state().go("boxes");
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("exceptions"), 1, kPatience);
    QVERIFY(m_desk->cellOf("exceptions", 0, 1).contains("余分"));
    QVERIFY(!m_desk->enabled("exceptionSettle")); // nobody settles what they fed [A10]
    QVERIFY(!m_desk->enabled("boxClose"));
    QVERIFY(shownIn("boxStanding").startsWith("▲"));
    QVERIFY(m_desk->logInTo("manager", "boxes"));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("exceptions"), 1, kPatience);
    QVERIFY(m_desk->pressed("exceptionSettle"));
    QVERIFY(m_desk->chosen("ask-end",
                           "found")); // wrong: the count says otherwise, and so does the rule
    QVERIFY(m_desk->typed("ask-reason", "seen"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->said().isEmpty(), kPatience);
    QVERIFY(m_desk->idle());
    QCOMPARE(m_desk->box().exceptions.front().end, record::BoxEnd::Open);
    QVERIFY(m_desk->pressed("exceptionSettle"));
    QVERIFY(m_desk->chosen("ask-end", "extra"));
    QVERIFY(m_desk->typed("ask-reason", "not on the index sheet"));
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->idle());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->box().exceptions.front().end == record::BoxEnd::Extra,
                             kPatience);
    QCOMPARE(m_desk->sum().open(), std::int64_t(0));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->cellOf("exceptions", 0, 0).contains("✓"), kPatience);
}

void BoxesTest::whatWasComparedIsHandedIn() {
    // The clerk counts the second folder's sheets again: two are there.
    const std::vector<std::string> all = m_desk->jobs();
    QCOMPARE(all.size(), std::size_t(3));
    const station::Session clerk = m_desk->paper().as(m_desk->station(), "clerk");
    QVERIFY(m_desk->station().recount(clerk, all[2], 2, "counted again").verdict.permitted());
    QVERIFY(m_desk->logInTo("clerk", "boxes"));
    m_desk->window().state().go("batch");
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("batchJobs"), 3, kPatience);
    QVERIFY(m_desk->compareAll());
    for (const std::string& job : all) {
        QVERIFY(m_desk->station().job(job).compared);
    }
    m_desk->window().state().go("batch");
    QVERIFY(m_desk->pressed("batchSubmit"));
    QVERIFY(m_desk->idle());
    for (const std::string& job : all) {
        QCOMPARE(m_desk->station().job(job).state, record::JobState::Submitted);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->enabled("batchSubmit"), kPatience);
}

void BoxesTest::whoScannedMayNotInspect() {
    m_desk->window().state().go("inspection");
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("inspections"), 3, kPatience);
    const station::Session clerk = m_desk->paper().as(m_desk->station(), "clerk");
    std::set<std::string> waiting; // one after the other
    for (station::InspectionPart part{{}, 0, true}; part.more;) {
        part = station::InspectionDesk(m_desk->station()).waitingFrom(clerk, {}, part.next, 1);
        for (const station::InspectionTask& task : part.tasks) {
            QVERIFY(waiting.insert(task.job.id).second);
        }
    }
    QCOMPARE(waiting.size(), std::size_t(3));
    const record::Verdict forbids =
        station::InspectionDesk(m_desk->station()).task(clerk, m_desk->jobs().front()).forbids;
    QVERIFY(forbids.has(record::FindingId::SamePersonScannedAndInspected));
    QVERIFY(!m_desk->enabled("inspectionApprove"));
    for (const record::Finding& finding : forbids.findings) {
        const QString sentence = text(record::sentenceOf(finding, record::Language::Japanese));
        QVERIFY(shownIn("inspectionForbidden").contains(sentence.toHtmlEscaped()));
    }
    QVERIFY(m_desk->pageSeen());
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->said().isEmpty(), kPatience);
    QVERIFY(!m_desk->enabled("inspectionReject")); // nothing was shown
    QVERIFY(shownIn("inspectionPatient").isEmpty());
    QVERIFY(m_desk->station().job(m_desk->jobs().front()).inspection.viewed.empty());
}

void BoxesTest::anotherPersonApprovesAndRejects() {
    const std::vector<std::string> all = m_desk->jobs();
    QVERIFY(m_desk->logInTo("pharmacist", "inspection"));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("inspections"), 3, kPatience);
    QVERIFY(!m_desk->enabled("inspectionApprove")); // nothing was seen yet
    for (std::size_t tab = 0; tab < 3; ++tab) {
        const std::set<std::int64_t> needed =
            regulation::pagesToInspect(m_desk->station().job(all[tab]));
        for (std::size_t page = 0; page < needed.size(); ++page) {
            QVERIFY(m_desk->pageSeen());
        }
        const record::ScanJob job = m_desk->station().job(all[tab]);
        QCOMPARE(job.inspection.viewed.at("pharmacist").size(), needed.size());
        QVERIFY(shownIn("inspectionPatient").contains(text(job.original.patient.id)));
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("inspectionApprove"), kPatience);
        if (tab < 2) {
            m_desk->press(Qt::Key_A);
            QVERIFY(m_desk->idle());
            QCOMPARE(m_desk->station().job(all[tab]).inspection.approved->actor.user,
                     std::string("pharmacist"));
        } else {
            m_desk->press(Qt::Key_R);
            QVERIFY(!m_desk->enabled("inspectionRejectOk")); // no reason, no act
            m_desk->type("cut at the edge, again");          // its a and r are letters
            m_desk->press(Qt::Key_Return);
            QVERIFY(m_desk->idle());
            const record::ScanJob back = m_desk->station().job(all[tab]);
            QCOMPARE(back.state, record::JobState::Open);
            QCOMPARE(back.inspection.faults.front().act.reason,
                     std::string("cut at the edge, again"));
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("inspections"), 2 - static_cast<int>(tab),
                                  kPatience);
        QVERIFY(shownIn("inspectionPatient").isEmpty());
    }
}

void BoxesTest::whatWasApprovedIsSealedAtOnce() {
    const std::vector<std::string> all = m_desk->jobs();
    const station::Session manager = m_desk->paper().as(m_desk->station(), "manager");
    for (std::size_t tab = 0; tab < 2; ++tab) {
        QVERIFY(m_desk->station().accept(manager, all[tab]).verdict.permitted());
    }
    QVERIFY(m_desk->logInTo("manager", "boxes"));
    QTRY_VERIFY_WITH_TIMEOUT(shownIn("boxTitle").contains("B-12"), kPatience);
    m_desk->window().state().go("batch");
    QVERIFY(m_desk->pressed("batchSeal"));
    QVERIFY(m_desk->idle());
    QCOMPARE(m_desk->station().job(all[0]).state, record::JobState::Sealed);
    QCOMPARE(m_desk->station().job(all[1]).state, record::JobState::Sealed);
    QCOMPARE(m_desk->station().job(all[2]).state, record::JobState::Open); // sent back
    QCOMPARE(m_desk->sum().sealed, std::int64_t(3));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("batchJobs"), 1, kPatience);
    m_desk->window().state().go("boxes");
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->cellOf("folders", 0, 3), QString("3"), kPatience);
    QCOMPARE(m_desk->cellOf("folders", 1, 3), QString("0"));
}

void BoxesTest::everyControlHasANameAndNothingIsClipped() {
    Shell& window = m_desk->window();
    Theme large;
    large.textPercent = 200;
    window.setTheme(large);
    for (const auto language : {record::Language::English, record::Language::Japanese}) {
        window.state().setLanguage(language);
        for (const char* page : {"boxes", "batch", "inspection"}) {
            window.state().go(page);
            QTest::qWait(30);
            int controls = 0;
            for (QWidget* one : window.findChildren<QWidget*>()) {
                const auto* const button = qobject_cast<QAbstractButton*>(one);
                const bool field = qobject_cast<QComboBox*>(one) != nullptr ||
                                   qobject_cast<QSpinBox*>(one) != nullptr ||
                                   qobject_cast<QTableView*>(one) != nullptr;
                if (!one->isVisible() || one->objectName().isEmpty() ||
                    one->objectName().startsWith("qt_") || !(button != nullptr || field)) {
                    continue;
                }
                ++controls;
                QVERIFY2(!one->accessibleName().isEmpty(), qPrintable(one->objectName()));
                QVERIFY2(one->height() >= kTouchHeight, qPrintable(one->objectName()));
                QVERIFY2(button == nullptr || one->width() >= one->minimumSizeHint().width(),
                         qPrintable(one->objectName()));
            }
            QVERIFY(controls > 8); // the walk met something
        }
    }
    window.setTheme({});
}

void BoxesTest::nothingOfAPatientStays() {
    m_desk->window().state().logout();
    QCOMPARE(m_desk->window().pageShown(), QString("login"));
    for (const char* table : {"boxes", "folders", "exceptions", "batchJobs", "inspections"}) {
        QCOMPARE(m_desk->part<QTableView>(table)->model()->rowCount(), 0);
    }
    QCOMPARE(m_desk->part<QListWidget>("batchPages")->count(), 0);
    QVERIFY(shownIn("inspectionPatient").isEmpty());
}

QObject* makeBoxesTest() {
    return new BoxesTest;
}

} // namespace seihon::station_ui

#include "boxes_test.moc"
