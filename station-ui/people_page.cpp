#include "station-ui/people_page.h"

#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/person_card.h"
#include "station-ui/person_words.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

using regulation::Authority;
using station::Health;
using station::PersonOverview;

namespace {

constexpr int kBodyLeast = 160;

Health healthOfPerson(const PersonOverview& person) {
    return person.locked || !person.appointed ? Health::Bad : station::healthOf(person.about);
}

} // namespace

PeoplePage::PeoplePage(WindowState& windowState)
    : Page(windowState), m_title(makeLabel("peopleTitle", "title")),
      m_check(makeLabel("peopleCheck", "careful")), m_add(makeButton("addPerson")),
      m_review(makeButton("reviewPeople")), m_again(makeButton("readPeople")),
      m_table(makeTable("people", 4, {1, 2})), m_name(makeLabel("personName", "title")),
      m_standing(makeLabel("personStanding", "good")), m_said(makeLabel("personSaid")),
      m_body(new QScrollArea), m_appoint(makeButton("appointPerson")),
      m_password(makeButton("setPassword")), m_code(makeButton("newCode")),
      m_unlock(makeButton("unlockPerson")), m_retire(makeStop("retirePerson")),
      m_side(new QStackedWidget), m_card(new PersonCard(windowState)),
      m_ask(new QuestionCard("personAsk")), m_codeTitle(makeLabel("codeTitle", "title")),
      m_codeText(makeLabel("codeText")), m_codeDone(makeNext("codeDone")) {
    m_check->setTextFormat(Qt::RichText);
    m_title->setWordWrap(false);
    auto* head = new FlowLayout(12);
    head->addWidget(m_title);
    head->addWidget(m_add);
    head->addWidget(m_review);
    head->addWidget(m_again);
    m_side->addWidget(detailCard());
    m_side->addWidget(m_card);
    m_side->addWidget(m_ask);
    m_side->addWidget(codeCard());
    auto* columns = new Columns({{m_table, 1}, {m_side, 1}});
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(14);
    rows->addLayout(head);
    rows->addWidget(m_check);
    rows->addWidget(scrolling(columns), 1);
    connectParts();
}

QFrame* PeoplePage::detailCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    m_said->setTextFormat(Qt::RichText);
    column->addWidget(m_name);
    column->addWidget(m_standing);
    m_said->setAlignment(Qt::AlignTop);
    m_body->setObjectName("personBody");
    m_body->setWidgetResizable(true);
    m_body->setFrameShape(QFrame::NoFrame);
    m_body->setFocusPolicy(Qt::StrongFocus); // the arrows scroll it
    m_body->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_body->setMinimumHeight(kBodyLeast);
    m_body->setStyleSheet(
        "QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }");
    m_body->setWidget(m_said);
    column->addWidget(m_body, 1);
    for (const auto& [one, two] : {std::pair{m_appoint, m_unlock}, {m_password, m_code}}) {
        auto* line = new FlowLayout(6);
        line->addWidget(one);
        line->addWidget(two);
        column->addLayout(line);
    }
    column->addWidget(m_retire);
    return card;
}

QFrame* PeoplePage::codeCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    m_codeText->setTextFormat(Qt::PlainText);
    m_codeText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(m_codeTitle);
    column->addWidget(m_codeText);
    column->addStretch(1);
    column->addWidget(m_codeDone);
    return card;
}

void PeoplePage::connectParts() {
    connect(m_table, &QTableWidget::itemSelectionChanged, this, [this] { fillDetail(); });
    connect(m_again, &QPushButton::clicked, this, [this] { read(); });
    connect(m_add, &QPushButton::clicked, this, [this] {
        showSide(kPersonForm);
        m_card->begin();
    });
    connect(m_appoint, &QPushButton::clicked, this, [this] {
        if (const PersonOverview* person = chosen()) {
            const QString user = text(person->row.person.user),
                          name = text(person->row.person.name);
            showSide(kPersonForm);
            m_card->begin(user, name);
        }
    });
    connect(m_card, &PersonCard::wanted, this, &PeoplePage::save);
    const auto back = [this] {
        showSide(kPerson);
        m_table->setFocus();
    };
    connect(m_card, &PersonCard::closed, this, back);
    connect(m_ask, &QuestionCard::closed, this, back);
    connect(m_codeDone, &QPushButton::clicked, this, [this, back] {
        m_codeText->clear(); // shown once
        back();
    });
    connect(m_review, &QPushButton::clicked, this, [this] { askReview(); });
    connect(m_password, &QPushButton::clicked, this, [this] { askPassword(); });
    connect(m_code, &QPushButton::clicked, this, [this] { makeCode(); });
    connect(m_unlock, &QPushButton::clicked, this, [this] { unlock(); });
    connect(m_retire, &QPushButton::clicked, this, [this] { askRetire(); });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { fillDetail(); });
}

const PersonOverview* PeoplePage::chosen() const {
    const int row = m_table->currentRow();
    return row < 0 || static_cast<std::size_t>(row) >= m_people.people.size()
               ? nullptr
               : &m_people.people[static_cast<std::size_t>(row)];
}

void PeoplePage::showSide(Side side) {
    m_side->setCurrentIndex(side);
    fillDetail();
}

void PeoplePage::enter() {
    m_table->setFocus();
    read();
}

void PeoplePage::wipe() {
    m_people = {};
    m_card->wipe();
    m_ask->wipe();
    m_codeText->clear();
    showSide(kPerson);
    fill();
}

void PeoplePage::read() {
    state().thread().look(
        this, [](Desk& desk) { return station::overviewOf(*desk.station); },
        [this](const station::PeopleOverview& people) {
            if (state().person()) {
                m_people = people;
                fill();
            }
        });
}

void PeoplePage::fill() {
    const record::Language language = state().language();
    const int kept = m_table->currentRow();
    m_table->setRowCount(0);
    int place = std::max(0, kept);
    for (std::size_t i = 0; i < m_people.people.size(); ++i) {
        const PersonOverview& person = m_people.people[i];
        QStringList roles;
        for (const regulation::Appointment& one : person.row.person.appointments) {
            const QString role = text(record::wordFor(one.role, language));
            if (!roles.contains(role)) {
                roles += role;
            }
        }
        addRow(m_table,
               {standingText(healthOfPerson(person), language), text(person.row.person.name),
                roles.join(", "), loginText(person, language)},
               healthOfPerson(person));
        if (text(person.row.person.user) == m_toChoose) {
            place = static_cast<int>(i);
        }
    }
    m_toChoose.clear();
    chooseRow(m_table, place);
    m_check->setText(state().sentencesHtml(m_people.check));
    m_check->setVisible(!m_check->text().isEmpty());
    setRole(m_check, m_people.check.permitted() ? "careful" : "bad");
    fillDetail();
}

void PeoplePage::fillDetail() {
    const PersonOverview* person = chosen();
    const record::Language language = state().language();
    const bool manages = state().may(Authority::ManagePeople);
    const bool reviews = state().may(Authority::ReviewPeople);
    const bool free = !state().thread().busy() && m_side->currentIndex() == kPerson;
    const bool self = person != nullptr && state().person() &&
                      text(person->row.person.user) == state().person()->user;
    const QString whyNot = !manages ? state().word(Word::NotAllowed)
                           : self   ? word(AdminWord::NotOneself, language)
                                    : QString();
    for (QPushButton* button : {m_appoint, m_unlock, m_retire}) {
        button->setEnabled(person != nullptr && free && whyNot.isEmpty());
        button->setToolTip(whyNot);
    }
    for (QPushButton* button : {m_password, m_code}) { // one's own, or by an administrator
        button->setEnabled(person != nullptr && free && (manages || self));
        button->setToolTip(manages || self ? QString() : state().word(Word::NotAllowed));
    }
    m_unlock->setVisible(person != nullptr && person->locked);
    m_add->setEnabled(manages && free);
    m_add->setToolTip(manages ? QString() : state().word(Word::NotAllowed));
    m_review->setEnabled(reviews && free);
    m_review->setToolTip(reviews ? QString() : word(AdminWord::ReviewByOther, language));
    m_table->setEnabled(m_side->currentIndex() == kPerson);
    if (person == nullptr) {
        for (QLabel* label : {m_name, m_standing, m_said}) {
            label->clear();
        }
        return;
    }
    m_name->setText(text(person->row.person.name));
    const Health health = healthOfPerson(*person);
    setRole(m_standing, standingRole(health));
    m_standing->setText(standingSign(health) + " " +
                        word(person->locked      ? AdminWord::LockedOut
                             : person->appointed ? AdminWord::Appointed
                                                 : AdminWord::NotAppointed,
                             language));
    m_said->setText(personHtml(*person, state()));
}

QString PeoplePage::title() const {
    return word(AdminWord::People, state().language());
}

void PeoplePage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    setText(m_add, word(AdminWord::AddPerson, language));
    setText(m_review, word(AdminWord::ReviewPeople, language));
    setText(m_again, state().word(Word::Refresh));
    setText(m_appoint, word(AdminWord::AppointAgain, language));
    setText(m_password, word(AdminWord::SetPassword, language));
    setText(m_code, word(AdminWord::NewCode, language));
    setText(m_unlock, word(AdminWord::Unlock, language));
    setText(m_retire, word(AdminWord::Retire, language));
    m_codeTitle->setText(word(AdminWord::CodeOnce, language));
    m_codeText->setAccessibleName(word(AdminWord::NewCode, language));
    setText(m_codeDone, word(AdminWord::CodeTaken, language));
    m_table->setAccessibleName(title());
    m_body->setAccessibleName(title());
    m_table->setHorizontalHeaderLabels(
        {word(AdminWord::Standing, language), withoutMnemonic(word(AdminWord::NewName, language)),
         word(AdminWord::Roles, language), word(AdminWord::LogsIn, language)});
    m_card->retranslate();
    m_ask->retranslate(state());
    fill();
}

} // namespace seihon::station_ui
