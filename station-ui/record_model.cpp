#include "station-ui/record_model.h"

#include "station-ui/audit_words.h"
#include "station-ui/parts.h"
#include "station-ui/theme.h"

#include <array>

namespace seihon::station_ui {

RecordModel::RecordModel(WindowState& state, AuditDesk& desk) : m_state(state), m_desk(desk) {
    connect(&desk, &AuditDesk::searchBegan, this, [this] {
        beginResetModel();
        m_count = 0;
        endResetModel();
    });
    connect(&desk, &AuditDesk::found, this, [this] {
        const int count = static_cast<int>(m_desk.rows().size());
        if (count > m_count) {
            beginInsertRows({}, m_count, count - 1);
            m_count = count;
            endInsertRows();
        }
    });
}

int RecordModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_count;
}

int RecordModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

bool RecordModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && m_desk.more();
}

void RecordModel::fetchMore(const QModelIndex& parent) {
    if (!parent.isValid()) {
        m_desk.searchOn();
    }
}

QString RecordModel::recordAt(int row) const {
    return row < 0 || row >= m_count
               ? QString()
               : text(m_desk.rows()[static_cast<std::size_t>(row)].row.recordId);
}

QString RecordModel::cell(const station::FoundRecord& found, Column column) const {
    const record::Language language = m_state.language();
    switch (column) {
    case Sealed:
        return m_state.timeText(found.row.sealedAt);
    case Document:
        return m_state.nameOfClass(found.row.documentClass);
    case Patient:
        return text(found.row.patient.id) + "  " + text(found.row.patient.name);
    case Pages:
        return QString::number(found.row.pages);
    case Record:
        return text(found.row.recordId);
    case Note:
        return found.withdrawn       ? word(AuditWord::IsWithdrawn, language)
               : found.newer.empty() ? QString()
                                     : word(AuditWord::IsNewer, language);
    case kColumns:
        break;
    }
    return {};
}

QVariant RecordModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= static_cast<int>(m_desk.rows().size())) {
        return {};
    }
    const station::FoundRecord& found = m_desk.rows()[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole) {
        return plainTip(cell(found, static_cast<Column>(index.column())));
    }
    if (role == Qt::DisplayRole) {
        return cell(found, static_cast<Column>(index.column()));
    }
    if (role == Qt::ForegroundRole && found.withdrawn) { // the note says so as well
        return Theme::shown().bad();
    }
    return {};
}

QVariant RecordModel::headerData(int section, Qt::Orientation orientation, int role) const {
    static constexpr std::array kHeads = {AuditWord::ColumnSealed,  AuditWord::ColumnDocument,
                                          AuditWord::ColumnPatient, AuditWord::ColumnPages,
                                          AuditWord::ColumnRecord,  AuditWord::ColumnNote};
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 ||
        section >= kColumns) {
        return {};
    }
    return word(kHeads[static_cast<std::size_t>(section)], m_state.language());
}

void RecordModel::retranslate() {
    emit headerDataChanged(Qt::Horizontal, 0, kColumns - 1);
    if (m_count > 0) {
        emit dataChanged(index(0, 0), index(m_count - 1, kColumns - 1));
    }
}

} // namespace seihon::station_ui
