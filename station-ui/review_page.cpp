#include "station-ui/review_page.h"

#include "station-ui/flow_layout.h"
#include "station-ui/manager_words.h"
#include "station-ui/page_body.h"
#include "station-ui/page_strip.h"
#include "station-ui/parts.h"
#include "station-ui/theme.h"
#include "station-ui/viewer_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

using regulation::Authority;

constexpr int kReviewHeight = 240;
constexpr int kReviewSideWidth = 340;

ManagerWord noteWord(ReviewNote::What what) {
    using What = ReviewNote::What;
    switch (what) {
    case What::Blank:
        return ManagerWord::MarkedBlank;
    case What::AsOnPaper:
        return ManagerWord::MarkedAsOnPaper;
    case What::Rejected:
        return ManagerWord::MarkedRejected;
    case What::SetAside:
        return ManagerWord::SheetSetAside;
    case What::Recounted:
        return ManagerWord::Recounted;
    case What::Moved:
        return ManagerWord::SheetMoved;
    case What::Turned:
        return ManagerWord::PageTurned;
    case What::ComparedSame:
        return ManagerWord::ComparedSame;
    case What::ComparedAsOnPaper:
        return ManagerWord::ComparedAsOnPaper;
    case What::Excused:
        return ManagerWord::Excused;
    case What::Interrupted:
        break;
    }
    return ManagerWord::Interrupted;
}

PageStrip::Sign reviewSignOf(const PageView& page) {
    if (page.mark != record::PageMark::None) {
        return {QString::fromUtf8("◆"), Theme::shown().careful()};
    }
    return page.flagged() ? PageStrip::Sign{QString::fromUtf8("▲"), Theme::shown().careful()}
                          : PageStrip::Sign{};
}

} // namespace

ReviewPage::ReviewPage(WindowState& windowState, ManagerDesk& desk)
    : Page(windowState), m_desk(desk), m_pictures(new SmallPictures(windowState.thread(), this)),
      m_strip(new PageStrip(windowState, *m_pictures, "reviewPages")),
      m_panel(new ViewerPanel(windowState)), m_title(makeLabel("reviewTitle", "title")),
      m_standing(makeLabel("reviewStanding", "careful")), m_facts(makeLabel("reviewFacts")),
      m_findingsTitle(makeLabel("reviewFindingsTitle", "lead")),
      m_findings(makeLabel("reviewFindings")),
      m_peopleTitle(makeLabel("reviewPeopleTitle", "lead")), m_people(makeLabel("reviewActs")),
      m_toldTitle(makeLabel("reviewToldTitle", "lead")), m_told(makeLabel("reviewTold", "careful")),
      m_seen(makeLabel("reviewSeen", "careful")), m_reasonLabel(makeLabel("reviewReasonLabel")),
      m_reason(new QLineEdit), m_back(makeButton("reviewBack")), m_next(makeButton("reviewNext")),
      m_sendBack(makeStop("reviewSendBack")), m_accept(makeNext("reviewAccept")) {
    m_reason->setObjectName("reviewReason");
    for (QLabel* label : {m_facts, m_findings, m_people, m_told, m_standing}) {
        label->setTextFormat(Qt::RichText);
    }
    m_reasonLabel->setWordWrap(false);
    m_seen->setWordWrap(false);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_back);
    head->addWidget(m_title, 1);
    head->addWidget(m_seen);
    auto* foot = new FlowLayout(14, FlowLayout::Last::Right);
    foot->addWidget(m_reasonLabel);
    foot->addWidget(m_reason);
    foot->addWidget(m_sendBack);
    foot->addWidget(m_next);
    foot->addWidget(m_accept);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    rows->addLayout(head);
    rows->addWidget(m_standing);
    rows->addWidget(makeBody(), 1);
    rows->addLayout(foot);
    QWidget* before = m_strip;
    for (QWidget* one :
         std::initializer_list<QWidget*>{m_next, m_accept, m_reason, m_sendBack, m_back}) {
        setTabOrder(before, one);
        before = one;
    }
    connectParts();
    reviewChanged();
}

QWidget* ReviewPage::makeBody() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    for (QLabel* part :
         {m_facts, m_findingsTitle, m_findings, m_toldTitle, m_told, m_peopleTitle, m_people}) {
        column->addWidget(part);
    }
    column->addStretch(1);
    auto* side = new QScrollArea;
    side->setObjectName("reviewSide");
    side->setWidgetResizable(true);
    side->setFrameShape(QFrame::NoFrame);
    side->setFocusPolicy(Qt::NoFocus);
    side->setWidget(card);
    side->setMinimumWidth(kReviewSideWidth);
    side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* body = new PageBody(kReviewHeight);
    auto* columns = new QHBoxLayout(body);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(12);
    columns->addWidget(m_strip);
    columns->addWidget(m_panel, 3);
    columns->addWidget(side, 2);
    return body;
}

void ReviewPage::connectParts() {
    connect(&m_desk, &ManagerDesk::reviewChanged, this, [this] { reviewChanged(); });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { fillFoot(); });
    connect(m_strip, &PageStrip::pageSelected, this, [this] {
        showSelected();
        fillFoot();
    });
    connect(m_panel, &ViewerPanel::besideWanted, this, [this] { showBeside(); });
    connect(m_reason, &QLineEdit::textChanged, this, [this] { fillFoot(); });
    connect(m_reason, &QLineEdit::returnPressed, this, [this] { sendBack(); });
    connect(m_sendBack, &QPushButton::clicked, this, [this] { sendBack(); });
    connect(m_accept, &QPushButton::clicked, this, [this] { m_desk.accept(); });
    connect(m_next, &QPushButton::clicked, this, [this] { next(); });
    connect(m_back, &QPushButton::clicked, this, [this] { state().go("manager"); });
}

void ReviewPage::reviewChanged() {
    const ReviewView& view = m_desk.review();
    if (view.empty() || text(view.job.id) != m_job) { // another paper: nothing of the last one
        m_strip->wipe();
        m_panel->clear();
        m_reason->clear();
    }
    m_job = text(view.job.id);
    if (!view.empty()) {
        m_strip->show(view.job, view.job.flaggedFirst(), reviewSignOf);
        if (isVisible()) {
            m_strip->setFocus();
        }
    }
    fillFacts();
    fillFoot();
}

void ReviewPage::next() {
    m_strip->nextUnseen();
    fillFoot();
    if (m_strip->unseen() == 0 && m_accept->isEnabled()) {
        m_accept->setFocus();
    }
}

void ReviewPage::sendBack() {
    if (m_sendBack->isEnabled()) {
        m_desk.sendBack(m_reason->text().trimmed());
    }
}

void ReviewPage::showSelected() {
    const PageView* page = m_strip->selected();
    if (page == nullptr) {
        m_findings->clear();
        return;
    }
    m_panel->showPage(m_desk.review().job.id, *page, m_pictures->of(page->captureId));
    m_strip->see();
    QStringList lines;
    for (const record::Finding& finding : page->findings.byUrgency()) {
        if (finding.severity != record::Severity::Note) {
            lines += (finding.severity == record::Severity::Refuse ? "■ " : "▲ ") +
                     state().sentence(finding).toHtmlEscaped();
        }
    }
    m_findings->setText(lines.empty() ? word(ManagerWord::NothingFound, state().language())
                                      : lines.join("<br>"));
    showBeside();
}

// The page that follows on the paper.
void ReviewPage::showBeside() {
    const PageView* page = m_strip->selected();
    if (page == nullptr || !m_panel->sideBySide()) {
        return;
    }
    const std::vector<PageView>& pages = m_desk.review().job.pages;
    const auto place = static_cast<std::size_t>(page->number); // the number counts from 1
    m_panel->showBeside(m_desk.review().job.id, pages[std::min(place, pages.size() - 1)]);
}

QString ReviewPage::noteText(const ReviewNote& note) const {
    QString said = word(noteWord(note.what), state().language());
    if (said.contains("%2")) {
        said = said.arg(note.before).arg(note.number);
    } else if (said.contains("%1")) {
        said = said.arg(note.number);
    }
    said = "◆ " + said;
    if (!note.who.empty()) {
        said = word(ManagerWord::By, state().language()).arg(said, text(note.who));
    }
    said = said.toHtmlEscaped();
    return note.reason.empty() ? said : said + "<br>　<b>" + escaped(note.reason) + "</b>";
}

QString ReviewPage::factsHtml() const {
    const record::Language language = state().language();
    const ReviewView& view = m_desk.review();
    const record::Original& original = view.job.original;
    const auto line = [&](ManagerWord name, const QString& value) {
        return word(name, language) + "  <b>" + value.toHtmlEscaped() + "</b>";
    };
    QStringList lines{
        line(ManagerWord::Patient, text(original.patient.id) + "  " + text(original.patient.name))};
    if (original.receivedAt) {
        lines += line(ManagerWord::Received, state().timeText(*original.receivedAt));
    }
    const record::SheetCount& counts = view.job.counts;
    lines += line(ManagerWord::Sheets, word(ManagerWord::SheetsOf, language)
                                           .arg(counts.declared)
                                           .arg(counts.fed)
                                           .arg(counts.blank));
    if (!view.submittedBy.empty()) {
        lines += line(ManagerWord::Submitted,
                      text(view.submittedBy) + "  " + state().timeText(view.submittedAt));
    }
    return lines.join("<br>");
}

QString ReviewPage::peopleHtml() const {
    const record::Language language = state().language();
    const ReviewView& view = m_desk.review();
    QStringList lines;
    for (const ReviewNote& note : view.notes) {
        lines += noteText(note);
    }
    if (view.job.counts.replaced > 0) {
        lines += "◆ " + word(ManagerWord::ScannedAgain, language).arg(view.job.counts.replaced);
    }
    return lines.empty() ? word(ManagerWord::NobodyDecided, language) : lines.join("<br>");
}

void ReviewPage::fillFacts() {
    const ReviewView& view = m_desk.review();
    const bool there = !view.empty();
    m_title->setText(there ? state().nameOfClass(view.job.original.documentClass) : QString());
    m_standing->setText(there ? state().sentencesHtml(view.job.standing) : QString());
    m_standing->setVisible(!m_standing->text().isEmpty());
    m_facts->setText(there ? factsHtml() : QString());
    m_people->setText(there ? peopleHtml() : QString());
    // Warnings and refusals of the acceptance itself: sheets set aside, counted again, duplicates.
    m_told->setText(there ? state().sentencesHtml(view.accepting) : QString());
    m_told->setVisible(!m_told->text().isEmpty());
    m_toldTitle->setVisible(m_told->isVisibleTo(this));
}

// Open exactly as the station says; the tooltip is why not.
void ReviewPage::fillFoot() {
    const record::Language language = state().language();
    const ReviewView& view = m_desk.review();
    const bool idle = !view.empty() && !state().thread().busy();
    const bool mayAccept = view.job.may(Authority::Accept);
    const bool maySendBack = view.job.may(Authority::SendBack);
    const std::size_t unseen = m_strip->unseen();
    m_accept->setEnabled(idle && mayAccept);
    m_accept->setToolTip(mayAccept ? QString() : htmlTip(state().sentencesHtml(view.accepting)));
    const bool reason = !m_reason->text().trimmed().isEmpty();
    m_reason->setEnabled(idle && maySendBack);
    m_sendBack->setEnabled(idle && maySendBack && reason);
    m_sendBack->setToolTip(!maySendBack ? htmlTip(state().sentencesHtml(view.sendingBack))
                           : reason     ? QString()
                                        : word(ManagerWord::ReasonMissing, language));
    m_next->setEnabled(unseen > 0);
    m_seen->setText(view.empty()  ? QString()
                    : unseen == 0 ? word(ManagerWord::AllSeen, language)
                                  : word(ManagerWord::NotSeen, language).arg(unseen));
    setRole(m_seen, unseen == 0 ? "good" : "careful");
}

void ReviewPage::enter() {
    reviewChanged();
    m_strip->setFocus();
}

void ReviewPage::wipe() {
    m_job.clear();
    m_strip->wipe();
    m_panel->clear();
    m_reason->clear();
    for (QLabel* label : {m_title, m_standing, m_facts, m_findings, m_people, m_told, m_seen}) {
        label->clear();
    }
}

QString ReviewPage::title() const {
    return word(ManagerWord::Review, state().language());
}

void ReviewPage::retranslate() {
    const record::Language language = state().language();
    m_strip->setAccessibleName(state().word(Word::Pages));
    m_findingsTitle->setText(word(ManagerWord::PageFindings, language));
    m_peopleTitle->setText(word(ManagerWord::People, language));
    m_toldTitle->setText(word(ManagerWord::Told, language));
    nameFor(m_reason, m_reasonLabel, word(ManagerWord::Reason, language));
    setText(m_back, word(ManagerWord::Back, language));
    setText(m_next, word(ManagerWord::NextUnseen, language));
    setText(m_sendBack, word(ManagerWord::SendBack, language));
    setText(m_accept, word(ManagerWord::Accept, language));
    m_panel->retranslate();
    reviewChanged();
}

} // namespace seihon::station_ui
