#include "station-ui/queue_page.h"

#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station/people.h"
#include "station/waiting_list.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace seihon::station_ui {

namespace {

using regulation::WindowStanding;

constexpr std::int64_t kRowsShown = 200;
constexpr std::chrono::seconds kReadEvery{30};

QueueRows readQueue(Desk& desk, bool tell) {
    station::People people(*desk.station);
    const bool names =
        people.judgeLook(desk.viewer(), regulation::Authority::ViewRecord, {}).permitted();
    const station::WaitingJobs waiting = station::WaitingList(*desk.station).read(kRowsShown);
    QueueRows rows;
    rows.more = waiting.more;
    for (const station::WaitingJob& one : waiting.jobs) {
        rows.rows.push_back({text(one.job.id), one.job.original.documentClass, one.job.state,
                             one.job.original.sheets, one.job.original.provisional,
                             names ? one.job.original.patient : record::Patient{},
                             one.job.original.label, one.job.registered.at, one.countdown,
                             one.findings});
    }
    if (tell && names && !rows.rows.empty()) {
        people.sawWaiting(desk.viewer(), std::ssize(rows.rows));
    }
    return rows;
}

QColor colourOf(WindowStanding standing, const Theme& theme) {
    switch (standing) {
    case WindowStanding::Late:
        return theme.bad();
    case WindowStanding::Closing:
    case WindowStanding::Excused:
        return theme.careful();
    case WindowStanding::InTime:
    case WindowStanding::Scanned:
        return theme.good();
    case WindowStanding::NoDeadline:
        break;
    }
    return theme.faint();
}

} // namespace

Word standingWord(WindowStanding standing) {
    switch (standing) {
    case WindowStanding::InTime:
        return Word::InTime;
    case WindowStanding::Closing:
        return Word::Closing;
    case WindowStanding::Scanned:
        return Word::Scanned;
    case WindowStanding::Excused:
        return Word::Excused;
    case WindowStanding::Late:
        return Word::Late;
    case WindowStanding::NoDeadline:
        break;
    }
    return Word::NoDeadline;
}

QString countdownText(const regulation::Countdown& countdown, record::Language language) {
    if (!countdown.minutesLeft) {
        return {};
    }
    const std::int64_t minutes = std::abs(*countdown.minutesLeft);
    return word(*countdown.minutesLeft < 0 ? Word::HoursOver : Word::HoursLeft, language)
        .arg(minutes / 60)
        .arg(minutes % 60);
}

QueuePage::QueuePage(WindowState& windowState, ClerkJob& clerk)
    : Page(windowState), m_clerk(clerk), m_title(makeLabel("queueTitle", "title")),
      m_summary(makeLabel("queueSummary", "bad")), m_empty(makeLabel("queueEmpty", "lead")),
      m_table(new QTableWidget(0, 5)), m_new(makeNext("newPaper")),
      m_open(makeButton("openSelected")), m_refresh(makeButton("refresh")),
      m_cover(makeButton("readCover")), m_find(makeButton("findLabel")), m_label(new QSpinBox),
      m_timer(new QTimer(this)) {
    m_table->setObjectName("queue");
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false); // Tab leaves it, the arrows walk in it
    m_table->setShowGrid(false);
    m_table->verticalHeader()->setVisible(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(2, QHeaderView::Stretch);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_empty->setAlignment(Qt::AlignCenter);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title);
    head->addWidget(m_summary, 1);
    head->addWidget(m_refresh);
    m_label->setObjectName("findNumber");
    m_label->setRange(0, 999'999'999);
    m_label->setSpecialValueText(" "); // none
    m_label->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_label->setMinimumHeight(kTouchHeight);
    auto* foot = new FlowLayout(8, FlowLayout::Last::Right);
    auto* find = new QWidget; // the number and its button stay side by side
    auto* pair = new QHBoxLayout(find);
    pair->setContentsMargins(0, 0, 0, 0);
    pair->addWidget(m_label);
    pair->addWidget(m_find);
    for (QWidget* act : std::initializer_list<QWidget*>{m_open, m_cover, find, m_new}) {
        foot->addWidget(act);
    }
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(14);
    rows->addLayout(head);
    rows->addWidget(m_empty, 1);
    rows->addWidget(m_table, 1);
    rows->addLayout(foot);
    setTabOrder(m_new, m_table);
    connect(m_table, &QTableWidget::cellActivated, this, [this] { openSelected(); });
    connect(m_table, &QTableWidget::itemSelectionChanged, this,
            [this] { m_open->setEnabled(m_table->currentRow() >= 0); });
    connect(m_open, &QPushButton::clicked, this, [this] { openSelected(); });
    connect(m_refresh, &QPushButton::clicked, this, [this] { read(Told::Yes); });
    connect(m_cover, &QPushButton::clicked, this, [this] { m_clerk.readCover(); });
    connect(m_find, &QPushButton::clicked, this, [this] { findLabel(); });
    connect(m_label, &QSpinBox::valueChanged, this, [this] { updateActs(); });
    connect(m_label->findChild<QLineEdit*>(), &QLineEdit::returnPressed, this, [this] {
        if (m_find->isEnabled()) {
            findLabel();
        }
    });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { updateActs(); });
    connect(m_new, &QPushButton::clicked, this, [this] {
        if (m_clerk.step() == ClerkStep::Idle || m_clerk.step() == ClerkStep::Checking ||
            m_clerk.step() == ClerkStep::Done) {
            m_clerk.clear(); // the job that was open stays in the list
        }
        state().go("intake");
    });
    connect(m_timer, &QTimer::timeout, this, [this] {
        if (isVisible() && state().person()) {
            read(Told::No);
        }
    });
    m_timer->start(kReadEvery);
}

void QueuePage::openSelected() {
    const int row = m_table->currentRow();
    if (row >= 0 && !state().thread().busy()) {
        state().openJob(m_read.rows[static_cast<std::size_t>(row)].id);
    }
}

void QueuePage::findLabel() {
    const int number = m_label->value();
    m_label->setValue(0);
    m_clerk.openLabel(number);
}

void QueuePage::updateActs() {
    const bool idle = !state().thread().busy();
    m_cover->setEnabled(idle && state().may(regulation::Authority::Scan));
    m_find->setEnabled(idle && m_label->value() > 0 && state().may(regulation::Authority::Scan));
}

void QueuePage::enter() {
    updateActs();
    const bool may = state().may(regulation::Authority::Register);
    m_new->setEnabled(may);
    m_new->setToolTip(may ? QString() : state().word(Word::NotAllowed));
    m_new->setFocus();
    read(Told::Yes);
}

void QueuePage::wipe() {
    show({});
}

void QueuePage::read(Told told) {
    state().thread().look(
        this, [tell = told == Told::Yes](Desk& desk) { return readQueue(desk, tell); },
        [this](const QueueRows& rows) { show(rows); });
}

void QueuePage::show(const QueueRows& rows) {
    m_read = rows;
    fill();
}

// Enough to tell two papers of one class apart.
QString QueuePage::whatOf(const QueueRow& row) const {
    QStringList parts{state().nameOfClass(row.documentClass)};
    if (row.provisional) {
        parts += "⚠ " + state().word(Word::Provisional);
    }
    const QString patient = (text(row.patient.id) + " " + text(row.patient.name)).trimmed();
    if (!patient.isEmpty()) {
        parts += patient;
    }
    if (row.label > 0) {
        parts +=
            withoutMnemonic(state().word(Word::LabelNumber)) + " " + QString::number(row.label);
    }
    parts += state().timeText(row.registeredAt).mid(5);
    return parts.join("   ");
}

void QueuePage::fill() {
    const QString kept =
        m_table->currentRow() >= 0
            ? m_table->item(m_table->currentRow(), 0)->data(Qt::UserRole).toString()
            : QString();
    const record::Language language = state().language();
    m_table->setRowCount(static_cast<int>(m_read.rows.size()));
    int late = 0;
    for (int place = 0; place < m_table->rowCount(); ++place) {
        const QueueRow& row = m_read.rows[static_cast<std::size_t>(place)];
        const std::array<QString, 5> cells{state().word(standingWord(row.countdown.standing)),
                                           countdownText(row.countdown, language), whatOf(row),
                                           text(record::wordFor(row.state, language)),
                                           QString::number(row.sheets)};
        for (int column = 0; column < 5; ++column) {
            auto* item = new QTableWidgetItem(cells[static_cast<std::size_t>(column)]);
            item->setToolTip(htmlTip(state().sentencesHtml(row.findings)));
            m_table->setItem(place, column, item);
        }
        m_table->item(place, 0)->setData(Qt::UserRole, row.id);
        m_table->item(place, 0)->setForeground(colourOf(row.countdown.standing, Theme::shown()));
        m_table->setRowHeight(place, std::max(kTouchHeight, fontMetrics().height() * 2));
        late += row.countdown.standing == WindowStanding::Late ? 1 : 0;
        if (row.id == kept) {
            m_table->setCurrentCell(place, 0);
        }
    }
    if (m_table->currentRow() < 0 && m_table->rowCount() > 0) {
        m_table->setCurrentCell(0, 0);
    }
    m_table->setVisible(!m_read.rows.empty());
    m_empty->setVisible(m_read.rows.empty());
    m_open->setEnabled(m_table->currentRow() >= 0);
    m_summary->setText(late > 0      ? "■ " + state().word(Word::Overdue).arg(late)
                       : m_read.more ? state().word(Word::MoreWait)
                                     : QString());
}

void QueuePage::changeEvent(QEvent* event) {
    Page::changeEvent(event);
    if (event->type() == QEvent::StyleChange) { // colours and heights of the rows
        QMetaObject::invokeMethod(
            this, [this] { fill(); }, Qt::QueuedConnection);
    }
}

QString QueuePage::title() const {
    return state().word(Word::Queue);
}

void QueuePage::retranslate() {
    m_title->setText(title());
    m_empty->setText(state().word(Word::QueueEmpty));
    setText(m_new, state().word(Word::NewPaper));
    setText(m_open, state().word(Word::OpenSelected));
    setText(m_refresh, state().word(Word::Refresh));
    setText(m_cover, state().word(Word::ReadCover));
    setText(m_find, state().word(Word::LabelFind));
    m_label->setAccessibleName(withoutMnemonic(state().word(Word::LabelNumber)));
    m_table->setAccessibleName(title());
    m_table->setHorizontalHeaderLabels({state().word(Word::Deadline), QString(),
                                        state().word(Word::Document), state().word(Word::State),
                                        state().word(Word::SheetCount)});
    fill();
}

} // namespace seihon::station_ui
