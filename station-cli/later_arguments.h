#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about sealed records and their paper take, beyond what others take as well.
struct LaterArguments {
    bool samePages = false;
    bool fork = false;
    bool wrongPatient = false;
    bool withdrawn = false; // show and find withdrawn records, too
    std::string correctionFile;
    int correctionFd = -1;
    std::optional<std::int64_t> sheets;
    std::string incident;
    std::string measures;
    std::string plan;
    std::string sample;
    std::int64_t page = 0;
    std::string to;
    std::string fault;
    std::string box, shelf, position;
    std::string holdUntil;
};

struct Arguments;

// record amend, record withdraw, incident …, sample …, paper …
void addLaterVerbs(CLI::App& app, CLI::App& record, Arguments& args);

} // namespace seihon::station_cli
