#include "station-cli/deliver_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addDeliverVerbs(CLI::App& app, Arguments& args) {
    CLI::App* group = addGroup(app, "deliver", "sealed records to other systems (deliveries.toml)");
    addVerb(*group, args, "list", "what waits, was sent, or failed")
        ->add_flag("--all", args.all, "and what was confirmed lately");
    addVerb(*group, args, "work", "one round over all targets, now");
    CLI::App* retry = addVerb(*group, args, "retry", "send again what failed or was given up");
    retry->add_option("record", args.target, "record id")->required();
    retry->add_option("--to", args.deliver.target, "this target only");
    CLI::App* giveUp = addVerb(*group, args, "give-up", "what need not arrive any more");
    giveUp->add_option("record", args.target, "record id")->required();
    giveUp->add_option("--to", args.deliver.target, "this target only");
    giveUp->add_option("--reason", args.reason, "why; it stays in the log")->required();
    CLI::App* worklist = addGroup(app, "worklist", "what the information system has scheduled");
    CLI::App* find = addVerb(*worklist, args, "find", "orders by patient, accession or day");
    find->add_option("--patient", args.patient, "patient id");
    find->add_option("--patient-fd", args.patientFd, "the same: read the patient id from here");
    find->add_option("--accession", args.deliver.accession, "accession number");
    find->add_option("--date", args.deliver.date, "day, 20261231");
    find->add_option("--patient-name", args.deliver.name, "a part of the name; looked for here");
    find->add_option("--job", args.job, "say what differs from this job");
}

void addOrderOptions(CLI::App& verb, Arguments& args) {
    auto* id =
        verb.add_option("--patient", args.patient, "orders of this patient id; else the job's");
    verb.add_option("--patient-fd", args.patientFd, "the same: read the patient id from here")
        ->excludes(id);
    verb.add_option("--accession", args.deliver.accession, "the order's accession number");
    verb.add_option("--date", args.deliver.date, "of this day, 20261231");
    verb.add_option("--study", args.deliver.study, "the order of this Study Instance UID");
    verb.add_option("--step", args.deliver.step, "the scheduled step of this id");
    verb.add_option("--reason", args.reason,
                    "why it is the same patient, where name or birth date differ");
    verb.add_flag("--none", args.deliver.none, "it has no order: take the pick back");
}

void addIntakeOrderOptions(CLI::App& intake, Arguments& args) {
    auto* order = intake.add_option("--order", args.deliver.accession,
                                    "accession number of the worklist's order that it is for");
    order->check([](const std::string& number) {
        return number.empty() ? std::string("an accession number is needed") : std::string();
    });
    order->excludes("--cover"); // whose paper it is, is known only when the cover was read
    intake
        .add_option("--order-reason", args.deliver.orderReason,
                    "why it is the same patient, where name or birth date differ")
        ->needs(order);
}

} // namespace seihon::station_cli
