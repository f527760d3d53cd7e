#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The words about proving what the log says, and about verifying and exporting all of it.
enum class ProofWord {
    ProofTab,
    ProofLead,
    Hidden,
    ProofFolder,
    Choose,
    ChooseTitle,
    Take,
    Taken,
    Proves,
    ProvesEntries,
    ProvesWitness,
    ProvesNoWitness,
    ProvesPatient,
    ProvesClosed,
    LeftOut,
    VerifyWith,
    LogCheck,
    CheckLead,
    Check,
    Checking,
    Whole,
    Damaged,
    Fact,
    Value,
    Station,
    Entries,
    Period,
    Checkpoints,
    Covered,
    Cosignatures,
    Anchors,
    StepsBack,
    Restarts,
    Destroyed,
    Findings,
    FindingStanding,
    FindingAbout,
    Refuses,
    Warns,
    Notes,
    NoFindings,
    ExportLead,
    ExportDays,
    From,
    Until,
    ExportFolder,
    Export,
    Exported,
    BundleTab,
    BundleLead,
    BundleRecipient,
    BundleReason,
    BundleLevel,
    LevelWhole,
    LevelWholeNote,
    LevelNoPages,
    LevelNoPagesNote,
    LevelClosed,
    LevelClosedNote,
    BundleFolder,
    BundleChooseTitle,
    BundleTake,
    BundleTaken,
};

QString word(ProofWord which, record::Language language);

} // namespace seihon::station_ui
