#include "station-ui/boxes_page.h"

#include "station-ui/ask_card.h"
#include "station-ui/box_texts.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/rows_model.h"

#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr int kListWidth = 250, kBoxListMargin = 60;
constexpr int kTableHeight = 150;

QLayout* columnOf(std::initializer_list<QPushButton*> buttons) {
    auto* column = new QVBoxLayout;
    column->setSpacing(6);
    for (QPushButton* button : buttons) {
        column->addWidget(button);
    }
    column->addStretch(1);
    return column;
}

} // namespace

BoxesPage::BoxesPage(WindowState& windowState, BoxBoard& board)
    : Page(windowState), m_board(board),
      m_boxRows(new RowsModel([this](int row, int column) { return boxCell(row, column); }, this)),
      m_folderRows(
          new RowsModel([this](int row, int column) { return folderCell(row, column); }, this)),
      m_tabRows(new RowsModel([this](int row, int column) { return tabCell(row, column); }, this)),
      m_exceptionRows(
          new RowsModel([this](int row, int column) { return exceptionCell(row, column); }, this)),
      m_title(makeLabel("boxesTitle", "title")), m_projectLabel(makeLabel("projectLabel", "lead")),
      m_empty(makeLabel("boxesEmpty", "lead")), m_project(new QComboBox),
      m_refresh(makeButton("boxesRefresh")), m_takeIn(makeButton("takeInBox")),
      m_boxes(makeTable("boxes", m_boxRows, 0)), m_folders(makeTable("folders", m_folderRows, 7)),
      m_tabs(makeTable("tabs", m_tabRows, 1)),
      m_exceptions(makeTable("exceptions", m_exceptionRows, 5)), m_ask(new AskCard(windowState)),
      m_boxTitle(makeLabel("boxTitle", "title")), m_facts(makeLabel("boxFacts", "lead")),
      m_sum(makeLabel("boxSum")), m_exceptionsTitle(makeLabel("exceptionsTitle", "lead")),
      m_standing(makeLabel("boxStanding", "careful")), m_progress(new QProgressBar),
      m_pace(makeLabel("boxPace", "lead")), m_detail(makeButton("folderDetail")),
      m_takeOut(makeButton("folderTakeOut")), m_giveBack(makeButton("folderGiveBack")),
      m_refile(makeButton("folderRefile")), m_separators(makeButton("boxSeparators")),
      m_report(makeButton("exceptionReport")), m_settle(makeButton("exceptionSettle")),
      m_takeBack(makeButton("exceptionTakeBack")), m_index(makeButton("boxIndex")),
      m_recount(makeButton("boxRecount")), m_void(makeButton("folderVoid")),
      m_shut(makeButton("boxShut")), m_close(makeButton("boxClose")), m_feed(makeNext("boxFeed")) {
    m_project->setObjectName("project");
    m_project->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_progress->setTextVisible(false); // the label beside it says so
    m_progress->setObjectName("boxProgress");
    m_project->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_projectLabel->setWordWrap(false);
    m_title->setWordWrap(false);
    auto* head = new FlowLayout(12);
    head->addWidget(m_title);
    head->addWidget(m_projectLabel);
    head->addWidget(m_project);
    head->addWidget(m_refresh);
    head->addWidget(m_takeIn);
    auto* beside = new QWidget;
    auto* right = new QVBoxLayout(beside);
    right->setContentsMargins(0, 0, 0, 0);
    right->addWidget(m_ask);
    right->addWidget(makeBox(), 1);
    right->addWidget(m_empty, 1);
    auto* columns = new Columns({{makeList(), 0}, {beside, 1}}, 12);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    rows->addLayout(head);
    rows->addWidget(columns, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    connectParts();
    connectActs();
    showBox();
}

QWidget* BoxesPage::makeList() {
    m_boxes->setFixedWidth(kListWidth);
    return m_boxes;
}

// What the box is, its folders, its exceptions; the buttons stand beside what they are about.
QWidget* BoxesPage::makeBox() {
    auto* inside = new QWidget;
    auto* rows = new QVBoxLayout(inside);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_progress, 1);
    bar->addWidget(m_pace, 1);
    auto* tables = new QGridLayout;
    tables->setSpacing(8);
    tables->setColumnStretch(0, 1);
    tables->setRowStretch(1, 1);
    tables->setRowStretch(3, 1);
    tables->addWidget(m_folders, 1, 0);
    tables->addLayout(columnOf({m_detail, m_takeOut, m_giveBack, m_refile}), 1, 1);
    tables->addWidget(m_exceptionsTitle, 2, 0);
    tables->addWidget(m_exceptions, 3, 0);
    tables->addWidget(m_tabs, 3, 0);
    tables->addLayout(columnOf({m_report, m_settle, m_takeBack}), 3, 1);
    for (QTableView* table : {m_folders, m_tabs, m_exceptions}) {
        table->setMinimumHeight(kTableHeight);
    }
    auto* foot = new FlowLayout(6, FlowLayout::Last::Right);
    for (QPushButton* button :
         {m_index, m_separators, m_recount, m_void, m_shut, m_close, m_feed}) {
        foot->addWidget(button);
    }
    for (QWidget* part : {static_cast<QWidget*>(m_boxTitle), static_cast<QWidget*>(m_facts)}) {
        rows->addWidget(part);
    }
    rows->addLayout(bar);
    rows->addWidget(m_sum);
    rows->addLayout(tables, 1);
    m_body = new QWidget;
    auto* whole = new QVBoxLayout(m_body);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(8);
    whole->addWidget(scrolling(inside), 1);
    whole->addWidget(m_standing);
    whole->addLayout(foot);
    return m_body;
}

void BoxesPage::connectParts() {
    m_boxRows->setSource([this] { return m_board.hasMore(); }, [this] { m_board.readMore(); });
    connect(&m_board, &BoxBoard::projectsChanged, this, [this] { showProjects(); });
    connect(&m_board, &BoxBoard::listReset, this, [this] {
        m_filling = true;
        m_boxRows->reset(0);
        m_filling = false;
        showBox();
    });
    connect(&m_board, &BoxBoard::listGrew, this, [this] {
        m_boxRows->grow(static_cast<int>(m_board.rows().size()));
        chosen();
        showBox();
    });
    connect(&m_board, &BoxBoard::boxChanged, this, [this] { showBox(); });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { showButtons(); });
    connect(m_project, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_filling) {
            m_board.chooseProject(m_project->currentData().toString());
        }
    });
    connect(m_refresh, &QPushButton::clicked, this, [this] { m_board.refresh(); });
    const auto moved = [this](QTableView* table, auto act) {
        connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
                [this, act] {
                    if (!m_filling) {
                        act();
                    }
                });
    };
    moved(m_boxes, [this] {
        if (const BoxRow* const row = rowAt(m_board.rows(), currentRow(m_boxes))) {
            m_board.chooseBox(row->id);
        }
    });
    moved(m_folders, [this] {
        showFolder();
        showButtons();
    });
    m_detail->setCheckable(true);
    connect(m_detail, &QPushButton::toggled, this, [this] { showFolder(); });
    connect(m_folders, &QTableView::activated, m_detail, &QPushButton::click);
    moved(m_exceptions, [this] { showButtons(); });
    connect(m_ask, &AskCard::ended, this, [this] {
        showBox();
        m_boxes->setFocus();
    });
}

// The list grew, or was read anew: the box that is before the person stays chosen.
void BoxesPage::chosen() {
    m_filling = true;
    const std::vector<BoxRow>& rows = m_board.rows();
    int place = -1;
    for (std::size_t i = 0; m_board.box() && i < rows.size(); ++i) {
        if (rows[i].id == text(m_board.box()->id)) {
            place = static_cast<int>(i);
        }
    }
    chooseRow(m_boxes, place);
    m_filling = false;
    if (!m_board.box() && !rows.empty()) {
        chooseRow(m_boxes, 0);
    }
}

void BoxesPage::showProjects() {
    m_filling = true;
    m_project->clear();
    for (const ProjectRow& one : m_board.projects()) {
        m_project->addItem(one.title + "  " + projectStateText(one.state, state().language()),
                           one.id);
    }
    m_project->setCurrentIndex(m_project->findData(m_board.project()));
    m_filling = false;
    showButtons();
}

const station::FolderOverview* BoxesPage::folder() const {
    return m_board.box() ? rowAt(m_board.box()->folders, currentRow(m_folders)) : nullptr;
}

const record::BoxException* BoxesPage::exception() const {
    return m_board.box() ? rowAt(m_board.box()->exceptions, currentRow(m_exceptions)) : nullptr;
}

void BoxesPage::showBox() {
    const std::optional<station::BoxOverview>& box = m_board.box();
    m_empty->setVisible(!box);
    m_empty->setText(said(m_board.projects().empty() ? BoxWord::NoProject : BoxWord::NoBox));
    m_body->setVisible(box && !m_ask->isAsking());
    const int folderRow = std::max(0, currentRow(m_folders));
    const int exceptionRow = std::max(0, currentRow(m_exceptions));
    m_filling = true;
    m_folderRows->reset(box ? static_cast<int>(box->folders.size()) : 0);
    m_exceptionRows->reset(box ? static_cast<int>(box->exceptions.size()) : 0);
    chooseRow(m_folders, std::min(folderRow, m_folderRows->rowCount() - 1));
    chooseRow(m_exceptions, std::min(exceptionRow, m_exceptionRows->rowCount() - 1));
    m_filling = false;
    if (box) {
        const record::Language language = state().language();
        m_boxTitle->setText(said(BoxWord::BoxNumber).arg(text(box->number)) +
                            (box->closed ? "   " + said(BoxWord::Closed) : QString()));
        m_facts->setText(said(BoxWord::BoxFacts)
                             .arg(box->folders.size())
                             .arg(box->expectedFolders)
                             .arg(box->sealCame.empty() ? "－" : text(box->sealCame))
                             .arg(box->sealGoes.empty() ? "－" : text(box->sealGoes)));
        m_progress->setRange(0, static_cast<int>(std::max<std::int64_t>(1, box->whole())));
        m_progress->setValue(static_cast<int>(box->accounted()));
        m_pace->setText(said(BoxWord::SheetsOf).arg(box->accounted()).arg(box->whole()) + "   " +
                        paceText(box->pace, state()));
        m_sum->setText(sumText(box->sum, language));
        const record::Verdict& left = box->mayClose;
        m_standing->setText(left.permitted() ? "✓ " + said(BoxWord::ReadyToClose)
                                             : "▲ " + said(BoxWord::BeforeClosing)
                                                          .arg(left.findings.size())
                                                          .arg(state().sentences(left).value(0)));
        setRole(m_standing, left.permitted() ? "good" : "careful");
        m_standing->setToolTip(htmlTip(state().sentencesHtml(left)));
    }
    showFolder();
    showButtons();
}

void BoxesPage::showFolder() {
    const station::FolderOverview* const here = folder();
    const bool inside = m_detail->isChecked() && here != nullptr;
    m_tabRows->reset(inside ? static_cast<int>(here->tabs.size()) : 0);
    m_tabs->setVisible(inside);
    m_exceptions->setVisible(!inside);
    const std::int64_t open = m_board.box() ? m_board.box()->openExceptions() : 0;
    m_exceptionsTitle->setText(inside
                                   ? placeText({here->number, 0}, state().language())
                                   : said(BoxWord::Exceptions) + "  " +
                                         (open > 0 ? "■ " + QString::number(open) : QString("✓")));
}

void BoxesPage::enable(QPushButton* button, bool sensible, const record::Verdict& verdict,
                       regulation::Authority authority) {
    const bool may = state().may(authority);
    const bool live = sensible && may && verdict.permitted() && !state().thread().busy();
    if (!live && button->hasFocus()) { // Qt would put it anywhere
        m_folders->setFocus();
    }
    button->setEnabled(live);
    button->setToolTip(may ? htmlTip(state().sentencesHtml(verdict))
                           : state().word(Word::NotAllowed));
}

void BoxesPage::showButtons() {
    using regulation::Authority;
    const bool open = m_board.box() && !m_board.box()->closed;
    const station::FolderOverview* const here = folder();
    const record::BoxException* const trouble = exception();
    const bool unsettled = trouble != nullptr && trouble->end == record::BoxEnd::Open;
    enable(m_takeIn, !m_board.project().isEmpty());
    enable(m_takeOut, open && here != nullptr, here ? here->mayGoOut : record::Verdict());
    enable(m_giveBack, open && here != nullptr, here ? here->mayComeBack : record::Verdict());
    enable(m_refile, open && here != nullptr, here ? here->mayBeRefiled : record::Verdict());
    m_detail->setEnabled(here != nullptr);
    enable(m_separators, open && here != nullptr);
    enable(m_report, open);
    enable(m_settle, open && unsettled, {}, Authority::SettleBox);
    enable(m_takeBack, open && trouble != nullptr && !unsettled, {}, Authority::SettleBox);
    enable(m_index, open);
    enable(m_recount, open);
    enable(m_void, open && here != nullptr);
    enable(m_shut, open);
    enable(m_close, open, open ? m_board.box()->mayClose : record::Verdict());
    enable(m_feed, open && here != nullptr, {}, Authority::Scan);
}

// With the text's size the list grows.
void BoxesPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_boxes->setFixedWidth(kBoxListMargin + m_boxes->fontMetrics().horizontalAdvance(
                                                            "B-00000  00 / 00  ■ 0 ▲"));
            },
            Qt::QueuedConnection);
    }
    Page::changeEvent(event);
}

void BoxesPage::enter() {
    m_board.readProjects();
    m_boxes->setFocus();
}

void BoxesPage::wipe() {
    m_ask->stop();
    showBox();
}

QString BoxesPage::title() const {
    return said(BoxWord::Boxes);
}

void BoxesPage::retranslate() {
    m_title->setText(title());
    nameFor(m_project, m_projectLabel, said(BoxWord::Project));
    m_boxes->setAccessibleName(title());
    m_folders->setAccessibleName(said(BoxWord::Folders));
    m_exceptions->setAccessibleName(said(BoxWord::Exceptions));
    m_progress->setAccessibleName(said(BoxWord::Progress));
    m_boxRows->setHeader({said(BoxWord::BoxHead), said(BoxWord::Folders), said(BoxWord::Signs)});
    m_folderRows->setHeader({said(BoxWord::Folder), said(BoxWord::Expected),
                             said(BoxWord::ScannedSheets), said(BoxWord::SealedSheets),
                             said(BoxWord::OpenSheets), said(BoxWord::Exceptions),
                             said(BoxWord::Refiled), said(BoxWord::OutWith)});
    m_tabs->setAccessibleName(said(BoxWord::Tab));
    m_tabRows->setHeader({said(BoxWord::Tab), state().word(Word::Document), said(BoxWord::Expected),
                          said(BoxWord::ScannedSheets), said(BoxWord::SealedSheets),
                          said(BoxWord::OpenSheets), said(BoxWord::SeparatorSeen)});
    m_exceptionRows->setHeader({said(BoxWord::Number), said(BoxWord::Trouble), said(BoxWord::Place),
                                said(BoxWord::Sheets), said(BoxWord::End), said(BoxWord::Remark)});
    const std::pair<QPushButton*, BoxWord> buttons[] = {
        {m_detail, BoxWord::FolderDetail}, {m_takeIn, BoxWord::TakeInBox},
        {m_takeOut, BoxWord::TakeOut},     {m_giveBack, BoxWord::GiveBack},
        {m_refile, BoxWord::Refile},       {m_separators, BoxWord::Separators},
        {m_report, BoxWord::Report},       {m_settle, BoxWord::Settle},
        {m_takeBack, BoxWord::TakeBack},   {m_index, BoxWord::AddIndex},
        {m_recount, BoxWord::Recount},     {m_void, BoxWord::VoidFolder},
        {m_shut, BoxWord::Shut},           {m_close, BoxWord::CloseBox},
        {m_feed, BoxWord::FeedBox}};
    for (const auto& [button, which] : buttons) {
        setText(button, said(which));
    }
    setText(m_refresh, state().word(Word::Refresh));
    m_ask->retranslate();
    showProjects();
    showBox();
}

} // namespace seihon::station_ui
