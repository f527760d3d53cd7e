#pragma once

#include "station-ui/page.h"
#include "station/rules_overview.h"

#include <array>
#include <optional>

class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace seihon::station_ui {

class ProposalCard;
class TrustCard;

// The hospital's rules: those in force in words, the next ones with their approvals [A9], the
// business days that deadlines are counted with [B1], and what is believed [A14].
class RulesPage : public Page {
    Q_OBJECT

  public:
    explicit RulesPage(WindowState& state);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    QFrame* clausesCard();
    QFrame* calendarCard();
    void showSection(int section);
    void read();
    void fill();
    void fillClauses();
    void fillCalendar();
    void filter();

    std::optional<station::RulesOverview> m_rules;
    QLabel* m_title;
    std::array<QPushButton*, 4> m_sections;
    QStackedWidget* m_cards;
    QLabel *m_head, *m_file, *m_value;
    QLabel* m_filterLabel;
    QLineEdit* m_filter;
    QTableWidget* m_clauses;
    QLabel *m_weekdays, *m_years, *m_calendarNote;
    QTableWidget* m_days;
    ProposalCard* m_proposal;
    TrustCard* m_trust;
};

} // namespace seihon::station_ui
