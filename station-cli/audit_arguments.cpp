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
    CLI::App* verify = addVerb(audit, args, "verify", "the log alone: entries, checkpoints, times");
    verify->add_option("--anchor", args.anchors,
                       "a checkpoint that was kept elsewhere (SIZE.note), or a folder of them");
    auto* files =
        verify->add_option("--files", args.audit.files,
                           "of a copy of the log's files (entries, checkpoints); no home");
    auto* trust = verify->add_option("--trust", args.trust, "trust directory, with --files");
    files->needs(trust);
    trust->needs(files);
}

} // namespace seihon::station_cli
