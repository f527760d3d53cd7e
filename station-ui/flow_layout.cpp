#include "station-ui/flow_layout.h"

#include <QWidget>

#include <algorithm>

namespace seihon::station_ui {

FlowLayout::FlowLayout(int spacing, Last last) : m_last(last) {
    setSpacing(spacing);
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem* item) {
    m_items.emplace_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const {
    return index < 0 || index >= count() ? nullptr : m_items[static_cast<std::size_t>(index)].get();
}

QLayoutItem* FlowLayout::takeAt(int index) {
    if (index < 0 || index >= count()) {
        return nullptr;
    }
    const auto place = m_items.begin() + index;
    QLayoutItem* item = place->release();
    m_items.erase(place);
    return item;
}

QSize FlowLayout::minimumSize() const {
    QSize least;
    for (const auto& item : m_items) {
        if (!item->isEmpty()) {
            least = least.expandedTo(item->minimumSize());
        }
    }
    return least;
}

QSize FlowLayout::sizeHint() const {
    QSize all;
    for (const auto& item : m_items) {
        if (!item->isEmpty()) {
            const QSize hint = item->sizeHint();
            all = {all.width() + hint.width() + spacing(), std::max(all.height(), hint.height())};
        }
    }
    return all;
}

void FlowLayout::setGeometry(const QRect& area) {
    QLayout::setGeometry(area);
    arrange(area, true);
}

std::vector<FlowLayout::Row> FlowLayout::rowsAt(int width) const {
    std::vector<Row> rows;
    int taken = 0;
    for (const auto& item : m_items) {
        if (item->isEmpty()) {
            continue;
        }
        const int wide = item->sizeHint().width();
        if (rows.empty() || taken + spacing() + wide > width) {
            rows.emplace_back();
            taken = wide;
        } else {
            taken += spacing() + wide;
        }
        rows.back().push_back(item.get());
    }
    return rows;
}

int FlowLayout::arrange(const QRect& area, bool place) const {
    const std::vector<Row> rows = rowsAt(area.width());
    int y = area.y();
    for (const Row& row : rows) {
        int height = 0;
        for (const QLayoutItem* item : row) {
            height = std::max(height, item->sizeHint().height());
        }
        if (place) {
            placeRow(row, {area.x(), y, area.width(), height}, height, &row == &rows.back());
        }
        y += height + spacing();
    }
    return rows.empty() ? 0 : y - spacing() - area.y();
}

void FlowLayout::placeRow(const Row& row, const QRect& area, int height, bool isLast) const {
    int left = area.width() - spacing() * static_cast<int>(row.size() - 1);
    int growing = 0;
    for (const QLayoutItem* item : row) {
        left -= item->sizeHint().width();
        growing += item->expandingDirections().testFlag(Qt::Horizontal) ? 1 : 0;
    }
    int x = area.x();
    for (QLayoutItem* item : row) {
        QSize size = item->sizeHint().boundedTo({area.width(), height});
        if (left > 0 && item->expandingDirections().testFlag(Qt::Horizontal)) {
            const int more = std::min(left / growing, item->maximumSize().width() - size.width());
            size.rwidth() += std::max(0, more);
            left -= std::max(0, more);
            --growing;
        }
        if (isLast && m_last == Last::Right && item == row.back()) {
            x = std::max(x, area.x() + area.width() - size.width());
        }
        item->setGeometry({QPoint(x, area.y() + (height - size.height()) / 2), size});
        x += size.width() + spacing();
    }
}

} // namespace seihon::station_ui
