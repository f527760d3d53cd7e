#include "station-ui/report_chart.h"

#include "station-ui/theme.h"

#include <QEvent>
#include <QGraphicsLayout>
#include <QtCharts/QBarCategoryAxis>
#include <QtCharts/QBarSeries>
#include <QtCharts/QBarSet>
#include <QtCharts/QChart>
#include <QtCharts/QHorizontalBarSeries>
#include <QtCharts/QLegend>
#include <QtCharts/QStackedBarSeries>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <array>
#include <utility>

namespace seihon::station_ui {

namespace {

constexpr int kLeastChart = 190;
constexpr int kChartSteps = 4; // of the axis of numbers: whole ones
constexpr int kLongLabel = 28; // letters of a name under a bar

// Qt Charts reads its labels as HTML; a class or a scanner may be called anything.
QString chartLabel(const std::string& label) {
    QString said = text(label);
    if (said.size() > kLongLabel) {
        said = said.left(kLongLabel - 1) + QString::fromUtf8("…");
    }
    return said.toHtmlEscaped();
}

QAbstractBarSeries* seriesFor(const station::ReportSection& section) {
    if (section.across) {
        return new QHorizontalBarSeries;
    }
    if (section.stacked) {
        return new QStackedBarSeries;
    }
    return new QBarSeries;
}

std::int64_t longestBar(const station::ReportSection& section) {
    std::int64_t most = 0;
    for (const station::ReportBar& bar : section.bars) {
        std::int64_t height = 0;
        for (const std::int64_t count : bar.counts) {
            height = section.stacked ? height + count : std::max(height, count);
        }
        most = std::max(most, height);
    }
    return most;
}

} // namespace

ReportChart::ReportChart(const char* name) : QChartView(new QChart) {
    setObjectName(name);
    setFocusPolicy(Qt::NoFocus); // the table has the same numbers
    viewport()->setFocusPolicy(Qt::NoFocus);
    setRenderHint(QPainter::Antialiasing);
    setMinimumHeight(kLeastChart);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    setFrameShape(QFrame::NoFrame);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setMargins({0, 0, 8, 0});
}

void ReportChart::showSection(const station::ReportSection& section) {
    m_section = section;
    draw();
}

void ReportChart::wipe() {
    showSection({});
}

void ReportChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    const bool another =
        event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange;
    if (another && !m_drawing) {
        draw();
    }
}

QAbstractBarSeries* ReportChart::makeBars() const {
    static constexpr std::array kPatterns{Qt::SolidPattern, Qt::BDiagPattern, Qt::Dense4Pattern,
                                          Qt::CrossPattern, Qt::HorPattern};
    const Theme& theme = Theme::shown();
    const std::array colours{theme.accent(), theme.careful(), theme.bad(), theme.good(),
                             theme.faint()};
    QAbstractBarSeries* bars = seriesFor(m_section);
    for (std::size_t part = 0; part < m_section.parts.size(); ++part) {
        auto* set = new QBarSet(chartLabel(m_section.parts[part]));
        const QColor colour = colours.at(part % colours.size());
        set->setBrush(QBrush(colour, kPatterns.at(part % kPatterns.size())));
        set->setPen(QPen(colour, 1));
        set->setLabelColor(theme.ink());
        set->setLabelFont(font());
        for (const station::ReportBar& bar : m_section.bars) {
            set->append(static_cast<double>(bar.counts.at(part)));
        }
        bars->append(set);
    }
    if (!m_section.stacked) { // parts above each other have no room for numbers
        bars->setLabelsVisible(true);
        bars->setLabelsPosition(QAbstractBarSeries::LabelsOutsideEnd);
    }
    return bars;
}

void ReportChart::addAxes(QAbstractBarSeries* bars) {
    const Theme& theme = Theme::shown();
    auto* names = new QBarCategoryAxis;
    for (const station::ReportBar& bar : m_section.bars) {
        QString label = chartLabel(bar.label);
        while (names->categories().contains(label)) { // the axis would leave out its twin
            label += QChar(0x200b);
        }
        names->append(label);
    }
    auto* numbers = new QValueAxis;
    const auto step = longestBar(m_section) / kChartSteps + 1;
    numbers->setRange(0, static_cast<double>(step * kChartSteps));
    numbers->setTickCount(kChartSteps + 1);
    numbers->setLabelFormat("%d");
    QAbstractAxis* const axes[] = {names, numbers};
    for (QAbstractAxis* axis : axes) {
        axis->setLabelsColor(theme.ink());
        axis->setLabelsFont(font());
        axis->setLinePenColor(theme.faint());
        axis->setGridLineColor(theme.background());
    }
    chart()->addAxis(names, m_section.across ? Qt::AlignLeft : Qt::AlignBottom);
    chart()->addAxis(numbers, m_section.across ? Qt::AlignBottom : Qt::AlignLeft);
    bars->attachAxis(names);
    bars->attachAxis(numbers);
}

void ReportChart::draw() {
    m_drawing = true;
    chart()->removeAllSeries();
    for (QAbstractAxis* axis : chart()->axes()) {
        chart()->removeAxis(axis);
        delete axis;
    }
    const Theme& theme = Theme::shown();
    chart()->setBackgroundBrush(theme.surface());
    setBackgroundBrush(theme.surface());
    chart()->legend()->setAlignment(Qt::AlignTop);
    chart()->legend()->setFont(font());
    chart()->legend()->setLabelColor(theme.ink());
    chart()->legend()->setVisible(m_section.parts.size() > 1);
    setVisible(!m_section.bars.empty());
    if (!m_section.bars.empty()) {
        if (m_section.across) { // the first one on top
            std::reverse(m_section.bars.begin(), m_section.bars.end());
        }
        QAbstractBarSeries* bars = makeBars();
        chart()->addSeries(bars);
        addAxes(bars);
        if (m_section.across) {
            std::reverse(m_section.bars.begin(), m_section.bars.end());
        }
    }
    m_drawing = false;
}

} // namespace seihon::station_ui
