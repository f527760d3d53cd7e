#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The words of the page of deletions.
enum class DeletionWord {
    Deletions,
    Lead,
    Reading,
    NoneDue,
    LookAgain,
    Standing,
    Record,
    Document,
    End,
    Due,
    Proposed,
    Approved,
    CarriedOut,
    Closed,
    ActProposed,
    ActApproved,
    ActCarriedOut,
    ActClosed,
    Reason,
    Statement,
    Propose,
    Approve,
    CarryOut,
    Close,
    CarryOutAsk,
    Done,
    NothingMore,
    MayGoOn,
};

QString word(DeletionWord which, record::Language language);

} // namespace seihon::station_ui
