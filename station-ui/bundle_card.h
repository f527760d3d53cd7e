#pragma once

#include "station-ui/audit_desk.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace seihon::station_ui {

// Takes the record that is open out of the house with all that it takes to verify it elsewhere.
class BundleCard : public QFrame {
    Q_OBJECT

  public:
    BundleCard(WindowState& state, AuditDesk& desk);
    void wipe();
    void retranslate();

  private:
    void choose();
    void take();
    void refresh();
    void fill();

    WindowState& m_state;
    AuditDesk& m_desk;
    QLabel *m_lead, *m_recipientLabel, *m_reasonLabel, *m_levelLabel, *m_levelNote, *m_folderLabel,
        *m_result;
    QLineEdit *m_recipient, *m_reason, *m_folder;
    QComboBox* m_level;
    QPushButton *m_choose, *m_take;
};

} // namespace seihon::station_ui
