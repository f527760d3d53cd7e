#include "station-ui/wheel_guard.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>

namespace seihon::station_ui {

WheelGuard::WheelGuard(QObject* parent) : QObject(parent) {
    QApplication::instance()->installEventFilter(this);
}

bool WheelGuard::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Wheel) {
        return false;
    }
    const bool field = qobject_cast<QAbstractSpinBox*>(watched) != nullptr ||
                       qobject_cast<QAbstractSpinBox*>(watched->parent()) != nullptr ||
                       qobject_cast<QComboBox*>(watched) != nullptr;
    if (field) {
        event->ignore(); // whatever lies around it scrolls
    }
    return field;
}

} // namespace seihon::station_ui
