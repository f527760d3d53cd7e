#include "station-ui/columns.h"
#include "station-ui/steady_scroll_area.h"

#include <QBoxLayout>
#include <QEvent>
#include <QScrollArea>

#include <algorithm>

namespace seihon::station_ui {

namespace {
constexpr int kLeastScrolled = 120;
}

Columns::Columns(std::initializer_list<std::pair<QWidget*, int>> parts, int spacing)
    : m_box(new QBoxLayout(QBoxLayout::LeftToRight, this)) {
    m_box->setContentsMargins(0, 0, 0, 0);
    m_box->setSpacing(spacing);
    for (const auto& [part, share] : parts) {
        m_box->addWidget(part, share);
    }
}

QSize Columns::least(bool beside) const {
    QSize all;
    for (int i = 0; i < m_box->count(); ++i) {
        const QSize one = m_box->itemAt(i)->minimumSize();
        const int gap = i == 0 ? 0 : m_box->spacing();
        all = beside ? QSize(all.width() + gap + one.width(), std::max(all.height(), one.height()))
                     : QSize(std::max(all.width(), one.width()), all.height() + gap + one.height());
    }
    return all;
}

QSize Columns::minimumSizeHint() const {
    return {least(false).width(), least(m_box->direction() == QBoxLayout::LeftToRight).height()};
}

void Columns::arrange() {
    const auto wanted =
        width() < least(true).width() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight;
    if (m_box->direction() != wanted) {
        m_box->setDirection(wanted);
        updateGeometry();
    }
}

bool Columns::event(QEvent* event) {
    const bool known = QWidget::event(event);
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest) {
        arrange();
    }
    return known;
}

QWidget* scrolling(QWidget* body) {
    auto* area = new SteadyScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(body);
    body->setAutoFillBackground(false); // the style sheet colours what lies below it
    takesWhatIsLeft(area, kLeastScrolled);
    return area;
}

void takesWhatIsLeft(QWidget* rows, int leastHeight) {
    rows->setSizePolicy(rows->sizePolicy().horizontalPolicy(), QSizePolicy::Ignored);
    rows->setMinimumHeight(leastHeight);
}

} // namespace seihon::station_ui
