#pragma once

#include "record/sentences.h"
#include "station-cli/audit_arguments.h"
#include "station-cli/backup_arguments.h"
#include "station-cli/batch_arguments.h"
#include "station-cli/deliver_arguments.h"
#include "station-cli/dicom_arguments.h"
#include "station-cli/document_arguments.h"
#include "station-cli/downtime_arguments.h"
#include "station-cli/film_arguments.h"
#include "station-cli/inspection_arguments.h"
#include "station-cli/intake_arguments.h"
#include "station-cli/later_arguments.h"
#include "station-cli/media_arguments.h"
#include "station-cli/paper_arguments.h"
#include "station-cli/project_arguments.h"
#include "station-cli/retention_arguments.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace seihon::station_cli {

// The command line as plain values. Which of them a verb takes, the parser knows; what they mean,
// the station.
struct Arguments {
    // global
    std::string home;
    std::string user;
    int pinFd = -1;
    bool keypad = false;
    bool byPassword = false;
    std::string breakGlass; // the reason; empty: not
    bool lastTry = false;
    bool json = false;
    record::Language language = record::Language::English;

    std::string verb; // "init", "job open", "record verify", …

    // by verb
    bool demo = false;
    bool once = false;
    bool all = false;
    std::optional<std::int64_t> atMost;
    bool duplex = false;
    bool attestComplete = false;
    bool same = false;
    bool blank = false;
    bool clear = false;
    bool examine = false;
    bool again = false;
    std::string job;
    std::string target; // record id or path
    std::vector<std::string> files;
    std::vector<std::string> anchors; // archive verify
    std::string documentClass;
    std::string patient;
    std::string patientName;
    int patientFd = -1;
    std::int64_t sheets = 0;
    std::optional<std::int64_t> dpi;
    std::optional<std::int64_t> replacePage;
    std::optional<std::int64_t> afterSheet;
    std::optional<std::int64_t> backOfSheet;
    bool backs = false;
    bool reversed = false;
    std::string source;
    std::string area;
    std::int64_t page = 0;
    std::string device;
    std::string folder;
    std::string received;
    std::string created;
    std::string evidence;
    std::string remark;
    std::string reason;
    std::string asOnPaper;
    std::string reject;
    std::string setAside;
    std::optional<std::int64_t> moveAfter; // sheet
    std::optional<int> turn;               // degrees
    std::string hindranceEnded;
    std::string trust;
    std::string at;
    std::string from;
    std::string until;
    std::optional<std::uint64_t> firstEntry; // none: the newest
    std::int64_t limit = 100;
    std::string reportFile;
    std::string contactSheetFile;
    std::string exportFile;
    std::vector<std::string> answers; // conformity record
    // qualify
    std::vector<std::int64_t> dpis;
    std::vector<std::string> sources;
    std::vector<std::string> modes;
    int bits = 8;
    bool targetInTray = false;
    bool voidDevice = false;
    bool list = false;
    std::string printTarget;
    // user
    std::string person;
    int newFd = -1;
    std::optional<std::uint64_t> sequence;
    IntakeArguments intake;
    LaterArguments later; // sealed records and their paper later on
    ProjectArguments project;
    DowntimeArguments downtime;
    BatchArguments batch; // boxes of old paper
    BackupArguments backup;
    MediaArguments media;
    FilmArguments film;
    DicomArguments dicom;
    RetentionArguments retention;
    PaperArguments paper; // that goes, and what must be kept
    InspectionArguments inspection;
    AuditArguments audit;
    DeliverArguments deliver;
    DocumentArguments documents;
};

// Reads argv. Empty when there is nothing to do (--help, --version: already printed). Faults:
// Usage.
std::optional<Arguments> readArguments(int argc, char** argv);

// Whether argv asks for JSON, even where it cannot be read otherwise: every outcome is one JSON
// document.
bool wantsJson(int argc, char** argv);

} // namespace seihon::station_cli
