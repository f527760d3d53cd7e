#include "station-ui/seal_page.h"

#include "station-ui/columns.h"
#include "station-ui/parts.h"

#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr std::size_t kPictures = 7;
constexpr qsizetype kMostRemarks = 4;
constexpr qint64 kShortestReading = 700; // ms
constexpr int kPictureSide = 118, kPictureGap = 14;
constexpr std::array kRows = {Word::Patient,    Word::Document,  Word::Received,
                              Word::SheetCount, Word::KeptPages, Word::Decisions};

} // namespace

SealPage::SealPage(WindowState& windowState, ClerkJob& clerk)
    : Page(windowState), m_clerk(clerk), m_title(makeLabel("sealTitle", "title")),
      m_summaryTitle(makeLabel("summaryTitle", "title")), m_pictures(makeLabel("summaryPictures")),
      m_standing(makeHtml("standing", "careful")), m_pinLabel(makeLabel("sealPinLabel")),
      m_pin(new QLineEdit), m_sign(makeLabel("resultSign", "huge")),
      m_resultTitle(makeLabel("resultTitle", "huge")), m_resultText(makeLabel("resultText")),
      m_resultWhat(makeLabel("resultWhat", "title")), m_back(makeButton("backToPages")),
      m_finish(makeNext("finish")), m_nextPaper(makeNext("nextPaper")) {
    m_summary = summaryCard();
    m_result = resultCard();
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_back);
    foot->addStretch(1);
    foot->addWidget(m_finish);
    foot->addWidget(m_nextPaper);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(14);
    rows->addWidget(m_title);
    auto* cards = new QWidget;
    auto* column = new QVBoxLayout(cards);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_summary);
    column->addWidget(m_result);
    column->addStretch(1);
    rows->addWidget(scrolling(cards), 1);
    rows->addWidget(m_pinLabel);
    rows->addWidget(m_pin);
    rows->addLayout(foot);
    m_pin->setObjectName("sealPin");
    m_pin->setEchoMode(QLineEdit::Password);
    setTabOrder(m_pin, m_finish);
    setTabOrder(m_finish, m_back);
    connect(m_finish, &QPushButton::clicked, this, [this] { finish(); });
    connect(m_pin, &QLineEdit::returnPressed, this, [this] { finish(); });
    connect(m_back, &QPushButton::clicked, this, [this] { m_clerk.backToChecking(); });
    connect(m_nextPaper, &QPushButton::clicked, this, [this] {
        if (!wasRead()) {
            return;
        }
        m_clerk.clear();
        state().go("intake");
    });
    connect(&m_clerk, &ClerkJob::changed, this, [this] { fill(); });
    connect(&m_clerk.pictures(), &SmallPictures::arrived, this, [this] {
        if (isVisible()) {
            drawPictures();
        }
    });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { fill(); });
}

QFrame* SealPage::summaryCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    card->setObjectName("summary");
    card->setFocusPolicy(Qt::StrongFocus); // read out as a whole
    column->addWidget(m_summaryTitle);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(28);
    grid->setVerticalSpacing(12);
    grid->setColumnStretch(1, 1);
    for (std::size_t row = 0; row < kRows.size(); ++row) {
        m_names[row] = makeLabel("", "lead");
        m_names[row]->setWordWrap(false);
        m_values[row] = makeLabel(("summary" + std::to_string(row)).c_str());
        m_values[row]->setTextFormat(Qt::RichText);
        grid->addWidget(m_names[row], static_cast<int>(row), 0, Qt::AlignTop);
        grid->addWidget(m_values[row], static_cast<int>(row), 1);
    }
    column->addLayout(grid);
    column->addWidget(m_pictures);
    column->addWidget(m_standing);
    m_pictures->setMinimumWidth(1); // as many as the width holds
    return card;
}

QFrame* SealPage::resultCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    card->setObjectName("result");
    for (QLabel* label : {m_sign, m_resultTitle, m_resultWhat, m_resultText}) {
        label->setAlignment(Qt::AlignHCenter);
        column->addWidget(label);
    }
    m_resultText->setTextFormat(Qt::RichText);
    return card;
}

// Before it is submitted the station cannot say yet whether this person may seal it; then it does.
bool SealPage::sealsHere() const {
    return m_clerk.view().state == record::JobState::Open
               ? state().may(regulation::Authority::Seal)
               : m_clerk.view().may(regulation::Authority::Seal);
}

void SealPage::finish() {
    if (state().thread().busy() || !wasRead()) {
        return;
    }
    const QString pin = m_pin->text();
    m_pin->clear();
    if (m_clerk.pinNeeded()) {
        m_clerk.finishWithPin(pin);
    } else {
        m_clerk.finish();
    }
}

// What was scanned, at a glance; the pages themselves are one step back.
void SealPage::drawPictures() {
    const std::vector<PageView>& pages = m_clerk.view().pages;
    const int room = m_pictures->width() / (kPictureSide + kPictureGap);
    const int count = static_cast<int>(std::min<std::size_t>(
        {pages.size(), kPictures, static_cast<std::size_t>(std::max(1, room))}));
    m_pictures->setVisible(count > 0);
    if (count == 0) {
        m_pictures->clear();
        return;
    }
    QPixmap row(count * (kPictureSide + kPictureGap), kPictureSide * 3 / 2);
    row.fill(Qt::transparent);
    QPainter painter(&row);
    for (int i = 0; i < count; ++i) {
        const QImage page = m_clerk.pictures().of(pages[static_cast<std::size_t>(i)].captureId);
        if (!page.isNull()) {
            painter.drawImage(i * (kPictureSide + kPictureGap), 0,
                              page.scaled(kPictureSide, kPictureSide * 3 / 2, Qt::KeepAspectRatio,
                                          Qt::SmoothTransformation));
        }
    }
    m_pictures->setPixmap(row);
    m_pictures->setAccessibleName(state().word(Word::Pages) + " " + QString::number(pages.size()));
}

// A key that was hit once too often seals nothing, and hides no result.
bool SealPage::wasRead() const {
    return m_stands.isValid() && m_stands.elapsed() >= kShortestReading;
}

// What the checks said and nobody decided about: it is sealed all the same, so it is said.
QString SealPage::remarksHtml() const {
    QStringList lines;
    for (const PageView& page : m_clerk.view().pages) {
        if (page.flagged() && page.mark == record::PageMark::None && lines.size() < kMostRemarks) {
            lines += "▲ " +
                     state().word(Word::PageOf).arg(page.number).arg(m_clerk.view().pages.size()) +
                     "  " + state().sentencesHtml(page.findings).section("<br>", 0, 0);
        }
    }
    return lines.join("<br>");
}

QString SealPage::decisionsHtml() const {
    QStringList lines;
    for (const PageView& page : m_clerk.view().pages) {
        if (page.mark != record::PageMark::None) {
            const Word said =
                page.mark == record::PageMark::Blank ? Word::MarkBlank : Word::MarkAsOnPaper;
            lines += state().word(Word::PageOf).arg(page.number).arg(m_clerk.view().pages.size()) +
                     "  " + state().word(said) + "  " + escaped(page.markReason);
        }
    }
    return lines.empty() ? state().word(Word::NoDecisions) : lines.join("<br>");
}

void SealPage::fill() {
    const JobView& view = m_clerk.view();
    const ClerkStep step = m_clerk.step();
    const bool done = step == ClerkStep::Done;
    const bool confirming = step == ClerkStep::Confirming;
    const record::Original& original = view.original;
    const std::array<QString, kRows.size()> values{
        "<b>" + escaped(original.patient.name) + "</b>   " + escaped(original.patient.id),
        state().nameOfClass(original.documentClass).toHtmlEscaped(),
        original.receivedAt ? state().timeText(*original.receivedAt) : QString(),
        QString::number(view.counts.declared),
        QString::number(view.pages.size()) + (view.counts.blank > 0
                                                  ? " （" + state().word(Word::BlankPages) + " " +
                                                        QString::number(view.counts.blank) + "）"
                                                  : QString()),
        decisionsHtml()};
    for (std::size_t row = 0; row < kRows.size(); ++row) {
        m_names[row]->setText(withoutMnemonic(state().word(kRows[row])));
        m_values[row]->setText(view.id.empty() ? QString() : values[row]);
    }
    m_summary->setAccessibleName(withoutMnemonic(state().word(Word::Confirm)));
    m_summary->setAccessibleDescription(
        QTextDocumentFragment::fromHtml(values[0] + " " + values[1] + " " + values[3] + " " +
                                        values[5] + " " + remarksHtml())
            .toPlainText());
    drawPictures();
    m_summary->setVisible(!done && step != ClerkStep::Sealing);
    if (std::exchange(m_shown, step) != step || !m_stands.isValid()) {
        m_stands.start();
    }
    const QString remarks = remarksHtml();
    m_standing->setText(state().sentencesHtml(view.standing) +
                        (remarks.isEmpty() || view.standing.findings.empty() ? "" : "<br>") +
                        remarks);
    m_standing->setVisible(!m_standing->text().isEmpty());
    m_pinLabel->setVisible(confirming && m_clerk.pinNeeded());
    m_pin->setVisible(confirming && m_clerk.pinNeeded());
    m_back->setVisible(confirming && view.state == record::JobState::Open);
    m_finish->setVisible(!done);
    setText(m_finish, state().word(sealsHere() ? Word::Seal : Word::HandOver));
    const bool may = view.state == record::JobState::Open ? view.may(regulation::Authority::Submit)
                                                          : view.may(regulation::Authority::Seal);
    m_finish->setEnabled(confirming && may && !state().thread().busy());
    m_finish->setToolTip(may ? QString() : state().word(Word::NotAllowed));
    m_nextPaper->setVisible(done);
    fillResult();
    if (isVisible()) {
        QWidget* live = done                  ? m_nextPaper
                        : m_clerk.pinNeeded() ? static_cast<QWidget*>(m_pin)
                                              : m_summary; // sealing takes a key of its own
        live->setFocus();
    }
}

void SealPage::fillResult() {
    const bool sealing = m_clerk.step() == ClerkStep::Sealing;
    m_result->setVisible(sealing || m_clerk.step() == ClerkStep::Done);
    if (sealing) {
        m_sign->setText("…");
        setRole(m_sign, "huge");
        m_resultTitle->setText(state().word(Word::Sealing));
        setRole(m_resultTitle, "title");
        m_resultText->clear();
        return;
    }
    const std::optional<record::SealedRecord>& sealed = m_clerk.view().sealed;
    const record::Original& original = m_clerk.view().original;
    m_resultWhat->setText(text(original.patient.name) + "   " + text(original.patient.id) + "   " +
                          state().nameOfClass(original.documentClass));
    switch (m_clerk.end()) {
    case ClerkEnd::Sealed: // durable, verified, with its proven time
        m_sign->setText("✓");
        m_resultTitle->setText(state().word(Word::Sealed));
        setRole(m_resultTitle, "hugeGood");
        setRole(m_sign, "hugeGood");
        m_resultText->setText(sealed ? "<b>" + state().word(Word::SealedAt) + "  " +
                                           state().timeText(sealed->provenAt) + "</b><br>" +
                                           state().word(Word::RecordId) + "  " +
                                           escaped(sealed->recordId)
                                     : QString());
        break;
    case ClerkEnd::Pending:
        m_sign->setText("◷");
        m_resultTitle->setText(state().word(Word::Pending));
        setRole(m_resultTitle, "hugeCareful");
        setRole(m_sign, "hugeCareful");
        m_resultText->setText(state().word(Word::PendingLead) + "<br><br>" +
                              m_clerk.pendingBecause().toHtmlEscaped());
        break;
    case ClerkEnd::HandedOver:
        m_sign->setText("➜");
        m_resultTitle->setText(state().word(Word::HandedOver));
        setRole(m_resultTitle, "hugeCareful");
        setRole(m_sign, "hugeCareful");
        m_resultText->setText(state().word(Word::HandedOverLead));
        break;
    case ClerkEnd::None:
        m_sign->clear();
        m_resultTitle->clear();
        m_resultText->clear();
        break;
    }
}

void SealPage::enter() {
    fill();
}

void SealPage::resizeEvent(QResizeEvent* event) {
    Page::resizeEvent(event);
    QMetaObject::invokeMethod(
        this, [this] { drawPictures(); }, Qt::QueuedConnection);
}

void SealPage::wipe() {
    m_pin->clear();
    for (QLabel* value : m_values) {
        value->clear();
    }
    m_resultText->clear();
    m_resultWhat->clear();
}

QString SealPage::title() const {
    return state().word(Word::Confirm);
}

void SealPage::retranslate() {
    m_title->setText(title());
    m_summaryTitle->setText(state().word(Word::WillBeSealed));
    nameFor(m_pin, m_pinLabel, state().word(Word::PinAgain));
    setText(m_back, state().word(Word::BackToPages));
    setText(m_nextPaper, state().word(Word::NextPaper));
    fill();
}

} // namespace seihon::station_ui
