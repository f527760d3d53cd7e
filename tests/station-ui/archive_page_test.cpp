#include "config/write.h"
#include "station-ui/archive_board.h"
#include "station-ui/deletion_page.h"
#include "station-ui/delivery_words.h"
#include "station/archive_overview.h"
#include "station/deliveries.h"
#include "tests/station-ui/access_keys.h"
#include "tests/station-ui/admin_desk.h"
#include "tests/station-ui/desk_paper.h"
#include "tests/station-ui/suites.h"

#include <QCheckBox>
#include <QTableView>

namespace seihon::station_ui {

namespace fs = std::filesystem;

// Backups with restic itself, looks at the archive, repairs from a replica, and a deletion by two
// people: by keyboard, against what the station answers and what lies on the disk.
class ArchivePageTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void nothingIsKeptYetAndItIsSaid();
    void aBackupIsMadeAndDrilled();
    void aBackupThatFailsIsTold();
    void whoMayNotIsToldWhy();
    void theArchiveIsVerifiedInParts();
    void aDamagedRecordComesBackFromItsReplica();
    void copiesAndWitnessesAreListed();
    void whatGoesElsewhereIsSeenAndRetried();
    void noAccessKeyStandsTwice();
    void aDeletionTakesTwoPeopleAndFourSteps();
    void cleanup() { m_desk->keepPictureOfFailure(); }
    void cleanupTestCase() { m_desk.reset(); }

  private:
    ArchiveBoard& board() const { return *m_desk->window().state().findChild<ArchiveBoard*>(); }
    QAbstractItemModel* model(const char* table) const {
        return m_desk->part<QTableView>(table)->model();
    }
    void openArchive(const char* card);
    bool ended(); // an act of the page, and the look after it
    fs::path folderOf(const std::string& record) {
        return m_desk->ask<fs::path>(
            [record](Desk& desk) { return desk.station->recordFolder(record); });
    }
    void take(const char* user, const QString& words);

    std::unique_ptr<AdminDesk> m_desk;
    std::vector<std::string> m_records;
    QTemporaryDir m_outside;
    fs::path m_repository, m_replica;
};

void ArchivePageTest::initTestCase() {
    m_desk = std::make_unique<AdminDesk>();
    m_desk->close();
    m_records = sealPapers(m_desk->home(), 2);
    QCOMPARE(m_records.size(), std::size_t(2));
    const fs::path outside = m_outside.path().toStdString();
    m_repository = outside / "repository";
    m_replica = outside / "replica";
    fs::create_directories(m_replica);
    const fs::path secret = outside / "backup.password";
    std::ofstream(secret) << "correct horse battery\n";
    fs::permissions(secret, fs::perms::owner_read | fs::perms::owner_write);
    const fs::path settings = m_desk->home() / "station.toml";
    config::StationConfig config = config::parseStation(readFile(settings), "station.toml");
    config.replicas = {m_replica};
    config.backups = {{"disk", m_repository.string(), secret}};
    std::ofstream(settings) << config::stationToml(config);
    m_desk->restart();
    m_desk->become("admin");
}

bool ArchivePageTest::ended() {
    return QTest::qWaitFor(
        [this] {
            return !board().running() && board().overview() &&
                   !m_desk->window().state().thread().busy();
        },
        kPatience);
}

void ArchivePageTest::openArchive(const char* card) {
    m_desk->open("archive");
    m_desk->push(card);
    QVERIFY(ended());
}

void ArchivePageTest::nothingIsKeptYetAndItIsSaid() {
    openArchive("toBackups");
    const auto overview = m_desk->ask<station::ArchiveOverview>(
        [](Desk& desk) { return station::overviewOfArchive(*desk.station, desk.identified()); });
    QVERIFY(overview.backups.has(record::FindingId::BackupMissing));
    const QString said = m_desk->part<QLabel>("backupStanding")->text();
    for (const QString& sentence : m_desk->window().state().sentences(overview.backups, true)) {
        QVERIFY2(said.contains(sentence.toHtmlEscaped()), qPrintable(said));
    }
    QVERIFY(said.startsWith("▲"));
    QCOMPARE(model("backupGenerations")->rowCount(), 0);
    QCOMPARE(m_desk->rowsOf("backupTargets", 1), QStringList{text(m_repository.string())});
}

void ArchivePageTest::aBackupIsMadeAndDrilled() {
    m_desk->push("backupMake"); // no repository is made by accident
    QVERIFY(ended());
    QVERIFY(!fs::exists(m_repository));
    QVERIFY(!m_desk->said().isEmpty());
    QVERIFY(m_desk->tabTo("backupNew"));
    m_desk->press(Qt::Key_Space);
    m_desk->push("backupMake");
    QVERIFY(ended());
    QVERIFY2(fs::exists(m_repository / "config"), qPrintable(m_desk->said()));
    QCOMPARE(model("backupGenerations")->rowCount(), 1);
    QCOMPARE(model("backupGenerations")->index(0, 3).data().toString(), QString("2")); // records
    QVERIFY(!m_desk->part<QCheckBox>("backupNew")->isChecked());
    QCOMPARE(m_desk->entriesOf(record::EntryKind::BackupMade).back().what.actor.user,
             std::string("admin"));
    m_desk->push("backupDrill");
    QVERIFY(ended());
    QVERIFY2(m_desk->part<QLabel>("backupDrillSaid")->text().contains("✓"),
             qPrintable(m_desk->said()));
    QVERIFY(m_desk->part<QLabel>("backupStanding")->text().startsWith("✓"));
    QVERIFY(!fs::exists(m_desk->home() / "backup" / "drill"));
}

void ArchivePageTest::aBackupThatFailsIsTold() {
    fs::rename(m_repository, m_repository.string() + "-away");
    m_desk->push("backupMake");
    QVERIFY(ended());
    QVERIFY(m_desk->said().contains("disk"));
    QVERIFY(m_desk->part<QLabel>("backupStanding")->text().startsWith("▲"));
    QVERIFY(m_desk->rowsOf("backupTargets", 0).front() == "disk");
    QCOMPARE(model("backupGenerations")->rowCount(), 1);
    QVERIFY(!fs::exists(m_repository));
    fs::rename(m_repository.string() + "-away", m_repository);
    m_desk->push("backupMake");
    QVERIFY(ended());
    QVERIFY(m_desk->part<QLabel>("backupStanding")->text().startsWith("✓"));
    QCOMPARE(model("backupGenerations")->rowCount(), 2);
}

void ArchivePageTest::whoMayNotIsToldWhy() {
    m_desk->become("auditor"); // verifies, and keeps nothing
    openArchive("toBackups");
    QVERIFY(!m_desk->enabled("backupMake") && !m_desk->enabled("backupDrill"));
    QVERIFY(!m_desk->part<QPushButton>("backupMake")->toolTip().isEmpty());
    QVERIFY(m_desk->part<QPushButton>("backupMake")
                ->toolTip()
                .contains(m_desk->window().state().sentencesHtml(board().overview()->mayKeep)));
    openArchive("toArchive");
    QVERIFY(m_desk->enabled("archiveVerifyAll") && !m_desk->enabled("archiveRepair"));
}

void ArchivePageTest::theArchiveIsVerifiedInParts() {
    const station::PartOf next = board().overview()->next;
    QCOMPARE(next.part, 1);
    m_desk->push("archiveVerifyPart");
    QVERIFY(ended());
    QVERIFY(board().look().has_value());
    QCOMPARE(board().overview()->next.part, 2);
    QCOMPARE(board().overview()->covered.covered, 1);
    QCOMPARE(model("archiveLooks")->rowCount(), 1);
    const auto entry = m_desk->entriesOf(record::EntryKind::ArchivePartVerified).back();
    QCOMPARE(entry.what.actor.user, std::string("auditor")); // who asked for it
    const QString report = model("archiveLooks")->index(0, 4).data().toString();
    QVERIFY(fs::exists(m_desk->home() / "reports" / report.toStdString()));
    m_desk->ask<int>([](Desk& desk) { // what `work` does at night
        station::Replicas(*desk.station).bringUp();
        return 0;
    });
    m_desk->push("archiveVerifyAll");
    QVERIFY(ended());
    QVERIFY2(m_desk->part<QLabel>("archiveFound")->text().contains("2"),
             qPrintable(m_desk->part<QLabel>("archiveFound")->text()));
    QVERIFY(!m_desk->part<QLabel>("archiveFound")->text().startsWith("✗"));
    QCOMPARE(board().overview()->covered.covered, board().overview()->covered.parts);
}

void ArchivePageTest::aDamagedRecordComesBackFromItsReplica() {
    m_desk->become("admin");
    openArchive("toArchive");
    const fs::path page = folderOf(m_records[0]) / "pages" / "0001.tif";
    const std::string good = readFile(page);
    flipByte(page);
    QVERIFY(!m_desk->enabled("archiveRepair")); // nothing is known to be damaged
    m_desk->push("archiveVerifyAll");
    QVERIFY(ended());
    QVERIFY(m_desk->part<QLabel>("archiveFound")->text().startsWith("✗"));
    QVERIFY(m_desk->part<QLabel>("archiveStanding")->text().startsWith("✗"));
    QCOMPARE(m_desk->rowsOf("archiveDamaged", 0), QStringList{text(m_records[0])});
    QVERIFY(m_desk->rowsOf("archiveDamaged", 1).front().size() > 5); // what is wrong with it
    m_desk->push("archiveRepair");
    QVERIFY(ended());
    QVERIFY2(readFile(page) == good, qPrintable(m_desk->said()));
    QVERIFY(m_desk->said().contains("damaged/"));
    QVERIFY(!fs::is_empty(m_desk->home() / "damaged"));
    QVERIFY(m_desk->rowsOf("archiveDamaged", 0).isEmpty());
    m_desk->push("archiveVerifyAll");
    QVERIFY(ended());
    QVERIFY(m_desk->part<QLabel>("archiveStanding")->text().startsWith("✓"));
}

void ArchivePageTest::copiesAndWitnessesAreListed() {
    openArchive("toCopies");
    QCOMPARE(m_desk->rowsOf("copies", 1), QStringList{text(m_replica.string())});
    QVERIFY(m_desk->rowsOf("copies", 0).front().startsWith("✓"));
    fs::rename(m_replica, m_replica.string() + "-away");
    m_desk->push("archiveAgain");
    QVERIFY(ended());
    QVERIFY(m_desk->rowsOf("copies", 0).front().startsWith("▲"));
    fs::rename(m_replica.string() + "-away", m_replica);
}

void ArchivePageTest::whatGoesElsewhereIsSeenAndRetried() {
    const record::Language language = m_desk->window().state().language();
    m_desk->become("admin");
    m_desk->open("deliveries");
    const auto* summary = m_desk->part<QLabel>("deliveriesSummary");
    QTRY_COMPARE_WITH_TIMEOUT(summary->text(), word(DeliveryWord::NoTargets, language), kPatience);
    QVERIFY(!m_desk->enabled("deliveriesRetry"));
    std::ofstream(m_desk->home() / "deliveries.toml")
        << "[[target]]\nname = \"pacs\"\nkind = \"dicom\"\nclasses = [\"consent-form\"]\n"
           "sealed_from = 2020-01-01T00:00:00Z\nhost = \"127.0.0.1\"\nport = 1\ncalled_ae = "
           "\"PACS\"\ncalling_ae = \"SEIHON\"\ntimeout_seconds = 1\ntls = false\n"
           "confirmation = \"none\"\n";
    // No object can be made of them: both fail, each with its reason.
    m_desk->ask<int>([](Desk& desk) {
        (void)station::Deliveries(*desk.station, [](station::Station&,
                                                    const station::ObjectsWanted&) {
            station::ObjectsMade made;
            made.refused = "torn";
            return made;
        }).work(station::Urgency::Asked);
        return 0;
    });
    m_desk->push("deliveriesAgain");
    QTRY_COMPARE_WITH_TIMEOUT(model("deliveries")->rowCount(), 2, kPatience);
    QVERIFY(summary->text().contains("✗ 2"));
    QCOMPARE(model("deliveries")->index(0, 4).data().toString(), QString("torn"));
    const auto* whole = m_desk->part<QLabel>("deliveriesWhole"); // what a table may cut short
    QVERIFY(whole->text().endsWith("torn") &&
            whole->text().contains(model("deliveries")->index(0, 2).data().toString()));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("deliveriesRetry"), kPatience);
    m_desk->push("deliveriesRetry");
    QTRY_COMPARE_WITH_TIMEOUT(model("deliveries")->index(0, 4).data().toString(),
                              word(DeliveryWord::SentAgainLater, language), kPatience);
    // One need not arrive: a reason is asked for, and "no" changes nothing.
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("deliveriesGiveUp"), kPatience);
    m_desk->push("deliveriesGiveUp");
    QVERIFY(!m_desk->enabled("deliveryAskYes"));
    m_desk->push("deliveryAskNo");
    QVERIFY(m_desk->enabled("deliveriesGiveUp"));
    m_desk->push("deliveriesGiveUp");
    m_desk->type("on paper");
    m_desk->push("deliveryAskYes");
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("deliveries", 0).filter("✓").size(), 1, kPatience);
    QVERIFY(summary->text().contains("✓ 1"));
    fs::remove(m_desk->home() / "deliveries.toml");
}

void ArchivePageTest::noAccessKeyStandsTwice() {
    for (const auto language : {record::Language::English, record::Language::Japanese}) {
        m_desk->window().state().setLanguage(language);
        for (const char* card : {"toCopies", "toArchive", "toBackups"}) {
            openArchive(card);
            const QStringList clashes = clashesIn(m_desk->window(), card);
            QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join("\n")));
        }
    }
}

// One step by this person; the words where they are asked for.
void ArchivePageTest::take(const char* user, const QString& words) {
    m_desk->become(user);
    m_desk->open("deletion");
    QVERIFY(m_desk->idle());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("deletionStep"), kPatience);
    if (!words.isEmpty()) {
        QVERIFY(!m_desk->enabled("deletionStep")); // not without a reason
        QVERIFY(m_desk->tabTo("deletionReason"));
        m_desk->type(words);
    }
    m_desk->push("deletionStep");
}

void ArchivePageTest::aDeletionTakesTwoPeopleAndFourSteps() {
    const std::string record = m_records[1];
    const fs::path folder = folderOf(record);
    m_desk->become("records");
    m_desk->open("deletion");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->idle() && m_desk->shown("deletionNone"), kPatience);
    m_desk->ask<int>([record](Desk& desk) { // the other one's time goes on
        station::RetentionRequest told;
        told.event = record::RetentionEventKind::TreatmentCompleted;
        told.recordId = record;
        told.day = std::chrono::year(2005) / 3 / 31;
        told.source = "the chart";
        return station::RetentionDesk(*desk.station)
                       .tell(desk.identified(), told)
                       .verdict.permitted()
                   ? 1
                   : 0;
    });
    take("records", "time is over");
    const auto rows = [this] {
        return m_desk->window().findChild<DeletionPage*>()->rows();
    };
    QTRY_VERIFY_WITH_TIMEOUT(!rows().empty() && rows().front().deletion, kPatience);
    QCOMPARE(rows().size(), std::size_t(1));
    QCOMPARE(rows().front().recordId, record);
    QVERIFY(m_desk->idle());
    QVERIFY(!m_desk->enabled("deletionStep")); // nobody approves an own proposal
    QVERIFY(m_desk->part<QPushButton>("deletionStep")
                ->toolTip()
                .contains(m_desk->window().state().sentencesHtml(rows().front().standing.verdict)));
    take("manager", {});
    QTRY_VERIFY_WITH_TIMEOUT(rows().front().deletion->approved, kPatience);
    take("manager", {});
    QVERIFY(m_desk->shown("deletionSureQuestion")); // once more, because it is for good
    QVERIFY(fs::exists(folder));
    m_desk->push("deletionSureNo");
    QVERIFY(fs::exists(folder));
    m_desk->push("deletionStep");
    m_desk->push("deletionSureYes");
    QTRY_VERIFY_WITH_TIMEOUT(!rows().empty() && rows().front().deletion &&
                                 rows().front().deletion->carriedOut,
                             kPatience);
    QVERIFY(!fs::exists(folder));
    QVERIFY(fs::exists(folderOf(m_records[0])));
    take("records", "generations have run out");
    QVERIFY(m_desk->idle());
    QVERIFY(m_desk->said().contains("disk")); // one of them still holds it: the program looked
    QVERIFY(!rows().front().deletion->closed);
    fs::rename(m_repository, m_repository.string() + "-away"); // nobody can look into it
    take("records", "generations have run out");
    QTRY_VERIFY_WITH_TIMEOUT(rows().front().deletion->closed, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->shown("deletionStep"), kPatience);
    QCOMPARE(m_desk->entriesOf(record::EntryKind::DeletionClosed).size(), std::size_t(1));
    m_desk->become("clerk");
    QVERIFY(!m_desk->shown("go-deletion"));
}

QObject* makeArchivePageTest() {
    return new ArchivePageTest;
}

} // namespace seihon::station_ui

#include "archive_page_test.moc"
