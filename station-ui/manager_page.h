#pragma once

#include "station-ui/manager_desk.h"
#include "station-ui/page.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
class QTimer;

namespace seihon::station_ui {

class ManagerModel;

// What waits for the information creation manager, and sealing what was accepted with one PIN. Each
// row says how it ended.
class ManagerPage : public Page {
    Q_OBJECT

  public:
    ManagerPage(WindowState& state, ManagerDesk& desk);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override; // Space chooses a row

  private:
    void layOut();
    void connectParts();
    void deskChanged();
    void fillFoot();
    void openSelected();
    void seal();
    const ManagerRow* selected() const;

    ManagerDesk& m_desk;
    ManagerModel* m_model;
    QString m_kept; // the selected job, while rows come and go
    QLabel *m_title, *m_more, *m_empty, *m_detail, *m_pinLabel, *m_serves, *m_progress;
    QTableView* m_table;
    QLineEdit* m_pin;
    QPushButton *m_refresh, *m_open, *m_stop, *m_seal;
    QTimer* m_timer;
};

} // namespace seihon::station_ui
