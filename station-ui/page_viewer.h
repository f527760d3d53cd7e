#pragma once

#include "station-ui/film_reading.h"
#include "station-ui/grey_window.h"
#include "station-ui/job_view.h"
#include "station-ui/pyramid.h"
#include "station-ui/theme.h"

#include <QPixmap>
#include <QWidget>

#include <optional>

namespace seihon::station_ui {

// What the checks saw, where they saw it.
struct Overlay {
    QRectF millimetres; // of the page
    QString label;
    record::Severity severity = record::Severity::Warn;
};

// One page, as large as one likes: fit, actual pixels, wheel, pinch and keys; turned for the eye
// only. It is always drawn from an area-averaged level, never by picking pixels.
class PageViewer : public QWidget {
    Q_OBJECT

  public:
    explicit PageViewer(QWidget* parent = nullptr);

    // Keeps place and size when it is the same page in more pixels.
    void setPicture(const QString& key, Pyramid pyramid, std::int64_t dpi);
    void setOverlays(std::vector<Overlay> overlays);
    void clear();
    bool isEmpty() const { return m_pyramid.empty(); }
    // Does it hold the page's own pixels, not a smaller view of it?
    bool isWhole() const {
        return !m_pyramid.empty() && m_pyramid.levels.front().width() == m_pyramid.size.width();
    }
    const QString& key() const { return m_key; }

    void fit();
    void actualSize();
    void zoomBy(double factor);
    void turn();                 // a quarter to the right, of the view only
    void setTurned(int degrees); // as it is read
    void setLoupe(bool on);
    bool loupe() const { return m_loupe; }
    // Of a film; the whole range until somebody chose another one.
    void setWindow(const GreyWindow& window);
    void resetWindow();
    const GreyWindow& window() const { return m_window; }
    bool isFilm() const { return m_pyramid.deep(); }
    // On a film: a cross that the arrows move (Shift: by one pixel), to read what stands there.
    // Without it the pointer reads.
    void setCross(bool on);
    bool cross() const { return m_cross; }
    std::optional<FilmReading> reading() const;
    double scale() const { return m_scale; } // screen pixels a page pixel
    int turned() const { return m_quarters * 90; }
    // Where an overlay is drawn, in the widget.
    QRectF placeOf(const Overlay& overlay) const;

  signals:
    void pictureChanged(); // another one, or the same in more pixels
    void readingChanged();

  protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    QSize sizeHint() const override { return {480, 640}; }

  private:
    QTransform toWidget() const; // from page pixels
    void zoomAt(QPointF place, double factor);
    void keepInside();
    bool moveCross(const QKeyEvent& event);
    void pointAt(QPointF place); // in the widget
    QPointF placeOfPoint() const;
    double fitScale() const;
    QSizeF turnedSize() const;
    void drawPicture(QPainter& painter, double scale, const QTransform& there,
                     const QRectF& visible) const;
    void drawOverlays(QPainter& painter) const;
    QSizeF labelSize(const QPainter& painter, const QString& words) const;
    void drawLabel(QPainter& painter, QPointF place, const QString& words,
                   const QColor& colour) const;
    void drawLoupe(QPainter& painter) const;

    QString m_key;
    Pyramid m_pyramid;
    std::int64_t m_dpi = 0;
    std::vector<Overlay> m_overlays;
    double m_scale = 1;
    bool m_fits = true;
    QPointF m_centre; // of what is seen, in turned page pixels
    int m_quarters = 0;
    int m_turned = 0; // degrees, of the page that is shown
    bool m_loupe = false;
    GreyWindow m_window;
    bool m_cross = false;
    std::optional<QPoint> m_point; // of the page: what is read
    QPointF m_mouse;
    QPixmap m_drawn; // what the last paint made; empty when something changed
};

} // namespace seihon::station_ui
