#pragma once

#include "station-ui/audit_desk.h"

#include <QFrame>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace seihon::station_ui {

// Takes what the log says of the record that is open out of the house, and says what it proves.
class ProofCard : public QFrame {
    Q_OBJECT

  public:
    ProofCard(WindowState& state, AuditDesk& desk);
    void wipe();
    void retranslate();

  private:
    void choose();
    void take();
    void refresh();
    void fill();
    QString provesText(const ProofEnd& end) const;

    WindowState& m_state;
    AuditDesk& m_desk;
    QLabel *m_lead, *m_folderLabel, *m_result, *m_proves;
    QCheckBox* m_hidden;
    QLineEdit* m_folder;
    QPushButton *m_choose, *m_take;
};

} // namespace seihon::station_ui
