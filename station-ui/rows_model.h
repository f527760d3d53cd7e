#pragma once

#include <QAbstractTableModel>
#include <QStringList>

#include <functional>
#include <vector>

class QTableView;

namespace seihon::station_ui {

// Rows for a table that asks only for what it shows. More are fetched when the last one comes near,
// so that a list of a million never stands in the window.
class RowsModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    using Cell = std::function<QString(int row, int column)>;

    RowsModel(Cell cell, QObject* parent) : QAbstractTableModel(parent), m_cell(std::move(cell)) {}

    // Tooltips, where the cell alone does not say why.
    void setTip(Cell tip) { m_tip = std::move(tip); }
    // `more`: is there anything behind the last row; `fetch`: get it, then grow().
    void setSource(std::function<bool()> more, std::function<void()> fetch);
    void setHeader(QStringList header);
    void reset(int rows); // all are others now
    void grow(int rows);  // those that were there stay

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

  private:
    Cell m_cell, m_tip;
    std::function<bool()> m_more;
    std::function<void()> m_fetch;
    QStringList m_header;
    int m_rows = 0;
};

// The row's value; null while the table has not yet heard that its rows are gone.
template <typename Row>
const Row* rowAt(const std::vector<Row>& rows, int row) {
    return row >= 0 && row < static_cast<int>(rows.size()) ? &rows[static_cast<std::size_t>(row)]
                                                           : nullptr;
}

// A table as all of the records team's pages have it: whole rows, Tab leaves it, arrows walk in it.
QTableView* makeTable(const char* name, RowsModel* model, int stretched);
// The row that is chosen; -1: none.
int currentRow(const QTableView* table);
void chooseRow(QTableView* table, int row);

} // namespace seihon::station_ui
