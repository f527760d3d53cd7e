#include "station-ui/film_reading.h"

#include "record/film_fit.h"
#include "station-ui/words.h"

#include <QPainter>

namespace seihon::station_ui {

namespace {

constexpr double kCrossArm = 18, kCrossGap = 4; // what is measured stays visible in the middle

} // namespace

std::optional<FilmReading> readFilm(const Pyramid& film, QPoint pixel) {
    const bool whole = film.deep() && film.levels.front().size() == film.size;
    if (!whole || !QRect(QPoint(), film.size).contains(pixel)) {
        return std::nullopt;
    }
    FilmReading reading;
    reading.pixel = pixel;
    reading.value = reinterpret_cast<const std::uint16_t*>(
        film.levels.front().constScanLine(pixel.y()))[pixel.x()];
    if (film.filmScale) {
        reading.milliDensity = film.filmScale->densityOfValue.at(reading.value);
        reading.bound = reading.value < film.filmScale->densestValue ? FilmReading::Bound::AtLeast
                        : reading.value > film.filmScale->clearestValue ? FilmReading::Bound::AtMost
                                                                        : FilmReading::Bound::Exact;
    }
    return reading;
}

QString textOf(const FilmReading& reading, record::Language language) {
    const QString value = word(Word::FilmValue, language).arg(reading.value);
    if (!reading.milliDensity) {
        return value + "   " + word(Word::FilmNotCalibrated, language);
    }
    const Word how = reading.bound == FilmReading::Bound::AtLeast  ? Word::FilmDensityAtLeast
                     : reading.bound == FilmReading::Bound::AtMost ? Word::FilmDensityAtMost
                                                                   : Word::FilmDensity;
    return word(how, language).arg(QString::number(*reading.milliDensity / 1000.0, 'f', 2)) +
           "   " + value;
}

void drawCross(QPainter& painter, QPointF place) {
    for (const auto& [colour, width] :
         {std::pair{QColor(Qt::black), 5.0}, std::pair{QColor("#f5b301"), 2.0}}) {
        painter.setPen(QPen(colour, width));
        for (const QPointF& way : {QPointF(1, 0), QPointF(-1, 0), QPointF(0, 1), QPointF(0, -1)}) {
            painter.drawLine(place + kCrossGap * way, place + kCrossArm * way);
        }
    }
}

} // namespace seihon::station_ui
