#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about paper that goes, and what must be kept, take beyond what others take as well.
struct PaperArguments {
    std::string hold;    // id
    std::string record;  // that a hold falls on
    std::string project; // or
    std::string list;    // id of a disposal list
    std::vector<std::string> records;
    std::vector<std::string> boxes;
    std::string difference;
    std::string method, day, contractor;
    std::string number, file;
    std::string to;
};

struct Arguments;

// hold …, disposal …
void addPaperVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
