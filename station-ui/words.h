#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The window's own words. Findings, faults and states have theirs in record.
enum class Word {
    Title,
    Demo,
    User,
    Pin,
    Login,
    LoggedInAs,
    Intake,
    DocumentClass,
    PatientId,
    PatientName,
    Sheets,
    Duplex,
    AttestPrepared,
    Scan,
    CompareAndSeal,
    CompareNow,
    Queue,
    Pages,
    Unconfirmed,
    Sealed,
    Pending,
    Refused,
    Stop,
    WhatHappened,
    WhatIsSafe,
    WhatToDo,
    Scanning,
    Ready,
    Class,
    State,
    SheetCount,
    LayDemoPaper,
    Code,
    Left,
};

QString word(Word which, record::Language language);

} // namespace seihon::station_ui
