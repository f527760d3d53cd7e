#include "station-cli/received_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addReceivedVerbs(CLI::App& app, Arguments& args) {
    CLI::App* received = addGroup(app, "received", "signed electronic documents that came in");
    CLI::App* check = addVerb(*received, args, "check",
                              "verify the signatures of a PDF, keep it, and log the result");
    check->add_option("file", args.target, "the document as it came")->required();
    check->add_option("--envelope", args.intake.envelope, "envelope that it came with");
    addVerb(*received, args, "list", "what was checked, newest first")
        ->add_option("--limit", args.limit, "how many")
        ->check(CLI::Range(1, 100000));
    CLI::App* trust = addGroup(app, "trust", "which certificates the house believes");
    addVerb(*trust, args, "statement", "print it, from trust.toml")
        ->add_option("--out", args.reportFile, "write it here, as .pdf, .html or .txt");
    addVerb(*trust, args, "accept", "accept it as it is now");
}

} // namespace seihon::station_cli
