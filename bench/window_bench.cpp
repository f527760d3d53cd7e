// The clerk's window, without a screen: usage bench-window SHEETS
// Prints how long after "scan" the first picture stands there, how long after the last sheet the
// pages can be checked, how long sealing takes, and the longest event of the window's thread in
// processor time. A person's own time (compare, press) is not in it. The feeder runs in the same
// box; its sheets are uncompressed.
#include "bench/bench_page.h"
#include "report/sample_pages.h"
#include "station-ui/clerk_job.h"
#include "station-ui/shell.h"
#include "station/init.h"
#include "tests/station-ui/watched_application.h"

#include <QEventLoop>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <cstdlib>

using namespace seihon;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kDifferentPapers = 4;

double secondsSince(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

void layLetter(const std::filesystem::path& tray, const std::filesystem::path& pool, int sheets) {
    for (const auto& file : std::filesystem::directory_iterator(tray)) {
        std::filesystem::remove(file.path());
    }
    std::filesystem::create_directories(pool);
    report::LetterSheets letter;
    letter.sheets = kDifferentPapers;
    for (int i = 0; i < std::min(sheets, kDifferentPapers); ++i) {
        bench::writeUncompressed(pool / (std::to_string(i) + ".tif"),
                                 report::letterPage(letter, i + 1, record::Side::Front).image);
    }
    for (int sheet = 0; sheet < sheets; ++sheet) {
        std::filesystem::create_hard_link(
            pool / (std::to_string(sheet % kDifferentPapers) + ".tif"),
            tray / ("sheet" + std::to_string(10'000 + sheet) + ".tif"));
    }
}

[[noreturn]] void giveUp(const station_ui::Shell& window, const char* what) {
    std::fprintf(stderr, "%s; the window shows %s\n", what, qPrintable(window.pageShown()));
    std::exit(1);
}

bool waitFor(const std::function<bool()>& reached) {
    constexpr int kPatience = 1'800'000; // ms
    return QTest::qWaitFor(reached, kPatience);
}

void measure(station_ui::Shell& window, station_ui::WatchedApplication& app, int sheets) {
    using station_ui::ClerkStep;
    station_ui::WindowState& state = window.state();
    auto* clerk = state.findChild<station_ui::ClerkJob*>();
    Clock::time_point begun, last;
    double first = 0;
    QObject::connect(clerk, &station_ui::ClerkJob::pageArrived, &window, [&] {
        if (first == 0) {
            first = secondsSince(begun);
        }
        last = Clock::now();
    });
    station_ui::IntakeForm form;
    form.documentClass = "referral-letter";
    form.patientId = "P-1";
    form.patientName = "Bench";
    form.sheets = sheets;
    form.attested = true;
    app.startWatch();
    begun = Clock::now();
    clerk->start(form);
    if (!waitFor([&] { return clerk->step() != ClerkStep::Scanning; }) ||
        clerk->step() != ClerkStep::Checking) {
        giveUp(window, "the letter was not scanned");
    }
    const double ready = secondsSince(last);
    const double all = secondsSince(begun);
    if (sheets > kDifferentPapers) { // the same paper again is asked about before it is sealed
        std::printf("%5d sheets  first picture %.2f s  all %.1f s  last sheet to pages ready %.2f s"
                    "  longest event of the window %lld ms of processor time (%s)\n",
                    sheets, first, all, ready, static_cast<long long>(app.longest().count()),
                    qPrintable(app.longestWas()));
        return;
    }
    for (const station_ui::PageView& page : clerk->view().pages) {
        clerk->see(page);
    }
    clerk->compare({});
    if (!waitFor([&] { return clerk->step() == ClerkStep::Confirming; })) {
        giveUp(window, "the comparison was not taken");
    }
    const Clock::time_point confirmed = Clock::now();
    clerk->finish();
    if (!waitFor([&] { return clerk->step() == ClerkStep::Done; }) ||
        clerk->end() != station_ui::ClerkEnd::Sealed) {
        giveUp(window, "it was not sealed");
    }
    const double sealed = secondsSince(confirmed);
    std::printf("%5d sheets  first picture %.2f s  all %.1f s  last sheet to pages ready %.2f s  "
                "sealing and verifying %.2f s\n"
                "             last sheet to sealed, without the person: %.2f s  longest event of "
                "the window %lld ms of processor time (%s)\n",
                sheets, first, all, ready, sealed, ready + sealed,
                static_cast<long long>(app.longest().count()), qPrintable(app.longestWas()));
}

} // namespace

int main(int argc, char** argv) {
    ::setenv("QT_QPA_PLATFORM", "offscreen", 0);
    station_ui::WatchedApplication app(argc, argv);
    QApplication::setStyle("Fusion");
    QApplication::setFont(station_ui::baseFont());
    const int sheets = argc > 1 ? std::atoi(argv[1]) : 3;
    const QTemporaryDir folder;
    const std::filesystem::path home = (folder.path() + "/home").toStdString();
    station::initialise(home, true);
    layLetter(home / "feeder" / "tray", home.parent_path() / "pool", sheets);
    station_ui::Shell window(QString::fromStdString(home.string()), record::Language::Japanese);
    window.show();
    window.state().login("clerk", "123456", {});
    if (!waitFor([&] { return window.state().person().has_value(); })) {
        giveUp(window, "nobody is logged in");
    }
    measure(window, app, sheets);
    return 0;
}
