#pragma once

#include "station-ui/clerk_job.h"
#include "station-ui/order_words.h"

#include <QFrame>

#include <functional>
#include <memory>
#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;
class QThread;

namespace seihon::station_ui {

// What an order is picked for: a job, or paper that no job has been registered for.
struct OrderPlace {
    bool offered = false, mayPick = false;
    std::string job; // empty: none yet
    record::Patient patient;
    std::optional<std::string> picked; // the accession number of the one it has
    bool operator==(const OrderPlace&) const = default;
};

// Whose place that is.
struct OrderHolder {
    std::function<OrderPlace()> place;
    std::function<void(const station::WorklistRow&, const std::string& reason)> pick;
    std::function<void()> drop;
};

// The words with access keys that are free on its page, and what the names of its parts begin with.
struct OrderLook {
    QString prefix = "order";
    OrderWord open = OrderWord::Order, pick = OrderWord::Pick, drop = OrderWord::Drop;
};

// Picks an order. The worklist is asked in a thread of its own: a slow or dead one keeps nobody
// from scanning. What differs stands side by side.
class OrderCard : public QFrame {
    Q_OBJECT

  public:
    OrderCard(WindowState& state, ClerkJob& clerk); // for the job in view
    OrderCard(WindowState& state, OrderHolder holder, OrderLook look);
    ~OrderCard() override;

    QPushButton* button() const { return m_open; } // for the page's head
    void stop();                                   // nothing of a patient stays
    void placeChanged();
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
    OrderHolder m_holder;
    OrderLook m_words;
    std::optional<OrderPlace> m_about; // none: closed
    std::optional<station::WorklistLook> m_look;
    int m_round = 0; // answers to what was closed are not shown
    std::unique_ptr<QThread> m_asking;
    QLabel *m_title, *m_said, *m_beside, *m_told, *m_whyLabel;
    QTableWidget* m_table;
    QLineEdit* m_why;
    QPushButton *m_open, *m_drop, *m_close, *m_pick;
};

} // namespace seihon::station_ui
