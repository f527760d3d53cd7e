#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The words of the page about backups, the archive and its copies.
enum class ArchiveWord {
    Archive,
    LookAgain,
    Looking,
    ToBackups,
    ToArchive,
    ToCopies,
    NothingWrong,
    NoTarget,
    Target,
    Where,
    LastGood,
    Age,
    AgeText,
    Never,
    Generations,
    MadeAt,
    Snapshot,
    Records,
    Entries,
    Added,
    Took,
    ReadBack,
    LastDrill,
    DrillWell,
    DrillBad,
    NoDrill,
    NewRepository,
    BackUp,
    Drill,
    BackupMade,
    BackupFailed,
    Covered,
    NoLooks,
    Part,
    When,
    Outcome,
    ReportFile,
    LookWell,
    LookBad,
    VerifyPart,
    VerifyAll,
    Verifying,
    LookDone,
    Findings,
    DamagedRecord,
    Repair,
    Repaired,
    VerifyFirst,
    Copies,
    Replica,
    Witness,
    NoCopies,
    Kind,
    Standing,
    RebuildHow,
    Running,
};

QString word(ArchiveWord which, record::Language language);

} // namespace seihon::station_ui
