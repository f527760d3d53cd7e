#pragma once

#include "station-ui/audit_desk.h"
#include "station-ui/page.h"

class QCheckBox;
class QComboBox;
class QDateEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace seihon::station_ui {

class HistoryModel;

// The log itself, newest first: who did what, when and why; of one kind, by one person, about one
// patient, in these days.
class LogPage : public Page {
    Q_OBJECT

  public:
    LogPage(WindowState& state, LogDesk& desk);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    void connectParts();
    void fillKinds();
    void showDays(bool on);
    void fillResult();
    void read();

    LogDesk& m_desk;
    HistoryModel* m_model;
    QLabel *m_title, *m_kindLabel, *m_personLabel, *m_patientLabel, *m_fromLabel, *m_untilLabel,
        *m_result, *m_whole;
    QComboBox* m_kind;
    QLineEdit *m_person, *m_patient;
    QCheckBox* m_days;
    QDateEdit *m_from, *m_until;
    QPushButton* m_show;
    QTableView* m_table;
};

} // namespace seihon::station_ui
