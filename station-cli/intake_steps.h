#pragma once

#include "station-cli/arguments.h"
#include "station-cli/output.h"

namespace seihon::station {
struct WorklistLook;
}

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
// --order of `intake`; `look`: what the worklist said.
station::SealOutcome intakeWithOrder(const Arguments& args, station::Station& station,
                                     const station::Session& session,
                                     const station::IntakeRequest& request,
                                     const station::PageSeen& seen, station::WorklistLook& look);
// {"rows":[…],"away":"…"}: what the worklist said, for people too.
void addOrders(record::Json& document, std::string& text, const station::WorklistLook& look,
               record::Language language);
// A line that names the order that a job has; empty without one.
std::string orderText(const record::ScanJob& job, record::Language language);
// --cover of `job scan`: feeds the cover sheet; refused when it is not this job's.
record::Verdict coverFirst(const Arguments& args, station::Station& station,
                           const station::Session& session);

} // namespace seihon::station_cli
