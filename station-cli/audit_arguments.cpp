#include "station-cli/audit_arguments.h"

#include "station-cli/arguments.h"
#include "station-cli/verbs.h"

#include <CLI/CLI.hpp>

namespace seihon::station_cli {

void addAuditVerbs(CLI::App& audit, Arguments& args) {
    addVerb(audit, args, "replay", "judge every stored fact again by the rules of its time");
    CLI::App* prove =
        addVerb(audit, args, "prove", "what the log says of one record, as a file to hand on");
    prove->add_option("record", args.target, "record id")->required();
    prove->add_option("-o,--to", args.exportFile,
                      "the new file; RECORD.log-proof.json here unless given");
    prove->add_flag("--closed", args.audit.closed, "do not show whose record it is");
    CLI::App* bundle =
        addVerb(audit, args, "bundle", "records with all their proofs, as a folder to take away");
    bundle->add_option("-o,--to", args.exportFile, "the new folder")->required();
    bundle->add_option("--record", args.audit.records, "record id; may be said again");
    bundle->add_option("--patient", args.patient, "sealed records of this patient");
    bundle->add_option("--patient-fd", args.patientFd, "the same: read the patient id from here");
    bundle->add_option("--from", args.audit.from, "the first day of sealing");
    bundle->add_option("--until", args.audit.until, "the last day of sealing");
    bundle->add_option("--redact", args.audit.redact, "what is left out")
        ->check(CLI::IsMember({"none", "patient", "images"}));
    bundle->add_option("--recipient", args.audit.recipient, "who gets it")->required();
    bundle->add_option("--reason", args.reason, "why it is taken")->required();
    CLI::App* verify = addVerb(audit, args, "verify", "the log alone: entries, checkpoints, times");
    verify->add_option("--anchor", args.anchors,
                       "a checkpoint that was kept elsewhere (SIZE.note), or a folder of them");
    auto* files =
        verify->add_option("--files", args.audit.files,
                           "of a copy of the log's files (entries, checkpoints); no home");
    auto* trust = verify->add_option("--trust", args.trust, "trust directory, with --files");
    files->needs(trust);
    trust->needs(files);
    CLI::App* resend =
        addVerb(audit, args, "resend", "the next round sends a receiver the log from here on");
    resend->add_option("--receiver", args.audit.receiver, "name of the receiver")->required();
    resend->add_option("--from", args.firstEntry, "number of the first entry")
        ->required()
        ->check(CLI::NonNegativeNumber);
    CLI::App* search = addVerb(audit, args, "search", "who did what to whose record, and when");
    search->add_option("--kind", args.audit.kind, "kind of entry, as RecordViewed");
    search->add_option("--user", args.audit.user, "who did it, or for whom");
    search->add_option("--patient", args.patient, "about sealed records of this patient");
    search->add_option("--patient-fd", args.patientFd, "the same: read the patient id from here");
    search->add_option("--from", args.audit.from, "the first day");
    search->add_option("--until", args.audit.until, "the last day");
    search->add_option("--before", args.firstEntry, "entries before this one: the next page")
        ->check(CLI::NonNegativeNumber);
    search->add_option("--limit", args.limit, "how many")->check(CLI::Range(1, 100000));
    CLI::App* report = addVerb(audit, args, "report", "a period in numbers, for people");
    report->add_option("--kind", args.audit.report, "what it is to answer")
        ->check(CLI::IsMember({"work", "questions", "director"}));
    auto* month = report->add_option("--month", args.audit.month, "a calendar month: 2026-11");
    report->add_option("--from", args.audit.from, "the first day")->excludes(month);
    report->add_option("--until", args.audit.until, "the last day")->excludes(month);
    report->add_option("-o,--to", args.exportFile, "write it here: .pdf, .html, .csv or .txt");
}

} // namespace seihon::station_cli
