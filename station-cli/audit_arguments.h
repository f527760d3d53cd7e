#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace seihon::station_cli {

// What verbs about the log take, beyond what others take as well.
struct AuditArguments {
    bool closed = false; // prove: show nothing of the patient
    std::string files;   // verify: a copy of the log's files, without a home
    // search, report
    std::string kind, user, from, until; // days of the hospital; both are part of it
    std::string month, report = "work";
    std::string receiver; // resend
    // bundle
    std::vector<std::string> records;
    std::string redact = "none", recipient;
};

struct Arguments;

// audit replay, prove, bundle, verify, resend, search, report
void addAuditVerbs(CLI::App& audit, Arguments& args);

} // namespace seihon::station_cli
