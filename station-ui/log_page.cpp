#include "station-ui/log_page.h"

#include "record/entry_words.h"
#include "station-ui/audit_words.h"
#include "station-ui/flow_layout.h"
#include "station-ui/history_model.h"
#include "station-ui/parts.h"
#include "station-ui/table_parts.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {

constexpr int kLogWhoLetters = 26;
constexpr int kLogAboutLetters = 12;

} // namespace

LogPage::LogPage(WindowState& windowState, LogDesk& desk)
    : Page(windowState), m_desk(desk),
      m_model(new HistoryModel(
          windowState,
          [&desk]() -> const std::vector<station::HistoryLine>& { return desk.lines(); },
          [&desk] { return desk.more() && !desk.looking(); })),
      m_title(makeLabel("logTitle", "title")), m_kindLabel(makeLabel("logKindLabel")),
      m_personLabel(makeLabel("logPersonLabel")), m_result(makeLabel("logResult", "lead")),
      m_whole(makeLabel("logWhole")), m_kind(new QComboBox), m_person(new QLineEdit),
      m_show(makeNext("logShow")), m_table(makeTable("logTable")) {
    m_model->setParent(this);
    m_table->setModel(m_model);
    stretchColumn(m_table, HistoryModel::Why);
    limitColumn(m_table, HistoryModel::Who, kLogWhoLetters);
    limitColumn(m_table, HistoryModel::About, kLogAboutLetters);
    m_kind->setObjectName("logKind");
    m_kind->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_kind->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_person->setObjectName("logPerson");
    for (QLabel* label : {m_kindLabel, m_personLabel}) {
        label->setWordWrap(false);
    }
    auto* line = new FlowLayout(14, FlowLayout::Last::Right);
    line->addWidget(m_kindLabel);
    line->addWidget(m_kind);
    line->addWidget(m_personLabel);
    line->addWidget(m_person);
    line->addWidget(m_show);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    rows->addWidget(m_title);
    rows->addLayout(line);
    rows->addWidget(m_result);
    rows->addWidget(m_table, 1);
    rows->addWidget(m_whole);
    m_whole->setTextFormat(Qt::PlainText);
    connectParts();
}

void LogPage::connectParts() {
    connect(m_show, &QPushButton::clicked, this, [this] { read(); });
    connect(m_person, &QLineEdit::returnPressed, this, [this] { read(); });
    connect(m_model, &HistoryModel::moreWanted, &m_desk, &LogDesk::readOn);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { fillResult(); });
    connect(&m_desk, &LogDesk::began, this, [this] {
        m_model->begin();
        fillResult();
    });
    connect(&m_desk, &LogDesk::changed, this, [this] {
        m_model->grow();
        if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0) {
            selectRow(m_table, 0);
        }
        fillResult();
    });
}

void LogPage::fillKinds() {
    const QVariant kept = m_kind->currentData();
    m_kind->clear();
    m_kind->addItem(word(AuditWord::AnyKind, state().language()));
    for (const auto& [kind, name] : record::EnumNames<record::EntryKind>::table) {
        m_kind->addItem(text(record::wordFor(kind, state().language())), static_cast<int>(kind));
    }
    m_kind->setCurrentIndex(kept.isValid() ? std::max(0, m_kind->findData(kept)) : 0);
}

void LogPage::read() {
    const QVariant kind = m_kind->currentData();
    m_desk.read(kind.isValid() ? std::optional(static_cast<record::EntryKind>(kind.toInt()))
                               : std::nullopt,
                m_person->text());
}

void LogPage::fillResult() {
    const record::Language language = state().language();
    QString said;
    if (m_desk.looking() && m_desk.wasRead()) {
        said = word(AuditWord::LogLooking, language).arg(m_desk.lookedDownTo());
    } else if (m_desk.wasRead()) {
        said = m_desk.lines().empty()
                   ? word(AuditWord::LogNone, language)
                   : word(AuditWord::LogShown, language)
                             .arg(m_desk.size())
                             .arg(m_desk.lines().size()) +
                         (m_desk.more() ? QString() : "  " + word(AuditWord::LogEnd, language));
    }
    m_result->setText(said);
    m_whole->setText(m_model->wholeLine(m_table->currentIndex().row()));
}

void LogPage::enter() {
    if (!m_desk.wasRead() && !m_desk.looking()) {
        read();
    }
    m_kind->setFocus();
}

void LogPage::wipe() {
    m_kind->setCurrentIndex(0);
    m_person->clear();
    m_desk.clear();
}

QString LogPage::title() const {
    return word(AuditWord::Log, state().language());
}

void LogPage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    m_table->setAccessibleName(title());
    nameFor(m_kind, m_kindLabel, word(AuditWord::Kind, language));
    nameFor(m_person, m_personLabel, word(AuditWord::Person, language));
    setText(m_show, word(AuditWord::Show, language));
    fillKinds();
    m_model->retranslate();
    fillResult();
}

} // namespace seihon::station_ui
