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
    const bool top = parent.get_parent() == nullptr;
    const std::string full = top ? name : parent.get_name() + " " + name;
    sub->final_callback([&args, full] { args.verb = full; });
    return sub;
}

} // namespace seihon::station_cli
