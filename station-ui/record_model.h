#pragma once

#include "station-ui/audit_desk.h"

#include <QAbstractTableModel>

namespace seihon::station_ui {

// The answer to a search as a table; its next page is asked for when somebody scrolls to the end.
class RecordModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { Sealed, Document, Patient, Pages, Record, Note, kColumns };

    RecordModel(WindowState& state, AuditDesk& desk);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    QString recordAt(int row) const; // its id; empty: no such row
    void retranslate();

  private:
    QString cell(const station::FoundRecord& found, Column column) const;

    WindowState& m_state;
    AuditDesk& m_desk;
    int m_count = 0;
};

} // namespace seihon::station_ui
