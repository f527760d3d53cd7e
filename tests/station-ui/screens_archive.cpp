#include "config/write.h"
#include "station-ui/archive_board.h"
#include "station-ui/page_strip.h"
#include "station-ui/report_page.h"
#include "station/retention_desk.h"
#include "tests/station-ui/admin_desk.h"
#include "tests/station-ui/desk_paper.h"
#include "tests/station-ui/photographer.h"

#include <QTableView>

// The auditor's reports, a proof and the check of the log; backups, the archive and a deletion.
namespace seihon::station_ui {

namespace {

// Papers of other kinds, some of which came too long ago.
void registerForReport(const std::filesystem::path& home) {
    station::Station station(home);
    const station::Session session = station.login("clerk", station::Pin("123456"));
    const record::Instant now = record::readClock();
    const std::pair<const char*, int> papers[] = {{"referral-letter", 24 * 9},
                                                  {"referral-letter", 24 * 8},
                                                  {"referral-letter", 2},
                                                  {"consent-form", 30},
                                                  {"ecg", 1},
                                                  {"ecg", 0}};
    for (const auto& [documentClass, hours] : papers) {
        record::Original original;
        original.documentClass = documentClass;
        original.patient = {"P-000200", "見本 花子"};
        original.receivedAt = original.createdAt = now - std::chrono::hours(hours);
        original.evidence = record::ReceptionEvidence::DateStamp;
        original.sheets = 1;
        static_cast<void>(station.registerOriginal(session, {original}));
    }
}

void nameBackupsAndReplica(const std::filesystem::path& home,
                           const std::filesystem::path& outside) {
    std::filesystem::create_directories(outside / "replica");
    const std::filesystem::path secret = outside / "backup.password";
    std::ofstream(secret) << "correct horse battery\n";
    std::filesystem::permissions(secret, std::filesystem::perms::owner_read);
    const std::filesystem::path settings = home / "station.toml";
    config::StationConfig config = config::parseStation(readFile(settings), "station.toml");
    config.replicas = {outside / "replica"};
    config.backups = {{"disk", (outside / "repository").string(), secret}};
    std::ofstream(settings) << config::stationToml(config);
}

bool playReports(AdminDesk& desk, Photographer& camera) {
    desk.become("auditor");
    desk.open("reports");
    desk.push("reportMake");
    auto* page = desk.window().findChild<ReportPage*>();
    bool kept = QTest::qWaitFor([&] { return page->hasReport(); }, kPatience) && desk.idle() &&
                camera.take(desk, "23-report") && desk.tabTo("reportParts");
    for (int i = 0; i < 3; ++i) {
        desk.press(Qt::Key_Down);
    }
    kept = kept && camera.take(desk, "24-report-chart");
    desk.open("audit");
    kept = kept && desk.tabTo("auditPatient");
    desk.type("P-000123");
    desk.press(Qt::Key_Return);
    kept = kept &&
           QTest::qWaitFor(
               [&] { return desk.part<QTableView>("auditTable")->model()->rowCount() > 0; },
               kPatience) &&
           desk.idle() && desk.tabTo("auditTable");
    desk.press(Qt::Key_Return);
    kept = kept &&
           QTest::qWaitFor([&] { return desk.part<PageStrip>("recordPages")->count() > 0; },
                           kPatience) &&
           desk.idle();
    const QTemporaryDir outside;
    desk.push("recordToProof");
    kept = kept && desk.tabTo("proofFolder");
    desk.type(outside.path());
    desk.press(Qt::Key_Return);
    kept = kept && QTest::qWaitFor([&] { return desk.shown("proofProves"); }, kPatience) &&
           desk.idle() && camera.take(desk, "25-proof");
    desk.open("log-check");
    desk.push("logCheck");
    return kept && QTest::qWaitFor([&] { return desk.shown("logCheckVerdict"); }, kPatience) &&
           desk.idle() && camera.take(desk, "26-log-check");
}

bool playKeeping(AdminDesk& desk, Photographer& camera, const std::string& record) {
    desk.become("admin");
    desk.open("archive");
    auto* board = desk.window().state().findChild<ArchiveBoard*>();
    const auto ended = [&] {
        return QTest::qWaitFor([&] { return !board->running() && board->overview(); }, kPatience) &&
               desk.idle();
    };
    bool kept = ended() && desk.tabTo("backupNew");
    desk.press(Qt::Key_Space);
    desk.push("backupMake");
    kept = kept && ended();
    desk.push("backupDrill");
    kept = kept && ended();
    desk.push("backupMake");
    kept = kept && ended() && camera.take(desk, "50-backups");
    desk.ask<int>([](Desk& at) {
        station::Replicas(*at.station).bringUp();
        return 0;
    });
    const auto folder = desk.ask<std::filesystem::path>(
        [record](Desk& at) { return at.station->recordFolder(record); });
    flipByte(folder / "pages" / "0001.tif");
    desk.push("toArchive");
    desk.push("archiveVerifyPart");
    kept = kept && ended();
    desk.push("archiveVerifyAll");
    kept = kept && ended() && camera.take(desk, "51-archive");
    desk.push("archiveRepair");
    kept = kept && ended();
    desk.push("toCopies");
    return kept && camera.take(desk, "52-copies");
}

bool playDeletion(AdminDesk& desk, Photographer& camera, const std::string& record) {
    desk.become("records");
    desk.ask<int>([record](Desk& at) {
        station::RetentionRequest told;
        told.event = record::RetentionEventKind::TreatmentCompleted;
        told.recordId = record;
        told.day = std::chrono::year(2005) / 3 / 31;
        told.source = "診療録";
        static_cast<void>(station::RetentionDesk(*at.station).tell(at.identified(), told));
        return 0;
    });
    desk.open("deletion");
    bool kept = QTest::qWaitFor([&] { return desk.shown("deletionStep"); }, kPatience) &&
                desk.idle() && desk.tabTo("deletionReason");
    desk.type("保存期間が満了した");
    desk.push("deletionStep");
    kept = kept && desk.idle();
    QTest::qWait(500);
    return kept && desk.idle() && camera.take(desk, "53-deletion");
}

} // namespace

bool playArchive(Photographer& camera) {
    const QTemporaryDir outside;
    AdminDesk desk;
    desk.close();
    const std::vector<std::string> records = sealPapers(desk.home(), 2);
    if (records.size() != 2) {
        return false;
    }
    registerForReport(desk.home());
    nameBackupsAndReplica(desk.home(), outside.path().toStdString());
    desk.restart();
    return playReports(desk, camera) && playKeeping(desk, camera, records[0]) &&
           playDeletion(desk, camera, records[1]);
}

} // namespace seihon::station_ui
