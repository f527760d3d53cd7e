#pragma once

#include "station-cli/arguments.h"
#include "station-cli/output.h"

namespace seihon::station_cli {

// Each runs one verb and gives the exit code. Faults pass through to main.
int runStationVerb(const Arguments& args,
                   const Output& output); // init, doctor, devices, measure, work, archive, audit
int runJobVerb(const Arguments& args, const Output& output);    // job …, intake
int runRecordVerb(const Arguments& args, const Output& output); // record …

// --home or SEIHON_HOME. Faults: Usage when neither is given.
std::filesystem::path homeOf(const Arguments& args);

// Patient id and name, by option or by descriptor.
record::Patient patientOf(const Arguments& args);

} // namespace seihon::station_cli
