#include "station-ui/batch_page.h"

#include "station-ui/box_texts.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/rows_model.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr QSize kPicture{96, 136};
constexpr int kMostMillimetres = 1000;
constexpr int kLeastBody = 220;

} // namespace

BatchPage::BatchPage(WindowState& windowState, BoxBoard& board, BatchWork& work)
    : Page(windowState), m_board(board), m_work(work),
      m_jobRows(new RowsModel([this](int row, int column) { return jobCell(row, column); }, this)),
      m_title(makeLabel("batchTitle", "title")),
      m_progressText(makeLabel("batchProgressText", "lead")),
      m_pace(makeLabel("batchPace", "lead")), m_progress(new QProgressBar),
      m_alarmTitle(makeLabel("batchAlarmTitle", "bad")),
      m_alarmSheets(makeLabel("batchAlarmSheets", "huge")),
      m_alarmSafe(makeLabel("batchAlarmSafe", "good")), m_pictures(new QListWidget),
      m_jobs(makeTable("batchJobs", m_jobRows, 4)),
      m_jobsTitle(makeLabel("batchJobsTitle", "lead")),
      m_openLabel(makeLabel("batchOpen", "careful")), m_pinLabel(makeLabel("batchPinLabel")),
      m_pin(new QLineEdit), m_look(makeButton("batchLook")), m_submit(makeButton("batchSubmit")),
      m_seal(makeButton("batchSeal")), m_widthLabel(makeLabel("batchWidthLabel")),
      m_heightLabel(makeLabel("batchHeightLabel")), m_width(makeCount("batchWidth")),
      m_height(makeCount("batchHeight")), m_attested(new QCheckBox), m_goesOn(new QCheckBox),
      m_back(makeButton("batchBack")), m_stop(makeStop("batchStop")),
      m_start(makeNext("batchStart")) {
    m_alarm = makeAlarm();
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_title, 1);
    head->addWidget(m_progress, 1);
    auto* facts = new QHBoxLayout;
    facts->addWidget(m_progressText, 1);
    facts->addWidget(m_pace, 1);
    m_progress->setTextVisible(false); // the label below says so
    m_progress->setObjectName("batchProgress");
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    rows->addLayout(head);
    rows->addLayout(facts);
    rows->addWidget(m_alarm);
    rows->addWidget(scrolling(makeBody()), 1);
    rows->addWidget(makeFoot());
    connectParts();
    show();
}

QFrame* BatchPage::makeAlarm() {
    auto* alarm = new QFrame;
    alarm->setProperty("role", "alarm");
    auto* column = new QVBoxLayout(alarm);
    column->setContentsMargins(24, 12, 24, 12);
    for (QLabel* label : {m_alarmTitle, m_alarmSheets, m_alarmSafe}) {
        column->addWidget(label);
    }
    return alarm;
}

QWidget* BatchPage::makeBody() {
    m_pictures->setObjectName("batchPages");
    m_pictures->setViewMode(QListView::IconMode);
    m_pictures->setIconSize(kPicture);
    m_pictures->setResizeMode(QListView::Adjust);
    m_pictures->setMovement(QListView::Static);
    m_pictures->setSpacing(6);
    m_pin->setObjectName("batchPin");
    m_pin->setEchoMode(QLineEdit::Password);
    auto* acts = new FlowLayout(6);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_look, m_submit, m_pinLabel, m_pin, m_seal}) {
        acts->addWidget(part);
    }
    auto* jobs = new QWidget;
    auto* right = new QVBoxLayout(jobs);
    right->setContentsMargins(0, 0, 0, 0);
    right->addWidget(m_jobsTitle);
    right->addWidget(m_jobs, 1);
    right->addWidget(m_openLabel);
    right->addLayout(acts);
    jobs->setMinimumHeight(kLeastBody);
    return new Columns({{m_pictures, 2}, {jobs, 3}}, 12);
}

QWidget* BatchPage::makeFoot() {
    for (QSpinBox* size : {m_width, m_height}) {
        size->setRange(0, kMostMillimetres);
    }
    m_attested->setObjectName("batchAttested");
    m_goesOn->setObjectName("batchGoesOn");
    auto* ticks = new FlowLayout(24);
    ticks->addWidget(m_attested);
    ticks->addWidget(m_goesOn);
    auto* paper = new FlowLayout(12, FlowLayout::Last::Right);
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_back, m_widthLabel, m_width, m_heightLabel, m_height, m_stop, m_start}) {
        paper->addWidget(part);
    }
    for (QLabel* label : {m_widthLabel, m_heightLabel, m_pinLabel}) {
        label->setWordWrap(false);
        label->setMinimumHeight(kTouchHeight);
    }
    auto* foot = new QWidget;
    auto* rows = new QVBoxLayout(foot);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->addLayout(ticks);
    rows->addLayout(paper);
    return foot;
}

void BatchPage::connectParts() {
    connect(&m_work, &BatchWork::changed, this, [this] { show(); });
    connect(&m_work, &BatchWork::ticked, this, [this](const BatchTick& tick) {
        addPictures(tick);
        showHead();
    });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { showButtons(); });
    connect(m_attested, &QCheckBox::toggled, this, [this] { showButtons(); });
    connect(m_jobs->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { showButtons(); });
    connect(m_start, &QPushButton::clicked, this, [this] { start(); });
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_work.stop();
        m_stopped = true;
        setText(m_stop, state().word(Word::StopNow));
    });
    connect(m_back, &QPushButton::clicked, this, [this] { state().go("boxes"); });
    connect(m_look, &QPushButton::clicked, this, [this] {
        if (const station::TabJob* const one = rowAt(m_work.jobs(), currentRow(m_jobs))) {
            state().openJob(text(one->job));
        }
    });
    connect(m_submit, &QPushButton::clicked, this, [this] { m_work.submitCompared(); });
    const auto seal = [this] {
        if (state().thread().busy()) {
            return;
        }
        const QString pin = m_pin->text();
        m_pin->clear();
        if (m_work.pinNeeded()) {
            m_work.sealWithPin(pin);
        } else {
            m_work.seal();
        }
    };
    connect(m_seal, &QPushButton::clicked, this, seal);
    connect(m_pin, &QLineEdit::returnPressed, this, seal);
}

void BatchPage::start() {
    m_stopped = false;
    setText(m_stop, state().word(Word::Stop));
    m_work.feed(
        {m_attested->isChecked(), m_goesOn->isChecked(), m_width->value(), m_height->value()});
    m_stop->setFocus();
}

void BatchPage::addPictures(const BatchTick& tick) {
    for (const PageView& page : tick.views) {
        const QString sign = page.flagged() ? "▲ " : "";
        auto* item = new QListWidgetItem(
            QPixmap::fromImage(
                page.live.scaled(kPicture, Qt::KeepAspectRatio, Qt::SmoothTransformation)),
            sign + QString("%1-%2  %3").arg(tick.at.folder).arg(tick.at.tab).arg(page.number));
        item->setToolTip(htmlTip(state().sentencesHtml(page.findings)));
        m_pictures->addItem(item);
    }
    while (m_pictures->count() > kBatchPicturesKept) {
        delete m_pictures->takeItem(0);
    }
    m_pictures->scrollToBottom();
}

QString BatchPage::jobCell(int row, int column) const {
    const station::TabJob* const job = rowAt(m_work.jobs(), row);
    if (job == nullptr) {
        return {};
    }
    const station::TabJob& one = *job;
    switch (column) {
    case 0:
        return placeText(one.at, state().language()) +
               (one.part > 1 ? "  +" + QString::number(one.part - 1) : QString());
    case 1:
        return text(record::wordFor(one.state, state().language()));
    case 2:
        return QString("%1 / %2").arg(one.pages).arg(one.sheets);
    case 3:
        return one.compared ? "✓" : "";
    default:
        return state().sentences(one.open).value(0);
    }
}

void BatchPage::show() {
    const std::string box = m_board.box() ? m_board.box()->id : std::string();
    if (box != m_shown) { // another box, or nobody is here any more
        m_shown = box;
        m_pictures->clear();
        m_attested->setChecked(false);
        m_goesOn->setChecked(false);
        m_pin->clear();
    }
    showHead();
    showAlarm();
    showJobs();
    showButtons();
}

void BatchPage::showHead() {
    const std::optional<station::BoxOverview>& box = m_board.box();
    m_title->setText(box ? said(BoxWord::BatchOf).arg(text(box->number))
                         : said(BoxWord::ChooseBox));
    const std::optional<BatchTick>& tick = m_work.tick();
    const bool live = m_work.feeding() && tick;
    const std::int64_t whole = box ? std::max<std::int64_t>(1, box->whole()) : 1;
    const std::int64_t through = box ? box->accounted() + (live ? tick->sheets : 0) : 0;
    m_progress->setRange(0, static_cast<int>(whole));
    m_progress->setValue(static_cast<int>(std::min(through, whole)));
    m_progress->setVisible(box.has_value());
    m_progressText->setText(tick ? said(BoxWord::BatchSoFar)
                                       .arg(tick->sheets)
                                       .arg(tick->pages)
                                       .arg(placeText(tick->at, state().language()))
                                       .arg(tick->sheet)
                                 : QString());
    m_pace->setText(box ? said(BoxWord::SheetsOf).arg(through).arg(whole) + "   " +
                              paceText(tick ? tick->pace : box->pace, state())
                        : QString());
}

// Until it goes on: which sheet lies on top, also after a restart and for another person.
void BatchPage::showAlarm() {
    const std::optional<station::BoxOverview>& box = m_board.box();
    const bool shown =
        box && !m_work.feeding() && (box->feed.brokenOff || box->feed.running) && !box->closed;
    m_alarm->setVisible(shown);
    if (!shown) {
        return;
    }
    const station::FeedStanding& feed = box->feed;
    m_alarmTitle->setText((feed.stopped ? "◇ " : "■ ") + said(feed.stopped ? BoxWord::StoppedHere
                                                              : feed.running
                                                                  ? BoxWord::LostHere
                                                                  : BoxWord::PutBackHere));
    m_alarmSheets->setText(
        feed.at.folder == 0
            ? said(BoxWord::SeparatorFirst)
            : said(BoxWord::FromSheet).arg(placeText(feed.at, state().language())).arg(feed.next));
    m_alarmSafe->setText(feed.at.folder == 0 || feed.next < 2
                             ? QString()
                             : "✓ " + said(BoxWord::SafeUpTo).arg(feed.next - 1));
    m_alarmSafe->setVisible(!m_alarmSafe->text().isEmpty());
}

void BatchPage::showJobs() {
    const int row = std::max(0, currentRow(m_jobs));
    m_jobRows->reset(static_cast<int>(m_work.jobs().size()));
    chooseRow(m_jobs, std::min(row, m_jobRows->rowCount() - 1));
    const std::optional<station::BoxOverview>& box = m_board.box();
    const std::int64_t exceptions = box ? box->openExceptions() : 0;
    const std::int64_t sheets = box ? box->sum.open() : 0;
    m_openLabel->setText(exceptions == 0 && sheets == 0
                             ? QString()
                             : "▲ " + said(BoxWord::StandsOpen).arg(sheets).arg(exceptions));
    m_openLabel->setVisible(!m_openLabel->text().isEmpty());
}

void BatchPage::enable(QPushButton* button, bool sensible, regulation::Authority authority) {
    const bool may = state().may(authority);
    const bool live = sensible && may && !state().thread().busy();
    if (!live && button->hasFocus()) { // Qt would put it anywhere
        m_jobs->setFocus();
    }
    button->setEnabled(live);
    button->setToolTip(may ? QString() : state().word(Word::NotAllowed));
}

void BatchPage::showButtons() {
    using regulation::Authority;
    const std::optional<station::BoxOverview>& box = m_board.box();
    const bool open = box && !box->closed;
    const std::vector<station::TabJob>& jobs = m_work.jobs();
    const bool feeding = m_work.feeding();
    const bool broken = box && (box->feed.brokenOff || box->feed.running);
    setText(m_start, said(broken ? BoxWord::FeedOn : BoxWord::StartFeeding));
    enable(m_start, open && m_attested->isChecked(), Authority::Scan);
    if (state().may(Authority::Scan) && !m_attested->isChecked()) {
        m_start->setToolTip(said(BoxWord::AttestFirst));
    }
    const bool ended = !feeding && m_stop->isVisibleTo(this);
    m_start->setVisible(!feeding);
    if (ended && isVisible()) {
        m_start->setFocus();
    }
    m_stop->setVisible(feeding);
    m_goesOn->setVisible(box && !broken && box->feed.at.folder > 0);
    enable(m_look, currentRow(m_jobs) >= 0, Authority::ViewRecord);
    const auto any = [&jobs](auto good) {
        return std::any_of(jobs.begin(), jobs.end(), good);
    };
    enable(m_submit,
           any([](const auto& one) { return one.state == record::JobState::Open && one.compared; }),
           Authority::Submit);
    enable(m_seal, any([](const auto& one) {
               return one.state == record::JobState::Submitted ||
                      one.state == record::JobState::Accepted ||
                      one.state == record::JobState::SealingPending;
           }),
           Authority::Seal);
    m_pinLabel->setVisible(m_work.pinNeeded());
    m_pin->setVisible(m_work.pinNeeded());
    m_back->setEnabled(!feeding);
}

void BatchPage::enter() {
    if (m_board.projects().empty()) {
        m_board.readProjects();
    } else if (m_board.box() && !m_work.feeding()) {
        m_board.chooseBox(text(m_board.box()->id));
        m_work.readJobs();
    }
    show();
    QWidget* const live = m_work.feeding()          ? static_cast<QWidget*>(m_stop)
                          : m_attested->isChecked() ? static_cast<QWidget*>(m_start)
                                                    : m_attested;
    live->setFocus();
}

void BatchPage::wipe() {
    m_pictures->clear();
    m_pin->clear();
    m_attested->setChecked(false);
}

QString BatchPage::title() const {
    return said(BoxWord::Batch);
}

void BatchPage::retranslate() {
    m_progress->setAccessibleName(said(BoxWord::Progress));
    m_pictures->setAccessibleName(said(BoxWord::NewestPages));
    m_jobs->setAccessibleName(said(BoxWord::TabJobs));
    m_jobsTitle->setText(said(BoxWord::TabJobs));
    m_jobRows->setHeader({said(BoxWord::Place), state().word(Word::State),
                          said(BoxWord::PagesSheets), said(BoxWord::Compared),
                          said(BoxWord::StillOpen)});
    setText(m_look, said(BoxWord::LookAtTab));
    setText(m_submit, said(BoxWord::SubmitCompared));
    setText(m_seal, said(BoxWord::SealBatch));
    setText(m_back, said(BoxWord::BackToBoxes));
    setText(m_stop, state().word(m_stopped ? Word::StopNow : Word::Stop));
    nameFor(m_pin, m_pinLabel, state().word(Word::PinAgain));
    nameFor(m_width, m_widthLabel, said(BoxWord::PaperWidth));
    nameFor(m_height, m_heightLabel, said(BoxWord::PaperHeight));
    for (QSpinBox* size : {m_width, m_height}) {
        size->setSpecialValueText(said(BoxWord::AsClassesSay));
    }
    for (const auto& [box, which] :
         {std::pair(m_attested, BoxWord::AttestStack), std::pair(m_goesOn, BoxWord::GoesOn)}) {
        box->setText(said(which));
        box->setAccessibleName(withoutMnemonic(said(which)));
    }
    show();
}

} // namespace seihon::station_ui
