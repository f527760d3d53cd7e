#include "station-ui/archive_page.h"

#include "station-ui/admin_parts.h"
#include "station-ui/archive_board.h"
#include "station-ui/archive_card.h"
#include "station-ui/archive_words.h"
#include "station-ui/backup_card.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/page_body.h"
#include "station-ui/parts.h"

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableWidget>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {
constexpr int kArchiveHeight = 300;
}

ArchivePage::ArchivePage(WindowState& windowState, ArchiveBoard& board)
    : Page(windowState), m_board(board), m_title(makeLabel("archiveTitle", "title")),
      m_copiesSaid(makeLabel("copiesSaid", "lead")), m_rebuild(makeLabel("rebuildHow")),
      m_again(makeButton("archiveAgain")), m_cards(new QStackedWidget),
      m_backups(new BackupCard(windowState, board)), m_archive(new ArchiveCard(windowState, board)),
      m_copies(makeTable("copies", 3, {1, 2})) {
    m_title->setWordWrap(false);
    auto* head = new FlowLayout(10, FlowLayout::Last::Right);
    head->addWidget(m_title);
    const std::array names{"toBackups", "toArchive", "toCopies"};
    for (std::size_t i = 0; i < m_to.size(); ++i) {
        m_to[i] = makeButton(names[i]);
        m_to[i]->setCheckable(true);
        m_to[i]->setProperty("role", "tool");
        head->addWidget(m_to[i]);
        connect(m_to[i], &QPushButton::clicked, this, [this, i] { showCard(static_cast<int>(i)); });
    }
    head->addWidget(m_again);
    for (QWidget* card : std::initializer_list<QWidget*>{m_backups, m_archive, copiesCard()}) {
        m_cards->addWidget(card);
    }
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(10);
    rows->addLayout(head);
    auto* body = new PageBody(kArchiveHeight); // each card scrolls above its own buttons
    auto* whole = new QVBoxLayout(body);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_cards);
    rows->addWidget(body, 1);
    connect(m_again, &QPushButton::clicked, this, [this] { m_board.read(); });
    connect(&board, &ArchiveBoard::changed, this, [this] { fill(); });
    connect(&state().thread(), &StationThread::busyChanged, this,
            [this](bool busy) { m_again->setEnabled(!busy); });
    m_to[0]->setChecked(true);
}

QWidget* ArchivePage::copiesCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    column->addWidget(m_copiesSaid);
    column->addWidget(m_copies, 1);
    column->addWidget(m_rebuild);
    return scrolling(card);
}

void ArchivePage::showCard(int card) {
    for (std::size_t i = 0; i < m_to.size(); ++i) {
        m_to[i]->setChecked(static_cast<int>(i) == card);
    }
    m_cards->setCurrentIndex(card);
    if (card == 0) {
        m_backups->begin();
    } else if (card == 1) {
        m_archive->begin();
    } else {
        m_copies->setFocus();
    }
}

void ArchivePage::fill() {
    m_backups->fill();
    m_archive->fill();
    fillCopies();
    // The button that was pressed was closed meanwhile: the keyboard goes on from the card.
    if (std::exchange(m_wasRunning, m_board.running()) && !m_board.running() && isVisible()) {
        showCard(m_cards->currentIndex());
    }
}

void ArchivePage::fillCopies() {
    const record::Language language = state().language();
    const auto& overview = m_board.overview();
    m_copies->setRowCount(0);
    if (!overview) {
        m_copiesSaid->setText(word(ArchiveWord::Looking, language));
        return;
    }
    const auto add = [&](ArchiveWord kind, const station::OtherPlace& place) {
        const station::Health health = station::healthOf(place.standing);
        const QStringList said = state().sentences(place.standing, true);
        addRow(m_copies,
               {standingSign(health) + " " + word(kind, language), text(place.where),
                said.isEmpty() ? word(ArchiveWord::NothingWrong, language) : said.join("  ")},
               health);
    };
    for (const station::OtherPlace& place : overview->replicas) {
        add(ArchiveWord::Replica, place);
    }
    for (const station::OtherPlace& place : overview->witnesses) {
        add(ArchiveWord::Witness, place);
    }
    m_copiesSaid->setText(
        word(m_copies->rowCount() == 0 ? ArchiveWord::NoCopies : ArchiveWord::Copies, language));
}

void ArchivePage::enter() {
    showCard(m_cards->currentIndex());
    if (!m_board.running()) {
        m_board.read();
    }
}

void ArchivePage::wipe() {
    m_board.clear();
}

QString ArchivePage::title() const {
    // Short: at 200 % the navigation is as wide as its longest word.
    return withoutMnemonic(word(ArchiveWord::ToBackups, state().language()));
}

void ArchivePage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(word(ArchiveWord::Archive, language));
    setText(m_again, word(ArchiveWord::LookAgain, language));
    const std::array words{ArchiveWord::ToBackups, ArchiveWord::ToArchive, ArchiveWord::ToCopies};
    for (std::size_t i = 0; i < m_to.size(); ++i) {
        setText(m_to[i], word(words[i], language));
    }
    m_copies->setAccessibleName(word(ArchiveWord::Copies, language));
    m_copies->setHorizontalHeaderLabels({word(ArchiveWord::Kind, language),
                                         word(ArchiveWord::Where, language),
                                         word(ArchiveWord::Standing, language)});
    m_rebuild->setText(word(ArchiveWord::RebuildHow, language));
    m_backups->retranslate();
    m_archive->retranslate();
    fillCopies();
}

} // namespace seihon::station_ui
