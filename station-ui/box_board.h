#pragma once

#include "station-ui/window_state.h"
#include "station/batch_desk.h"
#include "station/box_overview.h"

#include <QObject>

#include <optional>
#include <vector>

namespace seihon::station_ui {

struct ProjectRow {
    QString id, title;
    record::ProjectState state = record::ProjectState::Planned;
};

// A box in the list. Its sheets are counted only when it is chosen.
struct BoxRow {
    QString id, number;
    std::int64_t folders = 0, expectedFolders = 0, out = 0, openExceptions = 0;
    bool feeding = false, brokenOff = false;
};

// Which project and which box the records team has before it: what the pages of boxes and batches
// share. Values and signals; every act is one of the desk of boxes.
class BoxBoard : public QObject {
    Q_OBJECT

  public:
    using Act = std::function<station::BoxOutcome(Desk&)>;

    explicit BoxBoard(WindowState& state, QObject* parent = nullptr);

    const std::vector<ProjectRow>& projects() const { return m_projects; }
    const QString& project() const { return m_project; }
    const std::vector<BoxRow>& rows() const { return m_rows; }
    bool hasMore() const { return m_more; }
    // The box that is chosen; nothing of a patient is in it.
    const std::optional<station::BoxOverview>& box() const { return m_box; }

    void readProjects();
    void chooseProject(const QString& id);
    void readMore();
    void chooseBox(const QString& id);
    void refresh(); // the list, and the box
    // One act on a box: what is refused is said, else `then`. The box of the outcome is chosen.
    void act(Act what, std::function<void()> then = {});
    void clear();

  signals:
    void projectsChanged();
    void listReset();
    void listGrew();
    void boxChanged();

  private:
    void readList();
    void take(const station::BoxOverview& box);

    WindowState& m_state;
    std::vector<ProjectRow> m_projects;
    QString m_project;
    std::vector<BoxRow> m_rows;
    std::uint64_t m_next = 0;
    bool m_more = false, m_reading = false;
    std::optional<station::BoxOverview> m_box;
    // Answers to what was cleared away, or to a list that was, are not shown.
    int m_round = 0, m_listRound = 0;
};

} // namespace seihon::station_ui
