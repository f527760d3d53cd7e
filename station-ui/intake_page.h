#pragma once

#include "station-ui/clerk_job.h"
#include "station-ui/order_card.h"
#include "station-ui/page.h"

class QCheckBox;
class QComboBox;
class QDateTimeEdit;
class QFrame;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace seihon::station_ui {

// Whose paper it is, what it is, and that somebody looked at it before it is fed. One big button;
// it is live only when everything is there.
class IntakePage : public Page {
    Q_OBJECT

  public:
    IntakePage(WindowState& state, ClerkJob& clerk);
    QString title() const override;
    void retranslate() override;
    void identifyNext() { m_identifyNext = true; } // when it comes on the screen
    void enter() override;
    void wipe() override;

  private:
    QFrame* patientCard();
    QFrame* paperCard();
    void connectParts();
    void fillClasses();
    void lookUp();
    void showAnswer(const PatientAnswerHere& answer);
    void showAsked();
    void patientChanged();
    void updateGo();
    void go();
    void registerOnly();
    IntakeForm form() const;
    bool patientGiven() const;
    bool isPreparing() const; // of a job that was registered before
    // --- the order (intake_order.cpp) ---
    OrderCard* makeOrderCard();
    OrderPlace orderPlace() const;
    record::Patient patient() const; // as it is typed
    void lookForWorklist();
    void followOrder(); // what was picked for another patient is gone
    bool isIdentifying() const { return m_identifying && !m_clerk.view().id.empty(); }

    ClerkJob& m_clerk;
    std::optional<PatientAnswerHere> m_answer; // to the id that stands in the field
    QLabel *m_title, *m_patientTitle, *m_idLabel, *m_asked, *m_found, *m_nameLabel;
    QLabel *m_labelLabel, *m_differsLabel;
    QLineEdit *m_id, *m_name, *m_differs;
    QPushButton* m_look;
    QCheckBox *m_same, *m_unknown;
    QSpinBox* m_label;
    std::string m_preparing;  // the registered job that the fields are about; empty: a new paper
    QString m_lookedUp;       // the number that was asked for, answered or not
    bool m_lookLater = false; // the station was busy when the number was typed
    bool m_identifyNext = false, m_identifying = false; // whose the provisional job in view is
    QFrame *m_paper = nullptr, *m_who = nullptr;
    QLabel *m_paperTitle, *m_classLabel, *m_receivedLabel, *m_atLabel, *m_sheetsLabel;
    QComboBox *m_class, *m_received;
    QDateTimeEdit* m_at;
    QSpinBox* m_sheets;
    QCheckBox *m_duplex, *m_attested;
    QPushButton *m_demoPaper, *m_register, *m_go;
    bool m_worklist = false;                       // there is one to pick an order of
    std::optional<station::WorklistRow> m_ordered; // that this person picked
    std::string m_orderReason;
    record::Patient m_orderedFor;
    OrderCard* m_order;
};

} // namespace seihon::station_ui
