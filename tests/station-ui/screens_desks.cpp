#include "station-ui/audit_desk.h"
#include "station-ui/manager_desk.h"
#include "station-ui/page_strip.h"
#include "tests/station-ui/desk_paper.h"
#include "tests/station-ui/photographer.h"

#include <QLineEdit>

// The manager accepts, sends back and seals; the auditor finds, looks, and reads the log.
namespace seihon::station_ui {

namespace {

bool deskIdle(UiDesk& desk) {
    return QTest::qWaitFor([&] { return !desk.window().state().thread().busy(); }, kPatience);
}

// The page's own pixels come after its small picture.
void waitForPixels() {
    QTest::qWait(1200);
}

bool openRow(UiDesk& desk) {
    desk.tabTo("managerTable");
    desk.press(Qt::Key_Return);
    const bool open = QTest::qWaitFor(
        [&] { return desk.part<PageStrip>("reviewPages")->count() > 0; }, kPatience);
    waitForPixels();
    return open && deskIdle(desk);
}

bool playManager(UiDesk& desk, Photographer& camera) {
    auto* manager = desk.window().state().findChild<ManagerDesk*>();
    bool kept = desk.logIn("manager") && deskIdle(desk);
    QTest::qWait(500);
    kept =
        kept && camera.take(desk, "12-manager") && openRow(desk) && camera.take(desk, "13-review");
    desk.tabTo("reviewReason");
    desk.type("2 頁目の端が切れている");
    kept = kept && camera.take(desk, "14-send-back") && desk.tabTo("reviewReason");
    desk.press(Qt::Key_Return);
    kept = kept && deskIdle(desk);
    for (int i = 0; i < 2 && kept; ++i) {
        QTest::qWait(300);
        kept = openRow(desk);
        desk.tabTo("reviewAccept");
        desk.press(Qt::Key_Return);
        kept = kept && deskIdle(desk);
    }
    QTest::qWait(500);
    desk.tabTo("managerPin");
    desk.type("123456");
    kept = kept && camera.take(desk, "15-to-seal") && desk.tabTo("managerPin");
    desk.press(Qt::Key_Return);
    kept =
        kept && QTest::qWaitFor([&] { return !manager->sealing(); }, kPatience) && deskIdle(desk);
    QTest::qWait(500);
    return kept && camera.take(desk, "16-sealed-both");
}

bool openRecord(UiDesk& desk) {
    desk.tabTo("auditTable");
    desk.press(Qt::Key_Return);
    const bool open = QTest::qWaitFor(
        [&] { return desk.part<PageStrip>("recordPages")->count() > 0; }, kPatience);
    waitForPixels();
    return open && deskIdle(desk);
}

// Whoever can write into the archive can do so; verifying tells.
void alterRecord(UiDesk& desk, const std::string& record) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(desk.home() / "archive")) {
        if (entry.path().filename() == "0001.tif" &&
            entry.path().string().find(record) != std::string::npos) {
            flipByte(entry.path());
        }
    }
}

bool playAuditor(UiDesk& desk, Photographer& camera) {
    desk.window().state().logout();
    bool kept = desk.logIn("auditor") && deskIdle(desk);
    desk.tabTo("auditPatient");
    desk.type("P-000123");
    desk.press(Qt::Key_Return);
    auto* audit = desk.window().state().findChild<AuditDesk*>();
    kept = kept && QTest::qWaitFor([&] { return audit->searched(); }, kPatience) &&
           deskIdle(desk) && camera.take(desk, "17-find") && openRecord(desk) &&
           camera.take(desk, "18-record");
    desk.tabTo("recordToVerdict");
    desk.press(Qt::Key_Space);
    kept = kept && camera.take(desk, "19-verdict");
    desk.tabTo("recordToHistory");
    desk.press(Qt::Key_Space);
    const QTemporaryDir outside;
    desk.tabTo("recordFolder");
    desk.type(outside.path());
    desk.press(Qt::Key_Return);
    kept = kept && QTest::qWaitFor([&] { return desk.shown("recordResult"); }, kPatience) &&
           camera.take(desk, "20-history");
    if (!kept) {
        return false;
    }
    alterRecord(desk, audit->record().job.sealed->recordId);
    desk.tabTo("recordBack");
    desk.press(Qt::Key_Space);
    kept = kept && openRecord(desk) && camera.take(desk, "21-not-valid");
    desk.tabTo("go-log");
    desk.press(Qt::Key_Space);
    QTest::qWait(800);
    return kept && camera.take(desk, "22-log");
}

} // namespace

bool playDesks(Photographer& camera) {
    UiDesk desk;
    desk.close();
    if (submitPapers(desk.home(), 3).size() != 3) {
        return false;
    }
    desk.restart();
    return playManager(desk, camera) && playAuditor(desk, camera);
}

} // namespace seihon::station_ui
