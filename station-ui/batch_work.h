#pragma once

#include "station-ui/box_board.h"
#include "station-ui/job_view.h"
#include "station/batch_feed.h"

#include <QObject>

#include <optional>
#include <vector>

namespace seihon::station_ui {

// What a person says of the stack that is fed now.
struct BatchForm {
    bool attested = false;         // of all its paper [A2]
    bool goesOn = false;           // in the middle of the tab where the stack before ended
    int widthMm = 0, heightMm = 0; // 0: as the classes say
};

// How far the batch is, with the pages of the sheet that has just been kept.
struct BatchTick {
    record::TabPlace at;
    std::int64_t sheet = 0; // of the tab
    std::int64_t sheets = 0, pages = 0;
    record::Pace pace;
    std::vector<PageView> views; // with pictures
};

// How it ended, by itself or because somebody stopped it.
struct BatchResult {
    std::int64_t sheets = 0, pages = 0, separators = 0, unplaced = 0, unkept = 0;
    record::Verdict verdict;
};

// The work at the scanner with the box that the board has chosen: feed, submit, seal. Values and
// signals; it knows no rule.
class BatchWork : public QObject {
    Q_OBJECT

  public:
    BatchWork(WindowState& state, BoxBoard& board, QObject* parent = nullptr);

    bool feeding() const { return m_feeding; }
    // The newest of this feed; stays after its end.
    const std::optional<BatchTick>& tick() const { return m_tick; }
    const std::vector<station::TabJob>& jobs() const { return m_jobs; }
    bool pinNeeded() const { return m_pinNeeded; }

    void readJobs();
    void feed(const BatchForm& form);
    void stop() { m_state.thread().requestStop(); }
    void submitCompared();
    void seal();
    // The PIN that was kept has served its term: once more, then on.
    void sealWithPin(const QString& pin);
    void clear();

  signals:
    void changed();
    void ticked(seihon::station_ui::BatchTick tick);

  private:
    void fed(const BatchResult& result);
    void ended(); // the box and its jobs as they stand now
    void sealed(const station::BatchSealing& done);

    WindowState& m_state;
    BoxBoard& m_board;
    bool m_feeding = false, m_pinNeeded = false;
    std::optional<BatchTick> m_tick;
    std::vector<station::TabJob> m_jobs;
    std::string m_jobsOf; // which box they are of
    int m_round = 0;      // answers to what was cleared away are not shown
};

} // namespace seihon::station_ui
