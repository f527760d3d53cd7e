#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about media take, beyond what others take as well.
struct MediaArguments {
    std::string id, label, person, contact, purpose, encryption;
    std::vector<std::string> files, records;
    std::string how = "returned";
};

struct Arguments;

// media …
void addMediaVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
