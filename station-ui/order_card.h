#pragma once

#include "station-ui/clerk_job.h"

#include <QFrame>

#include <memory>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;
class QThread;

namespace seihon::station_ui {

// Picks the order of the job in view. The worklist is asked in a thread of its own: a slow or dead
// one keeps nobody from scanning. What differs stands side by side.
class OrderCard : public QFrame {
    Q_OBJECT

  public:
    OrderCard(WindowState& state, ClerkJob& clerk);
    ~OrderCard() override;

    QPushButton* button() const { return m_open; } // for the page's head
    void stop();                                   // nothing of a patient stays
    void retranslate();

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    void connectParts();
    void look();
    void asked(const station::WorklistErrand& errand, int round);
    void show(const station::WorklistLook& look);
    void fill();
    void fillChosen();
    void fillButton();
    void pick();
    QString comparison(const station::WorklistRow& row) const;
    const station::WorklistRow* chosen() const;

    WindowState& m_state;
    ClerkJob& m_clerk;
    std::string m_job; // that it is about; empty: closed
    std::optional<station::WorklistLook> m_look;
    int m_round = 0; // answers to what was closed are not shown
    std::unique_ptr<QThread> m_asking;
    QLabel *m_title, *m_said, *m_beside, *m_told, *m_whyLabel;
    QTableWidget* m_table;
    QLineEdit* m_why;
    QPushButton *m_open, *m_drop, *m_close, *m_pick;
};

} // namespace seihon::station_ui
