#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The words of the page of deliveries.
enum class DeliveryWord {
    Deliveries,
    LookAgain,
    Looking,
    Counts,
    NothingOpen,
    NoTargets,
    State,
    Target,
    RecordId,
    Since,
    Said,
    Retry,
    Retried,
    SentAgainLater,
    ByCommitment,
    ByQuery,
    ByReadBack,
    NotCompared,
    GiveUp,
    GiveUpAsk,
    GivenUpDone,
    TargetIsGone,
};

QString word(DeliveryWord which, record::Language language);

} // namespace seihon::station_ui
