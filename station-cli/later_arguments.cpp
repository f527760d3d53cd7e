#include "station-cli/later_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

namespace {

void addVersions(CLI::App& record, Arguments& args) {
    LaterArguments& later = args.later;
    CLI::App* amend = addVerb(record, args, "amend", "open a new version of a sealed record");
    amend->add_option("record", args.target, "record id")->required();
    amend->add_option("--reason", args.reason, "why")->required();
    amend->add_flag("--same-pages", later.samePages,
                    "electronic: the sealed pages with corrected facts, no scanning");
    auto* file = amend->add_option("--correction", later.correctionFile,
                                   "JSON file: [{\"what\",\"before\",\"after\"}]");
    amend->add_option("--correction-fd", later.correctionFd, "read it from this descriptor")
        ->excludes(file);
    auto* id = amend->add_option("--patient", args.patient, "the patient whose paper it is");
    amend->add_option("--patient-fd", args.patientFd, "read the id (and the name) from here")
        ->excludes(id);
    amend->add_option("--patient-name", args.patientName, "patient name");
    amend->add_option("--sheets", later.sheets, "sheets to scan, when not as before");
    amend->add_flag("--fork", later.fork, "although another new version exists");
    CLI::App* withdraw =
        addVerb(record, args, "withdraw", "hide a record, recall its paper, open an incident");
    withdraw->add_option("record", args.target, "record id")->required();
    withdraw->add_option("--reason", args.reason, "why")->required();
    withdraw->add_flag("--wrong-patient", later.wrongPatient, "it is another patient's paper");
}

void addIncidents(CLI::App& app, Arguments& args) {
    CLI::App* incident = addGroup(app, "incident", "what went wrong with sealed records");
    addVerb(*incident, args, "list", "incidents that are open");
    CLI::App* close = addVerb(*incident, args, "close", "say what was done about one");
    close->add_option("record", args.target, "record id")->required();
    close->add_option("incident", args.later.incident, "incident id")->required();
    close->add_option("--measures", args.later.measures, "what was done")->required();
}

void addSamples(CLI::App& app, Arguments& args) {
    LaterArguments& later = args.later;
    CLI::App* sample = addGroup(app, "sample", "sampling instead of accepting each original");
    CLI::App* draw =
        addVerb(*sample, args, "draw", "draw from what was sealed since the last time");
    draw->add_option("plan", later.plan, "plan of the regulation")->required();
    const auto onPage = [&](const char* name, const char* what) {
        CLI::App* sub = addVerb(*sample, args, name, what);
        sub->add_option("sample", later.sample, "sample id")->required();
        sub->add_option("job", args.job, "job of the document")->required();
        sub->add_option("page", later.page, "page number")->required();
        return sub;
    };
    onPage("view", "look at a drawn page")
        ->add_option("--to", later.to, "write it here, as .png")
        ->required();
    CLI::App* inspect = onPage("inspect", "image and paper were compared");
    CLI::Option_group* answer = inspect->add_option_group("answer");
    answer->add_flag("--same", args.same, "they are the same");
    answer->add_option("--fault", later.fault, "they differ; how");
    answer->require_option(1);
    addVerb(*sample, args, "close", "every drawn page was inspected")
        ->add_option("sample", later.sample, "sample id")
        ->required();
    addVerb(*sample, args, "show", "samples, or one of them")
        ->add_option("sample", later.sample, "sample id");
}

void addPapers(CLI::App& app, Arguments& args) {
    LaterArguments& later = args.later;
    CLI::App* paper = addGroup(app, "paper", "where the paper is");
    for (const char* name : {"place", "move"}) {
        CLI::App* place = addVerb(*paper, args, name, "say where it is now");
        place->add_option("id", args.target, "job or record id")->required();
        place->add_option("--box", later.box, "box or folder")->required();
        place->add_option("--shelf", later.shelf, "shelf");
        place->add_option("--position", later.position, "position in the box");
        place->add_option("--hold-until", later.holdUntil, "not to be released before");
        place->add_option("--reason", args.reason, "why it was moved");
    }
    CLI::App* find = addVerb(*paper, args, "find", "paper of sealed records");
    auto* id = find->add_option("--patient", args.patient, "patient id");
    find->add_option("--patient-fd", args.patientFd, "read it from this descriptor")->excludes(id);
    find->add_option("--box", later.box, "in this box");
    find->add_option("--from", args.from, "sealed from");
    find->add_option("--until", args.until, "sealed until");
    find->add_option("--limit", args.limit, "how many")->check(CLI::Range(1, 100000));
    CLI::App* release = addVerb(*paper, args, "release", "propose to let it go");
    release->add_option("id", args.target, "job or record id")->required();
    release->add_option("--reason", args.reason, "why")->required();
}

} // namespace

void addLaterVerbs(CLI::App& app, CLI::App& record, Arguments& args) {
    addVersions(record, args);
    addIncidents(app, args);
    addSamples(app, args);
    addPapers(app, args);
}

} // namespace seihon::station_cli
