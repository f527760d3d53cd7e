#pragma once

#include "station-ui/job_view.h"
#include "station-ui/window_state.h"

#include <QFrame>

#include <functional>

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace seihon::station_ui {

// What the checks say of one page, what to do next, and the acts that correct it; a reason is asked
// for in place, where one is needed.
class PageCard : public QFrame {
    Q_OBJECT

  public:
    explicit PageCard(WindowState& state);

    // `idle`: nothing runs, so acts are open as far as the job allows them.
    void show(const JobView& job, const PageView& page, bool idle);
    void clear();
    void retranslate();
    bool asksReason() const;

  signals:
    void rescanWanted(qint64 page);
    void insertWanted(qint64 afterSheet);
    void setAsideWanted(qint64 page, QString reason);
    void markWanted(qint64 page, seihon::record::PageMark mark, QString reason);
    void recountWanted(int sheets, QString reason);
    void moveWanted(qint64 page, int after, QString reason);
    void turnWanted(qint64 page, int degrees);

  private:
    void fill();
    void ask(Word title, bool withNumber, std::function<void(const QString&, int)> then);
    void stopAsking();
    void showLead();
    void enable(QPushButton* button, regulation::Authority authority, bool sensible);
    QString findingsHtml() const;

    WindowState& m_state;
    JobView m_job;
    std::optional<PageView> m_page;
    bool m_idle = true;
    Word m_asked = Word::AsOnPaper; // the title of what is asked for
    std::function<void(const QString&, int)> m_then;
    QLabel *m_number, *m_status, *m_findings;
    QPushButton *m_rescan, *m_asOnPaper, *m_blank, *m_clearMark, *m_insert, *m_setAside, *m_recount,
        *m_move, *m_turn;
    QFrame* m_ask;
    QLabel *m_askTitle, *m_askLead;
    QSpinBox* m_askNumber;
    QLineEdit* m_askReason;
    QPushButton *m_askOk, *m_askCancel;
};

} // namespace seihon::station_ui
