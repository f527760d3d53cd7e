#pragma once

#include "station-ui/boxes_words.h"
#include "station-ui/job_view.h"
#include "station-ui/pyramid.h"
#include "station-ui/window_state.h"

#include <QObject>

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace seihon::station_ui {

// One job that waits for its inspector, as this person may see it.
struct InspectionRow {
    std::string job;
    QString box; // the number on it; empty: of no box
    std::int64_t folder = 0, tab = 0, part = 1;
    std::int64_t pages = 0;
    std::set<std::int64_t> needed, left; // pages to be looked at; of them: not seen by this person
    record::Verdict forbids, mayApprove; // this person, at all; to say that it is good, now

    std::int64_t viewed() const { return std::ssize(needed) - std::ssize(left); }
};

// A page that was shown: the log has the look.
struct PageShown {
    PageView page;
    Pyramid picture;
    QString patient; // whose paper it must be
};

// The inspection of old paper by a second person [C3], as values and signals. Every picture comes
// from the verb that logs the look; what may be said of it, the desk of inspections judges.
class InspectionWork : public QObject {
    Q_OBJECT

  public:
    explicit InspectionWork(WindowState& state, QObject* parent = nullptr);

    const std::vector<InspectionRow>& rows() const { return m_rows; }
    bool hasMore() const { return m_more; }
    const std::optional<InspectionRow>& task() const { return m_task; }
    const std::optional<PageShown>& shown() const { return m_shown; }
    const std::optional<PageShown>& beside() const { return m_beside; }
    bool acting() const { return m_acting; }

    void readList();
    void readMore();
    void choose(std::size_t row);
    // The first that this person has not seen; after that, in turn.
    void next();
    void previous();
    // The page before on the paper, in the second place; its look is logged as well.
    void showBefore(bool on);
    void approve();
    void reject(const QString& reason);
    void clear();

  signals:
    void listReset();
    void listGrew();
    void changed();   // the task, or what may be done with it
    void pageShown(); // another picture

  private:
    struct Answer { // of one act
        std::optional<InspectionRow> task;
        std::optional<PageShown> shown;
        record::Verdict verdict;
    };
    template <typename Verb>
    void act(Verb verb, std::function<void(const Answer&)> then);
    static Answer lookThere(Desk& desk, const std::string& job, std::int64_t page);
    void look(std::int64_t page);
    void lookBefore();
    void finished(BoxWord said);

    WindowState& m_state;
    std::vector<InspectionRow> m_rows;
    std::int64_t m_next = 0;
    bool m_more = false, m_reading = false, m_acting = false, m_two = false;
    std::optional<InspectionRow> m_task;
    std::optional<PageShown> m_shown, m_beside;
    // Answers to what was cleared away, to another list, or about another page are not shown.
    int m_round = 0, m_listRound = 0, m_look = 0;
};

} // namespace seihon::station_ui
