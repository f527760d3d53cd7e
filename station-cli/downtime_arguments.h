#pragma once

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about times without the station take, beyond what others take as well [F17].
struct DowntimeArguments {
    std::string id; // of a downtime or a stack
    std::string place;
    std::string since, until;
    std::string printTo;
    std::int64_t count = 0;
    std::int64_t number = 0;
};

struct Arguments;

void addDowntimeVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
