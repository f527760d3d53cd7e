#include "station-ui/bundle_card.h"

#include "station-ui/admin_parts.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/proof_words.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace seihon::station_ui {

namespace {

struct Level {
    record::Redaction redaction;
    ProofWord name, note;
};

constexpr std::array kLevels = {
    Level{record::Redaction::None, ProofWord::LevelWhole, ProofWord::LevelWholeNote},
    Level{record::Redaction::Images, ProofWord::LevelNoPages, ProofWord::LevelNoPagesNote},
    Level{record::Redaction::Patient, ProofWord::LevelClosed, ProofWord::LevelClosedNote}};

} // namespace

BundleCard::BundleCard(WindowState& state, AuditDesk& desk)
    : m_state(state), m_desk(desk), m_lead(makeLabel("bundleLead", "lead")),
      m_recipientLabel(makeLabel("bundleRecipientLabel")),
      m_reasonLabel(makeLabel("bundleReasonLabel")), m_levelLabel(makeLabel("bundleLevelLabel")),
      m_levelNote(makeLabel("bundleLevelNote", "lead")),
      m_folderLabel(makeLabel("bundleFolderLabel")), m_result(makeLabel("bundleResult", "good")),
      m_recipient(makeField("bundleRecipient")), m_reason(makeField("bundleReason")),
      m_folder(makeField("bundleFolder")), m_level(named(new QComboBox, "bundleLevel")),
      m_choose(makeButton("bundleChoose")), m_take(makeButton("bundleTake")) {
    setProperty("role", "card");
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(24, 20, 24, 20);
    rows->setSpacing(12);
    rows->addWidget(m_lead);
    const std::initializer_list<std::initializer_list<QWidget*>> lines{
        {m_recipientLabel, m_recipient, m_reasonLabel, m_reason},
        {m_levelLabel, m_level},
        {m_folderLabel, m_folder, m_choose, m_take}};
    for (const auto& parts : lines) {
        auto* line = new FlowLayout(12);
        for (QWidget* part : parts) {
            line->addWidget(part);
        }
        rows->addLayout(line);
    }
    rows->insertWidget(3, m_levelNote);
    for (QLabel* label : {m_recipientLabel, m_reasonLabel, m_levelLabel, m_folderLabel}) {
        label->setWordWrap(false);
    }
    rows->addWidget(m_result);
    rows->addStretch(1);
    connect(m_choose, &QPushButton::clicked, this, [this] { choose(); });
    connect(m_take, &QPushButton::clicked, this, [this] { take(); });
    connect(m_level, &QComboBox::currentIndexChanged, this, [this] { refresh(); });
    for (QLineEdit* field : {m_recipient, m_reason, m_folder}) {
        connect(field, &QLineEdit::textChanged, this, [this] { refresh(); });
    }
    connect(&desk, &AuditDesk::recordChanged, this, [this] { fill(); });
    connect(&desk, &AuditDesk::bundleEnded, this, [this] { fill(); });
    connect(&state.thread(), &StationThread::busyChanged, this, [this] { refresh(); });
}

void BundleCard::choose() {
    chooseFolderFor(m_folder, word(ProofWord::BundleChooseTitle, m_state.language()));
}

void BundleCard::take() {
    const int level = m_level->currentIndex();
    if (m_take->isEnabled() && level >= 0) {
        m_desk.bundleTo({m_folder->text().trimmed(), m_recipient->text().trimmed(),
                         m_reason->text().trimmed(),
                         kLevels[static_cast<std::size_t>(level)].redaction});
    }
}

// It is an export: open exactly as that is, and the tooltip is why not.
void BundleCard::refresh() {
    const RecordView& view = m_desk.record();
    const bool idle = !view.empty() && view.mayExport && !m_state.thread().busy();
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_recipient, m_reason, m_level, m_folder}) {
        part->setEnabled(view.mayExport);
    }
    m_choose->setEnabled(idle);
    const bool told = !m_recipient->text().trimmed().isEmpty() &&
                      !m_reason->text().trimmed().isEmpty() &&
                      !m_folder->text().trimmed().isEmpty();
    m_take->setEnabled(idle && told);
    m_take->setToolTip(view.mayExport ? QString() : htmlTip(m_state.sentencesHtml(view.exporting)));
    const int level = std::max(0, m_level->currentIndex());
    m_levelNote->setText(word(kLevels[static_cast<std::size_t>(level)].note, m_state.language()));
}

void BundleCard::fill() {
    const std::optional<BundleEnd>& end = m_desk.bundled();
    m_result->setVisible(end.has_value());
    m_result->clear();
    if (end && end->outcome.verdict.permitted()) {
        m_result->setText(word(ProofWord::BundleTaken, m_state.language())
                              .arg(end->folder, QString::number(end->outcome.files),
                                   text(end->outcome.sums.hex())));
    } else if (end) {
        m_result->setText("■ " + m_state.sentences(end->outcome.verdict).join("  "));
    }
    setRole(m_result, end && !end->outcome.verdict.permitted() ? "bad" : "good");
    refresh();
}

void BundleCard::wipe() {
    for (QLineEdit* field : {m_recipient, m_reason, m_folder}) {
        field->clear();
    }
    m_level->setCurrentIndex(0);
    m_result->clear();
}

void BundleCard::retranslate() {
    const record::Language language = m_state.language();
    m_lead->setText(word(ProofWord::BundleLead, language));
    nameFor(m_recipient, m_recipientLabel, word(ProofWord::BundleRecipient, language));
    nameFor(m_reason, m_reasonLabel, word(ProofWord::BundleReason, language));
    nameFor(m_level, m_levelLabel, word(ProofWord::BundleLevel, language));
    nameFor(m_folder, m_folderLabel, word(ProofWord::BundleFolder, language));
    setText(m_choose, word(ProofWord::Choose, language));
    setText(m_take, word(ProofWord::BundleTake, language));
    const int kept = std::max(0, m_level->currentIndex());
    m_level->clear();
    for (const Level& level : kLevels) {
        m_level->addItem(word(level.name, language));
    }
    m_level->setCurrentIndex(kept);
    fill();
}

} // namespace seihon::station_ui
