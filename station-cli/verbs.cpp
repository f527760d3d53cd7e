#include "station-cli/verbs.h"

#include "station-cli/arguments.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

CLI::App* addGroup(CLI::App& parent, const std::string& name, const std::string& what) {
    CLI::App* sub = parent.add_subcommand(name, what);
    sub->fallthrough(); // --home and its like may stand anywhere
    sub->require_subcommand(1);
    return sub;
}

CLI::App* addVerb(CLI::App& parent, Arguments& args, const std::string& name,
                  const std::string& what) {
    CLI::App* sub = parent.add_subcommand(name, what);
    sub->fallthrough();
    std::string full = name;
    for (CLI::App* group = &parent; group->get_parent() != nullptr; group = group->get_parent()) {
        full = group->get_name() + " " + full;
    }
    sub->final_callback([&args, full] { args.verb = full; });
    return sub;
}

} // namespace seihon::station_cli
