#pragma once

#include "station-ui/page.h"
#include "station/audit_export.h"
#include "station/log_verifier.h"

#include <QDate>

class QCheckBox;
class QDateEdit;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTableView;
class QTableWidget;

namespace seihon::station_ui {

class RowsModel;

// The whole log verified, with what it comes to in words; and handed out as audit messages.
class LogCheckPage : public Page {
    Q_OBJECT

  public:
    explicit LogCheckPage(WindowState& state);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

    const std::optional<station::LogReport>& report() const { return m_report; }

  private:
    QWidget* exportCard();
    void connectParts();
    void check();
    void exportMessages();
    void fill();
    void fillFacts();
    void fillWhole();
    void refresh();
    QString findingCell(int row, int column) const;

    std::optional<station::LogReport> m_report;
    std::vector<record::Finding> m_found; // refusals first
    std::optional<std::pair<station::AuditExportOutcome, QString>> m_exported;
    bool m_checking = false;
    int m_round = 0;
    RowsModel* m_findings;
    QLabel *m_title, *m_lead, *m_verdict, *m_foundSaid, *m_whole;
    QLabel *m_exportLead, *m_fromLabel, *m_untilLabel, *m_folderLabel, *m_exportSaid;
    QProgressBar* m_progress;
    QPushButton *m_check, *m_export;
    QTableWidget* m_facts;
    QTableView* m_findingTable;
    QCheckBox* m_days;
    QDateEdit *m_from, *m_until;
    QLineEdit* m_folder;
};

} // namespace seihon::station_ui
