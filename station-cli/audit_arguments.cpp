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
}

} // namespace seihon::station_cli
