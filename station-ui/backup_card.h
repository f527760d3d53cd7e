#pragma once

#include "station-ui/archive_board.h"

#include <QFrame>

class QCheckBox;
class QLabel;
class QPushButton;
class QTableView;
class QTableWidget;

namespace seihon::station_ui {

class RowsModel;

// Where backups go, how old the last good one is, the generations, the last drill; another backup,
// and a drill, now.
class BackupCard : public QFrame {
    Q_OBJECT

  public:
    BackupCard(WindowState& state, ArchiveBoard& board);
    void begin(); // the focus to where the work begins
    void fill();
    void retranslate();

  private:
    QString generationCell(int row, int column) const;
    QString drillText(const station::ArchiveOverview& overview) const;
    void fillPlaces(const station::ArchiveOverview& overview);
    void refresh();
    std::string target() const;

    WindowState& m_state;
    ArchiveBoard& m_board;
    RowsModel* m_model;
    QLabel *m_standing, *m_drillSaid, *m_listLabel;
    QTableWidget* m_places;
    QTableView* m_generations;
    QCheckBox* m_new;
    QPushButton *m_make, *m_drill;
};

} // namespace seihon::station_ui
