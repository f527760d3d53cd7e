#include "station-cli/deliver_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addDeliverVerbs(CLI::App& app, Arguments& args) {
    CLI::App* group = addGroup(app, "deliver", "sealed records to other systems (deliveries.toml)");
    addVerb(*group, args, "list", "what waits, was sent, or failed")
        ->add_flag("--all", args.all, "and what was confirmed lately");
    addVerb(*group, args, "work", "one round over all targets, now");
    CLI::App* retry = addVerb(*group, args, "retry", "send again what failed");
    retry->add_option("record", args.target, "record id")->required();
    retry->add_option("--to", args.deliver.target, "this target only");
}

} // namespace seihon::station_cli
