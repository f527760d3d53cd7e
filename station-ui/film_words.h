#pragma once

#include "record/sentences.h"

#include <QString>

namespace seihon::station_ui {

// The words about calibrating a device for films.
enum class FilmWord {
    Calibrate,
    Title,
    Steps,
    Known,
    Standing,
    InForce,
    Replaced,
    Voided,
    Ended,
    Resolution,
    Densities,
    Age,
    Days,
    Until,
    Certificate,
    Choose,
    ChooseTitle,
    ChooseKind,
    Dpi,
    Width,
    Height,
    WholeArea,
    Laid,
    First,
    Run,
    Running,
    Void,
    VoidAsk,
    NothingInForce,
    Done,
    NotDone,
    MeasuredRange,
    MeasuredPitch,
    MeasuredScale,
    MeasuredSharpness,
    MeasuredBits,
    MeasuredSkew,
    StepDensity,
    StepValue,
    StepNoise,
    StepUsed,
};

QString word(FilmWord which, record::Language language);

} // namespace seihon::station_ui
