#pragma once

#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

struct Arguments;

// What verbs about films take, beyond what others take as well.
struct FilmArguments {
    std::string certificate, answer;
};

// device …
void addDeviceVerbs(CLI::App& app, Arguments& args);
// Of `job film-side`.
void addFilmSideOptions(CLI::App& sub, Arguments& args);

} // namespace seihon::station_cli
