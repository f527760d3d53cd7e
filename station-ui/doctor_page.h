#pragma once

#include "station-ui/page.h"
#include "station/health.h"

class QFrame;
class QLabel;
class QPushButton;
class QTableWidget;

namespace seihon::station_ui {

// Is the station fit for work: everything that `doctor` looks at, what is wrong first, with what to
// do about it. Each look is made now; nothing is remembered.
class DoctorPage : public Page {
    Q_OBJECT

  public:
    explicit DoctorPage(WindowState& state);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    void measure();
    void show(const std::vector<station::HealthLine>& lines);
    void fill();
    void fillDetail();
    const station::HealthLine* chosen() const;

    std::vector<station::HealthLine> m_lines; // the worst first
    bool m_measuring = false;
    QLabel *m_title, *m_summary;
    QPushButton* m_again;
    QTableWidget* m_table;
    QFrame* m_card;
    QLabel *m_standing, *m_name, *m_said, *m_todo, *m_detail;
    QPushButton* m_go;
};

} // namespace seihon::station_ui
