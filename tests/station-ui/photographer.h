#pragma once

#include "tests/station-ui/ui_desk.h"

#include <QImage>

namespace seihon::station_ui {

// Writes what the window shows: in both languages, at 100 % and 200 %.
class Photographer {
  public:
    explicit Photographer(QString folder) : m_folder(std::move(folder)) {}

    bool take(UiDesk& desk, const QString& name);

  private:
    bool keep(const QImage& picture, const QString& file);

    QString m_folder;
};

// The players, one for each group of pages.
bool playDesks(Photographer& camera);
bool playBoxes(Photographer& camera);
bool playAdmin(Photographer& camera);
bool playFilms(Photographer& camera);
bool playArchive(Photographer& camera);
bool playDeliveries(Photographer& camera);
bool playOrders(Photographer& camera);

} // namespace seihon::station_ui
