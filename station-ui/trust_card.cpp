#include "station-ui/trust_card.h"

#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "station-ui/parts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace seihon::station_ui {

using station::TrustKind;

namespace {

AdminWord wordOfTrust(TrustKind kind) {
    switch (kind) {
    case TrustKind::SignerProfile:
        return AdminWord::SignerProfile;
    case TrustKind::SignerRoot:
        return AdminWord::SignerRoot;
    case TrustKind::TimestampService:
        return AdminWord::TimestampService;
    case TrustKind::TimestampRoot:
        break;
    }
    return AdminWord::TimestampRoot;
}

} // namespace

TrustCard::TrustCard(WindowState& state)
    : m_state(state), m_standing(makeLabel("trustStanding", "careful")),
      m_said(makeLabel("trustSaid")), m_note(makeLabel("trustNote", "lead")),
      m_table(makeTable("trust", 4, {1, 2, 3})), m_accept(makeNext("acceptTrust")) {
    setProperty("role", "card");
    m_said->setTextFormat(Qt::RichText);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(10);
    rows->addWidget(m_standing);
    rows->addWidget(m_said);
    rows->addWidget(m_table, 1);
    rows->addWidget(m_note);
    auto* foot = new QHBoxLayout;
    foot->addStretch(1);
    foot->addWidget(m_accept);
    rows->addLayout(foot);
    connect(m_accept, &QPushButton::clicked, this, [this] { accept(); });
    connect(&m_state.thread(), &StationThread::busyChanged, this, [this] { refresh(); });
}

void TrustCard::begin() {
    m_table->setFocus();
    read();
}

void TrustCard::wipe() {
    m_trust.reset();
    fill();
}

void TrustCard::read() {
    m_state.thread().look(
        this, [](Desk& desk) { return station::trustOf(*desk.station); },
        [this](const station::TrustOverview& trust) {
            m_trust = trust;
            fill();
        },
        [this](const record::Fault& fault) {
            wipe();
            m_state.sayFault(fault);
        });
}

void TrustCard::accept() {
    m_state.thread().ask(
        this,
        [](Desk& desk) { return station::TrustDesk(*desk.station).accept(desk.identified()); },
        [this](const record::Verdict& verdict) {
            const bool good = verdict.permitted();
            m_state.say(good ? Tone::Good : Tone::Bad, [this, verdict, good] {
                return good ? word(AdminWord::TrustAccepted, m_state.language())
                            : m_state.sentencesHtml(verdict);
            });
            read();
        });
}

void TrustCard::fill() {
    const record::Language language = m_state.language();
    const int kept = m_table->currentRow();
    m_table->setRowCount(0);
    m_standing->setVisible(m_trust.has_value());
    m_said->setVisible(m_trust && !m_trust->verdict.findings.empty());
    if (m_trust) {
        for (const station::TrustRow& row : m_trust->rows) {
            addRow(m_table,
                   {standingText(row.health, language), word(wordOfTrust(row.kind), language),
                    row.holder.empty() ? text(row.name) : text(row.holder + "  (" + row.name + ")"),
                    (row.until ? m_state.timeText(*row.until).left(10)
                               : word(AdminWord::NoEnd, language)) +
                        (row.testMode ? "  " + word(AdminWord::ForTests, language) : QString())},
                   row.health);
        }
        chooseRow(m_table, std::max(0, kept));
        m_said->setText(m_state.sentencesHtml(m_trust->verdict, true));
        setRole(m_standing, m_trust->asAccepted ? "good" : "careful");
        QString said = word(m_trust->asAccepted ? AdminWord::TrustAsAccepted
                            : m_trust->accepted ? AdminWord::TrustChanged
                                                : AdminWord::TrustNotAccepted,
                            language);
        if (m_trust->accepted) {
            said =
                said.arg(text(m_trust->accepted->by.name), m_state.timeText(m_trust->accepted->at));
        }
        m_standing->setText((m_trust->asAccepted ? "✓ " : "▲ ") + said);
    } else {
        m_standing->clear();
        m_said->clear();
    }
    refresh();
}

void TrustCard::refresh() {
    const bool may = m_state.may(regulation::Authority::ActivateRegulation);
    m_accept->setEnabled(m_trust && !m_trust->asAccepted && may && !m_state.thread().busy());
    m_accept->setToolTip(!may                             ? m_state.word(Word::NotAllowed)
                         : m_trust && m_trust->asAccepted ? m_standing->text()
                                                          : QString());
}

void TrustCard::retranslate() {
    const record::Language language = m_state.language();
    m_note->setText(word(AdminWord::TrustNote, language));
    setText(m_accept, word(AdminWord::AcceptTrust, language));
    m_table->setAccessibleName(word(AdminWord::Trust, language));
    m_table->setHorizontalHeaderLabels(
        {word(AdminWord::Standing, language), word(AdminWord::Kind, language),
         word(AdminWord::Name, language), word(AdminWord::Until, language)});
    fill();
}

} // namespace seihon::station_ui
