#include "station-ui/page_card.h"

#include "station-ui/clerk_job.h"
#include "station-ui/next_step.h"
#include "station-ui/parts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {

using record::PageMark;
using regulation::Authority;

Word markWord(PageMark mark) {
    return mark == PageMark::Blank      ? Word::MarkBlank
           : mark == PageMark::Rejected ? Word::MarkRejected
                                        : Word::MarkAsOnPaper;
}

} // namespace

PageCard::PageCard(WindowState& state)
    : m_state(state), m_number(makeLabel("pageNumber", "title")), m_status(makeLabel("pageStatus")),
      m_findings(makeLabel("pageFindings")), m_rescan(makeButton("rescan")),
      m_asOnPaper(makeButton("asOnPaper")), m_blank(makeButton("blank")),
      m_clearMark(makeButton("clearMark")), m_insert(makeButton("insert")),
      m_setAside(makeButton("setAside")), m_recount(makeButton("recount")),
      m_move(makeButton("moveSheet")), m_turn(makeButton("turnKept")), m_ask(new QFrame),
      m_askTitle(makeLabel("askTitle", "title")), m_askLead(makeLabel("askLead", "lead")),
      m_askNumber(new QSpinBox), m_askReason(new QLineEdit), m_askOk(makeButton("askOk")),
      m_askCancel(makeButton("askCancel")) {
    setProperty("role", "card");
    m_findings->setTextFormat(Qt::RichText);
    m_askNumber->setObjectName("askNumber");
    m_askReason->setObjectName("askReason");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 14, 18, 14);
    column->setSpacing(8);
    for (QWidget* part : std::initializer_list<QWidget*>{m_number, m_status, m_findings}) {
        column->addWidget(part);
    }
    column->addStretch(1);
    for (QPushButton* act : {m_rescan, m_asOnPaper, m_blank, m_clearMark, m_insert, m_setAside,
                             m_recount, m_move, m_turn}) {
        column->addWidget(act);
    }
    auto* asked = new QVBoxLayout(m_ask);
    asked->setContentsMargins(0, 0, 0, 0);
    auto* answers = new QHBoxLayout;
    answers->addWidget(m_askOk);
    answers->addWidget(m_askCancel);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_askTitle, m_askLead, m_askNumber, m_askReason}) {
        asked->addWidget(part);
    }
    asked->addLayout(answers);
    column->addWidget(m_ask);
    connect(m_rescan, &QPushButton::clicked, this, [this] { emit rescanWanted(m_page->number); });
    connect(m_insert, &QPushButton::clicked, this, [this] { emit insertWanted(m_page->sheet); });
    connect(m_blank, &QPushButton::clicked, this,
            [this] { emit markWanted(m_page->number, PageMark::Blank, {}); });
    connect(m_clearMark, &QPushButton::clicked, this,
            [this] { emit markWanted(m_page->number, PageMark::None, {}); });
    connect(m_asOnPaper, &QPushButton::clicked, this, [this] {
        ask(Word::AsOnPaper, false, [this, page = m_page->number](const QString& reason, int) {
            emit markWanted(page, PageMark::AsOnPaper, reason);
        });
    });
    connect(m_setAside, &QPushButton::clicked, this, [this] {
        ask(Word::SetAside, false, [this, page = m_page->number](const QString& reason, int) {
            emit setAsideWanted(page, reason);
        });
    });
    connect(m_recount, &QPushButton::clicked, this, [this] {
        ask(Word::CountAgain, true,
            [this](const QString& reason, int sheets) { emit recountWanted(sheets, reason); });
    });
    connect(m_move, &QPushButton::clicked, this, [this] {
        ask(Word::MoveAsk, true, [this, page = m_page->number](const QString& reason, int after) {
            emit moveWanted(page, after, reason);
        });
        m_askNumber->setRange(0, static_cast<int>(m_job.pages.back().sheet));
        m_askNumber->setValue(static_cast<int>(m_page->sheet));
    });
    connect(m_turn, &QPushButton::clicked, this,
            [this] { emit turnWanted(m_page->number, (m_page->turned + 90) % 360); });
    connect(m_askCancel, &QPushButton::clicked, this, [this] { stopAsking(); });
    const auto given = [this] {
        m_askOk->setEnabled(!m_askReason->text().trimmed().isEmpty() &&
                            (m_askNumber->isHidden() || m_askNumber->value() > 0));
    };
    connect(m_askReason, &QLineEdit::textChanged, this, given);
    connect(m_askNumber, &QSpinBox::valueChanged, this, given);
    connect(m_askReason, &QLineEdit::returnPressed, m_askOk, &QPushButton::click);
    connect(m_askOk, &QPushButton::clicked, this, [this] {
        const auto then = m_then;
        const QString reason = m_askReason->text().trimmed();
        const int sheets = m_askNumber->value();
        stopAsking();
        if (then) {
            then(reason, sheets);
        }
    });
    stopAsking();
    clear();
}

void PageCard::ask(Word title, bool withNumber, std::function<void(const QString&, int)> then) {
    m_then = std::move(then);
    m_asked = title;
    m_askTitle->setText(withoutMnemonic(m_state.word(title)));
    showLead();
    m_askNumber->setRange(0, kMostSheets);
    m_askNumber->setSpecialValueText(" "); // nothing stands there: who counts is not prompted
    m_askNumber->setVisible(withNumber);
    m_askNumber->setValue(0);
    m_askReason->clear();
    m_askOk->setEnabled(false);
    m_ask->setVisible(true);
    (withNumber ? static_cast<QWidget*>(m_askNumber) : m_askReason)->setFocus();
}

// [A10] Who takes part in the scanning does not accept it.
void PageCard::showLead() {
    const bool warned = m_asked == Word::CountAgain && m_state.may(Authority::Accept);
    m_askLead->setText(m_state.word(Word::ReasonAsk) +
                       (warned ? "\n▲ " + m_state.word(Word::CounterAcceptsNot) : QString()));
}

void PageCard::stopAsking() {
    m_then = nullptr;
    m_ask->setVisible(false);
    m_askReason->clear();
}

bool PageCard::asksReason() const {
    return !m_ask->isHidden();
}

void PageCard::show(const JobView& job, const PageView& page, bool idle) {
    if (m_page && m_page->captureId != page.captureId) {
        stopAsking();
    }
    m_job = job;
    m_page = page;
    m_idle = idle;
    fill();
}

void PageCard::clear() {
    m_page.reset();
    m_job = {};
    stopAsking();
    fill();
}

QString PageCard::findingsHtml() const {
    QStringList lines;
    for (const record::Finding& finding : m_page->findings.byUrgency()) {
        if (finding.severity == record::Severity::Note) {
            continue;
        }
        const bool refusal = finding.severity == record::Severity::Refuse;
        lines += QString(refusal ? "<b>■ %1</b>" : "▲ %1")
                     .arg(m_state.sentence(finding).toHtmlEscaped());
        lines += "→ " + nextStepFor(finding.id, m_state.language());
    }
    if (m_page->mark != PageMark::None) {
        lines +=
            "<b>✓ " + m_state.word(markWord(m_page->mark)) + "</b> " + escaped(m_page->markReason);
    }
    return lines.empty() ? m_state.word(Word::NothingFound) : lines.join("<br><br>");
}

// Open exactly as the station says; the tooltip is why not.
void PageCard::enable(QPushButton* button, Authority authority, bool sensible) {
    const bool may = m_job.may(authority);
    button->setEnabled(m_page && m_idle && may && sensible);
    button->setToolTip(may ? QString() : m_state.word(Word::NotAllowed));
}

void PageCard::fill() {
    const bool there = m_page.has_value();
    for (QWidget* part : std::initializer_list<QWidget*>{m_number, m_status, m_findings}) {
        part->setVisible(there);
    }
    const bool marked = there && m_page->mark != PageMark::None;
    enable(m_rescan, Authority::Scan, true);
    enable(m_asOnPaper, Authority::MarkPage, there && m_page->flagged() && !marked);
    enable(m_blank, Authority::MarkPage,
           there && m_page->has(record::FindingId::LooksBlank) && !marked);
    enable(m_clearMark, Authority::MarkPage, marked);
    enable(m_insert, Authority::Scan, true);
    enable(m_setAside, Authority::MarkPage, true);
    enable(m_recount, Authority::MarkPage, true);
    const bool ordered = m_job.state == record::JobState::Open && m_job.putBack.empty();
    enable(m_move, Authority::MarkPage, ordered && there && m_job.pages.back().sheet > 1);
    enable(m_turn, Authority::MarkPage, ordered);
    m_blank->setVisible(there && m_page->has(record::FindingId::LooksBlank));
    m_asOnPaper->setVisible(there && m_page->flagged());
    m_clearMark->setVisible(marked);
    if (!there) {
        return;
    }
    m_number->setText(m_state.word(Word::PageOf).arg(m_page->number).arg(m_job.pages.size()) +
                      "  " +
                      m_state.word(m_page->side == record::Side::Front ? Word::Front : Word::Back));
    m_status->setText(m_page->undecided   ? "■ " + m_state.word(Word::Decide)
                      : m_page->flagged() ? "▲ " + m_state.word(Word::Flagged)
                                          : "● " + m_state.word(Word::CompareAsk));
    setRole(m_status, m_page->undecided ? "bad" : m_page->flagged() ? "careful" : "lead");
    m_findings->setText(findingsHtml());
}

void PageCard::retranslate() {
    const std::pair<QPushButton*, Word> buttons[] = {
        {m_rescan, Word::Rescan},    {m_asOnPaper, Word::AsOnPaper},
        {m_blank, Word::Blank},      {m_clearMark, Word::ClearMark},
        {m_insert, Word::Insert},    {m_setAside, Word::SetAside},
        {m_recount, Word::Recount},  {m_move, Word::Move},
        {m_turn, Word::TurnKept},    {m_askOk, Word::Ok},
        {m_askCancel, Word::Cancel},
    };
    for (const auto& [button, said] : buttons) {
        setText(button, m_state.word(said));
    }
    m_askTitle->setText(withoutMnemonic(m_state.word(m_asked)));
    showLead();
    m_askReason->setAccessibleName(m_state.word(Word::Reason));
    m_askReason->setPlaceholderText(m_state.word(Word::Reason));
    m_askNumber->setAccessibleName(m_state.word(m_asked));
    fill();
}

} // namespace seihon::station_ui
