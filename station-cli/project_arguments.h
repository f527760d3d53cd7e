#pragma once

#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about projects of old paper take, beyond what others take as well.
struct ProjectArguments {
    std::string id;
    std::string planFile;
    std::string minutesFile;
    std::string speaker = "patient";
    std::string word; // id of an objection or a consent
    std::string to;
};

struct Arguments;

// project …, objection …, consent …, and --project of `job open`
void addProjectVerbs(CLI::App& app, Arguments& args);
void addProjectOption(CLI::App& open, Arguments& args);

} // namespace seihon::station_cli
