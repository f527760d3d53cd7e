#include "tests/station-ui/old_paper.h"

#include "record/cover_code.h"
#include "record/digest.h"
#include "report/png.h"
#include "report/separator_sheet.h"
#include "station/patient_words.h"
#include "station/project_desk.h"
#include "tests/cli/day_paper.h"

#include <QtGlobal>

#include <fstream>
#include <sstream>

namespace seihon::station_ui {

namespace fs = std::filesystem;

namespace {

void writeText(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

std::string digestOf(const fs::path& file) {
    std::stringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return record::sha256(text.str()).hex();
}

// In the hospital's time, some days from now.
std::string dayFromNow(int days) {
    return record::formatLocal(record::readClock() + std::chrono::hours(24 * days),
                               std::chrono::hours(9))
        .substr(0, 10);
}

std::string numberOf(int sheet) {
    const std::string digits = std::to_string(sheet);
    return std::string(4 - digits.size(), '0') + digits;
}

std::string slipOf(const std::string& box, const std::string& place) {
    report::SeparatorSheet sheet;
    const std::size_t dash = place.find('-');
    sheet.code = record::codeOfSeparator(box, std::stoi(place.substr(0, dash)),
                                         std::stoi(place.substr(dash + 1)));
    const std::vector<std::uint8_t> png = report::encodePng(report::separatorSlip(sheet, 300));
    return {png.begin(), png.end()};
}

} // namespace

OldPaper::OldPaper(fs::path home) : m_home(std::move(home)) {
    writeText(beside("minutes.txt"), "The committee finds the rules sound.\n");
    writeText(beside("plan.toml"), plan());
    station::Station station(m_home);
    station::ProjectDesk desk(station);
    m_project = desk.plan(as(station, "admin"), {beside("plan.toml"), {}, beside("minutes.txt")})
                    .project.id;
    [[maybe_unused]] bool permitted = !m_project.empty();
    for (const char* user : {"manager", "records"}) {
        permitted = desk.approve(as(station, user), m_project).verdict.permitted() && permitted;
    }
    permitted = desk.start(as(station, "records"), m_project).verdict.permitted() && permitted;
    const station::Session clerk = as(station, "clerk");
    for (const char* patient : {"P-1", "P-2", "P-3"}) {
        station::WordRequest word;
        word.kind = record::PatientWordKind::Consent;
        word.patient = {patient, std::string("Name of ") + patient};
        word.project = m_project;
        permitted =
            station::PatientWords(station).add(clerk, word).verdict.permitted() && permitted;
    }
    Q_ASSERT(permitted);
}

station::Session OldPaper::as(station::Station& station, const char* user) const {
    return station.login(user, station::Pin("123456"));
}

std::string OldPaper::plan() const {
    return "[plan]\ntitle = \"Charts of the old ward\"\nscope = \"2 folders\"\n"
           "classes = [\"old-chart\"]\nstarts = " +
           dayFromNow(-1) + "\nends = " + dayFromNow(30) +
           "\n[hardship]\nreason = \"the cellar is damp\"\n[review]\nregulation = \"" +
           digestOf(m_home / "regulation.toml") +
           "\"\ncommittee = \"Ethics committee\"\nheld_on = " + dayFromNow(-50) +
           "\nminutes_sha256 = \"" + digestOf(beside("minutes.txt")) +
           "\"\nconclusion = \"sound\"\n"
           "[[review.member]]\nname = \"A\"\naffiliation = \"law school\"\noutside = true\n"
           "[[review.member]]\nname = \"B\"\naffiliation = \"surgery\"\noutside = false\n"
           "[[review.member]]\nname = \"C\"\naffiliation = \"nursing\"\noutside = false\n"
           "[responsible]\nmanager = \"manager\"\nsupervisor = \"pharmacist\"\n"
           "[notice]\nmeans = [\"poster\", \"web site\"]\nsince = " +
           dayFromNow(-40) +
           "\nobjections_to = \"the counter\"\nobjections_then = \"the folder is set apart\"\n"
           "[consent]\nbasis = \"individual-consent\"\nreasoning = \"the stricter one\"\n"
           "[organisation]\noperators = [\"clerk\"]\ninspectors = [\"pharmacist\"]\n"
           "monitoring = \"each batch by the other\"\ncontractor_works = false\n"
           "[records]\nitems = [\"who\", \"when\"]\nkeeping = \"with the log\"\n"
           "[audit]\nname = \"Jun Kansa (DEMO)\"\nuser = \"auditor\"\naffiliation = \"Audit "
           "Ltd.\"\nqualification = \"CISA\"\nnumber = \"12345\"\n"
           "independence = \"no other contract\"\nitems = [\"samples\"]\n"
           "[disposal]\nhold_days = 400\nmethod = \"dissolved\"\nby = \"records\"\n"
           "witness = \"manager\"\n";
}

fs::path OldPaper::index() const {
    const fs::path file = beside("index.csv");
    writeText(file, "folder,patient,patient_name,class,sheets,duplex\n"
                    "1,P-1,Name of P-1,old-chart,2,false\n1,P-1,Name of P-1,old-chart,1,false\n"
                    "2,P-2,Name of P-2,old-chart,1,false\n");
    return file;
}

int OldPaper::layStack(const std::string& box, const std::vector<std::string>& sheets) {
    const int first = m_laid + 1;
    const fs::path tray = m_home / "feeder" / "tray";
    for (const std::string& said : sheets) {
        const std::size_t event = std::min(said.find('!'), said.size());
        const std::string sheet = said.substr(0, event);
        const std::string number = numberOf(++m_laid);
        writeText(tray / (number + ".png"),
                  sheet[0] == 'p' ? cli_test::drawSheet(5000 + std::stoi(sheet.substr(1)),
                                                        cli_test::DaySheetKind::Letter)
                                        .png
                                  : slipOf(box, sheet));
        if (event < said.size()) {
            writeText(tray / (number + ".event"), said.substr(event + 1) + "\n");
        }
    }
    return first;
}

void OldPaper::putBackFrom(int sheet) const {
    for (int i = sheet; i <= m_laid; ++i) {
        const fs::path out = m_home / "feeder" / "out";
        for (const auto& file : fs::directory_iterator(out)) {
            const std::string left = file.path().filename().string();
            if (left.starts_with(numberOf(i) + ".") && left.ends_with(".png")) {
                fs::rename(file.path(), m_home / "feeder" / "tray" / left);
            }
        }
    }
}

} // namespace seihon::station_ui
