#include "tests/dicom-net/worklist_peer.h"
#include "tests/station-ui/photographer.h"

#include <QTableWidget>

#include <fstream>

// The orders of a real worklist, one of them with another birth date.
namespace seihon::station_ui {

bool playOrders(Photographer& camera) {
    UiDesk desk;
    desk.close();
    dicom_net::WorklistPeer peer(desk.home().parent_path() / "wlm");
    dicom_net::WorklistItem item;
    item.characterSet = "ISO_IR 192";
    item.name = "Shisaku^Kenichi=試作^健一=しさく^けんいち";
    item.birthDate = "19500131";
    item.sex = "M";
    item.accession = "2026-4411";
    item.day = "20261120";
    peer.add(item);
    item.accession = "2026-4412";
    item.study = "2.25.502";
    item.day = "20261123";
    item.birthDate = "19500113";
    peer.add(item);
    if (!peer.start()) {
        return false;
    }
    std::ofstream(desk.home() / "deliveries.toml") << peer.settings();
    desk.restart();
    desk.layLetter();
    bool kept = desk.logIn() && desk.fillIntake("P-000123", 4) &&
                QTest::qWaitFor([&] { return desk.enabled("intakeOrder"); }, kPatience) &&
                desk.tabTo("intakeOrder");
    desk.press(Qt::Key_Return);
    kept = kept &&
           QTest::qWaitFor([&] { return desk.part<QTableWidget>("intakeOrders")->rowCount() == 2; },
                           kPatience) &&
           desk.idle() && camera.take(desk, "68-intake-order");
    desk.press(Qt::Key_Escape);
    kept = kept && desk.tabTo("go");
    desk.press(Qt::Key_Return);
    kept = kept && QTest::qWaitFor([&] { return desk.enabled("order"); }, kPatience) &&
           desk.idle() && desk.tabTo("order");
    desk.press(Qt::Key_Return);
    kept = kept &&
           QTest::qWaitFor([&] { return desk.part<QTableWidget>("orders")->rowCount() == 2; },
                           kPatience) &&
           desk.idle();
    return kept && camera.take(desk, "67-order");
}

} // namespace seihon::station_ui
