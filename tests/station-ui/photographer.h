#pragma once

#include "tests/station-ui/ui_desk.h"

#include <QImage>
#include <QString>

namespace seihon::station_ui {

// Keeps a picture of the window in both languages at 100 % and 200 %.
class Photographer {
  public:
    explicit Photographer(QString folder) : m_folder(std::move(folder)) {}

    bool take(UiDesk& desk, const QString& name);

  private:
    bool keep(const QImage& picture, const QString& file);

    QString m_folder;
};

} // namespace seihon::station_ui
