#pragma once

#include <QImage>

#include <memory>
#include <vector>

namespace seihon::record {
struct FilmScale;
}

namespace seihon::station_ui {

// A page in halves of its size, each averaged over the area of the one above: so that no line of
// the paper is lost at any size. Level 0 are the page's own pixels.
struct Pyramid {
    std::vector<QImage> levels; // none: no picture yet
    QSize size;                 // of the page in pixels, whatever level 0 holds
    // Of a film that a calibrated device read: what its greys mean. Null: nobody knows.
    std::shared_ptr<const record::FilmScale> filmScale = {};

    bool empty() const { return levels.empty(); }
    // 16 bits of grey: a film, looked at through a window of its greys.
    bool deep() const { return !empty() && levels.front().format() == QImage::Format_Grayscale16; }
    // The smallest level that still has at least so many pixels as `scale` (screen pixels a page
    // pixel) wants.
    const QImage& levelFor(double scale) const;
};

// `full`: the size of the page that this is a picture of; a smaller view of it may stand in until
// the page's own pixels are there. Not for the window's thread.
Pyramid buildPyramid(QImage picture, QSize full);

} // namespace seihon::station_ui
