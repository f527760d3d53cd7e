#include "station-ui/proof_card.h"

#include "station-ui/admin_parts.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/proof_words.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {

// So that it wraps, and can be read out.
QString inGroups(QString digest) {
    constexpr int kGroup = 16;
    for (qsizetype at = kGroup; at < digest.size(); at += kGroup + 1) {
        digest.insert(at, ' ');
    }
    return digest;
}

} // namespace

ProofCard::ProofCard(WindowState& state, AuditDesk& desk)
    : m_state(state), m_desk(desk), m_lead(makeLabel("proofLead", "lead")),
      m_folderLabel(makeLabel("proofFolderLabel")), m_result(makeLabel("proofResult", "good")),
      m_proves(makeLabel("proofProves")), m_hidden(new QCheckBox),
      m_folder(makeField("proofFolder")), m_choose(makeButton("proofChoose")),
      m_take(makeButton("proofTake")) {
    setProperty("role", "card");
    m_hidden->setObjectName("proofHidden");
    m_folderLabel->setWordWrap(false);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(12);
    rows->addWidget(m_lead);
    rows->addWidget(m_hidden);
    auto* line = new FlowLayout(12, FlowLayout::Last::Right);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_folderLabel, m_folder, m_choose, m_take}) {
        line->addWidget(part);
    }
    rows->addLayout(line);
    rows->addWidget(m_result);
    rows->addWidget(m_proves);
    rows->addStretch(1);
    connect(m_choose, &QPushButton::clicked, this, [this] { choose(); });
    connect(m_take, &QPushButton::clicked, this, [this] { take(); });
    connect(m_folder, &QLineEdit::returnPressed, this, [this] { take(); });
    connect(m_folder, &QLineEdit::textChanged, this, [this] { refresh(); });
    connect(&desk, &AuditDesk::recordChanged, this, [this] { fill(); });
    connect(&desk, &AuditDesk::proofEnded, this, [this] { fill(); });
    connect(&state.thread(), &StationThread::busyChanged, this, [this] { refresh(); });
}

void ProofCard::choose() {
    chooseFolderFor(m_folder, word(ProofWord::ChooseTitle, m_state.language()));
}

void ProofCard::take() {
    if (m_take->isEnabled()) {
        m_desk.proveTo(m_folder->text().trimmed(), !m_hidden->isChecked());
    }
}

// Taking a proof is an export: open exactly as that is, and the tooltip is why not.
void ProofCard::refresh() {
    const RecordView& view = m_desk.record();
    const bool idle = !view.empty() && view.mayExport && !m_state.thread().busy();
    m_folder->setEnabled(view.mayExport);
    m_hidden->setEnabled(view.mayExport);
    m_choose->setEnabled(idle);
    m_take->setEnabled(idle && !m_folder->text().trimmed().isEmpty());
    m_take->setToolTip(view.mayExport ? QString() : htmlTip(m_state.sentencesHtml(view.exporting)));
}

QString ProofCard::provesText(const ProofEnd& end) const {
    const record::Language language = m_state.language();
    const station::ProveOutcome& outcome = end.outcome;
    QStringList lines{word(ProofWord::Proves, language),
                      word(ProofWord::ProvesEntries, language)
                          .arg(QString::number(outcome.entries),
                               outcome.at ? m_state.timeText(*outcome.at) : QString::fromUtf8("－"),
                               QString::number(outcome.checkpointSize))};
    for (const std::string& witness : outcome.witnesses) {
        lines += word(ProofWord::ProvesWitness, language).arg(text(witness));
    }
    if (outcome.witnesses.empty()) {
        lines += word(ProofWord::ProvesNoWitness, language);
    }
    lines += word(end.patientShown ? ProofWord::ProvesPatient : ProofWord::ProvesClosed, language);
    if (outcome.leftOut > 0) {
        lines += word(ProofWord::LeftOut, language).arg(outcome.leftOut);
    }
    lines += "SHA-256 " + inGroups(text(outcome.digest.hex())) + "  " +
             QString::number(outcome.bytes) + " B";
    lines += word(ProofWord::VerifyWith, language);
    return lines.join("\n");
}

void ProofCard::fill() {
    const std::optional<ProofEnd>& end = m_desk.proven();
    m_result->setVisible(end.has_value());
    m_proves->setVisible(end && end->outcome.verdict.permitted());
    m_result->clear();
    m_proves->clear();
    if (end && end->outcome.verdict.permitted()) {
        m_result->setText(word(ProofWord::Taken, m_state.language()).arg(end->file));
        m_proves->setText(provesText(*end));
    } else if (end) {
        m_result->setText("■ " + m_state.sentences(end->outcome.verdict).join("  "));
    }
    setRole(m_result, end && !end->outcome.verdict.permitted() ? "bad" : "good");
    refresh();
}

void ProofCard::wipe() {
    m_folder->clear();
    m_hidden->setChecked(false);
    m_result->clear();
    m_proves->clear();
}

void ProofCard::retranslate() {
    const record::Language language = m_state.language();
    m_lead->setText(word(ProofWord::ProofLead, language));
    m_hidden->setText(word(ProofWord::Hidden, language));
    m_hidden->setAccessibleName(withoutMnemonic(m_hidden->text()));
    nameFor(m_folder, m_folderLabel, word(ProofWord::ProofFolder, language));
    setText(m_choose, word(ProofWord::Choose, language));
    setText(m_take, word(ProofWord::Take, language));
    fill();
}

} // namespace seihon::station_ui
