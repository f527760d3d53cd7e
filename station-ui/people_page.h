#pragma once

#include "station-ui/page.h"
#include "station/people_overview.h"

class QFrame;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTableWidget;

namespace seihon::station_ui {

class QuestionCard;
class PersonCard;

// Who works here, as what, until when, and how they log in [F1, F2, A10]; appointing and retiring
// people, passwords and one-time codes, opening a login, and the review by somebody else.
class PeoplePage : public Page {
    Q_OBJECT

  public:
    explicit PeoplePage(WindowState& state);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    // What stands at the side: the person, a form, a question, a code that is shown once.
    enum Side { kPerson, kPersonForm, kPersonAsk, kPersonCode };

    QFrame* detailCard();
    QFrame* codeCard();
    void connectParts();
    void read();
    void fill();
    void fillDetail();
    void showSide(Side side);
    const station::PersonOverview* chosen() const;
    // --- people_acts.cpp ---
    void save(const config::Person& person);
    void askRetire();
    void askPassword();
    void askReview();
    void makeCode();
    void unlock();
    // An act of People that ends in a verdict; `good` is said when it was permitted.
    void act(std::function<record::Verdict(Desk&)> what, std::function<QString()> good);

    station::PeopleOverview m_people;
    QString m_toChoose; // the person that was just written
    QLabel *m_title, *m_check;
    QPushButton *m_add, *m_review, *m_again;
    QTableWidget* m_table;
    QLabel *m_name, *m_standing, *m_said;
    QScrollArea* m_body; // long lists of rights do not push the buttons away
    QPushButton *m_appoint, *m_password, *m_code, *m_unlock, *m_retire;
    QStackedWidget* m_side;
    PersonCard* m_card;
    QuestionCard* m_ask;
    QLabel *m_codeTitle, *m_codeText;
    QPushButton* m_codeDone;
};

} // namespace seihon::station_ui
