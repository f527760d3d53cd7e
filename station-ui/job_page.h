#pragma once

#include "station-ui/clerk_job.h"
#include "station-ui/page.h"
#include "station-ui/page_strip.h"

class QFrame;
class QLabel;
class QProgressBar;
class QPushButton;
class QTimer;

namespace seihon::station_ui {

class AskCard;
class OrderCard;
class PageCard;
class ViewerPanel;

// Scan and check: live pages and progress, then the pages that need a person first, each large
// beside what the checks say. The one big button goes to the next page that was not looked at, and
// at the end says that image and paper are the same [A2].
class JobPage : public Page {
    Q_OBJECT

  public:
    JobPage(WindowState& state, ClerkJob& clerk);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QWidget* makeBody();
    void connectParts();
    void clerkChanged();
    void addLive(const PageView& page);
    void fillList();
    PageStrip::Sign signOf(const PageView& page) const;
    void showSelected();
    void startLook(const QString& captureId);
    void endLook();
    void showBeside();
    void sizeParts();
    void fillHead();
    void fillTrouble();
    void fillNext();
    void askFilmSide();
    void fillFilm();
    void next();
    const PageView* selected() const;
    // Where the big button leads: the first that awaits a decision, then the first not yet seen.
    std::optional<std::size_t> nextPlace() const;

    ClerkJob& m_clerk;
    std::int64_t m_livePages = 0;
    std::string m_looked;           // capture id of the page before the person
    std::optional<PageView> m_live; // the newest, while paper is fed
    QLabel *m_title, *m_unconfirmed, *m_progressText;
    QProgressBar* m_progress;
    QFrame* m_trouble;
    QLabel *m_troubleTitle, *m_troubleSheets, *m_troubleSafe;
    PageStrip* m_list;
    QTimer* m_look; // a page counts as seen when its picture has stood there for a moment
    ViewerPanel* m_panel;
    PageCard* m_card;
    QWidget* m_side = nullptr; // where the card is scrolled
    QLabel* m_missing;
    QPushButton *m_who, *m_film, *m_stop, *m_more, *m_scanOn, *m_next;
    AskCard* m_ask; // which way round a film lies
    OrderCard* m_order;
};

} // namespace seihon::station_ui
