#include "station-ui/ask_card.h"

#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {

constexpr int kFieldsInARow = 2;

} // namespace

std::string Answers::line(const char* key) const {
    const auto found = given.find(key);
    return found == given.end() ? std::string() : found->second.trimmed().toStdString();
}

int Answers::number(const char* key) const {
    const auto found = given.find(key);
    return found == given.end() ? 0 : found->second.toInt();
}

AskCard::AskCard(WindowState& state)
    : m_state(state), m_title(makeLabel("askCardTitle", "title")), m_ok(makeNext("askCardOk")),
      m_cancel(makeButton("askCardCancel")) {
    setProperty("role", "card");
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(10);
    auto* foot = new FlowLayout(12, FlowLayout::Last::Right);
    foot->addWidget(m_cancel);
    foot->addWidget(m_ok);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 16, 24, 16);
    rows->setSpacing(12);
    rows->addWidget(m_title);
    rows->addLayout(m_grid);
    rows->addLayout(foot);
    rows->addStretch(1);
    for (int column = 0; column < kFieldsInARow; ++column) {
        m_grid->setColumnStretch(column, 1);
    }
    connect(m_ok, &QPushButton::clicked, this, [this] { done(); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { stop(); });
    setVisible(false);
}

QWidget* AskCard::makeField(const AskField& field) {
    QWidget* made = nullptr;
    if (field.kind == AskField::Number) {
        auto* number = new QSpinBox;
        number->setRange(0, field.most);
        number->setValue(field.value);
        made = number;
    } else if (field.kind == AskField::Choice) {
        auto* choice = new QComboBox;
        for (const auto& [value, said] : field.choices) {
            choice->addItem(QString(), value);
        }
        made = choice;
    } else {
        auto* line = new QLineEdit(field.text);
        connect(line, &QLineEdit::textChanged, this, [this] { check(); });
        connect(line, &QLineEdit::returnPressed, this, [this] { done(); });
        made = line;
    }
    made->setObjectName(QString("ask-") + field.key);
    return made;
}

void AskCard::ask(Ask what) {
    stop();
    m_ask = std::move(what);
    for (std::size_t i = 0; i < m_ask.fields.size(); ++i) {
        auto* label = makeLabel("");
        QWidget* const field = makeField(m_ask.fields[i]);
        const int place = static_cast<int>(i);
        const int column = place % kFieldsInARow;
        m_grid->addWidget(label, place / kFieldsInARow * 2, column);
        m_grid->addWidget(field, place / kFieldsInARow * 2 + 1, column);
        m_labels.push_back(label);
        m_fields.push_back(field);
    }
    QWidget* before = nullptr;
    for (QWidget* field : m_fields) {
        if (before != nullptr) {
            setTabOrder(before, field);
        }
        before = field;
    }
    setTabOrder(before, m_ok);
    setTabOrder(m_ok, m_cancel);
    retranslate();
    check();
    setVisible(true);
    m_fields.front()->setFocus();
}

void AskCard::stop() {
    const bool asked = isAsking();
    setVisible(false);
    m_ask = {};
    for (const auto& parts : {std::vector<QWidget*>(m_labels.begin(), m_labels.end()), m_fields}) {
        for (QWidget* part : parts) { // may be the one whose key is just being handled
            part->setObjectName({});
            part->hide();
            part->deleteLater();
        }
    }
    m_labels.clear();
    m_fields.clear();
    if (asked) {
        emit ended();
    }
}

QString AskCard::valueOf(std::size_t place) const {
    if (const auto* number = qobject_cast<QSpinBox*>(m_fields[place])) {
        return QString::number(number->value());
    }
    if (const auto* choice = qobject_cast<QComboBox*>(m_fields[place])) {
        return choice->currentData().toString();
    }
    return qobject_cast<QLineEdit*>(m_fields[place])->text();
}

void AskCard::check() {
    bool whole = !m_fields.empty();
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        whole = whole && !(m_ask.fields[i].needed && valueOf(i).trimmed().isEmpty());
    }
    m_ok->setEnabled(whole);
    m_ok->setToolTip(whole ? QString() : boxWord(BoxWord::FieldNeeded, m_state.language()));
}

void AskCard::done() {
    if (!m_ok->isEnabled() || m_state.thread().busy()) {
        return;
    }
    Answers answers;
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        answers.given[m_ask.fields[i].key] = valueOf(i);
    }
    const auto then = m_ask.then;
    stop();
    then(answers);
}

void AskCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        stop();
    } else {
        QFrame::keyPressEvent(event);
    }
}

void AskCard::retranslate() {
    const record::Language language = m_state.language();
    setText(m_cancel, m_state.word(Word::Cancel));
    // Enter presses it; the letter belongs to the button that opened this.
    setText(m_ok, withoutMnemonic(boxWord(isAsking() ? m_ask.ok : BoxWord::Settle, language)));
    m_title->setText(m_ask.title ? m_ask.title() : QString());
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const AskField& asked = m_ask.fields[i];
        nameFor(m_fields[i], m_labels[i], boxWord(asked.label, language));
        if (auto* choice = qobject_cast<QComboBox*>(m_fields[i])) {
            for (int item = 0; item < choice->count(); ++item) {
                choice->setItemText(
                    item, boxWord(asked.choices[static_cast<std::size_t>(item)].second, language));
            }
        }
    }
}

} // namespace seihon::station_ui
