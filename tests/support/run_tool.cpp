#include "support/run_tool.h"

#include <array>
#include <cstdio>

#include <sys/wait.h>

namespace seihon::support {

ToolAnswer runTool(const std::string& command) {
    ToolAnswer answer;
    FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) {
        return answer;
    }
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        answer.output.append(buffer.data(), got);
    }
    const int status = ::pclose(pipe);
    answer.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return answer;
}

bool hasTool(const std::string& name) {
    return runTool("command -v " + name).exitCode == 0;
}

} // namespace seihon::support
