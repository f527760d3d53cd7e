#pragma once

#include "station-ui/manager_desk.h"
#include "station-ui/page.h"

class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;

namespace seihon::station_ui {

class PageStrip;
class SmallPictures;
class ViewerPanel;

// One paper before the manager: its pages, what the checks say, what people decided and why; then
// accept, or send back with a reason.
class ReviewPage : public Page {
    Q_OBJECT

  public:
    ReviewPage(WindowState& state, ManagerDesk& desk);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    QWidget* makeBody();
    void connectParts();
    void reviewChanged();
    void showSelected();
    void showBeside();
    void fillFacts();
    void fillFoot();
    void next();
    void sendBack();
    QString noteText(const ReviewNote& note) const;
    QString factsHtml() const;
    QString peopleHtml() const;

    ManagerDesk& m_desk;
    QString m_job; // that is shown
    SmallPictures* m_pictures;
    PageStrip* m_strip;
    ViewerPanel* m_panel;
    QLabel *m_title, *m_standing, *m_facts, *m_findingsTitle, *m_findings, *m_peopleTitle,
        *m_people, *m_toldTitle, *m_told, *m_seen, *m_reasonLabel;
    QLineEdit* m_reason;
    QPushButton *m_back, *m_next, *m_sendBack, *m_accept;
};

} // namespace seihon::station_ui
