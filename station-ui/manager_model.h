#pragma once

#include "station-ui/manager_desk.h"

#include <QAbstractTableModel>

namespace seihon::station_ui {

// The manager's rows as a table; more of them are fetched when somebody scrolls to the end.
class ManagerModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { Seal, State, Deadline, Document, Patient, Sheets, From, kColumns };

    ManagerModel(WindowState& state, ManagerDesk& desk);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    const ManagerRow* rowAt(int row) const;
    int placeOf(const QString& job) const; // -1: not there
    // The next paper that nobody has looked at; this one itself when there is none.
    QString nextToReview(const QString& after) const;
    void toggle(int row);
    void retranslate();

    // What is to be said of a row: how it ended, what is wrong, why it cannot be sealed. HTML.
    QString detailHtml(const ManagerRow& row) const;

  private:
    QString stateText(const ManagerRow& row) const;
    QColor stateColour(const ManagerRow& row) const;
    QString cell(const ManagerRow& row, Column column) const;
    QString sealText(const ManagerRow& row) const;

    WindowState& m_state;
    ManagerDesk& m_desk;
    int m_count = 0; // of the rows that the view knows
    bool m_asked = false;
};

} // namespace seihon::station_ui
