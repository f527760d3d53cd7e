#pragma once

#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about the log take, beyond what others take as well.
struct AuditArguments {
    bool closed = false; // prove: show nothing of the patient
    std::string files;   // verify: a copy of the log's files, without a home
};

struct Arguments;

// audit replay, prove, verify, …
void addAuditVerbs(CLI::App& audit, Arguments& args);

} // namespace seihon::station_cli
