#pragma once

#include "station-ui/envelope_view.h"
#include "station-ui/page.h"
#include "station/envelope_desk.h"

class QComboBox;
class QFrame;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSpinBox;

namespace seihon::station_ui {

// What came in one envelope [W]: its papers, each a work of its own, and what was enclosed and is
// never read. It is closed when everything has gone its way; whether it has, the station says.
class EnvelopePage : public Page {
    Q_OBJECT

  public:
    explicit EnvelopePage(WindowState& state);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    QFrame* listCard();
    QFrame* papersCard();
    QFrame* enclosuresCard();
    void connectParts();
    void read();
    void show(const EnvelopesHere& here);
    void fill();
    void fillSelected();
    void raiseRows();
    void updateActs();
    const EnvelopeView* selected() const;
    QString paperText(const EnvelopePaper& paper) const;
    template <typename Verb>
    void act(Verb verb, bool closes = false);
    void settle(record::EnclosureEnd end);

    EnvelopesHere m_here;
    std::string m_shown; // the id of the envelope that is selected
    QLabel *m_title, *m_none, *m_remarkLabel;
    QListWidget* m_list;
    QLineEdit* m_remark;
    QPushButton* m_open;
    QLabel *m_papersTitle, *m_singleLabel, *m_toLabel;
    QListWidget* m_papers;
    QComboBox* m_single;
    QLineEdit* m_to;
    QPushButton *m_add, *m_goOn, *m_handOn;
    QLabel *m_enclosuresTitle, *m_kindLabel, *m_countLabel, *m_destinationLabel, *m_withLabel;
    QListWidget* m_enclosures;
    QComboBox* m_kind;
    QSpinBox* m_count;
    QLineEdit *m_destination, *m_with;
    QPushButton *m_note, *m_taken, *m_returned, *m_close;
};

} // namespace seihon::station_ui
