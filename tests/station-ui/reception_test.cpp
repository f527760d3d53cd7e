#include "tests/station-ui/suites.h"
#include "tests/station-ui/ui_desk.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QSpinBox>
#include <QTableWidget>

#ifndef Q_MOC_RUN // moc does not understand what <concepts> says
#include "station/cover_desk.h"
#include "station/envelope_desk.h"
#endif

namespace seihon::station_ui {

// What happens before a page is scanned: the night desk, the label, the cover sheet, the patient
// whom nobody knew [W, F16].
class ReceptionTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void atNightPaperIsRegisteredWithALabel();
    void theLabelFindsItAndItIsScanned();
    void nobodySealsBeforeThePatientIsKnown();
    void aPersonSaysWhoItIsAndItIsSealed();
    void aLabelThatNobodyUsedIsTold();
    void aCoverSheetOpensItsJob();
    void anEnvelopeIsClosedWhenAllHasGoneItsWay();
    void cleanup() { m_desk->keepPictureOfFailure(); }
    void cleanupTestCase() { m_desk.reset(); }

  private:
    record::ScanJob jobOnDisk(const std::string& id) {
        return station::Station(m_desk->home()).job(id);
    }

    std::unique_ptr<UiDesk> m_desk;
    std::string m_job;
};

void ReceptionTest::initTestCase() {
    m_desk = std::make_unique<UiDesk>();
    QVERIFY(m_desk->logIn());
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("queue"), kPatience);
}

void ReceptionTest::atNightPaperIsRegisteredWithALabel() {
    m_desk->press(Qt::Key_Return); // new paper
    QCOMPARE(m_desk->window().pageShown(), QString("intake"));
    QVERIFY(!m_desk->shown("label"));
    QVERIFY(m_desk->tabTo("patientUnknown"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->shown("label"));
    QVERIFY(!m_desk->enabled("registerOnly")); // a name as on the paper is needed
    m_desk->type("試作 健一");
    QVERIFY(m_desk->tabTo("label"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("7001");
    QVERIFY(m_desk->tabTo("sheets"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("4");
    QVERIFY(m_desk->tabTo("registerOnly"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("登録しました"), kPatience);
    QVERIFY(m_desk->part<QLineEdit>("patientName")->text().isEmpty());
    m_desk->window().state().go("queue");
    auto* list = m_desk->part<QTableWidget>("queue");
    QTRY_COMPARE_WITH_TIMEOUT(list->rowCount(), 1, kPatience);
    QVERIFY(list->item(0, 2)->text().contains("患者未確認"));
    m_job = list->item(0, 0)->data(Qt::UserRole).toString().toStdString();
    QCOMPARE(jobOnDisk(m_job).original.label, std::int64_t(7001));
}

void ReceptionTest::theLabelFindsItAndItIsScanned() {
    m_desk->layLetter();
    QVERIFY(m_desk->tabTo("findNumber"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("7001");
    QVERIFY(m_desk->tabTo("findLabel"));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("intake"), kPatience);
    QVERIFY(m_desk->idle());
    QVERIFY(!m_desk->shown("patientUnknown")); // it was said when it was registered
    QVERIFY(m_desk->tabTo("sheets"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("4");
    QVERIFY(m_desk->tabTo("attested"));
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("go"), kPatience);
    // A new paper begins with nothing of this one: neither its count nor the word that it was
    // looked at.
    m_desk->window().state().go("queue");
    QVERIFY(m_desk->tabTo("newPaper"));
    m_desk->press(Qt::Key_Return);
    QCOMPARE(m_desk->part<QSpinBox>("sheets")->value(), 0);
    QVERIFY(!m_desk->part<QCheckBox>("attested")->isChecked());
    QVERIFY(m_desk->part<QLineEdit>("patientName")->text().isEmpty());
    QVERIFY(m_desk->enabled("patientId"));
    m_desk->window().state().openJob(text(m_job));
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("intake"), kPatience);
    QVERIFY(m_desk->idle());
    QVERIFY(m_desk->tabTo("sheets"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("4");
    QVERIFY(m_desk->tabTo("attested"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->tabTo("go"));
    m_desk->press(Qt::Key_Return); // and it is fed at once
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->part<QListWidget>("pages")->count(), 4, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("whoIsIt"), kPatience);
}

void ReceptionTest::nobodySealsBeforeThePatientIsKnown() {
    QVERIFY(m_desk->idle());
    const record::ScanJob job = jobOnDisk(m_job);
    QVERIFY(job.original.provisional);
    QCOMPARE(job.pages.size(), std::size_t(4)); // care comes first: it was scanned all the same
}

void ReceptionTest::aPersonSaysWhoItIsAndItIsSealed() {
    QVERIFY(m_desk->tabTo("whoIsIt"));
    m_desk->press(Qt::Key_Space);
    QCOMPARE(m_desk->window().pageShown(), QString("intake"));
    QVERIFY(!m_desk->shown("sheets"));
    QVERIFY(!m_desk->enabled("go"));
    QVERIFY(m_desk->tabTo("patientId"));
    m_desk->type("P-000123");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("patientSame"), kPatience);
    QVERIFY(m_desk->idle());
    QVERIFY(!m_desk->enabled("go")); // a person compares, the program never does
    QVERIFY(m_desk->tabTo("patientSame"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->tabTo("go"));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("job"), kPatience);
    QVERIFY(m_desk->idle());
    const record::ScanJob job = jobOnDisk(m_job);
    QVERIFY(!job.original.provisional);
    QCOMPARE(text(job.original.patient.id), QString("P-000123"));
    QVERIFY(!m_desk->shown("whoIsIt"));
    for (int page = 0; page < 6 && m_desk->window().pageShown() == "job"; ++page) {
        QVERIFY(m_desk->tabTo("next"));
        m_desk->press(Qt::Key_Return);
        QVERIFY(m_desk->idle());
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("finish"), kPatience);
    QVERIFY(m_desk->tabTo("finish"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("resultSign")->text() == "✓", kPatience);
}

void ReceptionTest::aLabelThatNobodyUsedIsTold() {
    m_desk->window().state().go("queue");
    QVERIFY(m_desk->tabTo("findNumber"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("7002");
    QVERIFY(m_desk->tabTo("findLabel"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("ラベル"), kPatience);
    QCOMPARE(m_desk->window().pageShown(), QString("queue"));
}

void ReceptionTest::aCoverSheetOpensItsJob() {
    m_desk->clearTray();
    std::string job;
    {
        station::Station station(m_desk->home());
        const station::Session session = station.login("clerk", station::Pin("123456"));
        record::Original original;
        original.documentClass = "referral-letter";
        original.patient = {"P-000123", "試作 健一"};
        original.receivedAt = original.createdAt = record::readClock();
        original.evidence = record::ReceptionEvidence::CounterRegistration;
        original.sheets = 4;
        job = station.registerOriginal(session, {original}).job.id;
        QVERIFY(station::CoverDesk(station)
                    .print(session, job, m_desk->home() / "feeder" / "tray" / "0000.png")
                    .permitted());
    }
    m_desk->window().state().go("queue");
    QVERIFY(m_desk->tabTo("readCover"));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("intake"), kPatience);
    QVERIFY(m_desk->idle());
    QCOMPARE(m_desk->part<QLineEdit>("patientId")->text(), QString("P-000123"));
    QCOMPARE(jobOnDisk(job).state, record::JobState::Open);
}

// The job of the cover sheet came in an envelope with a disc in it.
void ReceptionTest::anEnvelopeIsClosedWhenAllHasGoneItsWay() {
    m_desk->window().state().go("envelopes");
    QVERIFY(m_desk->idle());
    QVERIFY(!m_desk->enabled("closeEnvelope"));
    m_desk->type("○○病院より");
    QVERIFY(m_desk->tabTo("envelopeOpen"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("addPaper"), kPatience);
    QVERIFY(m_desk->tabTo("addPaper"));
    m_desk->press(Qt::Key_Return);
    auto* papers = m_desk->part<QListWidget>("papers");
    QTRY_COMPARE_WITH_TIMEOUT(papers->count(), 1, kPatience);
    QVERIFY(m_desk->tabTo("destination"));
    m_desk->type("radiology");
    QVERIFY(m_desk->tabTo("noteEnclosure"));
    m_desk->press(Qt::Key_Return);
    auto* enclosures = m_desk->part<QListWidget>("enclosures");
    QTRY_COMPARE_WITH_TIMEOUT(enclosures->count(), 1, kPatience);
    QVERIFY(m_desk->tabTo("closeEnvelope"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("規程"), kPatience); // a paper, a disc
    QVERIFY(m_desk->idle());
    QVERIFY(!m_desk->enabled("taken")); // nobody has said who took it
    QVERIFY(m_desk->tabTo("with"));
    m_desk->type("Dr. A");
    QVERIFY(m_desk->tabTo("taken"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(enclosures->item(0)->text().contains("Dr. A"), kPatience);
    QVERIFY(m_desk->tabTo("handOnTo"));
    m_desk->type("ward 3");
    QVERIFY(m_desk->tabTo("handOn"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(papers->item(0)->text().contains("ward 3"), kPatience);
    QVERIFY(m_desk->idle());
    QVERIFY(m_desk->tabTo("closeEnvelope"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("完了"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->enabled("closeEnvelope"), kPatience);
    station::Station station(m_desk->home());
    QVERIFY(station::EnvelopeDesk(station).list(10).empty());
}

QObject* makeReceptionTest() {
    return new ReceptionTest;
}

} // namespace seihon::station_ui

#include "reception_test.moc"
