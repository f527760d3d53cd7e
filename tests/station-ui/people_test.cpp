#include "identity/totp.h"
#include "tests/station-ui/admin_desk.h"
#include "tests/station-ui/suites.h"

namespace seihon::station_ui {

namespace fs = std::filesystem;

namespace {
const QString kNightPassword = "kumo-no-ue-no-asahi";
}

// The page of people, by keyboard alone, against what the station itself answers.
class PeopleTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void aPersonWithACardIsAppointedAndLogsIn();
    void aMistypedAppointmentIsToldAndStays();
    void aPersonWithoutACardGetsPasswordAndCode();
    void whoLeavesHoldsNothingAndNobodyEndsThemselves();
    void theListIsReviewedBySomebodyElse();
    void cleanupTestCase() { m_desk.reset(); }

  private:
    std::unique_ptr<AdminDesk> m_desk;
};

void PeopleTest::initTestCase() {
    m_desk = std::make_unique<AdminDesk>();
    // The pharmacist's card is nobody's yet.
    m_desk->close();
    const fs::path people = m_desk->home() / "people.toml";
    const std::string all = readFile(people);
    const std::size_t user = all.find("user = \"pharmacist\"");
    const std::size_t from = all.rfind("[[person]]", user);
    const std::size_t to = all.find("[[person]]", user);
    QVERIFY(user != all.npos && to != all.npos);
    std::ofstream(people) << all.substr(0, from) + all.substr(to);
    m_desk->restart();
}

void PeopleTest::aPersonWithACardIsAppointedAndLogsIn() {
    m_desk->become("admin");
    m_desk->open("people");
    m_desk->push("addPerson");
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->part<QComboBox>("newCard")->count(), 2, kPatience);
    QVERIFY(m_desk->tabTo("newUser"));
    m_desk->type("yakuzai");
    QVERIFY(!m_desk->enabled("newSave"));
    QVERIFY(m_desk->tabTo("newName"));
    m_desk->type("薬剤 調");
    QVERIFY(m_desk->tabTo("newRole"));
    m_desk->press(Qt::Key_Down); // from registrar to scan operator
    QVERIFY(m_desk->tabTo("newLetter"));
    m_desk->type("R8-12");
    QVERIFY(m_desk->tabTo("newTraining"));
    m_desk->type("scanning");
    QVERIFY(m_desk->tabTo("newCard"));
    m_desk->press(Qt::Key_Down);
    m_desk->push("newSave");
    QVERIFY(m_desk->idle());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->rowsOf("people", 1).contains("薬剤 調"), kPatience);
    QVERIFY(m_desk->said().contains("薬剤 調"));
    const record::Entry changed = m_desk->entriesOf(record::EntryKind::PeopleChanged).back();
    QCOMPARE(changed.what.actor.user, std::string("admin"));
    QVERIFY(changed.what.facts.at("changes").find("yakuzai") != nullptr);
    // The list says so to whoever reads it, and the review is still to come.
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("peopleCheck"), kPatience);
    m_desk->become("yakuzai");
    QVERIFY(m_desk->window().state().may(regulation::Authority::Scan));
    QVERIFY(m_desk->window().state().person()->byCard);
}

void PeopleTest::aMistypedAppointmentIsToldAndStays() {
    m_desk->become("admin");
    m_desk->open("people");
    const std::string before = readFile(m_desk->home() / "people.toml");
    m_desk->push("addPerson");
    m_desk->type("Suzuki"); // a user name has small letters
    QVERIFY(m_desk->tabTo("newName"));
    m_desk->type("鈴木 一郎");
    QVERIFY(m_desk->idle());
    QVERIFY(!m_desk->enabled("newSave"));
    QCOMPARE(m_desk->part<QPushButton>("newSave")->toolTip(),
             word(AdminWord::PersonIncomplete, kJapanese)); // which letters, in the person's words
    QCOMPARE(m_desk->part<QLineEdit>("newName")->text(), QString("鈴木 一郎"));
    QCOMPARE(readFile(m_desk->home() / "people.toml"), before);
    m_desk->push("newCancel");
}

void PeopleTest::aPersonWithoutACardGetsPasswordAndCode() {
    m_desk->push("addPerson");
    m_desk->type("night");
    QVERIFY(m_desk->tabTo("newName"));
    m_desk->type("Night Desk");
    m_desk->push("newSave"); // a registrar, without a card
    QVERIFY(m_desk->choose("people", 1, "Night Desk"));
    QVERIFY(m_desk->idle());
    m_desk->push("setPassword");
    m_desk->type("short");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("文字以上にします"), kPatience);
    QVERIFY(m_desk->idle());
    m_desk->push("setPassword");
    m_desk->type(kNightPassword);
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->idle());
    m_desk->push("newCode");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("codeText")->text().startsWith("otpauth://"),
                             kPatience);
    m_desk->push("codeDone");
    QVERIFY(m_desk->part<QLabel>("codeText")->text().isEmpty()); // shown once
    QVERIFY(m_desk->choose("people", 1, "Night Desk"));

    std::istringstream lines(readFile(m_desk->home() / "credentials"));
    std::string word, secret;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("night ")) {
            std::istringstream words(line);
            words >> word >> word >> secret;
        }
    }
    const auto step =
        std::chrono::floor<std::chrono::seconds>(record::readClock()).time_since_epoch() /
        std::chrono::seconds(30);
    const station::Pin code = identity::codeOfStep(station::Pin(secret), step);
    const QString digits =
        QString::fromLatin1(code.bytes().data(), static_cast<qsizetype>(code.bytes().size()));
    QVERIFY(m_desk->tabTo("lock"));
    m_desk->press(Qt::Key_Space);
    m_desk->push("noCard");
    QVERIFY(m_desk->tabTo("user"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("night");
    m_desk->press(Qt::Key_Return);
    m_desk->type(kNightPassword);
    m_desk->press(Qt::Key_Return);
    m_desk->type(digits);
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->window().state().person().has_value(), kPatience);
    QVERIFY(!m_desk->window().state().person()->byCard);
    QVERIFY(m_desk->window().state().may(regulation::Authority::Register));
    QVERIFY(!m_desk->shown("go-people"));
}

void PeopleTest::whoLeavesHoldsNothingAndNobodyEndsThemselves() {
    m_desk->become("admin");
    m_desk->open("people");
    QVERIFY(m_desk->choose("people", 1, "Kei Setsubi (DEMO)")); // the administrator's own row
    QVERIFY(!m_desk->enabled("retirePerson"));
    QCOMPARE(m_desk->part<QPushButton>("retirePerson")->toolTip(),
             word(AdminWord::NotOneself, kJapanese));
    QVERIFY(m_desk->choose("people", 1, "薬剤 調"));
    m_desk->push("retirePerson");
    m_desk->press(Qt::Key_Return); // Enter by mistake does nothing
    QVERIFY(m_desk->idle());
    QVERIFY(m_desk->choose("people", 1, "薬剤 調"));
    QVERIFY(m_desk->part<QLabel>("personStanding")->text().startsWith("✓"));
    m_desk->push("retirePerson");
    m_desk->push("personAskYes");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("personStanding")->text().startsWith("✗"),
                             kPatience);
    m_desk->become("yakuzai"); // a login says only who it is
    QVERIFY(m_desk->window().state().person()->rights.empty());
}

void PeopleTest::theListIsReviewedBySomebodyElse() {
    m_desk->become("records");
    m_desk->open("people");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("peopleCheck")->text().contains("見直し"),
                             kPatience);
    QVERIFY(!m_desk->enabled("addPerson"));
    m_desk->push("reviewPeople");
    m_desk->type("任命書と照合した");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->part<QLabel>("peopleCheck")->text().contains("people.toml"),
                             kPatience);
    QCOMPARE(m_desk->entriesOf(record::EntryKind::PeopleReviewed).back().what.actor.user,
             std::string("records"));
}

QObject* makePeopleTest() {
    return new PeopleTest;
}

} // namespace seihon::station_ui

#include "people_test.moc"
