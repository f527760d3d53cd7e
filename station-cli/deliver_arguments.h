#pragma once

#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about deliveries and the worklist take, beyond what others take as well.
struct DeliverArguments {
    std::string target;                // of deliveries
    std::string accession, date, name; // of the worklist
};

struct Arguments;

// deliver …, worklist …
void addDeliverVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
