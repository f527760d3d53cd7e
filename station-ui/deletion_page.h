#pragma once

#include "station-ui/page.h"
#include "station/retention_desk.h"

class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace seihon::station_ui {

class QuestionCard;
class RowsModel;

// Records whose time is over, and what two people did about them so far; the next step of the one
// that is chosen [F14].
class DeletionPage : public Page {
    Q_OBJECT

  public:
    explicit DeletionPage(WindowState& state);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

    const std::vector<station::DeletionRow>& rows() const { return m_rows; }

  private:
    void connectParts();
    void read(const std::string& keep = {});
    void begin();
    void step(station::DeletionStep next, const std::string& recordId, const std::string& reason);
    void fill();
    void fillChosen();
    void refresh();
    QString cell(int row, int column) const;
    QString actsText(const record::Deletion& deletion) const;
    const station::DeletionRow* chosen() const;
    bool wantsReason() const;

    std::vector<station::DeletionRow> m_rows;
    bool m_reading = false;
    int m_round = 0;
    RowsModel* m_model;
    QLabel *m_title, *m_lead, *m_none, *m_name, *m_acts, *m_said, *m_reasonLabel;
    QLineEdit* m_reason;
    QPushButton *m_again, *m_step;
    QTableView* m_table;
    QFrame* m_card;
    QuestionCard* m_sure;
};

} // namespace seihon::station_ui
