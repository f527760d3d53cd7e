#pragma once

#include "station-ui/page.h"
#include "station/report_view.h"

class QComboBox;
class QDateEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace seihon::station_ui {

class ReportChart;
class RowsModel;

// What was made, in both languages, so that the switch asks nobody.
struct ReportMade {
    record::Verdict verdict;
    station::ReportRequest request;
    station::WorkFigures figures;
    station::ReportView japanese, english;
};

// Reports over the log: a period in numbers, as charts and tables, and as files to hand on. All
// figures are the station's own.
class ReportPage : public Page {
    Q_OBJECT

  public:
    explicit ReportPage(WindowState& state);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

    bool hasReport() const { return m_made != nullptr; }
    const station::ReportView* shown() const; // in the window's language

  private:
    QWidget* asking();
    QWidget* answer();
    QWidget* saving();
    void connectParts();
    station::ReportRequest request() const;
    void make();
    void save();
    void chooseFolder();
    void fill();
    void fillSection();
    void fillWhole();
    void refresh();
    void fillChoices();
    const station::ReportSection* section() const;
    QString cell(int row, int column) const;
    QString fileName() const;

    std::shared_ptr<const ReportMade> m_made;
    bool m_making = false;
    int m_round = 0;
    RowsModel *m_parts, *m_rows;
    QLabel *m_title, *m_kindLabel, *m_periodLabel, *m_monthLabel, *m_fromLabel, *m_untilLabel;
    QLabel *m_head, *m_banner, *m_remarks, *m_whole, *m_folderLabel, *m_formatLabel, *m_result;
    QComboBox *m_kind, *m_period, *m_format;
    QDateEdit *m_month, *m_from, *m_until;
    QPushButton *m_make, *m_choose, *m_save;
    QLineEdit* m_folder;
    QTableView *m_partTable, *m_table;
    ReportChart* m_chart;
};

} // namespace seihon::station_ui
