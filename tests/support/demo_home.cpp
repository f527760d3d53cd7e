#include "tests/support/demo_home.h"

#include "tests/support/run_tool.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace seihon::support {

namespace fs = std::filesystem;

void copyHome(const fs::path& from, const fs::path& to) {
    fs::copy(from, to, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
    for (const char* const name : {"sane/paperfeed.conf", "tokens/softhsm2.conf"}) {
        std::ostringstream text;
        text << std::ifstream(to / name).rdbuf();
        std::string all = text.str();
        for (std::size_t at = all.find(from.string()); at != std::string::npos;
             at = all.find(from.string(), at + to.string().size())) {
            all.replace(at, from.string().size(), to.string());
        }
        if (all.find(to.string()) == std::string::npos) {
            throw std::runtime_error(std::string(name) + " does not name the home");
        }
        fs::remove(to / name); // it may be for reading alone
        std::ofstream(to / name) << all;
    }
}

void layDemoHome(const fs::path& home, const fs::path& seihon) {
    if (const char* made = std::getenv("SEIHON_DEMO_HOME"); made != nullptr) {
        copyHome(made, home);
        return;
    }
    const ToolAnswer answer =
        runTool("'" + seihon.string() + "' --home '" + home.string() + "' init --demo");
    if (answer.exitCode != 0) {
        throw std::runtime_error("init --demo: " + answer.output);
    }
}

} // namespace seihon::support
