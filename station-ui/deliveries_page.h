#pragma once

#include "station-ui/delivery_words.h"
#include "station-ui/page.h"
#include "station/delivery.h"

#include <functional>
#include <vector>

class QLabel;
class QPushButton;
class QTableWidget;

namespace seihon::station {
struct DeliveryAct;
}

namespace seihon::station_ui {

class QuestionCard;
struct Desk;

// What goes to other systems: waiting, sent, confirmed, failed, with the exact status. Nothing is
// sent from here; `work` does that. A person says what is sent again and what need not arrive.
class DeliveriesPage : public Page {
    Q_OBJECT

  public:
    explicit DeliveriesPage(WindowState& state);
    QString title() const override;
    void retranslate() override;
    void enter() override;
    void wipe() override;

  private:
    void read();
    void retry();
    void askGiveUp();
    void act(std::function<station::DeliveryAct(Desk&)> what, DeliveryWord done);
    void ask(bool asking);
    void fill();
    void chosenChanged();
    QString said(const station::Delivery& delivery) const;
    const station::Delivery* chosen() const;

    std::vector<station::Delivery> m_rows; // what failed first, then what is open
    std::size_t m_targets = 0;
    bool m_reading = false;
    QLabel *m_title, *m_summary, *m_whole;
    QPushButton *m_again, *m_retry, *m_giveUp;
    QuestionCard* m_ask;
    QTableWidget* m_table;
};

} // namespace seihon::station_ui
