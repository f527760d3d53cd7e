#pragma once

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

struct Arguments;

// Options of the counter's verbs: cover sheets, labels, queue, patients, envelopes.
struct IntakeArguments {
    bool cover = false;
    bool provisional = false;
    bool differs = false;
    bool same = false;
    std::int64_t label = 0;
    std::int64_t count = 1;
    std::int64_t number = 0;
    std::string printTo;
    std::string envelope;
    std::string enclosure;
    std::string destination;
    std::string taken;
    std::string returned;
    std::string to;
};

// Options of whatever registers an original.
void addOriginalOptions(CLI::App& verb, Arguments& args);
// job cover | queue | identify
void addJobVerbs(CLI::App& job, Arguments& args);
// labels, patient, envelope …
void addIntakeVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
