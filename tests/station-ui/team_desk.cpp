#include "tests/station-ui/team_desk.h"

#include "station/batch_desk.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QTableView>

namespace seihon::station_ui {

TeamDesk::TeamDesk() : m_paper(home()), m_station(home()) {
    clearTray();
}

bool TeamDesk::logInTo(const char* user, const char* page) {
    WindowState& state = window().state();
    if (state.person()) {
        state.logout();
    }
    if (!logIn(user) || !state.person()) {
        return false;
    }
    state.go(page);
    return window().pageShown() == page;
}

bool TeamDesk::pressed(const char* button) {
    if (!QTest::qWaitFor([&] { return enabled(button); }, kPatience) || !tabTo(button)) {
        return false;
    }
    press(Qt::Key_Space);
    return true;
}

bool TeamDesk::typed(const char* field, const QString& words) {
    if (!tabTo(field)) {
        return false;
    }
    press(Qt::Key_A, Qt::ControlModifier);
    type(words);
    return true;
}

bool TeamDesk::chosen(const char* field, const char* value) {
    auto* const choice = part<QComboBox>(field);
    if (!tabTo(field)) {
        return false;
    }
    press(Qt::Key_Home);
    for (int i = 0; i < choice->count() && choice->currentData() != value; ++i) {
        press(Qt::Key_Down);
    }
    return choice->currentData() == value;
}

bool TeamDesk::openBox() {
    if (!pressed("takeInBox")) {
        return false;
    }
    type("B-12");
    if (!typed("ask-folders", "2") || !typed("ask-seal", "S-100")) {
        return false;
    }
    press(Qt::Key_Return);
    if (!pressed("boxIndex")) {
        return false;
    }
    type(QString::fromStdString(m_paper.index().string()));
    press(Qt::Key_Return);
    return QTest::qWaitFor([this] { return rowsOf("folders") == 2; }, kPatience);
}

bool TeamDesk::feed() {
    if (!tabTo("batchAttested")) {
        return false;
    }
    if (!part<QCheckBox>("batchAttested")->isChecked()) {
        press(Qt::Key_Space);
    }
    return typed("batchWidth", QString::number(OldPaper::kWidthMm)) &&
           typed("batchHeight", QString::number(OldPaper::kHeightMm)) && pressed("batchStart") &&
           idle();
}

// Each tab on the clerk's own pages, up to "image and paper are the same".
bool TeamDesk::compareAll() {
    const int tabs = rowsOf("batchJobs");
    for (int tab = 0; tab < tabs; ++tab) {
        window().state().go("batch");
        if (!QTest::qWaitFor([&] { return rowsOf("batchJobs") == tabs; }, kPatience) ||
            !tabTo("batchJobs")) {
            return false;
        }
        press(Qt::Key_Home, Qt::ControlModifier);
        for (int i = 0; i < tab; ++i) {
            press(Qt::Key_Down);
        }
        if (!pressed("batchLook") ||
            !QTest::qWaitFor([&] { return window().pageShown() == "job"; }, kPatience)) {
            return false;
        }
        for (int page = 0; page < 6 && window().pageShown() == "job"; ++page) {
            if (!idle() || !pressed("next") || !idle()) {
                return false;
            }
        }
        if (window().pageShown() != "seal") {
            return false;
        }
    }
    return true;
}

bool TeamDesk::pageSeen() {
    if (!QTest::qWaitFor([this] { return enabled("inspectionNext"); }, kPatience) ||
        !tabTo("inspectionNext")) {
        return false;
    }
    press(Qt::Key_N);
    return idle();
}

QString TeamDesk::shownIn(const char* label) const {
    return part<QLabel>(label)->text();
}

int TeamDesk::rowsOf(const char* table) const {
    return part<QTableView>(table)->model()->rowCount();
}

QString TeamDesk::cellOf(const char* table, int row, int column) const {
    return part<QTableView>(table)->model()->index(row, column).data().toString();
}

record::Box TeamDesk::box() {
    return station::BatchDesk(m_station).list(10).front();
}

record::SheetSum TeamDesk::sum() {
    const station::BoxView view = station::BatchDesk(m_station).view(box().id);
    return sumOf(view.box, view.counts);
}

std::vector<std::string> TeamDesk::jobs() {
    std::vector<std::string> all;
    const record::Box now = box();
    for (const record::BoxFolder& folder : now.folders) {
        for (const record::BoxTab& tab : folder.tabs) {
            all.insert(all.end(), tab.jobs.begin(), tab.jobs.end());
        }
    }
    return all;
}

} // namespace seihon::station_ui
