#pragma once

#include <QWidget>

namespace seihon::station_ui {

// The part of a page that takes what room is left and scrolls inside: what it would like to have,
// or what its parts would like at this width, must not push the buttons below it off the screen.
class PageBody : public QWidget {
  public:
    explicit PageBody(int leastHeight) {
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
        setMinimumHeight(leastHeight);
    }
    bool hasHeightForWidth() const override { return false; }
};

} // namespace seihon::station_ui
