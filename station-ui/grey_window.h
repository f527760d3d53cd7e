#pragma once

#include <QImage>

namespace seihon::station_ui {

// Which of the 65536 greys of a film are spread over the greys of the screen, for the eye only
// (PS3.3 C.11.2.1.2, linear exact): what lies below is black, what lies above is white.
struct GreyWindow {
    double centre = 32768;
    double width = 65536;

    // Everything that the picture holds, from its darkest to its lightest grey.
    static GreyWindow ofWhole(const QImage& deep);
    // Inside of what 16 bits hold, at least one grey wide.
    GreyWindow kept() const;
    friend bool operator==(const GreyWindow&, const GreyWindow&) = default;
};

// A part of a picture of Format_Grayscale16 as the screen shows it.
QImage shownThrough(const GreyWindow& window, const QImage& deep, const QRect& part);
// Half the size, each grey the mean of its area: Qt would do it in eight bits.
QImage halvedDeep(const QImage& deep);

} // namespace seihon::station_ui
