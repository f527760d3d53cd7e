#pragma once

#include "station-ui/inspection_work.h"
#include "station-ui/page.h"

class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace seihon::station_ui {

class RowsModel;
class ViewerPanel;

// A second person looks at what the first one scanned [C3]: the page large, the one before it
// beside it, A for good, R for not, Space for the next one.
class InspectionPage : public Page {
    Q_OBJECT

  public:
    InspectionPage(WindowState& state, InspectionWork& work);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QWidget* makeSide();
    void connectParts();
    void connectKeys();
    void showList();
    void showPage();
    void showTask();
    void showButtons();
    void askReason();
    void stopAsking();
    void reject();
    QString rowCell(int row, int column) const;
    QString placeOf(const InspectionRow& row) const;
    QString said(BoxWord which) const { return boxWord(which, state().language()); }

    InspectionWork& m_work;
    RowsModel* m_rows;
    bool m_filling = false;
    QLabel *m_title, *m_empty;
    QPushButton* m_refresh;
    QTableView* m_list;
    ViewerPanel* m_panel;
    QFrame* m_card = nullptr;
    QWidget* m_side = nullptr; // where the card is scrolled
    QLabel *m_place, *m_patient, *m_counts, *m_pageLabel, *m_findings, *m_forbidden;
    QLabel* m_reasonLabel;
    QLineEdit* m_reason;
    QPushButton *m_next, *m_previous, *m_approve, *m_reject, *m_rejectOk, *m_cancel;
};

} // namespace seihon::station_ui
