#include "station-cli/intake_arguments.h"

#include "record/cover_code.h"
#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

namespace {

CLI::App* onEnvelope(CLI::App& parent, Arguments& args, const std::string& name,
                     const std::string& what) {
    CLI::App* sub = addVerb(parent, args, name, what);
    sub->add_option("envelope", args.intake.envelope, "envelope id")->required();
    return sub;
}

void addEnclosureVerbs(CLI::App& envelope, Arguments& args) {
    CLI::App* enclosure =
        onEnvelope(envelope, args, "enclosure", "what came with the paper; it is never read");
    enclosure
        ->add_option("--kind", args.intake.enclosure,
                     "optical-disc, usb-stick, film, photographs, card or other")
        ->check(
            CLI::IsMember({"optical-disc", "usb-stick", "film", "photographs", "card", "other"}));
    enclosure->add_option("--count", args.intake.count, "how many");
    enclosure->add_option("--to", args.intake.destination, "where it shall go");
    auto* number =
        enclosure->add_option("--number", args.intake.number, "settle the enclosure of this number")
            ->check(CLI::Range(1, 1000));
    CLI::Option_group* end = enclosure->add_option_group("end");
    end->add_option("--taken-by", args.intake.taken, "who took it")->needs(number);
    end->add_option("--returned-to", args.intake.returned, "who got it back")->needs(number);
    end->require_option(0, 1);
}

} // namespace

void addOriginalOptions(CLI::App& verb, Arguments& args) {
    verb.add_flag("--patient-provisional", args.intake.provisional,
                  "who the patient is, is not known yet; --patient-name as on the paper");
    verb.add_option("--label", args.intake.label, "number of the label stuck on the paper")
        ->check(CLI::Range(std::int64_t{1}, record::kHighestLabel));
}

void addJobVerbs(CLI::App& job, Arguments& args) {
    CLI::App* cover = addVerb(job, args, "cover", "print the cover sheet of a registered job");
    cover->add_option("job", args.job, "job id")->required();
    cover->add_option("--print", args.intake.printTo, "write it here: .pdf")->required();
    CLI::App* find = addVerb(job, args, "find", "the job of a label");
    find->add_option("--label", args.intake.label, "number of the label")->required();
    CLI::App* queue = addVerb(job, args, "queue", "what waits, by deadline");
    queue->add_option("--limit", args.limit, "how many")->check(CLI::Range(1, 10000));
    CLI::App* identify =
        addVerb(job, args, "identify", "name and birth date on the paper were compared");
    identify->add_option("job", args.job, "job id")->required();
    auto* id = identify->add_option("--patient", args.patient, "patient id");
    identify
        ->add_option("--patient-fd", args.patientFd,
                     "read the patient id (and, on a second line, the name) from this descriptor")
        ->excludes(id);
    identify->add_option("--patient-name", args.patientName, "name as in the patient index");
    CLI::Option_group* answer = identify->add_option_group("answer");
    answer->add_flag("--same", args.intake.same, "they are those of the patient index");
    answer->add_flag("--differs", args.intake.differs,
                     "they differ, and it is this patient; a second person must confirm");
    answer->require_option(1);
    identify->add_option("--reason", args.reason, "what differs, and why it is this patient");
}

void addIntakeVerbs(CLI::App& app, Arguments& args) {
    CLI::App* labels = addVerb(app, args, "labels", "print labels for the night desk");
    labels->add_option("--first", args.intake.label, "first number")
        ->required()
        ->check(CLI::Range(std::int64_t{1}, record::kHighestLabel));
    labels->add_option("--count", args.intake.count, "how many")
        ->required()
        ->check(CLI::Range(1, 10000));
    labels->add_option("--print", args.intake.printTo, "write them here: .pdf")->required();

    CLI::App* patient = addVerb(app, args, "patient", "what the patient index says of an id");
    auto* id = patient->add_option("id", args.patient, "patient id");
    patient->add_option("--patient-fd", args.patientFd, "read the id from this descriptor")
        ->excludes(id);

    CLI::App* envelope = addGroup(app, "envelope", "what came in one envelope");
    CLI::App* open = addVerb(*envelope, args, "open", "an envelope is here");
    open->add_option("--remark", args.remark, "remark, without the patient's name");
    CLI::App* add = onEnvelope(*envelope, args, "add", "a registered document came in it");
    add->add_option("job", args.job, "job id")->required();
    CLI::App* handOn = onEnvelope(*envelope, args, "hand-on", "a document of it goes elsewhere");
    handOn->add_option("job", args.job, "job id")->required();
    handOn->add_option("--to", args.intake.to, "to whom")->required();
    CLI::App* stamp =
        onEnvelope(*envelope, args, "stamp", "the page that shows the receipt stamp for all");
    stamp->add_option("job", args.job, "job id")->required();
    stamp->add_option("page", args.page, "page number")->required();
    addEnclosureVerbs(*envelope, args);
    onEnvelope(*envelope, args, "close", "everything in it has gone its way");
    onEnvelope(*envelope, args, "show", "where it stands");
    CLI::App* list = addVerb(*envelope, args, "list", "envelopes that are not closed");
    list->add_option("--limit", args.limit, "how many")->check(CLI::Range(1, 10000));
}

} // namespace seihon::station_cli
