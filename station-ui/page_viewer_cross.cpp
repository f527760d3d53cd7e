#include "station-ui/page_viewer.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

// What stands at one point of a film: under the pointer, or under a cross that keys move.
namespace seihon::station_ui {

namespace {

constexpr double kCrossStep = 8; // screen pixels

} // namespace

std::optional<FilmReading> PageViewer::reading() const {
    return m_point ? readFilm(m_pyramid, *m_point) : std::nullopt;
}

void PageViewer::setCross(bool on) {
    m_cross = on;
    if (on && isFilm() && !m_point) {
        pointAt(QPointF(rect().center()));
    }
    update();
    emit readingChanged();
}

QPointF PageViewer::placeOfPoint() const {
    return toWidget().map(QPointF(*m_point) + QPointF(0.5, 0.5));
}

void PageViewer::pointAt(QPointF place) {
    if (!isFilm()) {
        return;
    }
    const QPointF there = toWidget().inverted().map(place);
    QPoint pixel(static_cast<int>(std::floor(there.x())), static_cast<int>(std::floor(there.y())));
    if (m_cross) { // never leaves the film
        pixel = {std::clamp(pixel.x(), 0, m_pyramid.size.width() - 1),
                 std::clamp(pixel.y(), 0, m_pyramid.size.height() - 1)};
    }
    if (m_point != pixel) {
        m_point = pixel;
        emit readingChanged();
    }
}

bool PageViewer::moveCross(const QKeyEvent& event) {
    const int key = event.key();
    const QPointF way(key == Qt::Key_Right ? 1 : (key == Qt::Key_Left ? -1 : 0),
                      key == Qt::Key_Down ? 1 : (key == Qt::Key_Up ? -1 : 0));
    if (way.isNull() || !m_point) {
        return false;
    }
    const bool fine = (event.modifiers() & Qt::ShiftModifier) != 0;
    pointAt(placeOfPoint() + way * (fine ? m_scale : std::max(kCrossStep, m_scale)));
    const QPointF now = placeOfPoint();
    if (!QRectF(rect()).adjusted(kCrossStep, kCrossStep, -kCrossStep, -kCrossStep).contains(now)) {
        m_centre += (now - QPointF(rect().center())) / m_scale; // the view follows
        m_fits = false;
        keepInside();
        m_drawn = {};
    }
    update();
    return true;
}

void PageViewer::leaveEvent(QEvent*) {
    if (!m_cross && m_point) {
        m_point.reset();
        emit readingChanged();
    }
}

} // namespace seihon::station_ui
