#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about boxes of old paper take, beyond what others take as well.
struct BatchArguments {
    std::string box;    // id
    std::string number; // as it is written on it
    std::string seal;
    std::int64_t folders = 0;
    std::int64_t folder = 0, tab = 0;
    std::int64_t toFolder = 0, toTab = 0;
    std::int64_t exception = 0;
    std::string indexFile;
    std::vector<std::string> tabs; // "CLASS:SHEETS" or "CLASS:SHEETS:duplex"
    std::string out;
    std::string trouble = "stray";
    std::string end;
    std::string to, place, due;
    std::string supplements; // record id
    bool goesOn = false;
};

struct Arguments;

// box …, folder …, batch …
void addBatchVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
