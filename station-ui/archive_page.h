#pragma once

#include "station-ui/page.h"

#include <array>

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace seihon::station_ui {

class ArchiveBoard;
class ArchiveCard;
class BackupCard;

// Is everything kept twice, and does it hold? Backups and drills, the archive's looks and repairs,
// replicas and witnesses [F9].
class ArchivePage : public Page {
    Q_OBJECT

  public:
    ArchivePage(WindowState& state, ArchiveBoard& board);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    QWidget* copiesCard();
    void showCard(int card);
    void fill();
    void fillCopies();

    ArchiveBoard& m_board;
    bool m_wasRunning = false;
    QLabel *m_title, *m_copiesSaid, *m_rebuild;
    QPushButton* m_again;
    std::array<QPushButton*, 3> m_to{};
    QStackedWidget* m_cards;
    BackupCard* m_backups;
    ArchiveCard* m_archive;
    QTableWidget* m_copies;
};

} // namespace seihon::station_ui
