#include "station-cli/paper_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

namespace {

void addHolds(CLI::App& app, Arguments& args) {
    CLI::App* group = addGroup(app, "hold", "legal holds: what must be kept until they are lifted");
    CLI::App* add = addVerb(*group, args, "add", "nothing it falls on is disposed of or deleted");
    CLI::Option_group* on = add->add_option_group("on");
    on->add_option("--record", args.paper.record, "a sealed record");
    on->add_option("--patient", args.patient, "everything of this patient");
    on->add_option("--patient-fd", args.patientFd,
                   "the same: read the patient id (and, on a second line, the name) from here");
    on->add_option("--project", args.paper.project, "everything sealed under this project");
    on->require_option(1);
    add->add_option("--patient-name", args.patientName, "patient name");
    add->add_option("--reason", args.reason, "why, and who asked for it")->required();
    CLI::App* lift = addVerb(*group, args, "lift", "it may go again");
    lift->add_option("id", args.paper.hold, "its id")->required();
    lift->add_option("--reason", args.reason, "why, and who said so")->required();
    addVerb(*group, args, "list", "how many; with names for who keeps the register");
}

CLI::App* onList(CLI::App& group, Arguments& args, const char* name, const char* what) {
    CLI::App* sub = addVerb(group, args, name, what);
    sub->add_option("list", args.paper.list, "id of the list")->required();
    return sub;
}

void addDisposals(CLI::App& app, Arguments& args) {
    PaperArguments& paper = args.paper;
    CLI::App* group = addGroup(app, "disposal", "paper that goes: by a list, never by itself");
    CLI::App* propose = addVerb(*group, args, "propose", "lay down a list of records");
    propose->add_option("records", paper.records, "ids of sealed records");
    propose->add_option("--box", paper.boxes, "all whose paper lies in this box");
    propose->add_option("--reason", args.reason, "why")->required();
    addVerb(*group, args, "list", "all lists, oldest first");
    onList(*group, args, "show", "where one stands, and what is on it");
    CLI::App* check =
        onList(*group, args, "check", "the system manager compares it with log and boxes");
    CLI::Option_group* answer = check->add_option_group("answer");
    answer->add_flag("--same", args.same, "all is as the list says");
    answer->add_option("--difference", paper.difference, "what is not");
    answer->require_option(1);
    onList(*group, args, "approve", "approve what is on it");
    onList(*group, args, "witness", "a second person stands before the boxes that go now");
    CLI::App* act = onList(*group, args, "carry-out", "the paper goes");
    act->add_option("--method", paper.method, "a way that the regulation names")->required();
    act->add_option("--day", paper.day, "when: 2026-11-22; today unless given");
    act->add_option("--contractor", paper.contractor, "who destroys it, if not the house");
    CLI::App* prove = onList(*group, args, "prove", "what shows that it was done");
    prove->add_option("--number", paper.number, "of the certificate")->required();
    prove->add_option("--file", paper.file, "its file; the digest is kept");
    onList(*group, args, "certificate", "print the list, or that it was done")
        ->add_option("--out", args.reportFile, "write it here, as .pdf, .html or .txt")
        ->required();
    CLI::App* out = onList(*group, args, "take-out", "these records stay after all");
    out->add_option("records", paper.records, "ids of records")->required();
    out->add_option("--reason", args.reason, "why")->required();
}

} // namespace

void addPaperVerbs(CLI::App& app, Arguments& args) {
    addHolds(app, args);
    addDisposals(app, args);
}

} // namespace seihon::station_cli
