#include "tests/station-ui/admin_desk.h"

#include "report/png.h"
#include "report/target_sheet.h"

namespace seihon::station_ui {

std::string readFile(const std::filesystem::path& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

void AdminDesk::layTarget(std::int64_t dpi) {
    report::writePng(home() / "feeder" / "tray" / "0001.png", report::targetImage(dpi));
}

void AdminDesk::become(const QString& user, const QString& pin) {
    WindowState& state = window().state();
    if (state.person()) {
        QVERIFY(tabTo("lock"));
        press(Qt::Key_Space);
    }
    QVERIFY(logIn(user, pin));
    QTRY_VERIFY_WITH_TIMEOUT(state.person() && state.person()->user == user, kPatience);
}

void AdminDesk::open(const char* page) {
    QVERIFY(idle());
    QVERIFY(tabTo(qPrintable(QString("go-") + page)));
    press(Qt::Key_Space);
    QCOMPARE(window().pageShown(), QString(page));
}

void AdminDesk::push(const char* button) {
    QTRY_VERIFY_WITH_TIMEOUT(enabled(button), kPatience);
    QVERIFY2(tabTo(button), button);
    press(Qt::Key_Space);
}

QStringList AdminDesk::rowsOf(const char* table, int column) const {
    const auto* rows = part<QTableWidget>(table);
    QStringList texts;
    for (int row = 0; row < rows->rowCount(); ++row) {
        texts += rows->item(row, column)->text();
    }
    return texts;
}

bool AdminDesk::choose(const char* table, int column, const QString& wanted) {
    if (!QTest::qWaitFor([&] { return rowsOf(table, column).contains(wanted); }, kPatience) ||
        !tabTo(table)) {
        return false;
    }
    auto* rows = part<QTableWidget>(table);
    press(Qt::Key_Home, Qt::ControlModifier);
    for (int i = 0; i < rows->rowCount(); ++i) {
        if (rows->item(rows->currentRow(), column)->text() == wanted) {
            return true;
        }
        press(Qt::Key_Down);
    }
    return false;
}

std::vector<record::Entry> AdminDesk::entriesOf(record::EntryKind kind) {
    auto all =
        ask<std::vector<record::Entry>>([](Desk& desk) { return desk.station->log(0, 10000); });
    std::erase_if(all, [kind](const record::Entry& entry) { return entry.what.kind != kind; });
    return all;
}

} // namespace seihon::station_ui
