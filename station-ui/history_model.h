#pragma once

#include "station-ui/window_state.h"
#include "station/history.h"

#include <QAbstractTableModel>

#include <functional>

namespace seihon::station_ui {

// Lines of the log as a table. The lines stay with their owner, who says when there are more;
// scrolling to the end asks for them.
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    enum Column { Number, Time, What, Who, Why, About, kColumns };
    using Lines = std::function<const std::vector<station::HistoryLine>&()>;
    using More = std::function<bool()>;

    HistoryModel(WindowState& state, Lines lines, More more = {});

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    // All of one line, for below a table that cuts it short.
    QString wholeLine(int row) const;

    void begin(); // other lines
    void grow();  // lines were added at the end
    void retranslate();

  signals:
    void moreWanted();

  private:
    QString cell(const station::HistoryLine& line, Column column) const;
    QString who(const station::HistoryLine& line) const;
    QString why(const station::HistoryLine& line) const;

    WindowState& m_state;
    Lines m_lines;
    More m_more;
    int m_count = 0;
};

} // namespace seihon::station_ui
