#include "station-ui/rows_model.h"

#include "station-ui/table_parts.h"

#include "station-ui/theme.h"

#include <QHeaderView>
#include <QTableView>

namespace seihon::station_ui {

void RowsModel::setSource(std::function<bool()> more, std::function<void()> fetch) {
    m_more = std::move(more);
    m_fetch = std::move(fetch);
}

void RowsModel::setHeader(QStringList header) {
    const bool another = header.size() != m_header.size();
    if (another) {
        beginResetModel();
    }
    m_header = std::move(header);
    if (another) {
        endResetModel();
    } else {
        emit headerDataChanged(Qt::Horizontal, 0, static_cast<int>(m_header.size()) - 1);
        if (m_rows > 0) {
            emit dataChanged(index(0, 0), index(m_rows - 1, static_cast<int>(m_header.size()) - 1));
        }
    }
}

void RowsModel::reset(int rows) {
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

void RowsModel::grow(int rows) {
    if (rows > m_rows) {
        beginInsertRows({}, m_rows, rows - 1);
        m_rows = rows;
        endInsertRows();
    }
}

int RowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rows;
}

int RowsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_header.size());
}

QVariant RowsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows) {
        return {};
    }
    if (role == Qt::DisplayRole || role == Qt::AccessibleTextRole) {
        return m_cell(index.row(), index.column());
    }
    if (role == Qt::ToolTipRole && m_tip) {
        return m_tip(index.row(), index.column());
    }
    return {};
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    const bool named =
        orientation == Qt::Horizontal && role == Qt::DisplayRole && section < m_header.size();
    return named ? QVariant(m_header[section]) : QVariant();
}

bool RowsModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_more && m_more();
}

void RowsModel::fetchMore(const QModelIndex&) {
    if (m_fetch) {
        m_fetch();
    }
}

QTableView* makeTable(const char* name, RowsModel* model, int stretched) {
    auto* table = new QTableView;
    walkInRows(table, name);
    table->setModel(model);
    table->setWordWrap(false);
    table->verticalHeader()->setDefaultSectionSize(kTouchHeight);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    // Columns as wide as the rows in sight ask for: never a look at all of them.
    table->horizontalHeader()->setResizeContentsPrecision(0);
    table->horizontalHeader()->setStretchLastSection(stretched < 0);
    // Sections exist only once the header has its words.
    QObject::connect(model, &QAbstractItemModel::modelReset, table, [table, stretched] {
        if (stretched >= 0 && stretched < table->model()->columnCount()) {
            table->horizontalHeader()->setSectionResizeMode(stretched, QHeaderView::Stretch);
        }
        table->verticalHeader()->setDefaultSectionSize(
            std::max(kTouchHeight, table->fontMetrics().height() * 2));
    });
    return table;
}

int currentRow(const QTableView* table) {
    return table->currentIndex().isValid() ? table->currentIndex().row() : -1;
}

void chooseRow(QTableView* table, int row) {
    if (row >= 0 && row < table->model()->rowCount()) {
        table->setCurrentIndex(table->model()->index(row, 0));
    }
}

} // namespace seihon::station_ui
