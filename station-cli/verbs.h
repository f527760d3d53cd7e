#pragma once

#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

struct Arguments;

// A word that verbs stand under: "record" of "record verify".
CLI::App* addGroup(CLI::App& parent, const std::string& name, const std::string& what);
// A verb; when it is said, args.verb is its name with the groups before it.
CLI::App* addVerb(CLI::App& parent, Arguments& args, const std::string& name,
                  const std::string& what);

} // namespace seihon::station_cli
