#include "report/png.h"
#include "tests/quality/page_maker.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
using namespace seihon;
using namespace seihon::quality;
int main(int argc, char** argv) {
    const std::string out = argv[1];
    const int n = argc > 2 ? std::atoi(argv[2]) : 1;
    PageMaker maker({kTuningSeed, 2, false});
    for (const auto& [defect, name] : record::EnumNames<Defect>::table) {
        for (int i = 0; i < n; ++i) {
            maker.make({defect, i, Backing::Dark});
            const auto a = std::clock();
            MadePage page = maker.make({defect, i, i % 3 == 2 ? Backing::White : Backing::Dark});
            const auto b = std::clock();
            const std::string file = out + "/" + std::string(name) + "-" + std::to_string(i);
            report::writePng(file + ".png", page.image);
            std::printf("%s %ld x %ld %.0f ms\n", file.c_str(), long(page.image.width),
                        long(page.image.height), double(b - a) * 1000.0 / CLOCKS_PER_SEC);
            std::ofstream(file + ".json") << record::pretty(toJson(page.truth)) << "\n";
        }
    }
}
