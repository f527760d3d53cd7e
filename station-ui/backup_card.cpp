#include "station-ui/backup_card.h"

#include "station-ui/admin_parts.h"
#include "station-ui/archive_words.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/rows_model.h"

#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {

constexpr int kLeastPlaces = 104; // head and a row
constexpr std::size_t kSnapshotLetters = 8;

enum GenerationColumn { kMadeAt, kTarget, kSnapshot, kRecords, kEntries, kAdded, kTook, kReadBack };

} // namespace

BackupCard::BackupCard(WindowState& state, ArchiveBoard& board)
    : m_state(state), m_board(board),
      m_model(
          new RowsModel([this](int row, int column) { return generationCell(row, column); }, this)),
      m_standing(makeHtml("backupStanding", "good")), m_drillSaid(makeLabel("backupDrillSaid")),
      m_listLabel(makeLabel("backupListLabel", "lead")),
      m_places(makeTable("backupTargets", 4, {1})),
      m_generations(makeTable("backupGenerations", m_model, -1)), m_new(new QCheckBox),
      m_make(makeNext("backupMake")), m_drill(makeButton("backupDrill")) {
    setProperty("role", "card");
    m_new->setObjectName("backupNew");
    m_places->setMinimumHeight(kLeastPlaces);
    auto* body = new QWidget;
    auto* parts = new QVBoxLayout(body);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(8);
    parts->addWidget(m_standing);
    parts->addWidget(m_places, 2);
    parts->addWidget(m_drillSaid);
    parts->addWidget(m_listLabel);
    parts->addWidget(m_generations, 3);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(20, 14, 20, 14);
    rows->setSpacing(8);
    rows->addWidget(scrolling(body), 1);
    auto* foot = new FlowLayout(14, FlowLayout::Last::Right);
    for (QWidget* part : std::initializer_list<QWidget*>{m_new, m_drill, m_make}) {
        foot->addWidget(part);
    }
    rows->addLayout(foot);
    connect(m_make, &QPushButton::clicked, this, [this] {
        const bool fresh = m_new->isChecked();
        m_new->setChecked(false); // once
        m_board.backUp(target(), fresh);
    });
    connect(m_drill, &QPushButton::clicked, this, [this] { m_board.drill(target()); });
    connect(m_places, &QTableWidget::itemSelectionChanged, this, [this] { refresh(); });
    connect(&state.thread(), &StationThread::busyChanged, this, [this] { refresh(); });
}

// The target of the row that is chosen.
std::string BackupCard::target() const {
    const auto& overview = m_board.overview();
    const station::BackupPlace* place =
        overview ? rowAt(overview->places, m_places->currentRow()) : nullptr;
    return place == nullptr ? std::string() : place->target.name;
}

QString BackupCard::generationCell(int row, int column) const {
    const auto& overview = m_board.overview();
    const station::BackupGeneration* one = overview ? rowAt(overview->generations, row) : nullptr;
    if (one == nullptr) {
        return {};
    }
    switch (column) {
    case kMadeAt:
        return m_state.timeText(one->madeAt);
    case kTarget:
        return text(one->target);
    case kSnapshot:
        return text(one->snapshot.substr(0, kSnapshotLetters));
    case kRecords:
        return QString::number(one->records);
    case kEntries:
        return QString::number(one->entries);
    case kAdded:
        return sizeText(one->bytesAdded);
    case kTook:
        return QString::number(one->seconds);
    case kReadBack:
        return text(one->readBack);
    default:
        return {};
    }
}

QString BackupCard::drillText(const station::ArchiveOverview& overview) const {
    const record::Language language = m_state.language();
    if (!overview.drill) {
        return word(ArchiveWord::NoDrill, language);
    }
    const station::DrillLook& drill = *overview.drill;
    return word(ArchiveWord::LastDrill, language)
        .arg(m_state.timeText(drill.at),
             drill.failure.empty()
                 ? word(ArchiveWord::DrillWell, language)
                       .arg(drill.records)
                       .arg(drill.entries)
                       .arg(drill.fetchSeconds)
                       .arg(drill.verifySeconds)
                 : word(ArchiveWord::DrillBad, language).arg(text(drill.failure)));
}

void BackupCard::fillPlaces(const station::ArchiveOverview& overview) {
    const record::Language language = m_state.language();
    const int kept = std::max(0, m_places->currentRow());
    m_places->setRowCount(0);
    for (const station::BackupPlace& place : overview.places) {
        const bool fresh = place.failure.empty() && place.lastGood;
        addRow(m_places,
               {text(place.target.name), text(place.target.repository),
                place.lastGood ? m_state.timeText(*place.lastGood)
                               : word(ArchiveWord::Never, language),
                place.age ? word(ArchiveWord::AgeText, language)
                                .arg(place.age->count() / 60)
                                .arg(place.age->count() % 60)
                          : QString::fromUtf8("－")},
               fresh ? station::Health::Well : station::Health::Careful);
    }
    chooseRow(m_places, kept);
}

void BackupCard::fill() {
    const record::Language language = m_state.language();
    const auto& overview = m_board.overview();
    m_model->reset(overview ? static_cast<int>(overview->generations.size()) : 0);
    if (!overview) {
        m_places->setRowCount(0);
        m_standing->setText(word(ArchiveWord::Looking, language));
        m_drillSaid->clear();
        return refresh();
    }
    fillPlaces(*overview);
    const station::Health health = station::healthOf(overview->backups);
    const QString said = m_state.sentencesHtml(overview->backups, true);
    m_standing->setText(standingSign(health) + " " +
                        (overview->places.empty()
                             ? word(ArchiveWord::NoTarget, language).toHtmlEscaped()
                         : said.isEmpty() ? word(ArchiveWord::NothingWrong, language)
                                          : said));
    setRole(m_standing, standingRole(overview->places.empty() ? station::Health::Careful : health));
    m_drillSaid->setText(drillText(*overview));
    refresh();
}

// Open exactly as the station says; the tooltip is why not.
void BackupCard::refresh() {
    const auto& overview = m_board.overview();
    const bool may = overview && overview->mayKeep.permitted() && !target().empty();
    const bool free = may && !m_board.running() && !m_state.thread().busy();
    const QString why = !overview || may ? QString()
                        : overview->mayKeep.permitted()
                            ? plainTip(word(ArchiveWord::NoTarget, m_state.language()))
                            : htmlTip(m_state.sentencesHtml(overview->mayKeep));
    for (QPushButton* button : {m_make, m_drill}) {
        button->setEnabled(free);
        button->setToolTip(why);
    }
    m_new->setEnabled(free);
    setText(m_make, word(m_board.running() ? ArchiveWord::Running : ArchiveWord::BackUp,
                         m_state.language()));
}

void BackupCard::begin() {
    m_places->setFocus();
}

void BackupCard::retranslate() {
    const record::Language language = m_state.language();
    m_listLabel->setText(word(ArchiveWord::Generations, language));
    m_generations->setAccessibleName(m_listLabel->text());
    m_places->setAccessibleName(word(ArchiveWord::Target, language));
    m_places->setHorizontalHeaderLabels(
        {word(ArchiveWord::Target, language), word(ArchiveWord::Where, language),
         word(ArchiveWord::LastGood, language), word(ArchiveWord::Age, language)});
    QStringList columns;
    for (const ArchiveWord column :
         {ArchiveWord::MadeAt, ArchiveWord::Target, ArchiveWord::Snapshot, ArchiveWord::Records,
          ArchiveWord::Entries, ArchiveWord::Added, ArchiveWord::Took, ArchiveWord::ReadBack}) {
        columns += word(column, language);
    }
    m_model->setHeader(columns);
    m_new->setText(word(ArchiveWord::NewRepository, language));
    m_new->setAccessibleName(withoutMnemonic(m_new->text()));
    setText(m_drill, word(ArchiveWord::Drill, language));
    fill();
}

} // namespace seihon::station_ui
