// A box of old paper in one feed: separators read, jobs opened, pages kept. usage:
// bench-batch SHEETS [SHEETS_OF_A_TAB [slips]]     with `slips` all paper is a fifth of A4, for
// thousands of sheets; prints sheets a minute and memory after every tenth of
// them. The feeder runs in the same box; sheets are uncompressed TIFF files that cost it only
// copies.
#include "bench/bench_page.h"
#include "imaging/tiff.h"
#include "record/cover_code.h"
#include "report/sample_pages.h"
#include "report/separator_sheet.h"
#include "station/batch_desk.h"
#include "station/batch_feed.h"
#include "station/init.h"
#include "station/patient_words.h"
#include "station/project_desk.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

using namespace seihon;

namespace {

constexpr int kDifferentPapers = 10; // drawn once, laid down again and again

long residentMiB() {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line)) {
        if (line.rfind("VmRSS:", 0) == 0) {
            return std::stol(line.substr(6)) / 1024;
        }
    }
    return 0;
}

std::string dayFromNow(int days) {
    return record::formatLocal(record::readClock() + std::chrono::hours(24 * days),
                               std::chrono::hours(9))
        .substr(0, 10);
}

// The plan of a project that rests on notice alone needs a regulation that permits it; the demo's
// asks for each patient's consent.
std::string planText(const station::Station& station) {
    return "[plan]\ntitle = \"Bench\"\nscope = \"a box\"\nclasses = [\"old-chart\"]\nstarts = " +
           dayFromNow(-1) + "\nends = " + dayFromNow(30) +
           "\n[hardship]\nreason = \"bench\"\n[review]\nregulation = \"" +
           station.regulation().digest.hex() +
           "\"\ncommittee = \"Ethics\"\nheld_on = " + dayFromNow(-50) + "\nminutes_sha256 = \"" +
           record::sha256("minutes").hex() +
           "\"\nconclusion = \"sound\"\n"
           "[[review.member]]\nname = \"A\"\naffiliation = \"law school\"\noutside = true\n"
           "[[review.member]]\nname = \"B\"\naffiliation = \"surgery\"\noutside = false\n"
           "[[review.member]]\nname = \"C\"\naffiliation = \"nursing\"\noutside = false\n"
           "[responsible]\nmanager = \"manager\"\nsupervisor = \"pharmacist\"\n"
           "[notice]\nmeans = [\"poster\"]\nsince = " +
           dayFromNow(-40) +
           "\nobjections_to = \"the counter\"\nobjections_then = \"set apart\"\n"
           "[consent]\nbasis = \"individual-consent\"\nreasoning = \"the stricter one\"\n"
           "[organisation]\noperators = [\"clerk\"]\ninspectors = [\"pharmacist\"]\n"
           "monitoring = \"each batch by the other\"\ncontractor_works = false\n"
           "[records]\nitems = [\"who\"]\nkeeping = \"with the log\"\n"
           "[audit]\nname = \"Jun Kansa (DEMO)\"\nuser = \"auditor\"\naffiliation = \"Audit "
           "Ltd.\"\nqualification = \"CISA\"\n"
           "number = \"1\"\nindependence = \"no other contract\"\nitems = [\"samples\"]\n"
           "[disposal]\nhold_days = 400\nmethod = \"dissolved\"\nby = \"records\"\n"
           "witness = \"manager\"\n";
}

void require(const record::Verdict& verdict, const char* what) {
    if (!verdict.permitted()) {
        std::fprintf(stderr, "%s refused: %s\n", what,
                     std::string(record::enumName(verdict.findings.front().id)).c_str());
        std::exit(1);
    }
}

station::Session enter(station::Station& station, const char* user) {
    return station.login(user, station::Pin("123456"));
}

std::string runningProject(station::Station& station, const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "plan.toml";
    std::ofstream(file) << planText(station);
    station::ProjectDesk desk(station);
    const station::ProjectOutcome planned = desk.plan(enter(station, "admin"), {file, {}, {}});
    require(planned.verdict, "plan");
    const std::string& id = planned.project.id;
    require(desk.approve(enter(station, "manager"), id).verdict, "approval");
    require(desk.approve(enter(station, "records"), id).verdict, "approval");
    require(desk.start(enter(station, "records"), id).verdict, "start");
    return id;
}

// One folder and patient for each tab.
std::string openBox(station::Station& station, const std::string& project, int tabs, int sheets) {
    const station::Session clerk = enter(station, "clerk");
    station::BatchDesk desk(station);
    const station::BoxOutcome opened = desk.open(clerk, {"bench", project, tabs, {}});
    require(opened.verdict, "box");
    std::vector<record::BoxFolder> folders;
    for (int i = 1; i <= tabs; ++i) {
        record::BoxFolder folder;
        folder.number = i;
        folder.patient = {"P-" + std::to_string(i), "Bench"};
        record::BoxTab tab;
        tab.number = 1;
        tab.documentClass = "old-chart";
        tab.sheets = sheets;
        folder.tabs.push_back(tab);
        folders.push_back(folder);
        station::WordRequest consent;
        consent.kind = record::PatientWordKind::Consent;
        consent.patient = folder.patient;
        consent.project = project;
        require(station::PatientWords(station).add(clerk, consent).verdict, "consent");
    }
    require(desk.addFolders(clerk, opened.box.id, folders).verdict, "folders");
    return opened.box.id;
}

// The upper left of a letter.
record::PageImage slipOf(const record::PageImage& letter) {
    return letter.part({0, 0, report::kSlipWide * letter.dpiX * 10 / 254,
                        report::kSlipHigh * letter.dpiY * 10 / 254});
}

void layBox(const std::filesystem::path& tray, const std::filesystem::path& pool,
            const std::string& box, int tabs, int sheets, bool slips) {
    for (const auto& file : std::filesystem::directory_iterator(tray)) {
        std::filesystem::remove(file.path());
    }
    std::filesystem::create_directories(pool);
    report::LetterSheets letter;
    letter.sheets = kDifferentPapers;
    for (int i = 0; i < kDifferentPapers; ++i) {
        const auto file = pool / (std::to_string(i) + ".tif");
        const auto page = report::letterPage(letter, i + 1, record::Side::Front);
        if (slips) {
            bench::writeUncompressed(file, slipOf(page.image));
        } else {
            bench::writeUncompressed(file, page.image);
        }
    }
    int laid = 0;
    const auto next = [&] {
        return tray / ("sheet" + std::to_string(100'000 + ++laid) + ".tif");
    };
    for (int tab = 1; tab <= tabs; ++tab) {
        report::SeparatorSheet separator;
        separator.code = record::codeOfSeparator(box, tab, 1);
        separator.folder = tab;
        separator.tab = 1;
        bench::writeUncompressed(next(), slips ? report::separatorSlip(separator, 300)
                                               : report::separatorImage(separator, 300));
        for (int sheet = 0; sheet < sheets; ++sheet) {
            std::filesystem::create_hard_link(
                pool / (std::to_string(sheet % kDifferentPapers) + ".tif"), next());
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    const int sheets = argc > 1 ? std::atoi(argv[1]) : 100;
    const int ofTab = argc > 2 ? std::atoi(argv[2]) : 25;
    const bool slips = argc > 3 && std::string_view(argv[3]) == "slips";
    const int tabs = std::max(sheets / std::max(ofTab, 1), 1);
    std::string pattern = (std::filesystem::temp_directory_path() / "seihon-batch-XXXXXX").string();
    const std::filesystem::path folder = ::mkdtemp(pattern.data());
    station::initialise(folder / "home", true);
    {
        station::Station station(folder / "home");
        const std::string project = runningProject(station, folder);
        const std::string box = openBox(station, project, tabs, ofTab);
        layBox(folder / "home" / "feeder" / "tray", folder / "pool", box, tabs, ofTab, slips);
        const auto start = std::chrono::steady_clock::now();
        long most = 0;
        const auto minutes = [&] {
            return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() /
                   60;
        };
        const int every = std::max(sheets / 10, 1);
        const auto seen = [&](const station::BatchProgress& now) {
            most = std::max(most, residentMiB());
            if (now.sheets > 0 && now.sheets % every == 0 && now.at.folder != 0) {
                std::printf("%6lld sheets  %6.1f sheets/min  memory %ld MiB\n",
                            static_cast<long long>(now.sheets),
                            static_cast<double>(now.sheets) / minutes(), residentMiB());
                std::fflush(stdout);
                // Evidence is never deleted by the station; the bench has no disk for it.
                const record::ScanJob job = station.job(
                    station::BatchDesk(station).show(box).tab({now.at.folder, 1})->jobs.back());
                for (const auto& file :
                     std::filesystem::directory_iterator(station.home().captures(job.id))) {
                    std::filesystem::remove(file.path());
                }
            }
        };
        station::BatchRequest request{box, {}, true, "flag", false};
        if (slips) {
            request.areaWidthMicrometres = (report::kSlipWide + 2) * 1000;
            request.areaHeightMicrometres = (report::kSlipHigh + 2) * 1000;
        }
        const station::BatchOutcome outcome =
            station::BatchFeed(station).scan(enter(station, "clerk"), request, seen, {});
        std::printf(
            "%6lld sheets and %lld separators  %.1f sheets/min  peak memory %ld MiB  %zu "
            "exceptions\n",
            static_cast<long long>(outcome.sheets), static_cast<long long>(outcome.separators),
            static_cast<double>(outcome.sheets) / minutes(), most, outcome.box.exceptions.size());
    }
    std::filesystem::remove_all(folder);
    return 0;
}
