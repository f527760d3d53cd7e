#pragma once

#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about retention take, beyond what others take as well.
struct RetentionArguments {
    std::string id, record, event, day, source;
};

struct Arguments;

// retention …, delete …
void addRetentionVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
