#pragma once

#include "station-cli/arguments.h"
#include "station-cli/output.h"

// Private to station-cli: what the verbs of jobs share with those of the counter.
namespace seihon::station_cli {

bool isIntakeVerb(const std::string& verb);
int runIntakeVerb(const Arguments& args, const Output& output);

// Faults: Usage when `intake` or `job register` lacks a word that no cover sheet says.
void requireIntakeWords(const Arguments& args);
// What --envelope and --cover-sheet need, looked at before anything is registered. Faults: NotFound
// (no such envelope), Usage (it is closed; there is a file already, or no folder for one).
void requirePlaces(const Arguments& args, station::Station& station);
// --envelope and --cover-sheet of `job register`.
record::Verdict afterRegistering(const Arguments& args, station::Station& station,
                                 const station::Session& session, const std::string& job);
// --cover of `job scan`: feeds the cover sheet; refused when it is not this job's.
record::Verdict coverFirst(const Arguments& args, station::Station& station,
                           const station::Session& session);

} // namespace seihon::station_cli
