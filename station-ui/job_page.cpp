#include "station-ui/job_page.h"

#include "station-ui/ask_card.h"
#include "station-ui/columns.h"
#include "station-ui/order_card.h"
#include "station-ui/page_card.h"
#include "station-ui/parts.h"
#include "station-ui/steady_scroll_area.h"
#include "station-ui/viewer_panel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr int kScrollBarWidth = 24;
constexpr int kMissingShown = 2; // the others are in the tooltip
constexpr int kBodyHeight = 300;
constexpr int kShortestLook = 400; // ms
constexpr int kSideWidth = 300;

QString sheetsText(const std::vector<std::int64_t>& sheets) {
    return text(record::listOfSheets(sheets));
}

} // namespace

JobPage::JobPage(WindowState& windowState, ClerkJob& clerk)
    : Page(windowState), m_clerk(clerk), m_title(makeLabel("jobTitle", "title")),
      m_unconfirmed(makeLabel("unconfirmed", "careful")),
      m_progressText(makeLabel("progressText", "lead")), m_progress(new QProgressBar),
      m_trouble(new QFrame), m_troubleTitle(makeLabel("troubleTitle", "bad")),
      m_troubleSheets(makeLabel("troubleSheets", "huge")),
      m_troubleSafe(makeLabel("troubleSafe", "good")),
      m_list(new PageStrip(windowState, clerk.pictures(), "pages")), m_look(new QTimer(this)),
      m_panel(new ViewerPanel(windowState)), m_card(new PageCard(windowState)),
      m_missing(makeHtml("missing", "careful")), m_who(makeButton("whoIsIt")),
      m_film(makeButton("filmSide")), m_stop(makeStop("stop")), m_more(makeButton("scanMore")),
      m_scanOn(makeNext("scanOn")), m_next(makeNext("next")), m_ask(new AskCard(windowState)),
      m_order(new OrderCard(windowState, clerk)) {
    m_progress->setObjectName("progress");
    m_unconfirmed->setWordWrap(false);
    auto* standing = new QWidget;
    auto* line = new QHBoxLayout(standing);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(16);
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_unconfirmed, m_who, m_film, m_order->button(), m_progressText, m_progress}) {
        line->addWidget(part);
    }
    m_progressText->setWordWrap(false);
    m_trouble->setProperty("role", "alarm");
    auto* alarm = new QVBoxLayout(m_trouble);
    alarm->setContentsMargins(24, 12, 24, 12);
    auto* what = new QWidget;
    auto* said = new QVBoxLayout(what);
    said->setContentsMargins(0, 0, 0, 0);
    said->addWidget(m_troubleTitle);
    said->addWidget(m_troubleSafe);
    alarm->addWidget(new Columns({{what, 0}, {m_troubleSheets, 1}}, 28));
    m_troubleSheets->setWordWrap(false);
    auto* feed = new QWidget;
    auto* feeding = new QHBoxLayout(feed);
    feeding->setContentsMargins(0, 0, 0, 0);
    feeding->addWidget(m_stop);
    feeding->addWidget(m_more);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    rows->addWidget(new Columns({{m_title, 1}, {standing, 0}}, 16));
    auto* middle = new QWidget;
    auto* parts = new QVBoxLayout(middle);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->addWidget(m_trouble);
    parts->addWidget(m_ask);
    parts->addWidget(m_order);
    parts->addWidget(makeBody(), 1);
    rows->addWidget(scrolling(middle), 1);
    rows->addWidget(new Columns({{feed, 0}, {m_missing, 1}, {m_scanOn, 0}, {m_next, 0}}, 16));
    setTabOrder(m_next, m_list);
    connectParts();
    clerkChanged();
}

QWidget* JobPage::makeBody() {
    auto* side = new SteadyScrollArea; // long findings at 200 % are scrolled
    side->setWidgetResizable(true);
    side->setFrameShape(QFrame::NoFrame);
    side->setFocusPolicy(Qt::NoFocus);
    side->setWidget(m_card);
    side->setMinimumWidth(kSideWidth);
    side->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_side = side;
    auto* pages = new QWidget;
    auto* pair = new QHBoxLayout(pages);
    pair->setContentsMargins(0, 0, 0, 0);
    pair->setSpacing(12);
    pair->addWidget(m_list);
    pair->addWidget(m_panel, 1);
    pages->setMinimumHeight(kBodyHeight);
    side->setMinimumHeight(kBodyHeight / 2);
    return new Columns({{pages, 4}, {side, 1}}, 12);
}

void JobPage::connectParts() {
    connect(&m_clerk, &ClerkJob::changed, this, &JobPage::clerkChanged);
    connect(&m_clerk, &ClerkJob::pageArrived, this, &JobPage::addLive);
    connect(&state().thread(), &StationThread::busyChanged, this, [this] {
        showSelected();
        fillNext();
    });
    connect(m_list, &PageStrip::pageSelected, this, [this] {
        showSelected();
        fillNext();
    });
    connect(m_stop, &QPushButton::clicked, this, [this] {
        m_clerk.stop();
        setText(m_stop, state().word(Word::StopNow));
    });
    for (QPushButton* on : {m_scanOn, m_more}) {
        connect(on, &QPushButton::clicked, this, [this] { m_clerk.scanOn(); });
    }
    connect(m_who, &QPushButton::clicked, this, [this] { m_clerk.askWho(); });
    connect(m_film, &QPushButton::clicked, this, [this] { askFilmSide(); });
    connect(m_ask, &AskCard::ended, this, [this] { fillFilm(); });
    connect(m_next, &QPushButton::clicked, this, [this] { next(); });
    connect(m_panel, &ViewerPanel::besideWanted, this, [this] { showBeside(); });
    m_look->setSingleShot(true);
    connect(m_look, &QTimer::timeout, this, [this] { endLook(); });
    connect(m_panel, &ViewerPanel::stands, this, [this](const QString& key) {
        if (!m_look->isActive()) {
            startLook(key);
        }
    });
    connect(m_card, &PageCard::rescanWanted, this, [this](qint64 page) {
        record::FeedWish wish;
        wish.replacePage = page;
        m_clerk.scanOn(wish);
    });
    connect(m_card, &PageCard::insertWanted, this, [this](qint64 sheet) {
        record::FeedWish wish;
        wish.after = sheet;
        m_clerk.scanOn(wish);
    });
    connect(m_card, &PageCard::setAsideWanted, &m_clerk, &ClerkJob::setAside);
    connect(m_card, &PageCard::markWanted, &m_clerk, &ClerkJob::mark);
    connect(m_card, &PageCard::recountWanted, &m_clerk, &ClerkJob::recount);
    connect(m_card, &PageCard::moveWanted, &m_clerk, &ClerkJob::moveSheet);
    connect(m_card, &PageCard::turnWanted, &m_clerk, &ClerkJob::turnPage);
}

// Of the clerk's pages, as the list has them.
const PageView* JobPage::selected() const {
    const std::optional<std::size_t> place = m_list->place();
    return !place || *place >= m_clerk.view().pages.size() ? nullptr
                                                           : &m_clerk.view().pages[*place];
}

void JobPage::clerkChanged() {
    const bool scanning = m_clerk.step() == ClerkStep::Scanning;
    if (scanning && !m_stop->isVisibleTo(this)) {
        m_livePages = static_cast<std::int64_t>(m_clerk.view().pages.size());
        setText(m_stop, state().word(Word::Stop));
        if (m_clerk.view().pages.empty()) {
            m_list->wipe();
            m_panel->clear();
        }
        m_stop->setVisible(true);
        m_stop->setFocus();
    }
    m_stop->setVisible(scanning);
    if (!scanning) {
        m_live.reset();
    }
    if (scanning) {
        m_card->clear();
    } else if (m_clerk.view().id.empty()) {
        wipe();
    } else {
        fillList();
    }
    fillHead();
    fillTrouble();
    fillFilm();
    fillNext();
    if (m_clerk.step() == ClerkStep::Checking && isVisible()) {
        QPushButton* live = m_trouble->isVisibleTo(this)   ? m_scanOn
                            : m_clerk.view().pages.empty() ? m_more
                                                           : m_next;
        live->setFocus();
    }
}

void JobPage::addLive(const PageView& page) {
    ++m_livePages;
    m_list->addLive(page, signOf(page));
    m_panel->showLive(page);
    m_live = page;
    fillHead();
}

PageStrip::Sign JobPage::signOf(const PageView& page) const {
    if (page.undecided) {
        return {QString::fromUtf8("■"), Theme::shown().bad()};
    }
    const bool flagged = page.flagged();
    const bool marked = page.mark != record::PageMark::None;
    const char* sign = marked ? "✓" : flagged ? "▲" : m_clerk.seen(page) ? "✓" : "";
    return {QString::fromUtf8(sign), flagged ? Theme::shown().careful() : QColor()};
}

void JobPage::fillList() {
    m_list->show(m_clerk.view(), m_clerk.view().flaggedFirst(),
                 [this](const PageView& page) { return signOf(page); });
}

// [A2] Nobody compares what is not there yet, or in no time: keys that are hit again and again do
// not lead past pages that nobody has looked at.
void JobPage::startLook(const QString& captureId) {
    const PageView* page = selected();
    if (page != nullptr && text(page->captureId) == captureId && !m_clerk.seen(*page)) {
        m_look->start(kShortestLook);
    }
}

void JobPage::endLook() {
    const PageView* page = selected();
    if (page != nullptr && isVisible() && m_clerk.step() == ClerkStep::Checking) {
        m_clerk.see(*page);
        m_list->see();
        fillNext();
    }
}

void JobPage::showSelected() {
    const PageView* page = selected();
    if (m_clerk.step() == ClerkStep::Scanning) {
        return;
    }
    if (page == nullptr) {
        m_panel->clear();
        m_card->clear();
        return;
    }
    const bool idle = m_clerk.step() == ClerkStep::Checking && !state().thread().busy();
    if (!m_clerk.seen(*page) && m_looked != page->captureId) {
        m_look->stop();
    }
    m_looked = page->captureId;
    m_panel->showPage(m_clerk.view().id, *page, m_clerk.pictures().of(page->captureId));
    m_card->show(m_clerk.view(), *page, idle);
    showBeside();
}

// The page that follows on the paper.
void JobPage::showBeside() {
    const PageView* page = selected();
    if (page == nullptr || !m_panel->sideBySide()) {
        return;
    }
    const auto place = static_cast<std::size_t>(page - m_clerk.view().pages.data());
    const std::vector<PageView>& pages = m_clerk.view().pages;
    m_panel->showBeside(m_clerk.view().id, pages[std::min(place + 1, pages.size() - 1)]);
}

// With the text's size the list and the card grow.
void JobPage::sizeParts() {
    m_side->setMinimumWidth(
        std::max(kSideWidth, m_card->minimumSizeHint().width() + kScrollBarWidth));
}

void JobPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange) {
        QMetaObject::invokeMethod(
            this, [this] { sizeParts(); }, Qt::QueuedConnection);
    }
    Page::changeEvent(event);
}

void JobPage::fillHead() {
    sizeParts();
    const record::Original& original = m_clerk.view().original;
    const bool scanning = m_clerk.step() == ClerkStep::Scanning;
    m_title->setText(scanning && original.documentClass.empty()
                         ? state().word(Word::Scanning)
                         : state().nameOfClass(original.documentClass) + "   " +
                               text(original.patient.id) + "  " + text(original.patient.name));
    m_unconfirmed->setText("◇ " + state().word(Word::Unconfirmed));
    m_unconfirmed->setVisible(!m_clerk.view().id.empty());
    m_who->setVisible(m_clerk.step() == ClerkStep::Checking && original.provisional);
    m_who->setEnabled(m_clerk.view().may(regulation::Authority::IdentifyPatient));
    m_who->setToolTip(m_who->isEnabled() ? QString() : state().word(Word::NotAllowed));
    m_progress->setVisible(scanning);
    m_progressText->setVisible(scanning);
    const std::int64_t expected = m_clerk.view().counts.declared;
    m_progress->setRange(0, static_cast<int>(expected)); // 0: it only moves
    m_progress->setValue(static_cast<int>(std::min(m_livePages, expected)));
    m_progressText->setText(
        expected > 0 ? state().word(Word::PagesSoFar).arg(m_livePages).arg(expected)
                     : state().word(Word::Scanning) + " " + QString::number(m_livePages));
}

void JobPage::fillTrouble() {
    const JobView& view = m_clerk.view();
    const bool shown = m_clerk.step() == ClerkStep::Checking && !view.putBack.empty();
    m_trouble->setVisible(shown);
    m_scanOn->setVisible(shown);
    if (shown) {
        m_troubleTitle->setText("■ " + state().word(Word::PutBackTitle));
        m_troubleSheets->setText(state().word(Word::SheetNumbers).arg(sheetsText(view.putBack)));
        m_troubleSheets->setAccessibleName(state().word(Word::PutBackTitle) + " " +
                                           sheetsText(view.putBack));
        m_troubleSafe->setText("✓ " + state().word(Word::SafeSheets).arg(view.putBack.front() - 1));
    }
}

std::optional<std::size_t> JobPage::nextPlace() const {
    const std::vector<PageView>& pages = m_clerk.view().pages;
    for (const std::size_t place : m_clerk.view().flaggedFirst()) {
        if (!m_clerk.seen(pages[place])) {
            return place;
        }
    }
    for (std::size_t place = 0; place < pages.size(); ++place) {
        if (pages[place].undecided) {
            return place;
        }
    }
    return std::nullopt;
}

void JobPage::fillNext() {
    const JobView& view = m_clerk.view();
    const bool checking = m_clerk.step() == ClerkStep::Checking && !view.pages.empty();
    const std::optional<std::size_t> place = nextPlace();
    const bool decide = place && view.pages[*place].undecided;
    setText(m_next, state().word(decide  ? Word::NextFlagged
                                 : place ? Word::NextPage
                                         : Word::CompareSame));
    const bool may = view.may(regulation::Authority::Compare);
    m_next->setVisible(m_trouble->isHidden() && (checking || m_clerk.step() == ClerkStep::Idle));
    m_next->setEnabled(checking && !state().thread().busy() &&
                       (place ? !(decide && selected() == &view.pages[*place])
                              : may && view.obstacles.permitted()));
    const QString missing = state().sentencesHtml(view.obstacles);
    const bool alarm = m_trouble->isVisibleTo(this); // says what to do first, and nothing beside it
    m_missing->setText(checking && !alarm && !view.obstacles.permitted()
                           ? "▲ " + state().word(Word::MissingStill) + "<br>" +
                                 missing.section("<br>", 0, kMissingShown - 1)
                           : QString());
    m_next->setToolTip(may ? htmlTip(missing) : state().word(Word::NotAllowed));
    m_more->setVisible(m_clerk.step() == ClerkStep::Checking && view.prepared &&
                       view.putBack.empty());
    m_more->setEnabled(view.may(regulation::Authority::Scan) && !state().thread().busy());
    m_scanOn->setEnabled(view.may(regulation::Authority::Scan) && !state().thread().busy());
}

// Offered where a film was read; what was answered stands on the button.
void JobPage::fillFilm() {
    const JobView& view = m_clerk.view();
    const bool asked = m_clerk.step() == ClerkStep::Checking && view.film && !view.pages.empty();
    if (!asked && m_ask->isAsking()) {
        m_ask->stop();
    }
    m_film->setVisible(asked && !m_ask->isAsking());
    m_film->setEnabled(view.may(regulation::Authority::Compare) && !state().thread().busy());
    setText(m_film, (view.filmSide == "correct" ? "✓ "
                     : view.filmSide.empty()    ? ""
                                                : "▲ ") +
                        boxWord(BoxWord::FilmSide, state().language()));
}

void JobPage::askFilmSide() {
    AskField answer{.key = "filmAnswer", .label = BoxWord::FilmAnswer, .kind = AskField::Choice};
    answer.choices = {{"correct", BoxWord::FilmCorrect},
                      {"no-marker", BoxWord::FilmNoMarker},
                      {"mirrored", BoxWord::FilmMirrored},
                      {"turned", BoxWord::FilmTurned},
                      {"mammogram", BoxWord::FilmMammogram}};
    const AskField reason{.key = "filmReason", .label = BoxWord::FilmWhy};
    m_ask->ask({[this] { return boxWord(BoxWord::FilmSideAsk, state().language()); },
                BoxWord::FilmTell,
                {answer, reason},
                [this](const Answers& typed) {
                    const auto said =
                        record::enumFromName<record::FilmSide>(typed.line("filmAnswer"));
                    m_clerk.attestFilmSide(said.value(), typed.line("filmReason"));
                }});
    fillFilm();
}

void JobPage::next() {
    const PageView* page = selected();
    if (page != nullptr && !m_clerk.seen(*page)) {
        return; // it has only just come
    }
    if (const std::optional<std::size_t> place = nextPlace()) {
        m_list->select(*place);
        fillNext();
    } else {
        m_clerk.compare({});
    }
}

void JobPage::enter() {
    clerkChanged();
    showSelected();
    fillNext();
}

void JobPage::wipe() {
    m_list->wipe();
    m_panel->clear();
    m_card->clear();
    m_title->clear();
    m_order->stop();
    m_ask->stop();
}

QString JobPage::title() const {
    return state().word(Word::Job);
}

void JobPage::retranslate() {
    m_list->setAccessibleName(state().word(Word::Pages));
    m_progress->setAccessibleName(state().word(Word::Scanning));
    setText(m_who, state().word(Word::WhoIsIt));
    setText(m_stop, state().word(Word::Stop));
    setText(m_scanOn, state().word(Word::ScanOn));
    setText(m_more, state().word(Word::ScanMore));
    m_panel->retranslate();
    if (m_live) {
        m_panel->showLive(*m_live);
    }
    m_card->retranslate();
    m_ask->retranslate();
    m_order->retranslate();
    clerkChanged();
}

} // namespace seihon::station_ui
