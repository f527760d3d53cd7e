#include "station-ui/table_parts.h"

#include "station-ui/columns.h"
#include "station-ui/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>

#include <algorithm>
#include <map>

namespace seihon::station_ui {

namespace {

constexpr int kLeastTable = 130;       // its head and a row or two
constexpr int kTableRowsMeasured = 60; // of a long list; widths follow what is on the screen

// Rows and limited columns grow with the text's size.
class WalkedTable : public QTableView {
  public:
    using QTableView::QTableView;

    void limit(int column, int letters) {
        m_limits[column] = letters;
        horizontalHeader()->setSectionResizeMode(column, QHeaderView::Interactive);
        sizeToText();
    }

  protected:
    void changeEvent(QEvent* event) override {
        QTableView::changeEvent(event);
        if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
            sizeToText();
        }
    }

  private:
    void sizeToText() {
        verticalHeader()->setDefaultSectionSize(std::max(kTouchHeight, fontMetrics().height() * 2));
        for (const auto& [column, letters] : m_limits) {
            setColumnWidth(column, fontMetrics().averageCharWidth() * letters);
        }
    }

    std::map<int, int> m_limits; // letters of columns
};

} // namespace

void walkInRows(QTableView* table, const char* name) {
    table->setObjectName(name);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setTabKeyNavigation(false);
    takesWhatIsLeft(table, kLeastTable);
    table->setShowGrid(false);
    table->verticalHeader()->setVisible(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

QTableView* makeTable(const char* name) {
    auto* table = new WalkedTable;
    walkInRows(table, name);
    table->setWordWrap(false);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(kTouchHeight);
    table->horizontalHeader()->setResizeContentsPrecision(kTableRowsMeasured);
    table->horizontalHeader()->setHighlightSections(false);
    return table;
}

void selectRow(QTableView* table, int row) {
    const QModelIndex place = table->model()->index(row, 0);
    if (place.isValid() && !table->selectionModel()->isRowSelected(row)) {
        table->selectionModel()->setCurrentIndex(place, QItemSelectionModel::ClearAndSelect |
                                                            QItemSelectionModel::Rows);
    }
}

void stretchColumn(QTableView* table, int column) {
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
}

void limitColumn(QTableView* table, int column, int letters) {
    static_cast<WalkedTable*>(table)->limit(column, letters); // as makeTable made it
}

} // namespace seihon::station_ui
