#include "station-ui/shell.h"

#include "station-ui/idle_watch.h"
#include "station-ui/login_page.h"
#include "station-ui/message_bar.h"
#include "station-ui/parts.h"
#include "station-ui/steady_scroll_area.h"
#include "station-ui/wheel_guard.h"
#include "station/emergency_looks.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QResizeEvent>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr int kNavigationWidth = 188;
constexpr std::chrono::seconds kEmergencyEvery{20};
constexpr int kLeastHeader = 620;  // narrower than any page needs
constexpr int kProductFrom = 1000; // of the window: below it the header has no room for the name
constexpr QSize kWanted{1280, 860};
constexpr QSize kFrameOfWindow{8, 44}; // that a window manager draws around it
constexpr int kWhoLetters = 30, kWhoLettersNarrow = 14;

// The links scroll where the screen is lower than they are: a manager has more than ten of them.
class LinkArea : public QScrollArea {
  public:
    LinkArea() {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Ignored);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setFrameShape(QFrame::NoFrame);
        setFocusPolicy(Qt::NoFocus);
        setWidgetResizable(true);
    }
    QSize minimumSizeHint() const override {
        const int links = widget() == nullptr ? 0 : widget()->minimumSizeHint().width();
        return {std::max(kNavigationWidth, links + verticalScrollBar()->sizeHint().width()),
                2 * kTouchHeight};
    }
    QSize sizeHint() const override { return minimumSizeHint(); }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (watched == widget() && event->type() == QEvent::LayoutRequest) {
            updateGeometry(); // other words, or another size of them
        }
        return QScrollArea::eventFilter(watched, event);
    }
};

// A page larger than the screen, at 200 % or on a small one, is scrolled and never clipped.
QScrollArea* scrolled(QWidget* page) {
    auto* area = new SteadyScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(page);
    return area;
}

} // namespace

Shell::Shell(const QString& home, record::Language language)
    : m_state(home, language), m_product(makeLabel("product")), m_demo(makeLabel("demo")),
      m_who(makeLabel("who")), m_working(new QProgressBar), m_lock(makeButton("lock")),
      m_language(makeButton("language")), m_contrast(makeButton("contrast")),
      m_larger(makeButton("larger")), m_pages(new QStackedWidget), m_message(new MessageBar),
      m_emergency(makeLabel("emergency", "bad")), m_emergencyTimer(new QTimer(this)),
      m_login(new LoginPage(m_state)), m_idle(new IdleWatch(this)) {
    setObjectName("window");
    resize(sizeOn(screen()));
    QCoreApplication::instance()->installEventFilter(this);
    auto* frame = new QWidget;
    frame->setObjectName("shell");
    auto* rows = new QVBoxLayout(frame);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(makeHeader());
    auto* columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addWidget(makeNavigation());
    auto* middle = new QVBoxLayout;
    middle->setContentsMargins(20, 16, 20, 16);
    middle->setSpacing(12);
    middle->addWidget(m_emergency);
    middle->addWidget(m_message);
    middle->addWidget(m_pages, 1);
    columns->addLayout(middle, 1);
    rows->addLayout(columns, 1);
    setCentralWidget(frame);
    m_pages->addWidget(scrolled(m_login));
    addPages();
    connectState();
    setTheme({});
    new WheelGuard(this);
    retranslate();
    personChanged();
}

Shell::~Shell() {
    // The pages go first: they hold references into the state.
    delete takeCentralWidget();
}

QFrame* Shell::makeHeader() {
    auto* header = new QFrame;
    header->setObjectName("header");
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(16, 8, 12, 8);
    row->setSpacing(10);
    header->setMinimumWidth(kLeastHeader);
    for (QLabel* label : {m_product, m_who}) {
        label->setWordWrap(false);
    }
    m_working->setRange(0, 0); // it moves as long as something runs
    m_working->setObjectName("working");
    m_working->setFixedWidth(60);
    m_working->setTextVisible(false);
    m_working->setVisible(false);
    m_contrast->setCheckable(true);
    row->addWidget(m_product);
    row->addWidget(m_demo);
    row->addStretch(1);
    row->addWidget(m_working);
    row->addWidget(m_who);
    row->addWidget(m_lock);
    row->addWidget(m_language);
    row->addWidget(m_contrast);
    row->addWidget(m_larger); // in the corner: it grows, and a second click still meets it
    connect(m_lock, &QPushButton::clicked, this, [this] { m_state.logout(); });
    connect(m_language, &QPushButton::clicked, this, [this] {
        m_state.setLanguage(m_state.language() == record::Language::Japanese
                                ? record::Language::English
                                : record::Language::Japanese);
    });
    connect(m_contrast, &QPushButton::toggled, this, [this](bool on) {
        Theme theme = m_theme;
        theme.highContrast = on;
        setTheme(theme);
    });
    connect(m_larger, &QPushButton::clicked, this, [this] {
        Theme theme = m_theme;
        theme.textPercent = theme.textPercent >= 200 ? 100 : theme.textPercent + 50;
        setTheme(theme);
    });
    return header;
}

QScrollArea* Shell::makeNavigation() {
    m_navigation = new LinkArea;
    m_navigation->setObjectName("navigation");
    auto* links = new QWidget;
    links->setObjectName("links");
    m_linkColumn = new QVBoxLayout(links);
    m_linkColumn->setContentsMargins(0, 8, 1, 8); // 1: the frame's line
    m_linkColumn->setSpacing(4);
    m_linkColumn->addStretch(1);
    m_navigation->setWidget(links);
    return m_navigation;
}

void Shell::addPages() {
    m_rows = makePages(m_state);
    for (const PageRow& row : m_rows) {
        m_pages->addWidget(scrolled(row.page));
        QPushButton* link = nullptr;
        if (row.inNavigation) {
            link = makeButton(("go-" + row.id).toUtf8().constData());
            link->setCheckable(true);
            m_linkColumn->insertWidget(m_linkColumn->count() - 1, link);
            connect(link, &QPushButton::clicked, this, [this, id = row.id] { showPage(id); });
        }
        m_links.push_back(link);
    }
}

void Shell::connectState() {
    connect(&m_state, &WindowState::ready, this, [this] {
        m_demo->setVisible(m_state.facts().demo);
        m_idle->setLimit(m_state.facts().idleLimit);
        retranslate();
    });
    connect(&m_state, &WindowState::personChanged, this, &Shell::personChanged);
    connect(&m_state, &WindowState::languageChanged, this, &Shell::retranslate);
    connect(&m_state, &WindowState::pageWanted, this, &Shell::showPage);
    m_emergency->setVisible(false);
    connect(m_emergencyTimer, &QTimer::timeout, this, [this] { askForEmergency(); });
    m_emergencyTimer->start(kEmergencyEvery);
    connect(&m_state, &WindowState::said, m_message, &MessageBar::say);
    connect(&m_state, &WindowState::said, this, [this] { m_actedSince = false; });
    connect(&m_state.thread(), &StationThread::busyChanged, this, [this](bool busy) {
        m_working->setVisible(busy);
        setCursor(busy ? Qt::BusyCursor : Qt::ArrowCursor);
    });
    connect(m_idle, &IdleWatch::left, this, &Shell::closeScreen);
}

bool Shell::maySee(const PageRow& row) const {
    return m_state.person() &&
           (row.anyOf.empty() || std::any_of(row.anyOf.begin(), row.anyOf.end(),
                                             [this](auto one) { return m_state.may(one); }));
}

const PageRow* Shell::rowOf(const QString& id) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&id](const PageRow& row) { return row.id == id; });
    return found == m_rows.end() ? nullptr : &*found;
}

void Shell::personChanged() {
    const QString user = m_state.person() ? m_state.person()->user : QString();
    const bool another = user != m_user;
    m_user = user;
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (another) {
            m_rows[i].page->wipe(); // nobody sees what was shown to somebody else
        }
        if (m_links[i] != nullptr) {
            m_links[i]->setVisible(maySee(m_rows[i]));
        }
    }
    const bool here = !user.isEmpty();
    m_navigation->setVisible(here);
    m_lock->setVisible(here);
    nameWhoIsHere();
    if (!here) {
        m_idle->end();
        m_pages->setCurrentIndex(0);
        m_login->enter();
    } else if (another) {
        m_idle->begin();
        const auto home = std::find_if(m_rows.begin(), m_rows.end(),
                                       [this](const PageRow& row) { return maySee(row); });
        if (home != m_rows.end()) {
            showPage(home->id);
        }
    }
}

// Also without anybody's act: the disk may be full by now.
void Shell::askForEmergency() {
    m_state.thread().look(
        this,
        [](Desk& desk) {
            return desk.station ? station::EmergencyLooks(*desk.station).standing()
                                : record::Verdict{};
        },
        [this](const record::Verdict& standing) {
            const bool wasHidden = m_emergency->isHidden();
            m_emergency->setVisible(!standing.findings.empty());
            m_emergency->setText("■ " + m_state.sentences(standing).join("\n■ "));
            if (wasHidden && !m_emergency->isHidden()) {
                QApplication::beep();
            }
        },
        [](const record::Fault&) {}); // whoever works meets it, and is told
}

void Shell::showPage(const QString& id) {
    const PageRow* row = rowOf(id);
    if (row == nullptr || !maySee(*row)) {
        return;
    }
    if (id != pageShown() && m_actedSince) {
        m_state.sayNothing(); // it was about what is left now
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_links[i] != nullptr) {
            m_links[i]->setChecked(m_rows[i].id == id);
            if (m_rows[i].id == id) {
                m_navigation->ensureWidgetVisible(m_links[i]);
            }
        }
    }
    m_pages->setCurrentIndex(1 + static_cast<int>(row - m_rows.data()));
    row->page->enter();
    askForEmergency();
}

QString Shell::pageShown() const {
    const int index = m_pages->currentIndex();
    return index <= 0 ? QString("login") : m_rows[static_cast<std::size_t>(index) - 1].id;
}

QSize Shell::sizeOn(const QScreen* screen) {
    return screen == nullptr ? kWanted
                             : kWanted.boundedTo(screen->availableSize() - kFrameOfWindow);
}

// A run of the scanner would end in the middle of a sheet; nothing would be lost, but somebody
// would have to put paper back.
void Shell::closeEvent(QCloseEvent* event) {
    if (m_state.thread().busy()) {
        m_state.say(Tone::Careful, [this] { return m_state.word(Word::StillAtWork); });
        event->ignore();
        return;
    }
    QMainWindow::closeEvent(event);
}

void Shell::resizeEvent(QResizeEvent* event) {
    m_product->setVisible(event->size().width() >= kProductFrom);
    nameWhoIsHere();
    QMainWindow::resizeEvent(event);
}

// A message is about what was done last: it goes with the page, once somebody went on.
bool Shell::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::MouseButtonPress ||
        event->type() == QEvent::TouchBegin) {
        m_actedSince = true;
    }
    return QMainWindow::eventFilter(watched, event);
}

// A long name leaves the buttons where they are.
void Shell::nameWhoIsHere() {
    const QString name = m_state.person() ? m_state.person()->name : QString();
    const QFontMetrics letters = m_who->fontMetrics();
    m_who->setText(letters.elidedText(
        name, Qt::ElideRight,
        letters.averageCharWidth() * (width() < kProductFrom ? kWhoLettersNarrow : kWhoLetters)));
    m_who->setToolTip(plainTip(name));
    m_who->setAccessibleName(name);
}

void Shell::closeScreen() {
    m_state.logout();
    m_state.say(Tone::Plain, [this] { return m_state.word(Word::Left); });
}

void Shell::setTheme(const Theme& theme) {
    m_theme = theme;
    Theme::show(theme);
    QFont font = baseFont();
    font.setPixelSize(font.pixelSize() * theme.textPercent / 100);
    setFont(font);
    setStyleSheet(theme.styleSheet());
    nameWhoIsHere();
}

void Shell::retranslate() {
    setWindowTitle(m_state.word(Word::Title));
    m_product->setText(m_state.word(Word::Product));
    m_demo->setText(m_state.word(Word::Demo));
    setText(m_lock, m_state.word(Word::Lock));
    setText(m_language, m_state.word(Word::LanguageName));
    m_language->setAccessibleDescription(m_state.word(Word::Language));
    m_contrast->setText(QString::fromUtf8("◐"));
    m_contrast->setAccessibleName(m_state.word(Word::Contrast));
    m_contrast->setToolTip(m_state.word(Word::Contrast));
    m_larger->setText(m_state.language() == record::Language::Japanese ? QString::fromUtf8("文字＋")
                                                                       : QString("A+"));
    m_larger->setAccessibleName(m_state.word(Word::LargeText));
    m_larger->setToolTip(m_state.word(Word::LargeText));
    m_working->setAccessibleName(m_state.word(Word::Working));
    m_message->retranslate(m_state);
    m_login->retranslate();
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i].page->retranslate();
        if (m_links[i] != nullptr) {
            setText(m_links[i], m_rows[i].page->title());
        }
    }
}

} // namespace seihon::station_ui
