#pragma once

#include "station-ui/window_state.h"
#include "station/report_view.h"

#include <QtCharts/QChartView>

class QAbstractBarSeries;

namespace seihon::station_ui {

// A section's bars. Each part has a pattern of its own beside its colour, and its name in the
// legend; the same numbers stand in the table below, for who does not see it.
class ReportChart : public QChartView {
    Q_OBJECT

  public:
    explicit ReportChart(const char* name);

    void showSection(const station::ReportSection& section);
    void wipe();

  protected:
    void changeEvent(QEvent* event) override; // another theme, or larger text

  private:
    void draw();
    QAbstractBarSeries* makeBars() const;
    void addAxes(QAbstractBarSeries* bars);

    station::ReportSection m_section;
    bool m_drawing = false;
};

} // namespace seihon::station_ui
