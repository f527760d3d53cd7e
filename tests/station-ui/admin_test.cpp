#include "station/rules_overview.h"
#include "tests/station-ui/admin_desk.h"
#include "tests/station-ui/suites.h"

#include <QAbstractButton>
#include <QAccessible>

namespace seihon::station_ui {

namespace fs = std::filesystem;
using station::Health;

// Check, scanners and rules, by keyboard alone, against what the station itself answers.
class AdminTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { m_desk = std::make_unique<AdminDesk>(); }
    void everyWordHasBothLanguages() { QVERIFY(everyAdminWordHasItsTexts()); }
    void theCheckShowsWhatDoctorSays();
    void aPlantedTroubleIsShownAndGoneAfterMending();
    void aScannerIsQualifiedInWordsAndVoidedAfterARepair();
    void anUnreadableRegulationIsTold();
    void aRegulationWaitsForItsApproval();
    void trustIsAcceptedByAPerson();
    void everyControlIsNamedAndNothingIsClipped();
    void cleanupTestCase() { m_desk.reset(); }

  private:
    std::unique_ptr<AdminDesk> m_desk;
};

void AdminTest::theCheckShowsWhatDoctorSays() {
    // One thing to be careful about: the hospital has begun to edit its regulation.
    std::ofstream(m_desk->home() / "regulation.toml", std::ios::app) << "# to be discussed\n";
    m_desk->become("admin");
    QCOMPARE(m_desk->window().pageShown(), QString("doctor")); // the administrator's home
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QTableWidget>("doctorLines")->rowCount() > 0, kPatience);
    const auto lines = m_desk->ask<std::vector<station::HealthLine>>(
        [](Desk& desk) { return desk.station->doctor(); });
    QStringList expected, shown;
    for (const station::HealthLine& line : lines) {
        QVERIFY2(isNamedHealth(line.what), line.what.c_str());
        expected += healthText(line.what, kJapanese).name + " " +
                    standingText(station::healthOf(line.verdict), kJapanese);
    }
    const QStringList names = m_desk->rowsOf("doctorLines", 1),
                      standings = m_desk->rowsOf("doctorLines", 0);
    for (int i = 0; i < names.size(); ++i) {
        shown += names[i] + " " + standings[i];
    }
    expected.sort();
    shown.sort();
    QCOMPARE(shown, expected);
    QVERIFY(standings.first() != standings.last()); // the worst first
    QVERIFY(standings.first().startsWith("▲"));
}

void AdminTest::aPlantedTroubleIsShownAndGoneAfterMending() {
    const QString stamps = healthText("timestamp", kJapanese).name;
    const QString bad = standingText(Health::Bad, kJapanese);
    fs::rename(m_desk->home() / "demo", m_desk->home() / "demo-away"); // the authority is gone
    m_desk->push("checkAgain");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->rowsOf("doctorLines", 0).contains(bad), kPatience);
    QVERIFY(m_desk->idle());
    QVERIFY(m_desk->choose("doctorLines", 1, stamps));
    QCOMPARE(m_desk->part<QLabel>("doctorStanding")->text(), bad);
    QVERIFY(m_desk->part<QLabel>("doctorSaid")->text().contains("demo-tsa"));
    QVERIFY(m_desk->part<QLabel>("doctorTodo")->text().contains("timestamp_service"));
    fs::rename(m_desk->home() / "demo-away", m_desk->home() / "demo");
    m_desk->push("checkAgain");
    QVERIFY(m_desk->idle());
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->rowsOf("doctorLines", 0).contains(bad), kPatience);
    QVERIFY(m_desk->choose("doctorLines", 1, stamps));
    QCOMPARE(m_desk->part<QLabel>("doctorStanding")->text(), standingText(Health::Well, kJapanese));
}

void AdminTest::aScannerIsQualifiedInWordsAndVoidedAfterARepair() {
    m_desk->open("devices");
    QVERIFY(m_desk->choose("devices", 1, "Seihon Paper feeder (DEMO)"));
    QVERIFY(m_desk->part<QLabel>("deviceStanding")->text().startsWith("✓"));
    m_desk->clearTray();
    m_desk->push("qualify");
    QVERIFY(!m_desk->enabled("qualifyRun"));       // paper moves only when a person has seen to it
    for (const char* box : {"dpi200", "dpi300"}) { // 200 dpi alone: half the work
        QVERIFY(m_desk->tabTo(box));
        m_desk->press(Qt::Key_Space);
    }
    QVERIFY(m_desk->tabTo("targetLaid"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->enabled("qualifyRun"));
    m_desk->press(Qt::Key_Space);                                           // it has the focus
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("トレイ"), kPatience); // nothing lies there
    QVERIFY(m_desk->idle());
    m_desk->layTarget(200);
    QVERIFY(m_desk->tabTo("targetLaid"));
    m_desk->press(Qt::Key_Space);
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("qualifySign"), kPatience);
    QVERIFY2(m_desk->part<QLabel>("qualifySign")->text().startsWith("✓"),
             qPrintable(m_desk->part<QLabel>("qualifyResult")->text()));
    QVERIFY(m_desk->part<QLabel>("qualifyResult")->text().contains("200 dpi"));
    const auto known = m_desk->ask<std::vector<record::Qualification>>(
        [](Desk& desk) { return desk.station->qualifications(); });
    QCOMPARE(known.back().opticalDpi, std::vector<std::int64_t>{200});
    QVERIFY(known.back().logged);

    m_desk->push("qualifyClose");
    m_desk->push("voidQualification");
    QVERIFY(!m_desk->enabled("deviceAskYes")); // not without a reason
    m_desk->type("ローラーを交換した");
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("deviceStanding")->text().startsWith("✗"),
                             kPatience);
    QVERIFY(m_desk->part<QLabel>("deviceSaid")->text().contains("ローラーを交換した"));
    QVERIFY(!m_desk->enabled("voidQualification"));
    QCOMPARE(m_desk->entriesOf(record::EntryKind::QualificationVoided).back().what.actor.user,
             std::string("admin"));
}

void AdminTest::anUnreadableRegulationIsTold() {
    m_desk->become("manager");
    m_desk->open("rules");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QTableWidget>("clauses")->rowCount() > 100, kPatience);
    const auto rules = m_desk->ask<station::RulesOverview>(
        [](Desk& desk) { return station::rulesOf(*desk.station); });
    QCOMPARE(m_desk->part<QTableWidget>("clauses")->rowCount(),
             static_cast<int>(rules.clauses[0].size()));
    const fs::path draft = m_desk->home() / "draft.toml";
    std::ofstream(draft) << readFile(m_desk->home() / "regulation.toml") << "\nunknown = 1\n";
    m_desk->push("sectionProposal");
    QVERIFY(m_desk->tabTo("proposalFile"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type(QString::fromStdString(draft.string()));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("draft.toml:"), kPatience);
    QVERIFY(!m_desk->shown("differences"));
    QVERIFY(!m_desk->enabled("approve"));
}

void AdminTest::aRegulationWaitsForItsApproval() {
    const fs::path draft = m_desk->home() / "draft.toml";
    std::string all = readFile(m_desk->home() / "regulation.toml");
    const std::string was = "window_warning_hours = 4";
    all.replace(all.find(was), was.size(), "window_warning_hours = 6");
    const std::string version = "version = \"2026.11-demo\"";
    all.replace(all.find(version), version.size(), "version = \"2026.12-demo\"");
    std::ofstream(draft) << all;
    const auto look = [&] {
        m_desk->push("sectionProposal");
        QVERIFY(m_desk->tabTo("proposalFile"));
        m_desk->press(Qt::Key_A, Qt::ControlModifier);
        m_desk->type(QString::fromStdString(draft.string()));
        m_desk->press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("differences"), kPatience);
        QVERIFY(m_desk->idle());
    };
    m_desk->become("admin");
    m_desk->open("rules");
    look();
    QVERIFY(m_desk->part<QTableWidget>("differences")->rowCount() >= 2);
    QVERIFY(!m_desk->enabled("activate")); // as the verb would refuse
    QVERIFY(!m_desk->enabled("approve"));
    const auto proposal = m_desk->ask<station::Proposal>([draft](Desk& desk) {
        return station::RegulationDesk(*desk.station)
            .look(desk.identified(), station::readRegulation(draft));
    });
    QVERIFY(proposal.verdict.has(record::FindingId::ApprovalsMissing));
    QVERIFY(m_desk->part<QPushButton>("activate")
                ->toolTip()
                .contains(m_desk->window().state().sentencesHtml(proposal.verdict)));

    m_desk->become("manager");
    m_desk->open("rules");
    look();
    m_desk->push("approve");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("2026.12-demo"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_desk->part<QLabel>("proposalStanding")->text().contains("Makoto Sakusei"), kPatience);

    m_desk->become("admin");
    m_desk->open("rules");
    look();
    m_desk->push("activate");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->said().contains("2026.12-demo"), kPatience);
    const auto inForce =
        m_desk->ask<std::string>([](Desk& desk) { return desk.station->regulation().version; });
    QCOMPARE(inForce, std::string("2026.12-demo"));
    m_desk->push("sectionRules");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("rulesHead")->text().contains("2026.12-demo"),
                             kPatience);
}

void AdminTest::trustIsAcceptedByAPerson() {
    m_desk->push("sectionTrust");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QTableWidget>("trust")->rowCount() > 0, kPatience);
    QVERIFY(m_desk->part<QLabel>("trustStanding")->text().startsWith("▲"));
    m_desk->push("acceptTrust");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("trustStanding")->text().startsWith("✓"),
                             kPatience);
    QVERIFY(!m_desk->enabled("acceptTrust"));
    std::ofstream(m_desk->home() / "trust" / "trust.toml", std::ios::app) << "\n# a comment\n";
    m_desk->push("sectionCalendar");
    QVERIFY(m_desk->part<QTableWidget>("closedDays")->rowCount() > 0);
    m_desk->push("sectionTrust");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("trustStanding")->text().startsWith("▲"),
                             kPatience);
    QCOMPARE(m_desk->entriesOf(record::EntryKind::TrustAccepted).size(), std::size_t{1});
}

void AdminTest::everyControlIsNamedAndNothingIsClipped() {
    m_desk->become("manager"); // sees them all
    for (const int percent : {100, 200}) {
        Theme theme;
        theme.textPercent = percent;
        m_desk->window().setTheme(theme);
        for (const char* page : {"doctor", "devices", "people", "rules"}) {
            m_desk->window().state().go(page);
            QVERIFY(m_desk->idle());
            QTest::qWait(50);
            for (QAbstractButton* button : m_desk->window().findChildren<QAbstractButton*>()) {
                if (!button->isVisible() || button->objectName().isEmpty()) {
                    continue;
                }
                auto* known = QAccessible::queryAccessibleInterface(button);
                const QByteArray place = QByteArray(page) + " " + button->objectName().toUtf8();
                QVERIFY2(!known->text(QAccessible::Name).isEmpty(), place);
                QVERIFY2(button->height() >= kTouchHeight, place);
                QVERIFY2(button->text().isEmpty() ||
                             button->width() >= button->minimumSizeHint().width(),
                         place);
            }
            for (QTableWidget* table : m_desk->window().findChildren<QTableWidget*>()) {
                QVERIFY2(!table->isVisible() || !table->accessibleName().isEmpty(), page);
            }
        }
    }
}

QObject* makeAdminTest() {
    return new AdminTest;
}

} // namespace seihon::station_ui

#include "admin_test.moc"
