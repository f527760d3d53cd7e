#include "station-ui/deliveries_page.h"

#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "station-ui/delivery_words.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station/deliveries.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

using station::Delivery;
using station::DeliveryState;
using station::Health;

namespace {

constexpr std::int64_t kConfirmedOnPage = 100;

struct DeliveriesRead {
    std::vector<Delivery> rows;
    std::size_t targets = 0;
};

Health healthOfDelivery(DeliveryState state) {
    switch (state) {
    case DeliveryState::Confirmed:
    case DeliveryState::GivenUp:
        return Health::Well;
    case DeliveryState::Waiting:
    case DeliveryState::Sent:
        return Health::Careful;
    case DeliveryState::Failed:
        break;
    }
    return Health::Bad;
}

} // namespace

DeliveriesPage::DeliveriesPage(WindowState& windowState)
    : Page(windowState), m_title(makeLabel("deliveriesTitle", "title")),
      m_summary(makeLabel("deliveriesSummary", "lead")), m_whole(makeLabel("deliveriesWhole")),
      m_again(makeButton("deliveriesAgain")), m_retry(makeButton("deliveriesRetry")),
      m_giveUp(makeButton("deliveriesGiveUp")), m_ask(new QuestionCard("deliveryAsk")),
      m_table(makeTable("deliveries", 5, {2, 4})) {
    m_title->setWordWrap(false);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_title);
    head->addWidget(m_summary, 1);
    head->addWidget(m_again);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(14);
    rows->addLayout(head);
    rows->addWidget(m_table, 1);
    rows->addWidget(m_whole);
    rows->addWidget(m_ask);
    auto* foot = new FlowLayout(12, FlowLayout::Last::Right);
    foot->addWidget(m_giveUp);
    foot->addWidget(m_retry);
    rows->addLayout(foot);
    setTabOrder(m_again, m_table);
    setTabOrder(m_table, m_giveUp);
    setTabOrder(m_giveUp, m_retry);
    connect(m_again, &QPushButton::clicked, this, [this] { read(); });
    connect(m_retry, &QPushButton::clicked, this, [this] { retry(); });
    connect(m_giveUp, &QPushButton::clicked, this, [this] { askGiveUp(); });
    connect(m_ask, &QuestionCard::closed, this, [this] { ask(false); });
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] { chosenChanged(); });
    connect(&state().thread(), &StationThread::busyChanged, this, [this](bool busy) {
        m_again->setEnabled(!busy);
        chosenChanged();
    });
    m_retry->setEnabled(false);
    m_giveUp->setEnabled(false);
    m_ask->hide();
}

const Delivery* DeliveriesPage::chosen() const {
    const int row = m_table->currentRow();
    return row < 0 || static_cast<std::size_t>(row) >= m_rows.size()
               ? nullptr
               : &m_rows[static_cast<std::size_t>(row)];
}

// What the table cuts short stands below it, in full.
void DeliveriesPage::chosenChanged() {
    const Delivery* one = chosen();
    const bool free = one != nullptr && !state().thread().busy() && m_ask->isHidden();
    const bool ended = one != nullptr && (one->state == DeliveryState::Confirmed ||
                                          one->state == DeliveryState::GivenUp);
    const bool failed = one != nullptr && ((one->state == DeliveryState::Failed && !one->retried) ||
                                           one->state == DeliveryState::GivenUp);
    m_retry->setEnabled(free && failed && !one->targetGone);
    m_giveUp->setEnabled(free && !ended);
    m_whole->setText(one == nullptr ? QString()
                                    : QString::fromStdString(one->target + "  " + one->recordId) +
                                          "  " + said(*one));
}

void DeliveriesPage::enter() {
    m_again->setFocus();
    read();
}

void DeliveriesPage::wipe() {
    m_reading = false;
    m_rows.clear();
    m_ask->wipe();
    ask(false);
    fill();
}

// While a reason is asked for, what it is about stays chosen.
void DeliveriesPage::ask(bool asking) {
    m_ask->setVisible(asking);
    m_table->setEnabled(!asking);
    chosenChanged();
}

void DeliveriesPage::read() {
    if (m_reading) {
        return;
    }
    m_reading = true;
    fill();
    state().thread().ask(
        this,
        [](Desk& desk) {
            station::Deliveries deliveries(*desk.station);
            return DeliveriesRead{deliveries.listAll(kConfirmedOnPage), deliveries.targets()};
        },
        [this](const DeliveriesRead& read) {
            if (!std::exchange(m_reading, false)) { // the screen was closed meanwhile
                return;
            }
            m_rows = read.rows;
            m_targets = read.targets;
            std::stable_sort(m_rows.begin(), m_rows.end(), [](const auto& a, const auto& b) {
                return healthOfDelivery(a.state) > healthOfDelivery(b.state);
            });
            fill();
            chooseRow(m_table, 0);
        },
        [this](const record::Fault& fault) {
            m_reading = false;
            fill();
            state().sayFault(fault);
        });
}

void DeliveriesPage::act(std::function<station::DeliveryAct(Desk&)> what, DeliveryWord done) {
    state().thread().ask(
        this, std::move(what),
        [this, done](const station::DeliveryAct& act) {
            if (act.verdict.permitted()) {
                state().say(Tone::Good, [this, done] { return word(done, state().language()); });
            } else {
                state().say(Tone::Bad, [this, verdict = act.verdict] {
                    return state().sentencesHtml(verdict);
                });
            }
            read();
        },
        [this](const record::Fault& fault) { state().sayFault(fault); });
}

void DeliveriesPage::retry() {
    const Delivery* one = chosen();
    if (one == nullptr) {
        return;
    }
    act(
        [record = one->recordId, target = one->target](Desk& desk) {
            return station::Deliveries(*desk.station).retry(desk.identified(), record, target);
        },
        DeliveryWord::Retried);
}

void DeliveriesPage::askGiveUp() {
    const Delivery* one = chosen();
    if (one == nullptr) {
        return;
    }
    ask(true);
    m_ask->ask(
        [this, target = text(one->target), record = text(one->recordId)] {
            return word(DeliveryWord::GiveUpAsk, state().language()).arg(target, record);
        },
        [this] { return word(AdminWord::Reason, state().language()); }, QuestionCard::Line::Words,
        [this, record = one->recordId, target = one->target](const QString& reason) {
            act(
                [record, target, reason = reason.toStdString()](Desk& desk) {
                    return station::Deliveries(*desk.station)
                        .giveUp(desk.identified(), record, target, reason);
                },
                DeliveryWord::GivenUpDone);
        });
}

QString DeliveriesPage::said(const Delivery& delivery) const {
    const record::Language language = state().language();
    if (delivery.targetGone) {
        return word(DeliveryWord::TargetIsGone, language);
    }
    if (delivery.retried) {
        return word(DeliveryWord::SentAgainLater, language);
    }
    if (delivery.state == DeliveryState::Confirmed) {
        return word(delivery.confirmedBy == "query"       ? DeliveryWord::ByQuery
                    : delivery.confirmedBy == "read-back" ? DeliveryWord::ByReadBack
                    : delivery.compared.empty()           ? DeliveryWord::NotCompared
                                                          : DeliveryWord::ByCommitment,
                    language);
    }
    const QString status = QString::fromStdString(station::statusWords(delivery, language));
    return status.isEmpty() ? QString::fromStdString(delivery.lastTry) : status;
}

void DeliveriesPage::fill() {
    const record::Language language = state().language();
    const int kept = m_table->currentRow();
    m_table->setRowCount(0);
    std::array<int, 3> counts{};
    for (const Delivery& one : m_rows) {
        const Health health = healthOfDelivery(one.state);
        ++counts.at(static_cast<std::size_t>(health));
        const std::string_view name = station::wordFor(one.state, language);
        addRow(m_table,
               {standingSign(health) + " " +
                    QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())),
                QString::fromStdString(one.target), QString::fromStdString(one.recordId),
                state().timeText(one.at), said(one)},
               health);
    }
    if (kept >= 0) {
        chooseRow(m_table, kept);
    }
    chosenChanged();
    m_summary->setText(
        m_reading ? word(DeliveryWord::Looking, language)
        : !m_rows.empty()
            ? word(DeliveryWord::Counts, language).arg(counts[2]).arg(counts[1]).arg(counts[0])
        : m_targets == 0 ? word(DeliveryWord::NoTargets, language)
                         : word(DeliveryWord::NothingOpen, language));
}

QString DeliveriesPage::title() const {
    return word(DeliveryWord::Deliveries, state().language());
}

void DeliveriesPage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    setText(m_again, word(DeliveryWord::LookAgain, language));
    setText(m_retry, word(DeliveryWord::Retry, language));
    setText(m_giveUp, word(DeliveryWord::GiveUp, language));
    m_ask->retranslate(state());
    m_table->setAccessibleName(title());
    m_table->setHorizontalHeaderLabels(
        {word(DeliveryWord::State, language), word(DeliveryWord::Target, language),
         word(DeliveryWord::RecordId, language), word(DeliveryWord::Since, language),
         word(DeliveryWord::Said, language)});
    fill();
}

} // namespace seihon::station_ui
