// The whole pipeline on real sheets: tray → SANE → worker → rows encoded, decoded again and
// compared while they arrive → measured → file durable and read back → ledger. usage:
// bench-pipeline PAGES [EVERY] [png | tiff]     prints pages a minute, CPU milliseconds a page and
// memory after every EVERY pages. The feeder and its decoder run in the same box: with `png` the
// sheets cost it a decoding that no scanner needs, with `tiff` (uncompressed) only copies.
#include "bench/bench_page.h"
#include "report/png.h"
#include "report/sample_pages.h"
#include "station/init.h"
#include "station/station.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace seihon;

namespace {

constexpr int kDifferentSheets =
    10; // drawn once, laid down again and again: drawing is not what is measured

double cpuSeconds(int who) {
    struct rusage usage {};
    ::getrusage(who, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

// From /proc: what getrusage says of a child counts its parent's memory from before exec.
long memoryMiB(const std::string& process, const std::string& field) {
    std::ifstream status("/proc/" + process + "/status");
    std::string line;
    while (std::getline(status, line)) {
        if (line.rfind(field + ":", 0) == 0) {
            return std::stol(line.substr(field.size() + 1)) / 1024;
        }
    }
    return 0;
}

// The only child there is.
std::string workerProcess() {
    const std::string self = std::to_string(::getpid());
    for (const auto& thread : std::filesystem::directory_iterator("/proc/self/task")) {
        std::ifstream children(thread.path() / "children");
        std::string child;
        if (children >> child) {
            return child;
        }
    }
    return self;
}

void layPaper(const std::filesystem::path& tray, int pages, bool png) {
    for (const auto& file : std::filesystem::directory_iterator(tray)) {
        std::filesystem::remove(file.path());
    }
    const auto nameOf = [&](int i) {
        return tray / ("sheet" + std::to_string(10000 + i) + (png ? ".png" : ".tif"));
    };
    report::LetterSheets letter;
    letter.sheets = kDifferentSheets;
    for (int i = 0; i < std::min(pages, kDifferentSheets); ++i) {
        const record::PageImage page = report::letterPage(letter, i + 1, record::Side::Front).image;
        png ? report::writePng(nameOf(i), page) : bench::writeUncompressed(nameOf(i), page);
    }
    for (int i = kDifferentSheets; i < pages; ++i) {
        std::filesystem::create_hard_link(nameOf(i % kDifferentSheets), nameOf(i));
    }
}

// The demo's limit is meant for people.
void allowPages(const std::filesystem::path& stationFile, int pages) {
    std::ifstream in(stationFile);
    std::string text((std::istreambuf_iterator<char>(in)), {});
    const std::string key = "pages_per_job_limit = ";
    const std::size_t at = text.find(key) + key.size();
    text.replace(at, text.find('\n', at) - at, std::to_string(std::max(pages, 1)));
    std::ofstream(stationFile) << text;
}

// The files of the pages are evidence and never deleted by the station; the bench has no disk for
// thousands of them.
void forgetFile(const station::Station& station, const std::string& job, const record::Page& page) {
    std::filesystem::remove(station.home().captures(job) / page.file);
}

} // namespace

int main(int argc, char** argv) {
    const int pages = argc > 1 ? std::atoi(argv[1]) : 100;
    const int every = argc > 2 ? std::atoi(argv[2]) : 25;
    const bool png = argc > 3 && std::string(argv[3]) == "png";
    std::string pattern = (std::filesystem::temp_directory_path() / "seihon-bench-XXXXXX").string();
    const std::filesystem::path folder = ::mkdtemp(pattern.data());
    station::initialise(folder / "home", true);
    allowPages(folder / "home" / "station.toml", pages);
    layPaper(folder / "home" / "feeder" / "tray", pages, png);
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
        const double stationBefore = cpuSeconds(RUSAGE_SELF);
        const double writerBefore = cpuSeconds(RUSAGE_THREAD);
        const double workerBefore = cpuSeconds(RUSAGE_CHILDREN);
        std::vector<std::int64_t> verdictMilliseconds; // from the last row to the entry
        int seen = 0;
        const auto report = [&](const record::Page& page) {
            verdictMilliseconds.push_back((record::readClock() - page.capture.finishedAt) /
                                          std::chrono::milliseconds(1));
            forgetFile(station, job, page);
            if (++seen % every == 0) {
                const double wall =
                    std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
                std::printf("%5d pages  %6.0f pages/min  CPU a page: station %4.0f ms, of these "
                            "files and ledger %3.0f ms  memory: station %ld MiB, worker %ld MiB\n",
                            seen, seen / wall * 60,
                            (cpuSeconds(RUSAGE_SELF) - stationBefore) / seen * 1000,
                            (cpuSeconds(RUSAGE_THREAD) - writerBefore) / seen * 1000,
                            memoryMiB("self", "VmRSS"), memoryMiB(workerProcess(), "VmRSS"));
                std::fflush(stdout);
            }
        };
        const station::Outcome outcome = station.scan(session, job, {}, report, {});
        const auto kept = static_cast<double>(outcome.job.pages.size());
        const double wall =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        const double stationCpu = (cpuSeconds(RUSAGE_SELF) - stationBefore) / kept * 1000;
        const double workerCpu = (cpuSeconds(RUSAGE_CHILDREN) - workerBefore) / kept * 1000;
        std::sort(verdictMilliseconds.begin(), verdictMilliseconds.end());
        std::printf(
            "%5.0f pages (%s sheets)  %.0f pages/min (2 cores by CPU time alone: %.0f)  CPU a "
            "page: station %.0f ms, worker with feeder %.0f ms\n"
            "      last row to entry: median %lld ms, worst %lld ms  peak station %ld MiB\n",
            kept, png ? "PNG" : "uncompressed TIFF", kept / wall * 60,
            2 * 60'000 / (stationCpu + workerCpu), stationCpu, workerCpu,
            static_cast<long long>(verdictMilliseconds[verdictMilliseconds.size() / 2]),
            static_cast<long long>(verdictMilliseconds.back()), memoryMiB("self", "VmHWM"));
    }
    std::filesystem::remove_all(folder);
    return 0;
}
