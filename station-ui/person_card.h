#pragma once

#include "station-ui/window_state.h"
#include "station/people.h"

#include <QFrame>

class QComboBox;
class QDateEdit;
class QLabel;
class QLineEdit;
class QPushButton;

namespace seihon::station_ui {

// The letter of appointment, typed in: who, as what, from when until when, with which card.
class PersonCard : public QFrame {
    Q_OBJECT

  public:
    explicit PersonCard(WindowState& state);
    // Somebody new, or another appointment of somebody who is there.
    void begin(const QString& user = {}, const QString& name = {});
    void wipe();
    void retranslate();

  signals:
    void closed();
    void wanted(const seihon::config::Person& person);

  private:
    void readCards();
    void fillChoices();
    void refresh();
    void save();

    WindowState& m_state;
    std::vector<station::CardHere> m_cards; // in readers, and nobody's yet
    bool m_known = false;                   // somebody who is there
    QLabel* m_title;
    QLabel *m_userLabel, *m_nameLabel, *m_roleLabel, *m_fromLabel, *m_untilLabel, *m_letterLabel;
    QLabel *m_trainingLabel, *m_cardLabel, *m_note;
    QLineEdit *m_user, *m_name;
    QComboBox* m_role;
    QDateEdit *m_from, *m_until;
    QLineEdit *m_letter, *m_training;
    QComboBox* m_card;
    QPushButton *m_cancel, *m_save;
};

} // namespace seihon::station_ui
