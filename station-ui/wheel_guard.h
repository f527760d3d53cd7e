#pragma once

#include <QObject>

namespace seihon::station_ui {

// The wheel scrolls pages and changes no number or choice: a field under the mouse would take it
// while somebody looks for a button further down.
class WheelGuard : public QObject {
    Q_OBJECT

  public:
    explicit WheelGuard(QObject* parent);
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace seihon::station_ui
