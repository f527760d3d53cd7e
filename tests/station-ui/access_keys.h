#pragma once

#include <QStringList>

class QWidget;

namespace seihon::station_ui {

// Access keys that two visible controls of the window have now; `where` begins each line.
QStringList clashesIn(const QWidget& window, const QString& where);

} // namespace seihon::station_ui
