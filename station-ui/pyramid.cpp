#include "station-ui/pyramid.h"

#include "station-ui/grey_window.h"

namespace seihon::station_ui {

namespace {
constexpr int kSmallest = 200; // pixels of the longer side
}

const QImage& Pyramid::levelFor(double scale) const {
    const double wanted = scale * size.width();
    std::size_t chosen = 0;
    while (chosen + 1 < levels.size() && levels[chosen + 1].width() >= wanted) {
        ++chosen;
    }
    return levels[chosen];
}

Pyramid buildPyramid(QImage picture, QSize full) {
    Pyramid pyramid;
    pyramid.size = full;
    pyramid.levels.push_back(std::move(picture));
    while (std::max(pyramid.levels.back().width(), pyramid.levels.back().height()) > kSmallest) {
        const QImage& above = pyramid.levels.back();
        // Qt averages over the area when it scales down smoothly.
        QImage half = pyramid.deep()
                          ? halvedDeep(above)
                          : above.scaled((above.width() + 1) / 2, (above.height() + 1) / 2,
                                         Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        pyramid.levels.push_back(std::move(half));
    }
    return pyramid;
}

} // namespace seihon::station_ui
