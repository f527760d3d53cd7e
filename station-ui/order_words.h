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
    // On the page where paper is received, whose access keys are others.
    OrderNow,
    PickNow,
    DropNow,
    NotPicked,
};

QString word(OrderWord which, record::Language language);

} // namespace seihon::station_ui
