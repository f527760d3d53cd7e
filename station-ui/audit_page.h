#pragma once

#include "station-ui/audit_desk.h"
#include "station-ui/page.h"

class QCheckBox;
class QComboBox;
class QDateEdit;
class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace seihon::station_ui {

class RecordModel;

// Sealed records, looked for by what is known of them.
class AuditPage : public Page {
    Q_OBJECT

  public:
    AuditPage(WindowState& state, AuditDesk& desk);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    QFrame* searchCard();
    void connectParts();
    void fillClasses();
    void fillResult();
    void find();
    void forget();
    void openSelected();

    AuditDesk& m_desk;
    RecordModel* m_model;
    QLabel *m_title, *m_patientLabel, *m_recordLabel, *m_classLabel, *m_sealedByLabel, *m_fromLabel,
        *m_untilLabel, *m_result;
    QLineEdit *m_patient, *m_record, *m_sealedBy;
    QComboBox* m_class;
    QCheckBox *m_period, *m_withdrawn;
    QDateEdit *m_from, *m_until;
    QTableView* m_table;
    QPushButton *m_find, *m_forget, *m_open;
};

} // namespace seihon::station_ui
