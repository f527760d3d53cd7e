#include "station-ui/archive_card.h"

#include "station-ui/admin_parts.h"
#include "station-ui/archive_words.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/rows_model.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {

constexpr qsizetype kMostSaid = 4;

enum LookColumn { kLookAt, kLookPart, kLookRecords, kLookOutcome, kLookFile };

QString partText(const station::PartOf& part) {
    return QString("%1/%2").arg(part.part).arg(part.parts);
}

} // namespace

ArchiveCard::ArchiveCard(WindowState& state, ArchiveBoard& board)
    : m_state(state), m_board(board),
      m_model(new RowsModel([this](int row, int column) { return lookCell(row, column); }, this)),
      m_standing(makeHtml("archiveStanding", "good")), m_covered(makeLabel("archiveCovered")),
      m_found(makeLabel("archiveFound", "good")),
      m_looks(makeTable("archiveLooks", m_model, kLookFile)),
      m_damaged(makeTable("archiveDamaged", 2, {1})), m_part(makeButton("archiveVerifyPart")),
      m_all(makeNext("archiveVerifyAll")), m_repair(makeButton("archiveRepair")) {
    setProperty("role", "card");
    auto* body = new QWidget;
    auto* parts = new QVBoxLayout(body);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(8);
    parts->addWidget(m_standing);
    parts->addWidget(m_covered);
    parts->addWidget(m_looks, 1);
    parts->addWidget(m_found);
    parts->addWidget(m_damaged, 1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(20, 14, 20, 14);
    rows->setSpacing(8);
    rows->addWidget(scrolling(body), 1);
    auto* foot = new FlowLayout(14, FlowLayout::Last::Right);
    for (QWidget* part : std::initializer_list<QWidget*>{m_repair, m_part, m_all}) {
        foot->addWidget(part);
    }
    rows->addLayout(foot);
    connect(m_part, &QPushButton::clicked, this, [this] {
        if (m_board.overview()) {
            m_board.verify(m_board.overview()->next);
        }
    });
    connect(m_all, &QPushButton::clicked, this, [this] { m_board.verify({1, 1}); });
    connect(m_repair, &QPushButton::clicked, this, [this] {
        if (const station::DamagedRecord* one = chosen()) {
            m_board.repair(one->recordId);
        }
    });
    connect(m_damaged, &QTableWidget::itemSelectionChanged, this, [this] { refresh(); });
    connect(&state.thread(), &StationThread::busyChanged, this, [this] { refresh(); });
}

const station::DamagedRecord* ArchiveCard::chosen() const {
    return m_board.look() ? rowAt(m_board.look()->damaged, m_damaged->currentRow()) : nullptr;
}

QString ArchiveCard::lookCell(int row, int column) const {
    const auto& overview = m_board.overview();
    const station::ArchiveLook* look = overview ? rowAt(overview->looks, row) : nullptr;
    if (look == nullptr) {
        return {};
    }
    switch (column) {
    case kLookAt:
        return m_state.timeText(look->at);
    case kLookPart:
        return partText(look->part);
    case kLookRecords:
        return QString::number(look->records);
    case kLookOutcome:
        return word(look->valid ? ArchiveWord::LookWell : ArchiveWord::LookBad, m_state.language());
    case kLookFile:
        return text(look->reportFile);
    default:
        return {};
    }
}

void ArchiveCard::fill() {
    const record::Language language = m_state.language();
    const auto& overview = m_board.overview();
    m_model->reset(overview ? static_cast<int>(overview->looks.size()) : 0);
    fillFound();
    if (!overview) {
        m_standing->setText(word(ArchiveWord::Looking, language));
        m_covered->clear();
        return refresh();
    }
    const station::Health health = station::healthOf(overview->archive);
    const QString said = m_state.sentencesHtml(overview->archive, true);
    const bool none = overview->looks.empty() && said.isEmpty();
    m_standing->setText(
        none ? word(ArchiveWord::NoLooks, language)
             : standingSign(health) + " " +
                   (said.isEmpty() ? word(ArchiveWord::NothingWrong, language) : said));
    setRole(m_standing, none ? "lead" : standingRole(health));
    m_covered->setText(word(ArchiveWord::Covered, language)
                           .arg(overview->covered.covered)
                           .arg(overview->covered.parts));
    refresh();
}

// What the look found that somebody took from here.
void ArchiveCard::fillFound() {
    const record::Language language = m_state.language();
    const auto& look = m_board.look();
    m_damaged->setRowCount(0);
    if (!look) {
        m_found->setText(m_board.running() ? word(ArchiveWord::Verifying, language)
                                           : word(ArchiveWord::VerifyFirst, language));
        setRole(m_found, "lead");
        return;
    }
    for (const station::DamagedRecord& one : look->damaged) {
        addRow(m_damaged, {text(one.recordId), m_state.sentences(one.verdict).join("  ")},
               station::Health::Bad);
    }
    chooseRow(m_damaged, 0);
    const station::ArchiveReport& found = look->report.found;
    const station::Health health = station::healthOf(found.verdict);
    QStringList said = m_state.sentences(look->others); // the records' stand in the table
    if (found.verdict.permitted()) {
        said += word(ArchiveWord::NothingWrong, language);
    }
    if (const qsizetype all = said.size(); all > kMostSaid) {
        said = said.mid(0, kMostSaid);
        said += QString("… (+%1)").arg(all - kMostSaid);
    }
    said.prepend(standingSign(health) + " " +
                 word(ArchiveWord::LookDone, language)
                     .arg(partText(look->report.part))
                     .arg(found.records)
                     .arg(found.entries)
                     .arg(found.anchors));
    m_found->setText(said.join("\n"));
    setRole(m_found, standingRole(health));
}

// Open exactly as the station says; the tooltip is why not.
void ArchiveCard::refresh() {
    const auto& overview = m_board.overview();
    const bool free = overview && !m_board.running() && !m_state.thread().busy();
    const auto tip = [&](const record::Verdict& verdict) {
        return verdict.permitted() ? QString() : htmlTip(m_state.sentencesHtml(verdict));
    };
    for (QPushButton* button : {m_part, m_all}) {
        button->setEnabled(free && overview->mayVerify.permitted());
        button->setToolTip(overview ? tip(overview->mayVerify) : QString());
    }
    m_repair->setEnabled(free && overview->mayKeep.permitted() && chosen() != nullptr);
    m_repair->setToolTip(overview ? tip(overview->mayKeep) : QString());
    setText(m_part, word(ArchiveWord::VerifyPart, m_state.language())
                        .arg(overview ? partText(overview->next) : QString::fromUtf8("－")));
    setText(m_all, word(m_board.running() ? ArchiveWord::Running : ArchiveWord::VerifyAll,
                        m_state.language()));
}

void ArchiveCard::begin() {
    m_looks->setFocus();
}

void ArchiveCard::retranslate() {
    const record::Language language = m_state.language();
    m_looks->setAccessibleName(withoutMnemonic(word(ArchiveWord::ToArchive, language)));
    m_damaged->setAccessibleName(word(ArchiveWord::DamagedRecord, language));
    m_damaged->setHorizontalHeaderLabels(
        {word(ArchiveWord::DamagedRecord, language), word(ArchiveWord::Findings, language)});
    m_model->setHeader({word(ArchiveWord::When, language), word(ArchiveWord::Part, language),
                        word(ArchiveWord::Records, language), word(ArchiveWord::Outcome, language),
                        word(ArchiveWord::ReportFile, language)});
    setText(m_repair, word(ArchiveWord::Repair, language));
    fill();
}

} // namespace seihon::station_ui
