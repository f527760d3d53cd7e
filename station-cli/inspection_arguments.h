#pragma once

#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about inspections and audits of projects take, beyond what others take as well.
struct InspectionArguments {
    std::int64_t page = 0;
    std::string to;
    // audit
    std::string audit;
    std::int64_t item = 0;
    std::string name, affiliation, qualification, number, independence;
    std::string seed, list, record;
    std::int64_t count = 0;
    std::string fault, notFound, conclusion;
};

struct Arguments;

// inspect …
void addInspectVerbs(CLI::App& app, Arguments& args);
// project audit …, project report
void addProjectAuditVerbs(CLI::App& project, Arguments& args);

} // namespace seihon::station_cli
