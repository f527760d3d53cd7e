#include "station-ui/order_card.h"

#include "station-ui/admin_parts.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/order_words.h"
#include "station-ui/parts.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QThread>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

using record::FindingId;
using record::OrderDifference;
using station::WorklistRow;

namespace {

constexpr int kOrdersHeight = 160;
constexpr int kToldWidth = 320; // lines of this width have room

QString nameIn(const record::Order::Patient& patient) {
    return text(patient.ideographic.empty() ? patient.alphabetic : patient.ideographic);
}

// A reason answers these; nothing answers the others.
bool isBlocked(const WorklistRow& row) {
    return std::any_of(row.verdict.findings.begin(), row.verdict.findings.end(),
                       [](const auto& one) {
                           return one.severity == record::Severity::Refuse &&
                                  one.id != FindingId::OrderPatientDiffers;
                       });
}

OrderPlace placeOf(const ClerkJob& clerk) {
    const JobView& view = clerk.view();
    OrderPlace place;
    place.offered =
        clerk.step() == ClerkStep::Checking && (view.mayPickOrder || view.order.has_value());
    place.mayPick = view.mayPickOrder;
    place.job = view.id;
    place.patient = view.original.patient;
    if (view.order) {
        place.picked = view.order->order.accession;
    }
    return place;
}

} // namespace

OrderCard::OrderCard(WindowState& state, ClerkJob& clerk)
    : OrderCard(state,
                {[&clerk] { return placeOf(clerk); },
                 [&clerk](const WorklistRow& row, const std::string& reason) {
                     clerk.pickOrder(row, reason);
                 },
                 [&clerk] {
                     clerk.dropOrder();
                 }},
                {}) {
    connect(&clerk, &ClerkJob::changed, this, &OrderCard::placeChanged);
}

OrderCard::OrderCard(WindowState& state, OrderHolder holder, OrderLook look)
    : m_state(state), m_holder(std::move(holder)), m_words(std::move(look)),
      m_title(makeLabel("", "title")), m_said(makeLabel("", "lead")), m_beside(makeHtml("")),
      m_told(makeHtml("", "careful")), m_whyLabel(makeLabel("")), m_table(makeTable("", 4, {2, 3})),
      m_why(new QLineEdit), m_open(makeButton("")), m_drop(makeButton("")), m_close(makeButton("")),
      m_pick(makeNext("")) {
    const std::initializer_list<std::pair<QWidget*, const char*>> names{
        {m_title, "Title"}, {m_said, "Said"},         {m_beside, "Beside"}, {m_told, "Told"},
        {m_why, "Why"},     {m_whyLabel, "WhyLabel"}, {m_table, "s"},       {m_open, ""},
        {m_drop, "Drop"},   {m_close, "Close"},       {m_pick, "Pick"}};
    for (const auto& [part, name] : names) {
        part->setObjectName(m_words.prefix + name);
    }
    setProperty("role", "card");
    m_table->setMinimumHeight(kOrdersHeight);
    // It asks for its height: the page is scrolled where there is not enough of it.
    m_table->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto* foot = new FlowLayout(12, FlowLayout::Last::Right);
    foot->addWidget(m_drop);
    foot->addWidget(m_close);
    foot->addWidget(m_pick);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 16, 24, 16);
    rows->setSpacing(10);
    m_beside->setWordWrap(false);
    auto* beside = new QWidget;
    auto* column = new QVBoxLayout(beside);
    column->setContentsMargins(0, 0, 0, 0);
    for (QWidget* part : std::initializer_list<QWidget*>{m_beside, m_told, m_whyLabel, m_why}) {
        column->addWidget(part);
    }
    column->addStretch(1);
    rows->addWidget(m_title);
    rows->addWidget(m_said);
    rows->addWidget(new Columns({{m_table, 3}, {beside, 2}}, 16));
    rows->addLayout(foot);
    QWidget* before = m_table;
    for (QWidget* next : std::initializer_list<QWidget*>{m_why, m_pick, m_close, m_drop}) {
        setTabOrder(before, next);
        before = next;
    }
    connectParts();
    setVisible(false);
    fillButton();
}

OrderCard::~OrderCard() {
    if (m_asking) {
        m_asking->wait(); // the worker has its own limits of time
    }
}

void OrderCard::connectParts() {
    connect(m_open, &QPushButton::clicked, this, [this] { look(); });
    connect(m_close, &QPushButton::clicked, this, [this] {
        stop();
        m_open->setFocus();
    });
    connect(m_drop, &QPushButton::clicked, this, [this] {
        stop();
        m_holder.drop();
    });
    connect(m_pick, &QPushButton::clicked, this, [this] { pick(); });
    connect(m_why, &QLineEdit::textChanged, this, [this] { fillChosen(); });
    connect(m_why, &QLineEdit::returnPressed, this, [this] { pick(); });
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] {
        m_why->clear();
        fillChosen();
    });
    connect(m_table, &QTableWidget::itemActivated, this, [this] {
        m_why->isVisibleTo(this) && !m_pick->isEnabled() ? m_why->setFocus() : pick();
    });
    connect(&m_state.thread(), &StationThread::busyChanged, this, [this] {
        fillButton();
        fillChosen();
    });
}

// Of another job or patient nothing is picked any more.
void OrderCard::placeChanged() {
    const OrderPlace now = m_holder.place();
    if (m_about && (!now.offered || now.job != m_about->job || now.patient != m_about->patient)) {
        stop();
    }
    fillButton();
    fillChosen();
}

// What is asked, and what is told, is the station's; the wait between them is nobody's.
void OrderCard::look() {
    if (m_asking) {
        return;
    }
    m_about = m_holder.place();
    const int round = ++m_round;
    m_look.reset();
    setVisible(true);
    fill();
    m_close->setFocus();
    m_state.thread().look(
        this,
        [about = *m_about](Desk& desk) {
            station::WorklistQuestion question;
            question.patientId = about.patient.id;
            question.job = about.job;
            question.paper.patient = about.patient;
            return station::Worklist(*desk.station).prepare(desk.identified(), question);
        },
        [this, round](const station::WorklistErrand& errand) {
            if (round == m_round && !m_asking) {
                asked(errand, round);
            }
        },
        [this, round](const record::Fault& fault) {
            m_state.sayFault(fault);
            if (round == m_round) {
                stop();
            }
        });
}

void OrderCard::asked(const station::WorklistErrand& errand, int round) {
    const auto answer = std::make_shared<dicom_net::Answer>();
    m_asking.reset(QThread::create([errand, answer] { *answer = station::Worklist::ask(errand); }));
    connect(m_asking.get(), &QThread::finished, this, [this, errand, answer, round] {
        m_asking->wait();
        m_asking.reset();
        fillButton();
        if (!m_state.person()) {
            return; // the desk was left
        }
        m_state.thread().look(
            this,
            [errand, answer](Desk& desk) {
                return station::Worklist(*desk.station).tell(desk.identified(), errand, *answer);
            },
            [this, round](const station::WorklistLook& look) {
                if (round == m_round) {
                    show(look);
                }
            },
            [this](const record::Fault& fault) { m_state.sayFault(fault); });
    });
    m_asking->start();
}

void OrderCard::show(const station::WorklistLook& look) {
    m_look = look;
    fill();
    if (!look.rows.empty()) {
        chooseRow(m_table, 0);
        m_table->setFocus();
    }
}

void OrderCard::stop() {
    ++m_round;
    m_about.reset();
    m_look.reset();
    m_why->clear();
    m_table->setRowCount(0);
    m_beside->clear();
    m_told->clear();
    setVisible(false);
}

const WorklistRow* OrderCard::chosen() const {
    const int row = m_table->currentRow();
    return !m_look || row < 0 || static_cast<std::size_t>(row) >= m_look->rows.size()
               ? nullptr
               : &m_look->rows[static_cast<std::size_t>(row)];
}

void OrderCard::fill() {
    const record::Language language = m_state.language();
    const int kept = m_table->currentRow();
    const QString why = m_why->text();
    m_table->setRowCount(0);
    QString said;
    if (!m_look) {
        said = word(OrderWord::Looking, language);
    } else if (!m_look->verdict.permitted()) {
        said = m_state.sentences(m_look->verdict).join("\n");
    } else if (!m_look->away.empty()) {
        said = word(OrderWord::Away, language) + "\n" + text(m_look->away);
    } else if (m_look->rows.empty()) {
        said = word(OrderWord::NoneFound, language);
    } else if (m_look->tooMany) {
        said = word(OrderWord::TooMany, language);
    }
    m_said->setText(said);
    m_said->setVisible(!said.isEmpty());
    setRole(m_said, m_look && !m_look->away.empty() ? "careful" : "lead");
    if (m_look) {
        for (const WorklistRow& row : m_look->rows) {
            const record::Order& order = row.order;
            const station::Health health = isBlocked(row)             ? station::Health::Bad
                                           : !row.verdict.permitted() ? station::Health::Careful
                                                                      : station::Health::Well;
            addRow(m_table,
                   {standingSign(health) + " " + text(order.accession), text(order.date),
                    text(order.procedure), nameIn(order.patient)},
                   health);
        }
    }
    m_table->setVisible(m_table->rowCount() > 0);
    if (kept >= 0 && m_table->rowCount() > 0) {
        chooseRow(m_table, kept);
        m_why->setText(why);
    }
    fillChosen();
}

// The differences beside each other, each with a sign: the colour alone would say nothing.
QString OrderCard::comparison(const WorklistRow& row) const {
    const record::Language language = m_state.language();
    const record::Patient here = m_about ? m_about->patient : record::Patient();
    const record::Order::Patient& there = row.order.patient;
    const auto differs = [&row](OrderDifference what) {
        return std::find(row.differs.begin(), row.differs.end(), what) != row.differs.end();
    };
    QString html = "<table cellspacing='0' cellpadding='3'><tr><td></td><td><b>" +
                   word(OrderWord::Here, language) + "</b></td><td><b>" +
                   word(OrderWord::Ordered, language) + "</b></td></tr>";
    const auto add = [&](OrderWord what, const std::string& mine, const QString& theirs,
                         const char* sign) {
        html += "<tr><td>" + QString::fromUtf8(sign) + " " + word(what, language) + "</td><td>" +
                (mine.empty() ? "–" : escaped(mine)) + "</td><td>" +
                (theirs.isEmpty() ? "–" : theirs.toHtmlEscaped()) + "</td></tr>";
    };
    const std::string known = row.known && !row.known->name.empty() && row.known->name != here.name
                                  ? " / " + row.known->name
                                  : std::string();
    const QString latin = there.ideographic.empty() || there.alphabetic.empty()
                              ? QString()
                              : " / " + text(there.alphabetic);
    add(OrderWord::PatientId, here.id, text(there.id),
        differs(OrderDifference::PatientId) ? "■" : "✓");
    add(OrderWord::PatientName, here.name + known, nameIn(there) + latin,
        differs(OrderDifference::Name) ? "▲" : "✓");
    add(OrderWord::Kana, row.known ? row.known->kana : std::string(), text(there.phonetic), "");
    add(OrderWord::BirthDate, row.known ? row.known->birthDate : std::string(),
        text(there.birthDate), differs(OrderDifference::BirthDate) ? "▲" : "");
    add(OrderWord::Sex, {}, text(there.sex), "");
    return html + "</table>";
}

void OrderCard::fillChosen() {
    const WorklistRow* row = chosen();
    const bool asks = row != nullptr && !isBlocked(*row) && !row->verdict.permitted();
    m_beside->setVisible(row != nullptr);
    m_beside->setText(row == nullptr ? QString() : comparison(*row));
    m_beside->setMinimumHeight(m_beside->sizeHint().height()); // on a low screen the page scrolls
    m_told->setText(row == nullptr ? QString() : m_state.sentencesHtml(row->verdict));
    m_told->setVisible(!m_told->text().isEmpty());
    m_told->setMinimumHeight(std::max(0, m_told->heightForWidth(kToldWidth)));
    m_why->setVisible(asks);
    m_whyLabel->setVisible(asks);
    const OrderPlace place = m_holder.place();
    m_pick->setEnabled(row != nullptr && !isBlocked(*row) && place.mayPick &&
                       !m_state.thread().busy() && (!asks || !m_why->text().trimmed().isEmpty()));
    m_drop->setVisible(place.picked.has_value());
    m_drop->setEnabled(place.mayPick && !m_state.thread().busy());
}

// The order that the job has stands on it.
void OrderCard::fillButton() {
    const OrderPlace place = m_holder.place();
    m_open->setVisible(place.offered);
    m_open->setEnabled(place.mayPick && !m_state.thread().busy() && !m_asking);
    const QString picked = place.picked ? "✓ " + text(*place.picked) + " " : QString();
    setText(m_open, picked + word(m_words.open, m_state.language()));
}

void OrderCard::pick() {
    const WorklistRow* row = chosen();
    if (row == nullptr || !m_pick->isEnabled()) {
        return;
    }
    const WorklistRow wanted = *row;
    const std::string why = m_why->isVisibleTo(this) ? m_why->text().trimmed().toStdString() : "";
    stop();
    m_holder.pick(wanted, why);
}

void OrderCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        m_close->click();
        return;
    }
    QFrame::keyPressEvent(event);
}

void OrderCard::retranslate() {
    const record::Language language = m_state.language();
    m_title->setText(word(OrderWord::Orders, language));
    m_table->setAccessibleName(word(OrderWord::Orders, language));
    m_table->setHorizontalHeaderLabels(
        {word(OrderWord::Accession, language), word(OrderWord::Day, language),
         word(OrderWord::Procedure, language), word(OrderWord::PatientName, language)});
    nameFor(m_why, m_whyLabel, word(OrderWord::Why, language));
    setText(m_pick, word(m_words.pick, language));
    setText(m_drop, word(m_words.drop, language));
    setText(m_close, word(OrderWord::Close, language));
    fillButton();
    fill();
}

} // namespace seihon::station_ui
