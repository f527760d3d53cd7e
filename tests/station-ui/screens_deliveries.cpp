#include "station-ui/page_strip.h"
#include "station/deliveries.h"
#include "tests/station-ui/admin_desk.h"
#include "tests/station-ui/desk_paper.h"
#include "tests/station-ui/photographer.h"
#include "tests/support/child_process.h"

#include <QTableView>

// What goes to other systems: real peers, and copies that a person makes.
namespace seihon::station_ui {

namespace {

namespace fs = std::filesystem;

// An archive that takes what it is sent and never says that it keeps it; one that takes nothing but
// CT; a folder that another system watches; and one that is away.
class OtherSystems {
  public:
    explicit OtherSystems(const fs::path& folder)
        : m_folder(folder), m_takesPort(support::freePort("127.0.0.1")) {
        fs::create_directories(folder / "watched");
        std::ofstream(folder / "ct.cfg")
            << "[[TransferSyntaxes]]\n[Plain]\nTransferSyntax1 = LittleEndianExplicit\n"
               "[[PresentationContexts]]\n[CT]\nPresentationContext1 = CTImageStorage\\Plain\n"
               "[[Profiles]]\n[Only]\nPresentationContexts = CT\n";
        m_takes = started({"--ignore"}, m_takesPort);
        m_onlyCtPort = support::freePort("127.0.0.1");
        m_onlyCt = started({"--ignore", "-xf", (folder / "ct.cfg").string(), "Only"}, m_onlyCtPort);
    }

    bool running() const {
        return support::awaitListener("127.0.0.1", m_takesPort) &&
               support::awaitListener("127.0.0.1", m_onlyCtPort);
    }
    std::string targets() const {
        return archive("pacs", m_takesPort) + archive("ct-pacs", m_onlyCtPort) +
               archive("second-pacs", support::freePort("127.0.0.1")) +
               "[[target]]\nname = \"images\"\nkind = \"folder\"\nclasses = [\"consent-form\"]\n"
               "sealed_from = 2020-01-01T00:00:00Z\nclass_codes = [\"A-01\"]\n[target.files]\n"
               "folder = \"" +
               (m_folder / "watched").string() +
               "\"\nname = \"{patient}_{class}_{id}\"\nsidecar = \"csv\"\ntrigger = \"end\"\n";
    }

  private:
    support::ChildProcess started(std::vector<std::string> arguments, int port) const {
        arguments.insert(arguments.begin(), "/usr/bin/storescp");
        arguments.push_back(std::to_string(port));
        return {arguments, {}, m_folder / ("log-" + std::to_string(port))};
    }
    static std::string archive(const std::string& name, int port) {
        return "[[target]]\nname = \"" + name +
               "\"\nkind = \"dicom\"\nclasses = [\"consent-form\"]\nsealed_from = "
               "2020-01-01T00:00:00Z\nhost = \"127.0.0.1\"\nport = " +
               std::to_string(port) +
               "\ncalled_ae = \"PACS\"\ncalling_ae = \"SEIHON\"\ntimeout_seconds = 5\n"
               "tls = false\nconfirmation = \"none\"\n";
    }

    fs::path m_folder;
    int m_takesPort = 0, m_onlyCtPort = 0;
    support::ChildProcess m_takes, m_onlyCt;
};

bool openCopies(AdminDesk& desk) {
    desk.become("auditor");
    desk.open("audit");
    if (!desk.idle() || !desk.tabTo("auditPatient")) {
        return false;
    }
    desk.type("P-000123");
    desk.press(Qt::Key_Return);
    if (!QTest::qWaitFor(
            [&] { return desk.part<QTableView>("auditTable")->model()->rowCount() > 0; },
            kPatience) ||
        !desk.idle() || !desk.tabTo("auditTable")) {
        return false;
    }
    desk.press(Qt::Key_Return);
    const bool open = QTest::qWaitFor(
        [&] { return desk.part<PageStrip>("recordPages")->count() > 0; }, kPatience);
    desk.push("recordToCopies");
    return open && desk.idle();
}

bool playCopies(AdminDesk& desk, Photographer& camera) {
    const QTemporaryDir outside("/tmp/XXXXXX"); // a short name, as people have them
    bool kept = openCopies(desk) && desk.tabTo("copyFolder");
    desk.type(outside.path());
    desk.push("copyMake");
    kept = kept && desk.idle() && desk.shown("copyResult") && camera.take(desk, "65-copy-pdf") &&
           desk.tabTo("copyForm");
    desk.press(Qt::Key_End); // DICOM
    desk.push("copyMake");
    return kept && desk.idle() && camera.take(desk, "66-copy-dicom");
}

} // namespace

bool playDeliveries(Photographer& camera) {
    AdminDesk desk;
    desk.close();
    const QTemporaryDir folder;
    const OtherSystems others(folder.path().toStdString());
    if (sealPapers(desk.home(), 2).size() != 2 || !others.running()) {
        return false;
    }
    std::ofstream(desk.home() / "deliveries.toml") << others.targets();
    desk.restart();
    desk.become("admin");
    desk.ask<int>([](Desk& at) { // what `work` does
        static_cast<void>(station::Deliveries(*at.station).work(station::Urgency::Asked));
        return 0;
    });
    desk.open("deliveries");
    return QTest::qWaitFor([&] { return desk.part<QTableWidget>("deliveries")->rowCount() == 8; },
                           kPatience) &&
           desk.idle() && camera.take(desk, "64-deliveries") && playCopies(desk, camera);
}

} // namespace seihon::station_ui
