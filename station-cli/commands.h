#pragma once

#include "station-cli/arguments.h"
#include "station-cli/output.h"
#include "station/viewer.h"

#include <optional>
#include <string>

namespace seihon::station_cli {

// Each runs one verb and gives the exit code. Faults pass through to main.
int runStationVerb(const Arguments& args,
                   const Output& output); // init, doctor, devices, measure, archive, audit
int runQualify(const Arguments& args, const Output& output);
int runJobVerb(const Arguments& args, const Output& output);    // job …, intake
int runRecordVerb(const Arguments& args, const Output& output); // record …
int runAuditVerb(const Arguments& args, const Output& output);
// audit search, audit report
int runReportVerb(const Arguments& args, const Output& output);     // audit …
int runConformityVerb(const Arguments& args, const Output& output); // conformity …
int runRegulationVerb(const Arguments& args, const Output& output); // regulation …
int runUserVerb(const Arguments& args, const Output& output);       // user …
int runKeepVerb(const Arguments& args, const Output& output); // work, record complete, record renew

// One warning on standard error, whatever the verb: the hospital's file was changed and is not in
// force [A9].
void noticeOfRegulation(const Arguments& args, const Output& output);
// After the verb, on standard error: looks wait outside of the log [F13].
void noticeOfEmergency(const Arguments& args, const Output& output);
// project …, objection …, consent …
bool isProjectVerb(const std::string& verb);
int runProjectVerb(const Arguments& args, const Output& output);
// box …, folder …, batch …
bool isBatchVerb(const std::string& verb);
int runBatchVerb(const Arguments& args, const Output& output);
bool isInspectVerb(const std::string& verb);
int runInspectVerb(const Arguments& args, const Output& output);
bool isProjectAuditVerb(const std::string& verb);
int runProjectAuditVerb(const Arguments& args, const Output& output);
// record amend and withdraw, incident …, sample …, paper …
bool isLaterVerb(const std::string& verb);
int runLaterVerb(const Arguments& args, const Output& output);

// downtime …
bool isDowntimeVerb(const std::string& verb);
int runDowntimeVerb(const Arguments& args, const Output& output);
bool isPaperVerb(const std::string& verb);
int runPaperVerb(const Arguments& args, const Output& output);

// record pdf, record cda
bool isDocumentVerb(const std::string& verb);
int runDocumentVerb(const Arguments& args, const Output& output);

// retention …, delete …
bool isRetentionVerb(const std::string& verb);
int runRetentionVerb(const Arguments& args, const Output& output);

// archive verify --part, --report; archive repair
bool isArchivePartVerb(const Arguments& args);
int runArchivePartVerb(const Arguments& args, const Output& output);
// backup, backup drill, restore
bool isBackupVerb(const std::string& verb);
int runBackupVerb(const Arguments& args, const Output& output);

// media …
bool isMediaVerb(const std::string& verb);
int runMediaVerb(const Arguments& args, const Output& output);

// deliver …
bool isDeliverVerb(const std::string& verb);
int runDeliverVerb(const Arguments& args, const Output& output);

// received …, trust …
bool isReceivedVerb(const std::string& verb);
int runReceivedVerb(const Arguments& args, const Output& output);

// --home or SEIHON_HOME. Faults: Usage when neither is given.
std::filesystem::path homeOf(const Arguments& args);

// {"completed","signerRevoked","provenUntil","layers"}: how long a record proves something.
record::Json evidenceJson(const record::SealedRecord& sealed);

// A time that was typed; empty: none. Faults: Usage, naming the option.
std::optional<record::Instant> instantOf(const std::string& text, const char* option);

// "210x297": millimetres, at most a tenth. Faults: Usage.
struct Area {
    std::int64_t widthMicrometres = 0, heightMicrometres = 0;
};
Area areaOf(const std::string& text);

// Patient id and name, by option or by descriptor.
record::Patient patientOf(const Arguments& args);

// The person of --as, by card and PIN or by password and one-time code: whoever changes something,
// or takes something out of the house, is named. Faults: Usage, PinMissing, what the login has.
station::Session sessionOf(const Arguments& args, station::Station& station);

// Who looks [F5]: proven where a PIN or a password was given, otherwise as they say they are.
struct Looker {
    std::string saidToBe;
    std::optional<station::Session> session;
    station::Viewer viewer() const {
        return session ? station::Viewer(*session) : station::Viewer(saidToBe);
    }
};
Looker lookerOf(const Arguments& args, station::Station& station);

// {"refused":true,"findings":[…]} and exit code 1.
int printRefusal(const Output& output, const record::Verdict& verdict);

} // namespace seihon::station_cli
