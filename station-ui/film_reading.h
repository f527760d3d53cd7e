#pragma once

#include "record/sentences.h"
#include "station-ui/pyramid.h"

#include <QPoint>

#include <optional>

class QPainter;

namespace seihon::station_ui {

// What stands at one point of a film: the stored value, and what it means as optical density where
// the film's own calibration says so.
struct FilmReading {
    // A calibration knows nothing beyond its lightest and its densest step.
    enum class Bound { Exact, AtLeast, AtMost };

    QPoint pixel; // of the page, as it was scanned
    std::uint16_t value = 0;
    std::optional<int> milliDensity; // none: not calibrated
    Bound bound = Bound::Exact;
};

// None outside of the page, and as long as only a smaller view of it is here: a mean of pixels is
// no stored value.
std::optional<FilmReading> readFilm(const Pyramid& film, QPoint pixel);
QString textOf(const FilmReading& reading, record::Language language);
// Seen on any grey.
void drawCross(QPainter& painter, QPointF place);

} // namespace seihon::station_ui
