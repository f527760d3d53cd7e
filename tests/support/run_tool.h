#pragma once

#include <string>

namespace seihon::support {

struct ToolAnswer {
    int exitCode = -1;  // -1: could not be run, or was killed
    std::string output; // standard output and error together
};

// Runs a shell command line: for what tools that are not ours say.
ToolAnswer runTool(const std::string& command);

bool hasTool(const std::string& name);

} // namespace seihon::support
