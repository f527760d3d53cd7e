#include "station-ui/page.h"

#include <QEvent>
#include <QLayout>

namespace seihon::station_ui {

// What scrolls a page asks how high it must be, and not how high at this width: lines that wrap on
// a narrow screen would squeeze the buttons below them.
bool Page::event(QEvent* event) {
    const bool known = QWidget::event(event);
    const bool moved = event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest;
    if (moved && layout() != nullptr && layout()->hasHeightForWidth()) {
        const int least = layout()->minimumHeightForWidth(width());
        if (least != minimumHeight()) {
            setMinimumHeight(least);
        }
    }
    return known;
}

} // namespace seihon::station_ui
