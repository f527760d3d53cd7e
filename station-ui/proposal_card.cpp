#include "station-ui/proposal_card.h"

#include "station-ui/admin_parts.h"
#include "station-ui/admin_words.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace seihon::station_ui {

using regulation::Authority;
using regulation::Change;
using station::Health;

namespace {

// Looser is what an eye must not miss; stricter is good news.
Health healthOfChange(Change change) {
    switch (change) {
    case Change::Looser:
    case Change::Removed:
        return Health::Careful;
    case Change::Stricter:
    case Change::Other:
    case Change::Added:
        break;
    }
    return Health::Well;
}

QString signOfChange(Change change) {
    switch (change) {
    case Change::Stricter:
        return "▼";
    case Change::Looser:
        return "▲";
    case Change::Added:
        return "＋";
    case Change::Removed:
        return "－";
    case Change::Other:
        break;
    }
    return "◆";
}

} // namespace

ProposalCard::ProposalCard(WindowState& state)
    : m_state(state), m_fileLabel(makeLabel("proposalLabel")), m_file(makeField("proposalFile")),
      m_look(makeButton("lookAtProposal")), m_head(makeLabel("proposalHead", "title")),
      m_standing(makeLabel("proposalStanding")), m_table(makeTable("differences", 4, {1, 2, 3})),
      m_approve(makeButton("approve")), m_activate(makeNext("activate")) {
    setProperty("role", "card");
    m_standing->setTextFormat(Qt::RichText);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(10);
    rows->addWidget(m_fileLabel);
    auto* line = new FlowLayout(12);
    line->addWidget(m_file);
    line->addWidget(m_look);
    rows->addLayout(line);
    rows->addWidget(m_head);
    rows->addWidget(m_table, 1);
    rows->addWidget(m_standing);
    auto* foot = new FlowLayout(12, FlowLayout::Last::Right);
    foot->addWidget(m_approve);
    foot->addWidget(m_activate);
    rows->addLayout(foot);
    connect(m_file, &QLineEdit::textChanged, this, [this] {
        m_view.reset(); // what is shown is what would be approved, or nothing is
        fill();
    });
    connect(m_file, &QLineEdit::returnPressed, this, [this] { look(); });
    connect(m_look, &QPushButton::clicked, this, [this] { look(); });
    connect(m_approve, &QPushButton::clicked, this, [this] { approve(); });
    connect(m_activate, &QPushButton::clicked, this, [this] { activate(); });
    connect(&m_state.thread(), &StationThread::busyChanged, this, [this] { refresh(); });
}

void ProposalCard::setFile(const QString& file) {
    if (m_file->text().isEmpty()) {
        m_file->setText(file);
    }
}

void ProposalCard::begin() {
    m_file->setFocus();
    fill();
}

void ProposalCard::wipe() {
    m_view.reset();
    m_file->clear();
    fill();
}

void ProposalCard::look() {
    if (m_state.thread().busy() || m_file->text().trimmed().isEmpty()) {
        return;
    }
    m_state.sayNothing();
    read();
}

void ProposalCard::read() {
    m_view.reset();
    m_state.thread().ask(
        this,
        [file = m_file->text().trimmed().toStdString()](Desk& desk) {
            return station::viewProposal(*desk.station, desk.identified(), file);
        },
        [this](const station::ProposalView& view) {
            if (m_state.person()) {
                m_view = view;
                fill();
                chooseRow(m_table, 0);
            }
        },
        [this](const record::Fault& fault) {
            fill();
            m_state.sayFault(fault);
        });
}

// By its digest: exactly what was looked at, whatever the file holds by now.
void ProposalCard::approve() {
    if (!m_view) {
        return;
    }
    m_state.thread().ask(
        this,
        [file = m_file->text().trimmed().toStdString(),
         digest = m_view->proposal.digest](Desk& desk) {
            station::RegulationDesk rules(*desk.station);
            if (station::readRegulation(file).regulation.digest != digest) {
                throw record::Fault(record::FaultKind::Usage, "the file was changed meanwhile",
                                    {{"file", file}});
            }
            return rules.approve(desk.identified(), file);
        },
        [this](const station::ApprovalOutcome& outcome) {
            if (outcome.verdict.permitted()) {
                m_state.say(Tone::Good, [this, version = text(outcome.version)] {
                    return word(AdminWord::Approved, m_state.language())
                        .arg(version.toHtmlEscaped());
                });
            } else {
                m_state.say(Tone::Bad, [this, verdict = outcome.verdict] {
                    return m_state.sentencesHtml(verdict);
                });
            }
            read();
        });
}

void ProposalCard::activate() {
    if (!m_view) {
        return;
    }
    m_state.thread().ask(
        this,
        [file = m_file->text().trimmed().toStdString(), digest = m_view->proposal.digest,
         language = m_state.language()](Desk& desk) {
            if (station::readRegulation(file).regulation.digest != digest) {
                throw record::Fault(record::FaultKind::Usage, "the file was changed meanwhile",
                                    {{"file", file}});
            }
            return station::RegulationDesk(*desk.station)
                .activate(desk.identified(), file, language);
        },
        [this](const station::ActivationOutcome& outcome) {
            const bool good = outcome.verdict.permitted();
            m_state.say(good ? Tone::Good : Tone::Bad, [this, outcome, good] {
                const QString said = m_state.sentencesHtml(outcome.verdict);
                return good ? word(AdminWord::NowInForce, m_state.language())
                                  .arg(escaped(outcome.version))
                            : said;
            });
            if (good) {
                m_view.reset();
                fill();
                emit activated();
            }
        });
}

QString ProposalCard::standingHtml() const {
    const record::Language language = m_state.language();
    const station::Proposal& proposal = m_view->proposal;
    QStringList lines;
    for (const record::Entry& entry : proposal.approvals) {
        const record::Actor& actor = entry.what.actor;
        lines +=
            "✓ " + word(AdminWord::ApprovedBy, language)
                       .arg(escaped(actor.name), escaped(record::wordFor(actor.role, language)),
                            m_state.timeText(entry.at));
    }
    if (proposal.approvals.empty() && !proposal.isInForce) {
        lines += word(AdminWord::NobodyApproved, language);
    }
    const QString said = m_state.sentencesHtml(proposal.verdict, true);
    if (!said.isEmpty()) {
        lines += said;
    }
    return lines.join("<br>");
}

void ProposalCard::fill() {
    const record::Language language = m_state.language();
    const int kept = m_table->currentRow();
    m_table->setRowCount(0);
    for (QWidget* part : std::initializer_list<QWidget*>{m_head, m_standing, m_table}) {
        part->setVisible(m_view.has_value());
    }
    if (m_view) {
        const auto& differences = m_view->differences[static_cast<std::size_t>(language)];
        for (const regulation::Difference& one : differences) {
            addRow(
                m_table,
                {signOfChange(one.change) + " " + text(regulation::wordFor(one.change, language)),
                 text(one.label), text(one.before), text(one.after)},
                healthOfChange(one.change));
        }
        chooseRow(m_table, std::max(0, kept));
        m_head->setText(text(m_view->proposal.version) + "   " + text(m_view->proposal.hospital) +
                        "   " +
                        (m_view->proposal.isInForce
                             ? word(AdminWord::IsInForce, language)
                             : word(AdminWord::Differences, language).arg(differences.size())));
        m_standing->setText(standingHtml());
    } else {
        m_head->clear();
        m_standing->clear();
    }
    refresh();
}

void ProposalCard::refresh() {
    const bool free = !m_state.thread().busy();
    const bool open = m_view && !m_view->proposal.isInForce;
    const bool approves = m_state.may(Authority::ApproveRegulation);
    const bool activates = m_state.may(Authority::ActivateRegulation);
    m_look->setEnabled(free && !m_file->text().trimmed().isEmpty());
    m_approve->setEnabled(open && free && approves);
    m_approve->setToolTip(approves ? QString() : m_state.word(Word::NotAllowed));
    m_activate->setEnabled(open && free && activates && m_view->proposal.verdict.permitted());
    m_activate->setToolTip(!activates ? m_state.word(Word::NotAllowed)
                           : open     ? htmlTip(m_state.sentencesHtml(m_view->proposal.verdict))
                                      : QString());
}

void ProposalCard::retranslate() {
    const record::Language language = m_state.language();
    nameFor(m_file, m_fileLabel, word(AdminWord::ProposalFile, language));
    setText(m_look, word(AdminWord::LookAtProposal, language));
    setText(m_approve, word(AdminWord::Approve, language));
    setText(m_activate, word(AdminWord::Activate, language));
    m_table->setAccessibleName(word(AdminWord::Proposal, language));
    m_table->setHorizontalHeaderLabels(
        {word(AdminWord::ChangeKind, language), word(AdminWord::Item, language),
         word(AdminWord::Before, language), word(AdminWord::After, language)});
    fill();
}

} // namespace seihon::station_ui
