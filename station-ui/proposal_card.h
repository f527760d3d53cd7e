#pragma once

#include "station-ui/window_state.h"
#include "station/rules_overview.h"

#include <QFrame>

#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace seihon::station_ui {

// A regulation that shall come into force [A9]: what it changes, who approved it, what is missing;
// approving it and putting it into force.
class ProposalCard : public QFrame {
    Q_OBJECT

  public:
    explicit ProposalCard(WindowState& state);
    void setFile(const QString& file); // what the hospital edits, until somebody names another
    void begin();
    void wipe();
    void retranslate();

  signals:
    void activated();

  private:
    void look();
    void read(); // the file that stands there
    void approve();
    void activate();
    void fill();
    void refresh();
    QString standingHtml() const;

    WindowState& m_state;
    std::optional<station::ProposalView> m_view;
    QLabel* m_fileLabel;
    QLineEdit* m_file;
    QPushButton* m_look;
    QLabel *m_head, *m_standing;
    QTableWidget* m_table;
    QPushButton *m_approve, *m_activate;
};

} // namespace seihon::station_ui
