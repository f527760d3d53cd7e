#include "station-ui/log_page.h"

#include "record/entry_words.h"
#include "station-ui/admin_parts.h"
#include "station-ui/audit_words.h"
#include "station-ui/flow_layout.h"
#include "station-ui/history_model.h"
#include "station-ui/parts.h"
#include "station-ui/table_parts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
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
constexpr int kLogDays = 30;

QDateEdit* makeLogDate(const char* name) {
    auto* field = named(new QDateEdit, name);
    field->setDisplayFormat("yyyy-MM-dd");
    return field;
}

} // namespace

LogPage::LogPage(WindowState& windowState, LogDesk& desk)
    : Page(windowState), m_desk(desk),
      m_model(new HistoryModel(
          windowState,
          [&desk]() -> const std::vector<station::HistoryLine>& { return desk.lines(); },
          [&desk] { return desk.more() && !desk.looking(); })),
      m_title(makeLabel("logTitle", "title")), m_kindLabel(makeLabel("logKindLabel")),
      m_personLabel(makeLabel("logPersonLabel")), m_patientLabel(makeLabel("logPatientLabel")),
      m_fromLabel(makeLabel("logFromLabel")), m_untilLabel(makeLabel("logUntilLabel")),
      m_result(makeLabel("logResult", "lead")), m_whole(makeLabel("logWhole")),
      m_kind(new QComboBox), m_person(new QLineEdit), m_patient(makeField("logPatient")),
      m_days(new QCheckBox), m_from(makeLogDate("logFrom")), m_until(makeLogDate("logUntil")),
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
    m_days->setObjectName("logDays");
    for (QLabel* label : {m_kindLabel, m_personLabel, m_patientLabel, m_fromLabel, m_untilLabel}) {
        label->setWordWrap(false);
    }
    auto* line = new FlowLayout(14, FlowLayout::Last::Right);
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_kindLabel, m_kind, m_personLabel, m_person, m_patientLabel, m_patient, m_days,
             m_fromLabel, m_from, m_untilLabel, m_until, m_show}) {
        line->addWidget(part);
    }
    showDays(false);
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
    for (QLineEdit* field : {m_person, m_patient}) {
        connect(field, &QLineEdit::returnPressed, this, [this] { read(); });
    }
    connect(m_days, &QCheckBox::toggled, this, [this](bool on) { showDays(on); });
    connect(&state(), &WindowState::ready, this, [this] {
        m_until->setDate(dayOf(state().facts().openedAt, state().facts().utcOffset));
        m_from->setDate(m_until->date().addDays(-kLogDays));
    });
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

void LogPage::showDays(bool on) {
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_fromLabel, m_from, m_untilLabel, m_until}) {
        part->setVisible(on);
    }
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
    LogSearch wanted;
    if (kind.isValid()) {
        wanted.kind = static_cast<record::EntryKind>(kind.toInt());
    }
    wanted.user = m_person->text();
    wanted.patientId = m_patient->text();
    if (m_days->isChecked()) {
        wanted.from = m_from->date();
        wanted.until = m_until->date();
    }
    m_desk.read(wanted);
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
    m_patient->clear();
    m_days->setChecked(false);
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
    nameFor(m_patient, m_patientLabel, word(AuditWord::LogPatient, language));
    nameFor(m_from, m_fromLabel, word(AuditWord::From, language));
    nameFor(m_until, m_untilLabel, word(AuditWord::Until, language));
    m_days->setText(word(AuditWord::LogDays, language));
    m_days->setAccessibleName(withoutMnemonic(m_days->text()));
    setText(m_show, word(AuditWord::Show, language));
    fillKinds();
    m_model->retranslate();
    fillResult();
}

} // namespace seihon::station_ui
