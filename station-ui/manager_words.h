#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The words of the manager's desk.
enum class ManagerWord {
    Title,
    Empty,
    More,
    Refresh,
    Open,
    ColumnSeal,
    ColumnState,
    ColumnDeadline,
    ColumnDocument,
    ColumnPatient,
    ColumnSheets,
    ColumnFrom,
    WaitsForReview,
    WaitsForSeal,
    WaitsForTime,
    JustAccepted,
    JustSentBack,
    SealingNow,
    SealedNow,
    PendingNow,
    RefusedNow,
    BrokenOff,
    Record,
    ProvenAt,
    NotToSeal,
    ToSeal,
    Pin,
    PinServes,
    SealSome,
    Stop,
    Stopping,
    Progress,
    SealedSome,
    Stopped,
    // one job
    Review,
    Back,
    Accept,
    SendBack,
    Reason,
    ReasonMissing,
    NextUnseen,
    NotSeen,
    AllSeen,
    Patient,
    Received,
    Sheets,
    SheetsOf,
    Submitted,
    PageFindings,
    NothingFound,
    People,
    NobodyDecided,
    Told,
    MarkedBlank,
    MarkedAsOnPaper,
    MarkedRejected,
    SheetSetAside,
    Recounted,
    SheetMoved,
    PageTurned,
    ComparedSame,
    ComparedAsOnPaper,
    Excused,
    Interrupted,
    ScannedAgain,
    AcceptedSaid,
    SentBackSaid,
    By,
};

QString word(ManagerWord which, record::Language language);

} // namespace seihon::station_ui
