#pragma once

#include "record/envelope.h"
#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

enum class EnvelopeWord {
    Title,
    None,
    Open,
    OpenRemark,
    OpenedAt,
    Papers,
    NoPapers,
    AddPaper,
    AddChosen,
    NothingToAdd,
    GoOn,
    HandOn,
    HandOnTo,
    HandedOnTo,
    Enclosures,
    NoEnclosures,
    Kind,
    Count,
    Destination,
    AddEnclosure,
    With,
    Taken,
    Returned,
    NotSettled,
    Close,
    Closed,
};

QString word(EnvelopeWord which, record::Language language);
QString word(record::EnclosureKind kind, record::Language language);
bool everyEnvelopeWordHasItsTexts();

} // namespace seihon::station_ui
