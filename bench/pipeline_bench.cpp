// The whole pipeline on real sheets: tray → SANE → worker → pixels compared → lossless TIFF → fsync
// → measured → ledger. usage: bench-pipeline PAGES [EVERY]     prints pages a minute, CPU a page
// and peak memory after every EVERY pages
#include "report/png.h"
#include "report/sample_pages.h"
#include "station/init.h"
#include "station/station.h"

#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

using namespace seihon;

namespace {

constexpr int kDifferentSheets =
    10; // drawn once, laid down again and again: drawing is not what is measured

double cpuSeconds() {
    double seconds = 0;
    for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        struct rusage usage {};
        ::getrusage(who, &usage);
        seconds += static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                   static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    }
    return seconds;
}

long peakMiB(int who) {
    struct rusage usage {};
    ::getrusage(who, &usage);
    return usage.ru_maxrss / 1024;
}

void layPaper(const std::filesystem::path& tray, int pages) {
    for (const auto& file : std::filesystem::directory_iterator(tray)) {
        std::filesystem::remove(file.path());
    }
    report::LetterSheets letter;
    letter.sheets = kDifferentSheets;
    for (int i = 0; i < std::min(pages, kDifferentSheets); ++i) {
        report::writePng(tray / ("sheet" + std::to_string(10000 + i) + ".png"),
                         report::letterPage(letter, i + 1, record::Side::Front).image);
    }
    for (int i = kDifferentSheets; i < pages; ++i) {
        std::filesystem::create_hard_link(
            tray / ("sheet" + std::to_string(10000 + i % kDifferentSheets) + ".png"),
            tray / ("sheet" + std::to_string(10000 + i) + ".png"));
    }
}

} // namespace

int main(int argc, char** argv) {
    const int pages = argc > 1 ? std::atoi(argv[1]) : 100;
    const int every = argc > 2 ? std::atoi(argv[2]) : 25;
    std::string pattern = (std::filesystem::temp_directory_path() / "seihon-bench-XXXXXX").string();
    const std::filesystem::path folder = ::mkdtemp(pattern.data());
    station::initialise(folder / "home", true);
    layPaper(folder / "home" / "feeder" / "tray", pages);
    {
        station::Station station(folder / "home");
        const station::Session session = station.login("clerk", station::Pin("123456"));
        record::Original original;
        original.documentClass = "referral-letter";
        original.patient = {"P-1", "Bench"};
        original.receivedAt = original.createdAt = record::readClock();
        original.sheets = pages;
        const std::string job = station.registerOriginal(session, {original}).job.id;
        static_cast<void>(station.open(session, job));
        static_cast<void>(station.prepare(session, job, {pages, true, "flag"}));
        const auto start = std::chrono::steady_clock::now();
        const double cpuBefore = cpuSeconds();
        int seen = 0;
        const auto report = [&](const record::Page&) {
            if (++seen % every == 0) {
                const double wall =
                    std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
                std::printf(
                    "%5d pages  %6.0f pages/min  station CPU %4.0f ms/page  station peak %ld MiB\n",
                    seen, seen / wall * 60, (cpuSeconds() - cpuBefore) / seen * 1000,
                    peakMiB(RUSAGE_SELF));
            }
        };
        const station::Outcome outcome = station.scan(session, job, {}, report, {});
        const double wall =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        std::printf(
            "%5zu pages  %6.0f pages/min  all CPU %4.0f ms/page  peak: station %ld MiB, worker %ld "
            "MiB\n",
            outcome.job.pages.size(), static_cast<double>(outcome.job.pages.size()) / wall * 60,
            (cpuSeconds() - cpuBefore) / static_cast<double>(outcome.job.pages.size()) * 1000,
            peakMiB(RUSAGE_SELF), peakMiB(RUSAGE_CHILDREN));
    }
    std::filesystem::remove_all(folder);
    return 0;
}
