#include "station-ui/person_card.h"

#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"

#include <QComboBox>
#include <QDateEdit>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

QDateEdit* makeDay(const char* name) {
    auto* field = new QDateEdit;
    field->setObjectName(name);
    field->setDisplayFormat("yyyy-MM-dd");
    field->setMinimumHeight(kTouchHeight);
    return field;
}

QComboBox* makeChoiceBox(const char* name) {
    auto* box = new QComboBox;
    box->setObjectName(name);
    box->setMinimumHeight(kTouchHeight);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(8); // a long name does not push the page apart
    return box;
}

} // namespace

PersonCard::PersonCard(WindowState& state)
    : m_state(state), m_title(makeLabel("personTitle", "title")),
      m_userLabel(makeLabel("newUserLabel")), m_nameLabel(makeLabel("newNameLabel")),
      m_roleLabel(makeLabel("newRoleLabel")), m_fromLabel(makeLabel("newFromLabel")),
      m_untilLabel(makeLabel("newUntilLabel")), m_letterLabel(makeLabel("newLetterLabel")),
      m_trainingLabel(makeLabel("newTrainingLabel")), m_cardLabel(makeLabel("newCardLabel")),
      m_note(makeLabel("newNote", "lead")), m_user(makeField("newUser")),
      m_name(makeField("newName")), m_role(makeChoiceBox("newRole")), m_from(makeDay("newFrom")),
      m_until(makeDay("newUntil")), m_letter(makeField("newLetter")),
      m_training(makeField("newTraining")), m_card(makeChoiceBox("newCard")),
      m_cancel(makeButton("newCancel")), m_save(makeNext("newSave")) {
    setProperty("role", "card");
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(8);
    rows->addWidget(m_title);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(4);
    int row = 0;
    const auto pair = [&](QLabel* a, QWidget* one, QLabel* b, QWidget* two) {
        grid->addWidget(a, row, 0);
        grid->addWidget(one, row + 1, 0);
        grid->addWidget(b, row, 1);
        grid->addWidget(two, row + 1, 1);
        row += 2;
    };
    pair(m_userLabel, m_user, m_nameLabel, m_name);
    pair(m_roleLabel, m_role, m_letterLabel, m_letter);
    pair(m_fromLabel, m_from, m_untilLabel, m_until);
    pair(m_trainingLabel, m_training, m_cardLabel, m_card);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    rows->addLayout(grid);
    rows->addWidget(m_note);
    rows->addStretch(1);
    auto* foot = new FlowLayout(12, FlowLayout::Last::Right);
    foot->addWidget(m_cancel);
    foot->addWidget(m_save);
    rows->addLayout(foot);
    QWidget* before = m_user;
    for (QWidget* next : std::initializer_list<QWidget*>{m_name, m_role, m_letter, m_from, m_until,
                                                         m_training, m_card, m_save, m_cancel}) {
        setTabOrder(before, next);
        before = next;
    }
    for (QLineEdit* field : {m_user, m_name, m_letter, m_training}) {
        connect(field, &QLineEdit::textChanged, this, [this] { refresh(); });
    }
    for (QDateEdit* field : {m_from, m_until}) {
        connect(field, &QDateEdit::dateChanged, this, [this] { refresh(); });
    }
    connect(&m_state.thread(), &StationThread::busyChanged, this, [this] { refresh(); });
    connect(m_cancel, &QPushButton::clicked, this, &PersonCard::closed);
    connect(m_save, &QPushButton::clicked, this, [this] { save(); });
}

void PersonCard::begin(const QString& user, const QString& name) {
    wipe();
    m_known = !user.isEmpty();
    m_user->setText(user);
    m_name->setText(name);
    m_user->setReadOnly(m_known);
    m_name->setReadOnly(m_known);
    const QDate today = dayOf(m_state.facts().openedAt, m_state.facts().utcOffset);
    m_from->setDate(today);
    m_until->setDate(today.addYears(1).addDays(-1));
    retranslate();
    (m_known ? static_cast<QWidget*>(m_role) : m_user)->setFocus();
    readCards();
}

void PersonCard::wipe() {
    for (QLineEdit* field : {m_user, m_name, m_letter, m_training}) {
        field->clear();
    }
    m_cards.clear();
    m_known = false;
    fillChoices();
}

// Readers may be slow; whoever has no card goes on meanwhile.
void PersonCard::readCards() {
    m_state.thread().look(
        this, [](Desk& desk) { return station::People(*desk.station).cardsHere(); },
        [this](std::vector<station::CardHere> cards) {
            std::erase_if(cards, [](const station::CardHere& one) { return !one.user.empty(); });
            m_cards = std::move(cards);
            fillChoices();
        },
        [this](const record::Fault& fault) { m_state.sayFault(fault); });
}

void PersonCard::fillChoices() {
    const record::Language language = m_state.language();
    const int role = std::max(0, m_role->currentIndex());
    m_role->clear();
    for (const auto& [value, name] : record::EnumNames<record::Role>::table) {
        if (value != record::Role::Station) { // the program itself; no person is appointed to it
            m_role->addItem(text(record::wordFor(value, language)), static_cast<int>(value));
        }
    }
    m_role->setCurrentIndex(role);
    const int card = m_card->currentIndex();
    m_card->clear();
    m_card->addItem(word(AdminWord::WithoutCard, language));
    for (const station::CardHere& one : m_cards) {
        m_card->addItem(text(one.holder) + "  " + text(one.label) + "  " +
                        m_state.timeText(one.notAfter).left(10));
    }
    m_card->setCurrentIndex(std::clamp(card, 0, m_card->count() - 1));
}

void PersonCard::refresh() {
    static const QRegularExpression kUserName("^[a-z0-9._-]{1,32}$"); // as people.toml wants it
    const bool whole = kUserName.match(m_user->text().trimmed()).hasMatch() &&
                       !m_name->text().trimmed().isEmpty() && m_from->date() <= m_until->date();
    m_save->setEnabled(whole && !m_state.thread().busy());
    m_save->setToolTip(whole ? QString() : word(AdminWord::PersonIncomplete, m_state.language()));
}

void PersonCard::save() {
    const std::chrono::minutes offset = m_state.facts().utcOffset;
    config::Person person;
    person.user = m_user->text().trimmed().toStdString();
    person.name = m_name->text().trimmed().toStdString();
    regulation::Appointment appointment;
    appointment.role = static_cast<record::Role>(m_role->currentData().toInt());
    appointment.from = beginOf(m_from->date(), offset);
    appointment.until = beginOf(m_until->date().addDays(1), offset); // the last day is whole
    appointment.letter = m_letter->text().trimmed().toStdString();
    person.appointments = {appointment};
    if (const QString subject = m_training->text().trimmed(); !subject.isEmpty()) {
        person.trainings = {{subject.toStdString(), appointment.from, appointment.until}};
    }
    if (const int place = m_card->currentIndex() - 1; place >= 0) {
        const station::CardHere& card = m_cards.at(static_cast<std::size_t>(place));
        person.tokenLabel = card.label;
        person.certificateSha256 = card.signing;
        person.authenticationSha256 = card.authentication;
    }
    emit wanted(person);
}

void PersonCard::retranslate() {
    const record::Language language = m_state.language();
    m_title->setText(
        withoutMnemonic(word(m_known ? AdminWord::AppointAgain : AdminWord::AddPerson, language)));
    nameFor(m_user, m_userLabel, word(AdminWord::NewUser, language));
    nameFor(m_name, m_nameLabel, word(AdminWord::NewName, language));
    nameFor(m_role, m_roleLabel, word(AdminWord::NewRole, language));
    nameFor(m_from, m_fromLabel, word(AdminWord::NewFrom, language));
    nameFor(m_until, m_untilLabel, word(AdminWord::NewUntil, language));
    nameFor(m_letter, m_letterLabel, word(AdminWord::NewLetter, language));
    nameFor(m_training, m_trainingLabel, word(AdminWord::NewTraining, language));
    nameFor(m_card, m_cardLabel, word(AdminWord::NewCard, language));
    m_note->setText(word(AdminWord::NewNote, language));
    setText(m_save, word(AdminWord::SavePerson, language));
    setText(m_cancel, m_state.word(Word::Cancel));
    fillChoices();
    refresh();
}

} // namespace seihon::station_ui
