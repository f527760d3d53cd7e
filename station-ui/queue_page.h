#pragma once

#include "record/scan_job.h"
#include "regulation/judge_intake.h"
#include "station-ui/clerk_job.h"
#include "station-ui/page.h"

class QLabel;
class QPushButton;
class QSpinBox;
class QTableWidget;
class QTimer;

namespace seihon::station_ui {

struct QueueRow {
    QString id;
    std::string documentClass;
    record::JobState state = record::JobState::Registered;
    std::int64_t sheets = 0;
    bool provisional = false;
    record::Instant registeredAt{};
    regulation::Countdown countdown;
    record::Verdict findings;
};

struct QueueRows {
    std::vector<QueueRow> rows; // by deadline
    bool more = false;
};

// What waits, with its countdown: colour, shape and word say the same. The first page of the day.
class QueuePage : public Page {
    Q_OBJECT

  public:
    QueuePage(WindowState& state, ClerkJob& clerk);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void read();
    void show(const QueueRows& rows);
    void fill();
    void openSelected();
    void findLabel();
    void updateActs();

    ClerkJob& m_clerk;
    QueueRows m_read;
    QLabel *m_title, *m_summary, *m_empty;
    QTableWidget* m_table;
    QPushButton *m_new, *m_open, *m_refresh, *m_cover, *m_find;
    QSpinBox* m_label;
    QTimer* m_timer;
};

// "残り 3 時間 5 分", "2 h 0 min over"; empty without a deadline.
QString countdownText(const regulation::Countdown& countdown, record::Language language);
Word standingWord(regulation::WindowStanding standing);

} // namespace seihon::station_ui
