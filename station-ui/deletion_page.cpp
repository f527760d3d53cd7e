#include "station-ui/deletion_page.h"

#include "record/retention.h"
#include "station-ui/admin_parts.h"
#include "station-ui/columns.h"
#include "station-ui/deletion_words.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/rows_model.h"

#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace seihon::station_ui {

using station::DeletionRow;
using station::DeletionStep;

namespace {

constexpr std::size_t kMostDue = 200;

enum DeletionColumn { kState, kDocument, kEnd, kRecord };

DeletionWord stateOf(const DeletionRow& row) {
    return !row.deletion              ? DeletionWord::Due
           : row.deletion->closed     ? DeletionWord::Closed
           : row.deletion->carriedOut ? DeletionWord::CarriedOut
           : row.deletion->approved   ? DeletionWord::Approved
                                      : DeletionWord::Proposed;
}

} // namespace

DeletionPage::DeletionPage(WindowState& windowState)
    : Page(windowState),
      m_model(new RowsModel([this](int row, int column) { return cell(row, column); }, this)),
      m_title(makeLabel("deletionTitle", "title")), m_lead(makeLabel("deletionLead", "lead")),
      m_none(makeLabel("deletionNone")), m_name(makeLabel("deletionName", "title")),
      m_acts(makeLabel("deletionActs")), m_said(makeHtml("deletionSaid", "good")),
      m_reasonLabel(makeLabel("deletionReasonLabel")), m_reason(makeField("deletionReason")),
      m_again(makeButton("deletionAgain")), m_step(makeNext("deletionStep")),
      m_table(makeTable("deletionTable", m_model, kRecord)),
      m_sure(new QuestionCard("deletionSure")) {
    m_title->setWordWrap(false);
    auto* head = new FlowLayout(14, FlowLayout::Last::Right);
    head->addWidget(m_title);
    head->addWidget(m_again);
    QVBoxLayout* column = nullptr;
    m_card = makeCard(column);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_name, m_acts, m_said, m_reasonLabel, m_reason, m_step}) {
        column->addWidget(part);
    }
    column->addStretch(1);
    auto* right = new QWidget;
    auto* cards = new QVBoxLayout(right);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->addWidget(m_card);
    cards->addWidget(m_sure);
    m_sure->setVisible(false);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(10);
    rows->addLayout(head);
    rows->addWidget(m_lead);
    rows->addWidget(m_none);
    rows->addWidget(scrolling(new Columns({{m_table, 3}, {right, 2}})), 1);
    connectParts();
}

void DeletionPage::connectParts() {
    connect(m_again, &QPushButton::clicked, this, [this] { read(); });
    connect(m_step, &QPushButton::clicked, this, [this] { begin(); });
    connect(m_reason, &QLineEdit::returnPressed, this, [this] { begin(); });
    connect(m_reason, &QLineEdit::textChanged, this, [this] { refresh(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { fillChosen(); });
    connect(m_sure, &QuestionCard::closed, this, [this] {
        m_sure->setVisible(false);
        m_card->setVisible(chosen() != nullptr);
        m_table->setEnabled(true);
        m_table->setFocus();
    });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { refresh(); });
}

void DeletionPage::read(const std::string& keep) {
    m_reading = true;
    fill();
    const int round = ++m_round;
    state().thread().ask(
        this,
        [](Desk& desk) {
            return station::RetentionDesk(*desk.station).dueDeletions(desk.identified(), kMostDue);
        },
        [this, round, keep](const std::vector<DeletionRow>& rows) {
            if (round != m_round) {
                return;
            }
            m_reading = false;
            m_rows = rows;
            fill();
            const auto kept = std::find_if(rows.begin(), rows.end(), [&](const DeletionRow& row) {
                return row.recordId == keep;
            });
            chooseRow(m_table, kept == rows.end() ? 0 : static_cast<int>(kept - rows.begin()));
            if (isVisible()) { // what was pressed is closed meanwhile
                m_table->setFocus();
            }
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                m_reading = false;
                fill();
                state().sayFault(fault);
            }
        });
}

const DeletionRow* DeletionPage::chosen() const {
    return rowAt(m_rows, currentRow(m_table));
}

bool DeletionPage::wantsReason() const {
    const DeletionRow* row = chosen();
    return row != nullptr && (row->standing.next == DeletionStep::Propose ||
                              row->standing.next == DeletionStep::Close);
}

// What goes for good is asked about once more.
void DeletionPage::begin() {
    const DeletionRow* row = chosen();
    if (row == nullptr || !m_step->isEnabled()) {
        return;
    }
    const DeletionStep next = *row->standing.next;
    if (next != DeletionStep::CarryOut) {
        return step(next, row->recordId, m_reason->text().trimmed().toStdString());
    }
    m_card->setVisible(false);
    m_table->setEnabled(false);
    m_sure->setVisible(true);
    m_sure->ask(
        [this, id = text(row->recordId)] {
            return word(DeletionWord::CarryOutAsk, state().language()).arg(id);
        },
        [this] { return word(DeletionWord::Reason, state().language()); }, QuestionCard::Line::None,
        [this, next, id = row->recordId](const QString&) { step(next, id, {}); });
}

void DeletionPage::step(DeletionStep next, const std::string& recordId, const std::string& reason) {
    state().sayNothing();
    const int round = ++m_round;
    state().thread().ask(
        this,
        [next, recordId, reason](Desk& desk) {
            station::RetentionDesk retention(*desk.station);
            const station::Session& session = desk.identified();
            switch (next) {
            case DeletionStep::Propose:
                return retention.proposeDeletion(session, recordId, reason);
            case DeletionStep::Approve:
                return retention.approveDeletion(session, recordId);
            case DeletionStep::CarryOut:
                return retention.carryOutDeletion(session, recordId);
            case DeletionStep::Close:
                break;
            }
            return retention.closeDeletion(session, recordId, reason);
        },
        [this, round, recordId](const station::DeletionOutcome& outcome) {
            if (round != m_round) {
                return;
            }
            m_reason->clear();
            const bool done = outcome.verdict.permitted();
            state().say(done ? Tone::Good : Tone::Careful, [this, done, outcome, recordId] {
                return done ? word(DeletionWord::Done, state().language()).arg(escaped(recordId))
                            : "<b>" + state().word(Word::Refused) + "</b><br>" +
                                  state().sentencesHtml(outcome.verdict);
            });
            read(recordId);
        });
}

QString DeletionPage::cell(int row, int column) const {
    const DeletionRow* one = rowAt(m_rows, row);
    if (one == nullptr) {
        return {};
    }
    switch (column) {
    case kState:
        return word(stateOf(*one), state().language());
    case kDocument:
        return state().nameOfClass(one->documentClass);
    case kEnd:
        return one->end ? text(record::textOfDay(*one->end)) : QString::fromUtf8("－");
    default:
        return text(one->recordId);
    }
}

QString DeletionPage::actsText(const record::Deletion& deletion) const {
    QStringList lines;
    const auto add = [&](DeletionWord what, const record::Act& act) {
        lines += word(what, state().language()) + ": " + text(act.actor.name) + " [" +
                 text(act.actor.user) + "]  " + state().timeText(act.at) +
                 (act.reason.empty() ? QString() : "  " + text(act.reason));
    };
    add(DeletionWord::ActProposed, deletion.proposed);
    if (deletion.approved) {
        add(DeletionWord::ActApproved, *deletion.approved);
    }
    if (deletion.carriedOut) {
        add(DeletionWord::ActCarriedOut, *deletion.carriedOut);
    }
    if (deletion.closed) {
        add(DeletionWord::ActClosed, *deletion.closed);
    }
    return lines.join("\n");
}

void DeletionPage::fill() {
    const int kept = currentRow(m_table);
    m_model->reset(static_cast<int>(m_rows.size()));
    m_none->setVisible(m_reading || m_rows.empty());
    m_none->setText(
        word(m_reading ? DeletionWord::Reading : DeletionWord::NoneDue, state().language()));
    chooseRow(m_table, kept);
    fillChosen();
}

void DeletionPage::fillChosen() {
    const record::Language language = state().language();
    const DeletionRow* row = chosen();
    m_card->setVisible(row != nullptr && !m_sure->isVisible());
    if (row == nullptr) {
        for (QLabel* label : {m_name, m_acts, m_said}) {
            label->clear();
        }
        return refresh();
    }
    m_name->setText(state().nameOfClass(row->documentClass) + "\n" + text(row->recordId));
    m_acts->setText(row->deletion ? actsText(*row->deletion) : QString());
    m_acts->setVisible(row->deletion.has_value());
    const bool open = row->standing.next && row->standing.verdict.permitted();
    m_said->setText(!row->standing.next ? word(DeletionWord::NothingMore, language)
                    : open              ? word(DeletionWord::MayGoOn, language)
                                        : state().sentencesHtml(row->standing.verdict, true));
    setRole(m_said, open || !row->standing.next ? "good" : "careful");
    refresh();
}

// Open exactly as the station says; the sentence above it, and the tooltip, are why not.
void DeletionPage::refresh() {
    const record::Language language = state().language();
    const DeletionRow* row = chosen();
    const bool idle = !state().thread().busy();
    const bool reason = wantsReason();
    const bool open = row != nullptr && row->standing.next && row->standing.verdict.permitted();
    m_again->setEnabled(idle);
    m_reasonLabel->setVisible(reason);
    m_reason->setVisible(reason);
    m_step->setVisible(row != nullptr && row->standing.next.has_value());
    m_step->setEnabled(idle && open && (!reason || !m_reason->text().trimmed().isEmpty()));
    m_step->setToolTip(
        row == nullptr || open ? QString() : htmlTip(state().sentencesHtml(row->standing.verdict)));
    const DeletionStep next =
        row != nullptr && row->standing.next ? *row->standing.next : DeletionStep::Propose;
    static constexpr std::array kSteps{DeletionWord::Propose, DeletionWord::Approve,
                                       DeletionWord::CarryOut, DeletionWord::Close};
    setText(m_step, word(kSteps.at(static_cast<std::size_t>(next)), language));
    nameFor(m_reason, m_reasonLabel,
            word(next == DeletionStep::Close ? DeletionWord::Statement : DeletionWord::Reason,
                 language));
}

void DeletionPage::enter() {
    read();
    m_table->setFocus();
}

void DeletionPage::wipe() {
    ++m_round;
    m_reading = false;
    m_rows.clear();
    m_reason->clear();
    m_sure->wipe();
    m_sure->setVisible(false);
    m_table->setEnabled(true);
    fill();
}

QString DeletionPage::title() const {
    return word(DeletionWord::Deletions, state().language());
}

void DeletionPage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    m_lead->setText(word(DeletionWord::Lead, language));
    setText(m_again, word(DeletionWord::LookAgain, language));
    m_table->setAccessibleName(title());
    m_model->setHeader({word(DeletionWord::Standing, language),
                        word(DeletionWord::Document, language), word(DeletionWord::End, language),
                        word(DeletionWord::Record, language)});
    m_sure->retranslate(state());
    fill();
}

} // namespace seihon::station_ui
