#include "station-ui/manager_page.h"

#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/manager_model.h"
#include "station-ui/manager_words.h"
#include "station-ui/parts.h"
#include "station-ui/table_parts.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr std::chrono::seconds kManagerReadsEvery{30};
constexpr int kManagerDetailHeight = 88;
constexpr int kManagerFromLetters = 24;
constexpr int kManagerPinWidth = 220;

} // namespace

ManagerPage::ManagerPage(WindowState& windowState, ManagerDesk& desk)
    : Page(windowState), m_desk(desk), m_model(new ManagerModel(windowState, desk)),
      m_title(makeLabel("managerTitle", "title")), m_more(makeLabel("managerMore", "careful")),
      m_empty(makeLabel("managerEmpty", "lead")), m_detail(makeLabel("managerDetail")),
      m_pinLabel(makeLabel("managerPinLabel")), m_serves(makeLabel("managerServes", "lead")),
      m_progress(makeLabel("managerProgress", "careful")), m_table(makeTable("managerTable")),
      m_pin(new QLineEdit), m_refresh(makeButton("managerRefresh")),
      m_open(makeButton("managerOpen")), m_stop(makeStop("managerStop")),
      m_seal(makeNext("managerSeal")), m_timer(new QTimer(this)) {
    m_model->setParent(this);
    m_table->setModel(m_model);
    stretchColumn(m_table, ManagerModel::Patient); // a long name ends in dots
    limitColumn(m_table, ManagerModel::From, kManagerFromLetters);
    m_table->installEventFilter(this);
    m_pin->setObjectName("managerPin");
    m_pin->setEchoMode(QLineEdit::Password);
    m_pin->setMinimumWidth(kManagerPinWidth);
    m_pin->setMaximumWidth(2 * kManagerPinWidth);
    m_detail->setTextFormat(Qt::RichText);
    m_empty->setAlignment(Qt::AlignCenter);
    layOut();
    connectParts();
    deskChanged();
}

void ManagerPage::layOut() {
    auto* head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addWidget(m_more, 1);
    head->addWidget(m_refresh);
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    column->setContentsMargins(24, 12, 24, 12);
    QWidget* detail = scrolling(m_detail); // what is said of one row may be long
    detail->setMinimumHeight(kManagerDetailHeight);
    column->addWidget(detail);
    auto* foot = new FlowLayout(14, FlowLayout::Last::Right);
    for (QLabel* label : {m_pinLabel, m_serves, m_progress}) {
        label->setWordWrap(false);
    }
    foot->addWidget(m_open);
    foot->addWidget(m_progress);
    foot->addWidget(m_stop);
    foot->addWidget(m_pinLabel);
    foot->addWidget(m_pin);
    foot->addWidget(m_seal);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    rows->addLayout(head);
    rows->addWidget(m_empty, 1);
    rows->addWidget(m_table, 1);
    rows->addWidget(card);
    rows->addWidget(m_serves, 0, Qt::AlignRight);
    rows->addLayout(foot);
    QWidget* before = m_table;
    for (QWidget* next :
         std::initializer_list<QWidget*>{m_open, m_pin, m_seal, m_stop, m_refresh}) {
        setTabOrder(before, next);
        before = next;
    }
}

void ManagerPage::connectParts() {
    connect(&m_desk, &ManagerDesk::changed, this, [this] { deskChanged(); });
    connect(&m_desk, &ManagerDesk::reviewEnded, this, [this] {
        m_kept = m_model->nextToReview(m_kept);
        state().go("manager");
    });
    connect(&m_desk, &ManagerDesk::pinWanted, this, [this] {
        m_pin->clear();
        m_pin->setFocus();
    });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { fillFoot(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (const ManagerRow* row = selected()) {
            m_kept = row->id;
        }
        fillFoot();
    });
    connect(m_table, &QTableView::activated, this, [this] { openSelected(); });
    connect(m_open, &QPushButton::clicked, this, [this] { openSelected(); });
    connect(m_refresh, &QPushButton::clicked, this, [this] {
        m_desk.forgetFinished();
        m_desk.read();
    });
    connect(m_pin, &QLineEdit::textChanged, this, [this] { fillFoot(); });
    connect(m_pin, &QLineEdit::returnPressed, this, [this] { seal(); });
    connect(m_seal, &QPushButton::clicked, this, [this] { seal(); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_desk.stopSealing(); });
    connect(m_timer, &QTimer::timeout, this, [this] {
        if (isVisible() && state().person() && !m_desk.sealing()) {
            m_desk.read();
        }
    });
    m_timer->start(kManagerReadsEvery);
}

const ManagerRow* ManagerPage::selected() const {
    return m_model->rowAt(m_table->currentIndex().row());
}

bool ManagerPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
        m_model->toggle(m_table->currentIndex().row());
        return true;
    }
    return Page::eventFilter(watched, event);
}

void ManagerPage::openSelected() {
    const ManagerRow* row = selected();
    if (row != nullptr && m_open->isEnabled()) {
        m_desk.open(row->id);
        state().go("review");
    }
}

void ManagerPage::seal() {
    const QString pin = m_pin->text();
    if (!m_seal->isEnabled()) {
        return;
    }
    m_pin->clear();
    m_desk.seal(pin);
}

void ManagerPage::deskChanged() {
    const int rows = m_model->rowCount();
    m_table->setVisible(rows > 0);
    m_empty->setVisible(rows == 0);
    selectRow(m_table, std::max(0, m_model->placeOf(m_kept)));
    m_more->setText(m_desk.more() ? word(ManagerWord::More, state().language()) : QString());
    fillFoot();
}

void ManagerPage::fillFoot() {
    const record::Language language = state().language();
    const bool busy = state().thread().busy() || m_desk.sealing();
    const ManagerRow* row = selected();
    const std::size_t chosen = m_desk.toSeal().size();
    m_detail->setText(row != nullptr ? m_model->detailHtml(*row) : QString());
    m_detail->parentWidget()->setVisible(row != nullptr);
    const RowEnd end = row != nullptr ? m_desk.outcomeOf(row->id).end : RowEnd::None;
    m_open->setEnabled(row != nullptr && !busy && end != RowEnd::Sealed && end != RowEnd::SentBack);
    setText(m_seal, word(ManagerWord::SealSome, language).arg(chosen));
    m_seal->setEnabled(chosen > 0 && !busy && !m_pin->text().isEmpty());
    m_seal->setToolTip(chosen == 0 && row != nullptr ? htmlTip(state().sentencesHtml(row->sealing))
                                                     : QString());
    m_pin->setEnabled(chosen > 0 && !busy);
    m_progress->setText(
        m_desk.stopping()
            ? word(ManagerWord::Stopping, language)
            : word(ManagerWord::Progress, language).arg(m_desk.place()).arg(m_desk.inHand()));
    m_progress->setVisible(m_desk.sealing());
    m_stop->setVisible(m_desk.sealing());
    m_stop->setEnabled(!m_desk.stopping());
    m_serves->setText(word(ManagerWord::PinServes, language).arg(m_desk.signaturesAPin()));
    m_serves->setVisible(chosen > 0 && m_desk.signaturesAPin() > 0);
}

void ManagerPage::enter() {
    m_desk.read();
    deskChanged();
    m_table->setFocus();
}

void ManagerPage::wipe() {
    m_pin->clear();
    m_kept.clear();
    m_detail->clear();
}

QString ManagerPage::title() const {
    return word(ManagerWord::Title, state().language());
}

void ManagerPage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    m_empty->setText(word(ManagerWord::Empty, language));
    m_table->setAccessibleName(title());
    setText(m_refresh, word(ManagerWord::Refresh, language));
    setText(m_open, word(ManagerWord::Open, language));
    setText(m_stop, word(ManagerWord::Stop, language));
    nameFor(m_pin, m_pinLabel, word(ManagerWord::Pin, language));
    m_model->retranslate();
    deskChanged();
}

} // namespace seihon::station_ui
