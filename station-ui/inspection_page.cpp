#include "station-ui/inspection_page.h"

#include "station-ui/box_texts.h"
#include "station-ui/page_body.h"
#include "station-ui/parts.h"
#include "station-ui/rows_model.h"
#include "station-ui/steady_scroll_area.h"
#include "station-ui/viewer_panel.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr int kInspectionsHeight = 170;
constexpr int kActsWidth = 320, kScrollBar = 24;
constexpr int kLeastPicture = 240;

} // namespace

InspectionPage::InspectionPage(WindowState& windowState, InspectionWork& work)
    : Page(windowState), m_work(work),
      m_rows(new RowsModel([this](int row, int column) { return rowCell(row, column); }, this)),
      m_title(makeLabel("inspectionTitle", "title")), m_empty(makeLabel("inspectionEmpty", "lead")),
      m_refresh(makeButton("inspectionRefresh")), m_list(makeTable("inspections", m_rows, 0)),
      m_panel(new ViewerPanel(windowState)), m_place(makeLabel("inspectionPlace", "title")),
      m_patient(makeLabel("inspectionPatient")), m_counts(makeLabel("inspectionCounts")),
      m_pageLabel(makeLabel("inspectionPageLabel", "lead")),
      m_findings(makeHtml("inspectionFindings", "careful")),
      m_forbidden(makeHtml("inspectionForbidden", "bad")),
      m_reasonLabel(makeLabel("inspectionReasonLabel")), m_reason(new QLineEdit),
      m_next(makeNext("inspectionNext")), m_previous(makeButton("inspectionPrevious")),
      m_approve(makeButton("inspectionApprove")), m_reject(makeButton("inspectionReject")),
      m_rejectOk(makeButton("inspectionRejectOk")), m_cancel(makeButton("inspectionCancel")) {
    m_reason->setObjectName("inspectionReason");
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_refresh);
    auto* body = new PageBody(kLeastPicture);
    auto* columns = new QHBoxLayout(body);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(12);
    columns->addWidget(m_panel, 1);
    auto* side = new SteadyScrollArea; // long findings at 200 % are scrolled
    side->setWidgetResizable(true);
    side->setFrameShape(QFrame::NoFrame);
    side->setFocusPolicy(Qt::NoFocus);
    side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    side->setWidget(makeSide());
    m_side = side;
    columns->addWidget(side);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    rows->addLayout(head);
    rows->addWidget(m_empty, 1);
    rows->addWidget(m_list);
    rows->addWidget(body, 1);
    m_empty->setAlignment(Qt::AlignCenter);
    m_list->setFixedHeight(kInspectionsHeight);
    connectParts();
    connectKeys();
    stopAsking();
    showTask();
}

// What is said of the page and the tab, and the acts.
QWidget* InspectionPage::makeSide() {
    QVBoxLayout* column = nullptr;
    m_card = makeCard(column);
    column->setContentsMargins(16, 12, 16, 12);
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_place, m_patient, m_counts, m_pageLabel, m_findings, m_forbidden, m_next, m_previous,
             m_approve, m_reject, m_reasonLabel, m_reason, m_rejectOk, m_cancel}) {
        column->addWidget(part);
    }
    column->addStretch(1);
    return m_card;
}

void InspectionPage::connectParts() {
    m_rows->setSource([this] { return m_work.hasMore(); }, [this] { m_work.readMore(); });
    connect(&m_work, &InspectionWork::listReset, this, [this] {
        m_filling = true;
        m_rows->reset(0);
        m_filling = false;
        showTask();
    });
    connect(&m_work, &InspectionWork::listGrew, this, [this] { showList(); });
    connect(&m_work, &InspectionWork::changed, this, [this] { showTask(); });
    connect(&m_work, &InspectionWork::pageShown, this, [this] { showPage(); });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { showButtons(); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        if (!m_filling && currentRow(m_list) >= 0) {
            stopAsking();
            m_work.choose(static_cast<std::size_t>(currentRow(m_list)));
        }
    });
    connect(m_refresh, &QPushButton::clicked, this, [this] { m_work.readList(); });
    connect(m_panel, &ViewerPanel::besideWanted, this, [this](bool on) { m_work.showBefore(on); });
    connect(m_next, &QPushButton::clicked, this, [this] { m_work.next(); });
    connect(m_previous, &QPushButton::clicked, this, [this] { m_work.previous(); });
    connect(m_approve, &QPushButton::clicked, this, [this] { m_work.approve(); });
    connect(m_reject, &QPushButton::clicked, this, [this] { askReason(); });
    connect(m_rejectOk, &QPushButton::clicked, this, [this] { reject(); });
    connect(m_reason, &QLineEdit::returnPressed, this, [this] { reject(); });
    connect(m_reason, &QLineEdit::textChanged, this, [this] { showButtons(); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { stopAsking(); });
}

// One hand on the keyboard. While a reason is typed the letters belong to it.
void InspectionPage::connectKeys() {
    const std::pair<QKeySequence, QPushButton*> keys[] = {{QKeySequence(Qt::Key_A), m_approve},
                                                          {QKeySequence(Qt::Key_R), m_reject},
                                                          {QKeySequence(Qt::Key_N), m_next},
                                                          {QKeySequence(Qt::Key_P), m_previous}};
    for (const auto& [key, button] : keys) {
        auto* shortcut = new QShortcut(key, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, button,
                [button = button] { // a binding cannot be captured
                    if (button->isEnabled() && button->isVisible()) {
                        button->click();
                    }
                });
    }
}

void InspectionPage::askReason() {
    m_reason->clear();
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_reasonLabel, m_reason, m_rejectOk, m_cancel}) {
        part->setVisible(true);
    }
    for (QWidget* part : std::initializer_list<QWidget*>{m_next, m_previous, m_approve, m_reject}) {
        part->setVisible(false);
    }
    showButtons();
    m_reason->setFocus();
}

void InspectionPage::stopAsking() {
    const bool asked = m_reason->isVisibleTo(this);
    m_reason->clear();
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_reasonLabel, m_reason, m_rejectOk, m_cancel}) {
        part->setVisible(false);
    }
    for (QWidget* part : std::initializer_list<QWidget*>{m_next, m_previous, m_approve, m_reject}) {
        part->setVisible(true);
    }
    if (asked && isVisible()) {
        m_next->setFocus();
    }
}

void InspectionPage::reject() {
    if (m_rejectOk->isEnabled()) {
        const QString reason = m_reason->text();
        stopAsking();
        m_work.reject(reason);
    }
}

QString InspectionPage::placeOf(const InspectionRow& row) const {
    return row.box.isEmpty()
               ? text(row.job)
               : said(BoxWord::BoxNumber).arg(row.box) + "  " +
                     placeText({row.folder, row.tab}, state().language()) +
                     (row.part > 1 ? "  +" + QString::number(row.part - 1) : QString());
}

QString InspectionPage::rowCell(int row, int column) const {
    const InspectionRow* const there = rowAt(m_work.rows(), row);
    if (there == nullptr) {
        return {};
    }
    const InspectionRow& one = *there;
    switch (column) {
    case 0:
        return (one.forbids.permitted() ? "" : "✕ ") + placeOf(one);
    case 1:
        return QString::number(one.pages);
    case 2:
        return QString::number(one.needed.size());
    default:
        return (one.left.empty() ? "✓ " : "") + QString::number(one.viewed());
    }
}

void InspectionPage::showList() {
    m_rows->grow(static_cast<int>(m_work.rows().size()));
    if (!m_work.task() && !m_work.rows().empty()) {
        chooseRow(m_list, 0);
    }
    showTask();
}

void InspectionPage::showPage() {
    const std::optional<PageShown>& shown = m_work.shown();
    const std::optional<PageShown>& beside = m_work.beside();
    m_panel->clear();
    if (shown) {
        m_panel->showPicture(shown->page, shown->picture);
    }
    if (beside) {
        m_panel->showPictureBeside(beside->page, beside->picture);
    }
    showTask();
}

void InspectionPage::showTask() {
    const std::optional<InspectionRow>& task = m_work.task();
    const std::optional<PageShown>& shown = m_work.shown();
    const bool any = task || !m_work.rows().empty();
    m_empty->setVisible(!any);
    m_list->setVisible(any);
    m_panel->setVisible(any);
    m_side->setVisible(any);
    m_place->setText(task ? placeOf(*task) : QString());
    m_patient->setText(shown ? shown->patient : QString());
    m_counts->setText(
        task ? said(BoxWord::InspectionCounts)
                   .arg(task->viewed())
                   .arg(task->needed.size())
                   .arg(task->pages)
                   .arg(task->pages == 0 ? 0 : std::ssize(task->needed) * 100 / task->pages)
             : QString());
    m_pageLabel->setText(shown && task
                             ? state().word(Word::PageOf).arg(shown->page.number).arg(task->pages)
                             : QString());
    m_findings->setText(shown ? state().sentencesHtml(shown->page.findings) : QString());
    m_findings->setVisible(!m_findings->text().isEmpty());
    m_forbidden->setText(task && !task->forbids.permitted()
                             ? "■ " + state().sentencesHtml(task->forbids)
                             : QString());
    m_forbidden->setVisible(!m_forbidden->text().isEmpty());
    showButtons();
}

void InspectionPage::showButtons() {
    const std::optional<InspectionRow>& task = m_work.task();
    const bool idle = task && !m_work.acting() && !state().thread().busy();
    const auto set = [&](QPushButton* button, bool sensible, const record::Verdict& verdict) {
        button->setEnabled(idle && sensible && verdict.permitted());
        button->setToolTip(htmlTip(state().sentencesHtml(verdict)));
    };
    const record::Verdict forbids = task ? task->forbids : record::Verdict();
    // The verb itself refuses, and the log knows. Live while a page is fetched: who walks through
    // pages keeps the keyboard here.
    m_next->setEnabled(task && !task->needed.empty());
    set(m_previous, m_work.shown().has_value(), forbids);
    set(m_approve, task.has_value(), task ? task->mayApprove : record::Verdict());
    set(m_reject, m_work.shown().has_value(), forbids);
    set(m_rejectOk, m_work.shown() && !m_reason->text().trimmed().isEmpty(), forbids);
}

// With the text's size the card grows.
void InspectionPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_side->setFixedWidth(
                    std::max(kActsWidth, m_card->minimumSizeHint().width() + kScrollBar));
            },
            Qt::QueuedConnection);
    }
    Page::changeEvent(event);
}

void InspectionPage::enter() {
    m_work.readList();
    m_next->setFocus();
}

void InspectionPage::wipe() {
    stopAsking();
    m_panel->clear();
    m_patient->clear();
    m_findings->clear();
}

QString InspectionPage::title() const {
    return said(BoxWord::Inspection);
}

void InspectionPage::retranslate() {
    m_title->setText(title());
    m_empty->setText(said(BoxWord::NothingToInspect));
    m_list->setAccessibleName(title());
    m_rows->setHeader({said(BoxWord::Place), state().word(Word::Pages), said(BoxWord::Needed),
                       said(BoxWord::Viewed)});
    setText(m_refresh, state().word(Word::Refresh));
    setText(m_next, said(BoxWord::NextToInspect));
    setText(m_previous, said(BoxWord::PreviousPage));
    setText(m_approve, said(BoxWord::Approve));
    setText(m_reject, said(BoxWord::Reject));
    setText(m_rejectOk, said(BoxWord::RejectNow));
    setText(m_cancel, state().word(Word::Cancel));
    nameFor(m_reason, m_reasonLabel, said(BoxWord::WhatIsWrong));
    m_panel->retranslate();
    showTask();
}

} // namespace seihon::station_ui
