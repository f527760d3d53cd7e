#pragma once

#include "station-ui/clerk_job.h"
#include "station-ui/page.h"

#include <QElapsedTimer>

#include <array>

class QFrame;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace seihon::station_ui {

// What will be sealed, in a few lines; then what came of it. The tick stands only when the record
// is durable and was verified; pending and handed over look different and say so.
class SealPage : public Page {
    Q_OBJECT

  public:
    SealPage(WindowState& state, ClerkJob& clerk);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    QFrame* summaryCard();
    QFrame* resultCard();
    void fill();
    void fillResult();
    void finish();
    QString decisionsHtml() const;
    void drawPictures();
    bool sealsHere() const;
    QString remarksHtml() const;
    bool wasRead() const;

    ClerkJob& m_clerk;
    QElapsedTimer m_stands; // since when this step of the job is on the screen
    ClerkStep m_shown = ClerkStep::Idle;
    QLabel* m_title;
    QFrame *m_summary, *m_result;
    QLabel* m_summaryTitle;
    std::array<QLabel*, 6> m_names{}, m_values{};
    QLabel* m_pictures; // the first pages, small
    QLabel* m_standing;
    QLabel* m_pinLabel;
    QLineEdit* m_pin;
    QLabel *m_sign, *m_resultTitle, *m_resultText, *m_resultWhat;
    QPushButton *m_back, *m_finish, *m_nextPaper;
};

} // namespace seihon::station_ui
