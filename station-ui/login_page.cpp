#include "station-ui/login_page.h"

#include "station-ui/parts.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {
constexpr int kCardWidth = 520;
}

LoginPage::LoginPage(WindowState& windowState)
    : Page(windowState), m_title(makeLabel("loginTitle", "title")),
      m_lead(makeLabel("loginLead", "lead")), m_nobody(makeLabel("loginNobody", "bad")),
      m_userLabel(makeLabel("userLabel")), m_secretLabel(makeLabel("pinLabel")),
      m_codeLabel(makeLabel("codeLabel")), m_user(new QLineEdit), m_secret(new QLineEdit),
      m_code(new QLineEdit), m_login(makeNext("login")), m_noCard(makeButton("noCard")),
      m_lastTry(makeStop("lastTry")) {
    m_user->setObjectName("user");
    m_secret->setObjectName("pin");
    m_code->setObjectName("code");
    m_secret->setEchoMode(QLineEdit::Password);
    m_code->setEchoMode(QLineEdit::Password);
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    card->setFixedWidth(kCardWidth);
    m_nobody->setVisible(false);
    connect(&state(), &WindowState::ready, this,
            [this] { m_nobody->setVisible(!state().facts().hasPeople); });
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_title, m_lead, m_nobody, m_userLabel, m_user, m_secretLabel, m_secret, m_codeLabel,
             m_code, m_login, m_lastTry, m_noCard}) {
        column->addWidget(part);
    }
    auto* middle = new QHBoxLayout; // an alignment would not ask the wrapped lines for their height
    middle->addStretch(1);
    middle->addWidget(card);
    middle->addStretch(1);
    auto* rows = new QVBoxLayout(this);
    rows->addStretch(1);
    rows->addLayout(middle);
    rows->addStretch(2);
    m_codeLabel->setVisible(false);
    m_code->setVisible(false);
    m_lastTry->setVisible(false);
    connect(m_login, &QPushButton::clicked, this, [this] { login(false); });
    connect(m_lastTry, &QPushButton::clicked, this, [this] { login(true); });
    connect(m_user, &QLineEdit::returnPressed, this, [this] { m_secret->setFocus(); });
    connect(m_secret, &QLineEdit::returnPressed, this, [this] {
        if (m_code->isVisible()) {
            m_code->setFocus();
        } else {
            login(false);
        }
    });
    connect(m_code, &QLineEdit::returnPressed, this, [this] { login(false); });
    connect(m_noCard, &QPushButton::clicked, this, [this] {
        m_codeLabel->setVisible(true);
        m_code->setVisible(true);
        m_noCard->setVisible(false);
        m_secret->setFocus();
    });
    connect(&state(), &WindowState::loginFailed, this, [this](const record::Fault& fault) {
        m_lastTry->setVisible(fault.kind == record::FaultKind::PinLastTry);
        m_secret->setFocus();
    });
    connect(&state(), &WindowState::personChanged, this, [this] {
        if (state().person()) { // the next one begins with a card again
            m_codeLabel->setVisible(false);
            m_code->setVisible(false);
            m_noCard->setVisible(true);
        }
    });
    connect(&state(), &WindowState::ready, this, [this] {
        if (state().facts().demo && m_user->text().isEmpty()) {
            m_user->setText("clerk");
            m_secret->setFocus();
        }
    });
}

void LoginPage::login(bool lastTry) {
    const QString secret = m_secret->text();
    const QString code = m_code->isVisible() ? m_code->text() : QString();
    m_secret->clear();
    m_code->clear();
    if (state().thread().busy()) { // of the person before: it ends in good order first
        state().say(Tone::Plain, [this] { return state().word(Word::Working); });
    } else {
        state().login(m_user->text().trimmed(), secret, code, lastTry);
    }
}

void LoginPage::enter() {
    m_secret->clear();
    m_code->clear();
    m_lastTry->setVisible(false);
    (m_user->text().isEmpty() ? m_user : m_secret)->setFocus();
}

QString LoginPage::title() const {
    return state().word(Word::Title);
}

void LoginPage::retranslate() {
    m_title->setText(state().word(Word::Title));
    m_lead->setText(state().word(Word::LoginLead));
    m_nobody->setText(state().word(Word::LoginNobody));
    nameFor(m_user, m_userLabel, state().word(Word::User));
    nameFor(m_secret, m_secretLabel, state().word(Word::Pin));
    nameFor(m_code, m_codeLabel, state().word(Word::Code));
    setText(m_login, state().word(Word::Login));
    setText(m_noCard, state().word(Word::NoCard));
    setText(m_lastTry, state().word(Word::LoginLastTry));
}

} // namespace seihon::station_ui
