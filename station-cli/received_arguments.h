#pragma once

namespace CLI {
class App;
}

namespace seihon::station_cli {

struct Arguments;

// received …, trust …
void addReceivedVerbs(CLI::App& app, Arguments& args);

} // namespace seihon::station_cli
