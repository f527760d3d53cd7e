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
    std::string study, step;           // these alone
    bool none = false;                 // the job has no order after all
    std::string orderReason;           // of intake --order
};

struct Arguments;

// deliver …, worklist …
void addOrderOptions(CLI::App& verb, Arguments& args); // job order
void addIntakeOrderOptions(CLI::App& intake, Arguments& args);
void addDeliverVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
