#pragma once

#include "station-ui/archive_board.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QTableView;
class QTableWidget;

namespace seihon::station_ui {

class RowsModel;

// The archive's looks: how many parts were seen, what the last ones found, the next one or all of
// it now; what is damaged, and mending it.
class ArchiveCard : public QFrame {
    Q_OBJECT

  public:
    ArchiveCard(WindowState& state, ArchiveBoard& board);
    void begin();
    void fill();
    void retranslate();

  private:
    QString lookCell(int row, int column) const;
    void fillFound();
    void refresh();
    const station::DamagedRecord* chosen() const;

    WindowState& m_state;
    ArchiveBoard& m_board;
    RowsModel* m_model;
    QLabel *m_standing, *m_covered, *m_found;
    QTableView* m_looks;
    QTableWidget* m_damaged;
    QPushButton *m_part, *m_all, *m_repair;
};

} // namespace seihon::station_ui
