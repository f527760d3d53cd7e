#include "station-cli/received_arguments.h"

#include "station-cli/arguments.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

namespace {

CLI::App* receivedGroup(CLI::App& app, const std::string& name, const std::string& what) {
    CLI::App* sub = app.add_subcommand(name, what);
    sub->fallthrough();
    sub->require_subcommand(1);
    return sub;
}

CLI::App* receivedVerb(CLI::App& group, Arguments& args, const std::string& name,
                       const std::string& what) {
    CLI::App* sub = group.add_subcommand(name, what);
    sub->fallthrough();
    const std::string full = group.get_name() + " " + name;
    sub->final_callback([&args, full] { args.verb = full; });
    return sub;
}

} // namespace

void addReceivedVerbs(CLI::App& app, Arguments& args) {
    CLI::App* received = receivedGroup(app, "received", "signed electronic documents that came in");
    CLI::App* check = receivedVerb(*received, args, "check",
                                   "verify the signatures of a PDF, keep it, and log the result");
    check->add_option("file", args.target, "the document as it came")->required();
    check->add_option("--envelope", args.intake.envelope, "envelope that it came with");
    receivedVerb(*received, args, "list", "what was checked, newest first")
        ->add_option("--limit", args.limit, "how many")
        ->check(CLI::Range(1, 100000));
    CLI::App* trust = receivedGroup(app, "trust", "which certificates the house believes");
    receivedVerb(*trust, args, "statement", "print it, from trust.toml")
        ->add_option("--out", args.reportFile, "write it here, as .pdf, .html or .txt");
    receivedVerb(*trust, args, "accept", "accept it as it is now");
}

} // namespace seihon::station_cli
