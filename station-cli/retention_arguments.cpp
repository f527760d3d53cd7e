#include "station-cli/retention_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addRetentionVerbs(CLI::App& app, Arguments& args) {
    RetentionArguments& retention = args.retention;
    CLI::App* group = addGroup(app, "retention", "until when records stay");
    CLI::App* event = addVerb(*group, args, "event", "what the law counts from has happened");
    CLI::Option_group* on = event->add_option_group("on");
    on->add_option("--record", retention.record, "a sealed record");
    on->add_option("--patient", args.patient, "everything of this patient");
    on->add_option("--patient-fd", args.patientFd,
                   "the same: read the patient id (and, on a second line, the name) from here");
    on->require_option(1);
    event->add_option("--patient-name", args.patientName, "patient name");
    event
        ->add_option("--kind", retention.event,
                     "treatment-completed, last-visit or dispensing-completed")
        ->check(CLI::IsMember({"treatment-completed", "last-visit", "dispensing-completed"}))
        ->required();
    event->add_option("--day", retention.day, "when: 2026-11-22")->required();
    event->add_option("--source", retention.source, "how this is known")->required();
    CLI::App* back = addVerb(*group, args, "take-back", "it was not so");
    back->add_option("id", retention.id, "id of the event")->required();
    back->add_option("--reason", args.reason, "why")->required();
    CLI::App* list = addVerb(*group, args, "list", "records whose time is over");
    list->add_flag("--all", args.all, "all others, too");
    list->add_option("--limit", args.limit, "at most so many are looked at");
    CLI::App* remove = addGroup(app, "delete", "records whose time is over");
    const auto step = [&](const char* name, const char* what) {
        CLI::App* verb = addVerb(*remove, args, name, what);
        verb->add_option("record", args.target, "record id")->required();
        return verb;
    };
    step("propose", "say why it should go")->add_option("--reason", args.reason, "why")->required();
    step("approve", "by another person than who proposed it");
    step("carry-out", "its bytes, and what opens its private facts in the log, go for good");
    step("close", "its other copies are gone as well")
        ->add_option("--reason", args.reason, "how that is known")
        ->required();
    addVerb(*remove, args, "list", "deletions, and how far they are");
}

} // namespace seihon::station_cli
