#include "tests/support/demo_home.h"

#include "tests/support/run_tool.h"

#include <cstdlib>
#include <stdexcept>

namespace seihon::support {

void layDemoHome(const std::filesystem::path& home, const std::filesystem::path& seihon) {
    namespace fs = std::filesystem;
    if (const char* made = std::getenv("SEIHON_DEMO_HOME"); made != nullptr) {
        fs::copy(made, home, fs::copy_options::recursive | fs::copy_options::copy_symlinks);
        return;
    }
    const ToolAnswer answer =
        runTool("'" + seihon.string() + "' --home '" + home.string() + "' init --demo");
    if (answer.exitCode != 0) {
        throw std::runtime_error("init --demo: " + answer.output);
    }
}

} // namespace seihon::support
