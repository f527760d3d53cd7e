#include "station-ui/clerk_job.h"
#include "tests/dicom-net/worklist_peer.h"
#include "tests/station-ui/access_keys.h"
#include "tests/station-ui/suites.h"
#include "tests/station-ui/ui_desk.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>

#include <fstream>

namespace seihon::station_ui {

using dicom_net::WorklistItem;
using dicom_net::WorklistPeer;

// The order of a job, picked by keys from a real worklist, and with one that is away.
class OrderTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void withoutAWorklistNothingIsOffered();
    void oneThatIsAwayIsToldAndScanningGoesOn();
    void anOrderIsPickedByKeys();
    void whatDiffersStandsSideBySideAndIsAnswered();
    void itIsTakenBack();
    void onTheIntakePageOneIsPickedBeforeThereIsAJob();
    void ofAnotherPatientItIsGone();
    void aWorklistThatIsAwayHoldsNobodyUpThere();
    void withoutAWorklistThereIsNothingThere();
    void cleanup() { m_desk->keepPictureOfFailure(); }
    void cleanupTestCase() { m_desk.reset(); }

  private:
    void settings(int port) const;
    void open(const char* button = "order");
    void askPatient(const char* id); // on a fresh intake page, and ticks that it is the same
    ClerkJob* clerk() const { return m_desk->window().state().findChild<ClerkJob*>(); }

    std::unique_ptr<UiDesk> m_desk;
    std::unique_ptr<WorklistPeer> m_peer;
};

void OrderTest::initTestCase() {
    m_desk = std::make_unique<UiDesk>();
    m_peer = std::make_unique<WorklistPeer>(m_desk->home().parent_path() / "wlm");
    WorklistItem item;
    item.characterSet = "ISO_IR 192";
    item.name = "Shisaku^Kenichi=試作^健一=しさく^けんいち";
    item.birthDate = "19500131";
    m_peer->add(item);
    item.accession = "A2";
    item.study = "2.25.502";
    item.day = "20260102";
    item.birthDate = "19500113";
    m_peer->add(item);
}

void OrderTest::settings(int port) const {
    std::ofstream(m_desk->home() / "deliveries.toml") << m_peer->settings(port);
}

void OrderTest::open(const char* button) {
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled(button), kPatience);
    QVERIFY(m_desk->tabTo(button));
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->shown((std::string(button) + "Title").c_str()));
}

void OrderTest::askPatient(const char* id) {
    m_desk->window().state().go("intake");
    QVERIFY(m_desk->idle() && m_desk->tabTo("patientId"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type(id);
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("patientSame"), kPatience);
    QVERIFY(m_desk->tabTo("patientSame"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->idle());
}

void OrderTest::withoutAWorklistNothingIsOffered() {
    QVERIFY(m_desk->logIn());
    QVERIFY(m_desk->fillIntake("P-000123", 4));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("job"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("next"), kPatience);
    QVERIFY(!m_desk->shown("order"));
}

void OrderTest::oneThatIsAwayIsToldAndScanningGoesOn() {
    settings(support::freePort("127.0.0.1"));
    clerk()->resume(QString::fromStdString(clerk()->view().id));
    open();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("orderSaid")->text().contains("スキャンを続けて"),
                             kPatience);
    QVERIFY(!m_desk->enabled("orderPick"));
    QVERIFY(m_desk->enabled("scanMore")); // nothing waits for it
    QCOMPARE(clashesIn(m_desk->window(), "order").join("; "), QString());
    m_desk->press(Qt::Key_Escape);
    QVERIFY(!m_desk->shown("orderTitle"));
}

void OrderTest::anOrderIsPickedByKeys() {
    QVERIFY(m_peer->start());
    settings(m_peer->port());
    open();
    auto* orders = m_desk->part<QTableWidget>("orders");
    QTRY_COMPARE_WITH_TIMEOUT(orders->rowCount(), 2, kPatience);
    QVERIFY(orders->hasFocus());
    QVERIFY(!orders->accessibleName().isEmpty());
    const int first = orders->item(0, 0)->text().contains("A1") ? 0 : 1;
    if (first == 1) {
        m_desk->press(Qt::Key_Down);
    }
    QVERIFY(m_desk->part<QLabel>("orderBeside")->text().contains("しさく^けんいち"));
    QVERIFY(!m_desk->shown("orderWhy"));
    QCOMPARE(clashesIn(m_desk->window(), "order").join("; "), QString());
    QVERIFY(m_desk->tabTo("orderPick"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(clerk()->view().order.has_value(), kPatience);
    QCOMPARE(clerk()->view().order->order.accession, std::string("A1"));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QPushButton>("order")->text().contains("✓ A1"),
                             kPatience);
}

void OrderTest::whatDiffersStandsSideBySideAndIsAnswered() {
    open();
    auto* orders = m_desk->part<QTableWidget>("orders");
    QTRY_COMPARE_WITH_TIMEOUT(orders->rowCount(), 2, kPatience);
    orders->selectRow(orders->item(0, 0)->text().contains("A2") ? 0 : 1);
    const QString beside = m_desk->part<QLabel>("orderBeside")->text();
    QVERIFY(beside.contains("1950-01-31") && beside.contains("1950-01-13"));
    QVERIFY(beside.contains("▲"));
    QVERIFY(m_desk->shown("orderWhy"));
    QVERIFY(!m_desk->enabled("orderPick"));
    QCOMPARE(clashesIn(m_desk->window(), "order").join("; "), QString());
    QVERIFY(m_desk->tabTo("orderWhy"));
    m_desk->part<QLineEdit>("orderWhy")->setText("診察券で確認した");
    QVERIFY(m_desk->enabled("orderPick"));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(clerk()->view().order->order.accession, std::string("A2"), kPatience);
    QCOMPARE(clerk()->view().order->reason, std::string("診察券で確認した"));
    QCOMPARE(clerk()->view().original.patient.name, std::string("試作 健一"));
}

void OrderTest::itIsTakenBack() {
    open();
    m_desk->window().state().setLanguage(record::Language::English);
    auto* orders = m_desk->part<QTableWidget>("orders");
    QTRY_COMPARE_WITH_TIMEOUT(orders->rowCount(), 2, kPatience);
    QCOMPARE(m_desk->part<QLabel>("orderTitle")->text(), QString("Orders of this patient"));
    QCOMPARE(clashesIn(m_desk->window(), "order, English").join("; "), QString());
    QVERIFY(m_desk->tabTo("orderDrop"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!clerk()->view().order.has_value(), kPatience);
    QVERIFY(!m_desk->shown("orderTitle"));
}

void OrderTest::onTheIntakePageOneIsPickedBeforeThereIsAJob() {
    m_desk->window().state().setLanguage(record::Language::Japanese);
    m_desk->window().state().go("intake");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("intakeOrder"), kPatience);
    QVERIFY(!m_desk->enabled("intakeOrder")); // nobody knows yet whose
    askPatient("P-000123");
    open("intakeOrder");
    auto* orders = m_desk->part<QTableWidget>("intakeOrders");
    QTRY_COMPARE_WITH_TIMEOUT(orders->rowCount(), 2, kPatience);
    for (const auto language : {record::Language::English, record::Language::Japanese}) {
        m_desk->window().state().setLanguage(language);
        for (const int row : {0, 1}) {
            orders->selectRow(row);
            QCOMPARE(clashesIn(m_desk->window(), "intake").join("; "), QString());
        }
    }
    orders->selectRow(orders->item(0, 0)->text().contains("A2") ? 0 : 1);
    QVERIFY(m_desk->shown("intakeOrderWhy")); // another birth date: a person answers
    QVERIFY(!m_desk->enabled("intakeOrderPick"));
    QVERIFY(m_desk->tabTo("intakeOrderWhy"));
    m_desk->part<QLineEdit>("intakeOrderWhy")->setText("診察券で確認した");
    m_desk->press(Qt::Key_Return);
    QVERIFY(!m_desk->shown("intakeOrderTitle"));
    QVERIFY(m_desk->part<QPushButton>("intakeOrder")->text().contains("✓ A2"));
    QCOMPARE(QApplication::focusWidget()->objectName(), QString("class")); // on with the paper
    m_desk->layLetter();
    QVERIFY(m_desk->tabTo("sheets"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("4");
    QVERIFY(m_desk->tabTo("attested"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->idle() && m_desk->enabled("go"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("next"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(clerk()->view().order.has_value(), kPatience);
    QCOMPARE(clerk()->view().order->order.accession, std::string("A2"));
    QCOMPARE(clerk()->view().order->reason, std::string("診察券で確認した"));
    QVERIFY(m_desk->part<QPushButton>("order")->text().contains("✓ A2"));
}

void OrderTest::ofAnotherPatientItIsGone() {
    askPatient("P-000123");
    QVERIFY(!m_desk->part<QPushButton>("intakeOrder")->text().contains("✓")); // the last paper's
    open("intakeOrder");
    auto* orders = m_desk->part<QTableWidget>("intakeOrders");
    QTRY_COMPARE_WITH_TIMEOUT(orders->rowCount(), 2, kPatience);
    orders->selectRow(orders->item(0, 0)->text().contains("A1") ? 0 : 1);
    QVERIFY(m_desk->tabTo("intakeOrderPick"));
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->part<QPushButton>("intakeOrder")->text().contains("✓ A1"));
    open("intakeOrder"); // the card is open, and then it is somebody else
    QTRY_COMPARE_WITH_TIMEOUT(orders->rowCount(), 2, kPatience);
    QVERIFY(m_desk->shown("intakeOrderDrop"));
    QVERIFY(m_desk->tabTo("patientId"));
    m_desk->type("9");
    QVERIFY(!m_desk->shown("intakeOrderTitle"));
    QVERIFY(!m_desk->part<QPushButton>("intakeOrder")->text().contains("✓"));
    QVERIFY(!m_desk->enabled("intakeOrder"));
    QVERIFY(m_desk->idle() && m_desk->tabTo("patientUnknown"));
    m_desk->press(Qt::Key_Space); // at night nobody knows whose order it would be
    QVERIFY(!m_desk->shown("intakeOrder"));
    QVERIFY(m_desk->tabTo("patientUnknown"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->shown("intakeOrder"));
}

void OrderTest::aWorklistThatIsAwayHoldsNobodyUpThere() {
    settings(support::freePort("127.0.0.1"));
    askPatient("P-000123");
    open("intakeOrder");
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->part<QLabel>("intakeOrderSaid")->text().contains("スキャンを続けて"), kPatience);
    m_desk->layLetter();
    QVERIFY(m_desk->tabTo("sheets")); // with the card still open
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("4");
    QVERIFY(m_desk->tabTo("attested"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->enabled("go"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("next"), kPatience);
    QVERIFY(!clerk()->view().order.has_value());
    QVERIFY(!m_desk->part<QLabel>("intakeOrderTitle")->isVisibleTo(&m_desk->window()));
}

void OrderTest::withoutAWorklistThereIsNothingThere() {
    std::filesystem::remove(m_desk->home() / "deliveries.toml");
    askPatient("P-000123");
    QVERIFY(m_desk->idle());
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->shown("intakeOrder"), kPatience);
}

QObject* makeOrderTest() {
    return new OrderTest;
}

} // namespace seihon::station_ui

#include "order_test.moc"
