#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The words of the card that picks a job's order.
enum class OrderWord {
    Order,
    Orders,
    Looking,
    NoneFound,
    Away,
    TooMany,
    Accession,
    Day,
    Procedure,
    PatientName,
    PatientId,
    Kana,
    BirthDate,
    Sex,
    Here,
    Ordered,
    Why,
    Pick,
    Drop,
    Close,
};

QString word(OrderWord which, record::Language language);

} // namespace seihon::station_ui
