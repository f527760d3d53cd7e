#include "station-ui/grey_window.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace seihon::station_ui {

namespace {

constexpr double kGreys = 65536;

const quint16* rowOf(const QImage& deep, int y) {
    return reinterpret_cast<const quint16*>(deep.constScanLine(y));
}

} // namespace

GreyWindow GreyWindow::ofWhole(const QImage& deep) {
    quint16 darkest = 65535, lightest = 0;
    for (int y = 0; y < deep.height(); ++y) {
        const auto [low, high] = std::minmax_element(rowOf(deep, y), rowOf(deep, y) + deep.width());
        darkest = std::min(darkest, *low);
        lightest = std::max(lightest, *high);
    }
    const double width = lightest > darkest ? lightest - darkest : 1;
    return GreyWindow{darkest + width / 2, width}.kept();
}

GreyWindow GreyWindow::kept() const {
    return {std::clamp(centre, 0.0, kGreys - 1), std::clamp(width, 1.0, kGreys)};
}

QImage shownThrough(const GreyWindow& window, const QImage& deep, const QRect& part) {
    std::vector<uchar> tones(static_cast<std::size_t>(kGreys));
    const double low = window.centre - window.width / 2;
    for (std::size_t grey = 0; grey < tones.size(); ++grey) {
        const double tone = (static_cast<double>(grey) - low) / window.width * 255;
        tones[grey] = static_cast<uchar>(std::lround(std::clamp(tone, 0.0, 255.0)));
    }
    const QRect inside = part & deep.rect();
    QImage shown(inside.size(), QImage::Format_Grayscale8);
    for (int y = 0; y < shown.height(); ++y) {
        const quint16* const from = rowOf(deep, inside.y() + y) + inside.x();
        uchar* const to = shown.scanLine(y);
        std::transform(from, from + shown.width(), to, [&](quint16 grey) { return tones[grey]; });
    }
    return shown;
}

QImage halvedDeep(const QImage& deep) {
    QImage half((deep.width() + 1) / 2, (deep.height() + 1) / 2, QImage::Format_Grayscale16);
    for (int y = 0; y < half.height(); ++y) {
        const quint16* const above = rowOf(deep, 2 * y);
        const quint16* const below = rowOf(deep, std::min(2 * y + 1, deep.height() - 1));
        auto* const to = reinterpret_cast<quint16*>(half.scanLine(y));
        for (int x = 0; x < half.width(); ++x) {
            const int right = std::min(2 * x + 1, deep.width() - 1);
            to[x] = static_cast<quint16>(
                (above[2 * x] + above[right] + below[2 * x] + below[right] + 2) / 4);
        }
    }
    return half;
}

} // namespace seihon::station_ui
