#pragma once

#include "station-ui/window_state.h"
#include "station/rules_overview.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;
class QTableWidget;

namespace seihon::station_ui {

// Whose signatures and timestamps are believed, and until when; and that a person accepted it so
// [A14].
class TrustCard : public QFrame {
    Q_OBJECT

  public:
    explicit TrustCard(WindowState& state);
    void begin();
    void wipe();
    void retranslate();

  private:
    void read();
    void accept();
    void fill();
    void refresh();

    WindowState& m_state;
    std::optional<station::TrustOverview> m_trust;
    QLabel *m_standing, *m_said, *m_note;
    QTableWidget* m_table;
    QPushButton* m_accept;
};

} // namespace seihon::station_ui
