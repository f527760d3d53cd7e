#include "station-ui/page_viewer.h"

#include <QGestureEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPinchGesture>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace seihon::station_ui {

namespace {

constexpr double kLargest = 8;
constexpr double kStep = 1.25;
constexpr int kLabelPixels = 18;
constexpr double kMillimetresPerInch = 25.4;
constexpr int kLoupeSide = 320;
constexpr double kMargin = 12;
constexpr double kWindowOfDrag = 65536; // greys for a drag over the whole viewer

} // namespace

PageViewer::PageViewer(QWidget* parent) : QWidget(parent) {
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(240, 240);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    grabGesture(Qt::PinchGesture);
}

void PageViewer::setPicture(const QString& key, Pyramid pyramid, std::int64_t dpi) {
    const bool another = key != m_key;
    m_key = key;
    const bool wasFilm = isFilm();
    m_pyramid = std::move(pyramid);
    m_dpi = dpi;
    if (isFilm() && (another || !wasFilm)) {
        m_window = GreyWindow::ofWhole(m_pyramid.levels.front());
    }
    if (another) {
        m_quarters = 0;
        m_turned = 0;
        m_point.reset();
        fit();
    }
    m_drawn = {};
    update();
    emit pictureChanged();
    setCross(m_cross);
}

void PageViewer::setWindow(const GreyWindow& window) {
    m_window = window.kept();
    m_drawn = {};
    update();
}

void PageViewer::resetWindow() {
    if (isFilm()) {
        setWindow(GreyWindow::ofWhole(m_pyramid.levels.front()));
    }
}

void PageViewer::setOverlays(std::vector<Overlay> overlays) {
    m_overlays = std::move(overlays);
    m_drawn = {};
    update();
}

void PageViewer::clear() {
    m_key.clear();
    m_pyramid = {};
    m_overlays.clear();
    m_point.reset();
    m_drawn = {};
    update();
    emit pictureChanged();
    emit readingChanged();
}

QSizeF PageViewer::turnedSize() const {
    const QSizeF page(m_pyramid.size);
    return m_quarters % 2 == 0 ? page : page.transposed();
}

double PageViewer::fitScale() const {
    const QSizeF page = turnedSize();
    if (page.isEmpty()) {
        return 1;
    }
    return std::max(0.01, std::min((width() - 2 * kMargin) / page.width(),
                                   (height() - 2 * kMargin) / page.height()));
}

void PageViewer::fit() {
    m_fits = true;
    m_scale = fitScale();
    m_centre = {turnedSize().width() / 2, turnedSize().height() / 2};
    m_drawn = {};
    update();
}

void PageViewer::actualSize() {
    zoomAt(QPointF(rect().center()), 1 / (m_scale * devicePixelRatioF()));
}

void PageViewer::zoomBy(double factor) {
    zoomAt(QPointF(rect().center()), factor);
}

void PageViewer::zoomAt(QPointF place, double factor) {
    const double wanted = std::clamp(m_scale * factor, std::min(fitScale(), 1.0), kLargest);
    const QPointF middle = QPointF(rect().center());
    const QPointF there = m_centre + (place - middle) / m_scale; // stays under the finger
    m_scale = wanted;
    m_centre = there - (place - middle) / m_scale;
    m_fits = false;
    keepInside();
    m_drawn = {};
    update();
}

void PageViewer::keepInside() {
    const QSizeF page = turnedSize();
    const auto within = [](double value, double length, double seen) {
        return seen >= length ? length / 2 : std::clamp(value, seen / 2, length - seen / 2);
    };
    m_centre = {within(m_centre.x(), page.width(), (width() - 2 * kMargin) / m_scale),
                within(m_centre.y(), page.height(), (height() - 2 * kMargin) / m_scale)};
}

void PageViewer::setTurned(int degrees) {
    if (m_turned != degrees) { // a turn of the view alone stays
        m_turned = degrees;
        m_quarters = degrees / 90;
        m_drawn = {};
        if (m_fits) {
            fit();
        }
        update();
    }
}

void PageViewer::turn() {
    m_quarters = (m_quarters + 1) % 4;
    fit();
}

void PageViewer::setLoupe(bool on) {
    m_loupe = on;
    setCursor(on ? Qt::CrossCursor : Qt::OpenHandCursor);
    m_mouse = QPointF(rect().center());
    update();
}

QTransform PageViewer::toWidget() const {
    QTransform turned;
    turned.rotate(90 * m_quarters);
    const QRectF bounds = turned.mapRect(QRectF(QPointF(), QSizeF(m_pyramid.size)));
    QTransform there;
    there.translate(width() / 2.0, height() / 2.0);
    there.scale(m_scale, m_scale);
    there.translate(-m_centre.x() - bounds.left(), -m_centre.y() - bounds.top());
    there.rotate(90 * m_quarters);
    return there;
}

QRectF PageViewer::placeOf(const Overlay& overlay) const {
    const double pixels = static_cast<double>(m_dpi) / kMillimetresPerInch;
    const QRectF& mm = overlay.millimetres;
    return toWidget().mapRect(
        QRectF(mm.x() * pixels, mm.y() * pixels, mm.width() * pixels, mm.height() * pixels));
}

// Only the part that is seen, out of the level that fits the size.
void PageViewer::drawPicture(QPainter& painter, double scale, const QTransform& there,
                             const QRectF& visible) const {
    const QImage& level = m_pyramid.levelFor(scale * devicePixelRatioF());
    const double ratio = level.width() / static_cast<double>(m_pyramid.size.width());
    const QRectF page = QRectF(QPointF(), QSizeF(m_pyramid.size)) &
                        there.inverted().mapRect(visible).adjusted(-2, -2, 2, 2);
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setTransform(there, true);
    const QRectF wanted(page.x() * ratio, page.y() * ratio, page.width() * ratio,
                        page.height() * ratio);
    if (isFilm()) {
        const QRect part = wanted.toAlignedRect() & level.rect();
        painter.drawImage(page, shownThrough(m_window, level, part),
                          wanted.translated(-part.topLeft()));
    } else {
        painter.drawImage(page, level, wanted);
    }
    painter.restore();
}

QSizeF PageViewer::labelSize(const QPainter& painter, const QString& words) const {
    const double most = std::max(120.0, width() - 24.0);
    const QRectF text = QFontMetricsF(painter.font())
                            .boundingRect(QRectF(0, 0, most, 400), Qt::TextWordWrap, words);
    return {text.width() + 20, text.height() + 10};
}

void PageViewer::drawLabel(QPainter& painter, QPointF place, const QString& words,
                           const QColor& colour) const {
    QRectF box(place, labelSize(painter, words));
    box.moveLeft(std::clamp(box.left(), 4.0, std::max(4.0, width() - box.width() - 4)));
    box.moveTop(std::clamp(box.top(), 4.0, std::max(4.0, height() - box.height() - 4)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(box, 5, 5);
    painter.setPen(Theme::shown().highContrast ? Qt::black : Qt::white);
    painter.drawText(box.adjusted(10, 5, -10, -5), Qt::TextWordWrap, words);
}

// A double line, light and dark, is seen on any paper; refusals are full, warnings dashed.
void PageViewer::drawOverlays(QPainter& painter) const {
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Overlay& one : m_overlays) {
        const bool refusal = one.severity == record::Severity::Refuse;
        const QColor colour = refusal ? Theme::shown().bad() : Theme::shown().careful();
        const QRectF place = placeOf(one).adjusted(-4, -4, 4, 4);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(Qt::white, 7));
        painter.drawRoundedRect(place, 4, 4);
        painter.setPen(QPen(colour, 4, refusal ? Qt::SolidLine : Qt::DashLine));
        painter.drawRoundedRect(place, 4, 4);
    }
    QFont small =
        painter.font(); // the sentence stands large beside the page: here it must not hide it
    small.setPixelSize(std::min(small.pixelSize(), kLabelPixels));
    painter.setFont(small);
    double lowest = 0; // labels do not lie on each other
    for (const Overlay& one : m_overlays) {
        const QRectF place = placeOf(one);
        const double height = labelSize(painter, one.label).height() + 4;
        const double top = std::max(lowest, place.top() - height);
        drawLabel(painter, {place.left(), top}, one.label,
                  one.severity == record::Severity::Refuse ? Theme::shown().bad()
                                                           : Theme::shown().careful());
        lowest = std::max(lowest, top + height);
    }
}

void PageViewer::drawLoupe(QPainter& painter) const {
    const QRectF lens(m_mouse.x() - kLoupeSide / 2.0, m_mouse.y() - kLoupeSide / 2.0, kLoupeSide,
                      kLoupeSide);
    QPainterPath circle;
    circle.addEllipse(lens);
    painter.save();
    painter.setClipPath(circle);
    painter.fillRect(lens, QColor("#3b454d"));
    const double larger = std::max(2.0, 1 / m_scale); // at least the page's own pixels
    QTransform there = toWidget();
    QTransform zoomed;
    zoomed.translate(m_mouse.x(), m_mouse.y());
    zoomed.scale(larger, larger);
    zoomed.translate(-m_mouse.x(), -m_mouse.y());
    drawPicture(painter, m_scale * larger, there * zoomed, lens);
    painter.restore();
    painter.setPen(QPen(Theme::shown().accent(), 4));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(lens);
}

void PageViewer::paintEvent(QPaintEvent*) {
    if (m_drawn.size() != size() * devicePixelRatioF() || m_drawn.isNull()) {
        m_drawn = QPixmap(size() * devicePixelRatioF());
        m_drawn.setDevicePixelRatio(devicePixelRatioF());
        m_drawn.fill(Theme::shown().highContrast ? Qt::black : QColor("#3b454d"));
        if (!m_pyramid.empty()) {
            QPainter painter(&m_drawn);
            painter.setFont(font());
            drawPicture(painter, m_scale, toWidget(), QRectF(rect()));
            drawOverlays(painter);
        }
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_drawn);
    if (m_loupe && !m_pyramid.empty()) {
        drawLoupe(painter);
    }
    if (m_cross && m_point && isFilm()) {
        drawCross(painter, placeOfPoint());
    }
    if (hasFocus()) {
        painter.setPen(
            QPen(Theme::shown().highContrast ? Theme::shown().accent() : QColor("#f5b301"), 4));
        painter.drawRect(rect().adjusted(1, 1, -2, -2));
    }
}

void PageViewer::resizeEvent(QResizeEvent*) {
    m_drawn = {};
    if (m_fits) {
        fit();
    } else {
        keepInside();
    }
}

bool PageViewer::event(QEvent* event) {
    if (event->type() == QEvent::Gesture) {
        auto* gesture = static_cast<QGestureEvent*>(event)->gesture(Qt::PinchGesture);
        if (const auto* pinch = static_cast<QPinchGesture*>(gesture)) {
            zoomAt(QPointF(mapFromGlobal(pinch->centerPoint().toPoint())), pinch->scaleFactor());
            return true;
        }
    }
    return QWidget::event(event);
}

void PageViewer::wheelEvent(QWheelEvent* event) {
    zoomAt(event->position(), std::pow(kStep, event->angleDelta().y() / 120.0));
}

void PageViewer::keyPressEvent(QKeyEvent* event) {
    if (m_cross && isFilm() && moveCross(*event)) {
        return;
    }
    const QPointF step(width() / (4 * m_scale), height() / (4 * m_scale));
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomBy(kStep);
    case Qt::Key_Minus:
        return zoomBy(1 / kStep);
    case Qt::Key_0:
        return fit();
    case Qt::Key_1:
        return actualSize();
    case Qt::Key_Left:
        m_centre.rx() -= step.x();
        break;
    case Qt::Key_Right:
        m_centre.rx() += step.x();
        break;
    case Qt::Key_Up:
        m_centre.ry() -= step.y();
        break;
    case Qt::Key_Down:
        m_centre.ry() += step.y();
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    keepInside();
    m_drawn = {};
    update();
}

void PageViewer::mousePressEvent(QMouseEvent* event) {
    m_mouse = event->position();
    if (event->button() == Qt::LeftButton) {
        pointAt(m_mouse);
    }
    update();
}

void PageViewer::mouseMoveEvent(QMouseEvent* event) {
    if (!m_cross) {
        pointAt(event->position());
    }
    if (isFilm() && (event->buttons() & Qt::RightButton) != 0) { // as films are read elsewhere
        const QPointF moved = event->position() - m_mouse;
        setWindow({m_window.centre - moved.y() / height() * kWindowOfDrag,
                   m_window.width + moved.x() / width() * kWindowOfDrag});
    } else if (!m_loupe && (event->buttons() & Qt::LeftButton) != 0) {
        m_centre -= (event->position() - m_mouse) / m_scale;
        m_fits = false;
        keepInside();
        m_drawn = {};
    }
    m_mouse = event->position();
    if (m_loupe || event->buttons() != Qt::NoButton) {
        update();
    }
}

void PageViewer::mouseDoubleClickEvent(QMouseEvent*) {
    if (m_fits) {
        actualSize();
    } else {
        fit();
    }
}

} // namespace seihon::station_ui
