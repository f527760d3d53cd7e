#pragma once

#include <QWidget>

namespace seihon::station_ui {

// The middle of a page: as high as there is room. Lines that wrap inside it do not ask the page for
// more, so that it never pushes the big button off the screen.
class Body : public QWidget {
  public:
    explicit Body(int leastHeight) {
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
        setMinimumHeight(leastHeight);
    }
    bool hasHeightForWidth() const override { return false; }
};

} // namespace seihon::station_ui
