#pragma once

#include "regulation/judge_intake.h"
#include "station-ui/review_view.h"
#include "station-ui/window_state.h"

#include <QObject>

#include <deque>
#include <map>

namespace seihon::station_ui {

// What came of an act on a row in this sitting.
enum class RowEnd { None, Accepted, SentBack, Sealing, Sealed, Pending, Refused, Broken };

struct RowOutcome {
    RowEnd end = RowEnd::None;
    QString recordId;
    std::optional<record::Instant> provenAt;
    QString because;         // of a seal that is pending
    record::Verdict verdict; // of a refusal
    std::optional<record::Fault> fault;
};

// One paper that waits for the manager.
struct ManagerRow {
    QString id;
    std::string documentClass;
    record::Patient patient;
    record::JobState state = record::JobState::Submitted;
    std::int64_t sheets = 0;
    std::string submittedBy;
    regulation::Countdown countdown;
    record::Verdict findings; // overdue, a seal that was refused
    record::Verdict sealing;  // what stands against sealing it now
    bool maySeal = false;     // as the station says
};

struct ManagerRows {
    std::vector<ManagerRow> rows; // by deadline
    bool more = false;
    std::int64_t signaturesAPin = 0;
};

// The information creation manager's work as values and signals [A10]: look, accept or send back,
// then seal what was accepted with one PIN, one after the other, each with its own end.
class ManagerDesk : public QObject {
    Q_OBJECT

  public:
    explicit ManagerDesk(WindowState& state, QObject* parent = nullptr);

    // Those that wait, and behind them what was finished in this sitting.
    const std::vector<ManagerRow>& rows() const { return m_rows; }
    bool more() const { return m_read.more; }
    const RowOutcome& outcomeOf(const QString& job) const;
    void read();
    void readMore();
    void forgetFinished(); // the person has seen how it ended

    const ReviewView& review() const { return m_review; }
    void open(const QString& job);
    void accept();
    void sendBack(const QString& reason);

    // --- sealing ---
    // Chosen by the person; what was accepted is chosen from the start.
    bool isChosen(const ManagerRow& row) const;
    void choose(const QString& job, bool chosen);
    std::vector<QString> toSeal() const;
    std::int64_t signaturesAPin() const { return m_read.signaturesAPin; }
    // The PIN serves for as many as the regulation lets it; then it is asked for again and sealing
    // goes on with those that are left. It is wiped from the string.
    void seal(QString pin);
    void stopSealing();
    bool sealing() const { return m_sealing; }
    bool stopping() const { return m_stopping; }
    std::size_t inHand() const { return m_batch; }                     // of this PIN's batch
    std::size_t place() const { return m_batch - m_queue.size() + 1; } // the one that is sealed now

    // The desk is left: nothing of a patient stays, and nothing more is signed.
    void clear();

  signals:
    void changed();       // rows, outcomes, sealing
    void reviewChanged(); // another job, or the same anew
    void reviewEnded();   // accepted or sent back
    void pinWanted();     // a wrong one, or it has served its term

  private:
    template <typename Act>
    void decide(RowEnd end, Act act);
    StationThread::Otherwise faultsOf(int round);
    void take(const ManagerRows& read);
    void merge();
    void note(const QString& job, RowOutcome outcome);
    void sealNext();
    void sealed(const QString& job, RowOutcome outcome);
    void broken(const QString& job, const record::Fault& fault);
    void endSealing();

    WindowState& m_state;
    ManagerRows m_read;
    std::vector<ManagerRow> m_finished; // that no longer wait
    std::vector<ManagerRow> m_rows;
    std::map<QString, RowOutcome> m_outcomes;
    std::map<QString, bool> m_choices;
    ReviewView m_review;
    std::deque<QString> m_queue;
    std::size_t m_batch = 0, m_sealedNow = 0;
    bool m_sealing = false, m_stopping = false;
    std::int64_t m_limit;
    int m_round = 0; // answers to what was cleared away are not shown
};

} // namespace seihon::station_ui
