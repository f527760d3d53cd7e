#include "station-ui/audit_page.h"

#include "station-ui/audit_words.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/record_model.h"
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

constexpr int kAuditDays = 30;
constexpr int kAuditClassLetters = 8;
constexpr int kAuditTimeLetters = 20;
constexpr int kAuditDocumentLetters = 26;
constexpr int kAuditRecordLetters = 14;
constexpr const char* kAuditDayFormat = "yyyy-MM-dd";

QLineEdit* makeAuditField(const char* name) {
    auto* field = new QLineEdit;
    field->setObjectName(name);
    return field;
}

QDateEdit* makeAuditDate(const char* name) {
    auto* field = new QDateEdit;
    field->setObjectName(name);
    field->setDisplayFormat(kAuditDayFormat);
    field->setEnabled(false);
    return field;
}

} // namespace

AuditPage::AuditPage(WindowState& windowState, AuditDesk& desk)
    : Page(windowState), m_desk(desk), m_model(new RecordModel(windowState, desk)),
      m_title(makeLabel("auditTitle", "title")), m_patientLabel(makeLabel("auditPatientLabel")),
      m_recordLabel(makeLabel("auditRecordLabel")), m_classLabel(makeLabel("auditClassLabel")),
      m_sealedByLabel(makeLabel("auditSealedByLabel")), m_fromLabel(makeLabel("auditFromLabel")),
      m_untilLabel(makeLabel("auditUntilLabel")), m_result(makeLabel("auditResult", "lead")),
      m_patient(makeAuditField("auditPatient")), m_record(makeAuditField("auditRecordId")),
      m_sealedBy(makeAuditField("auditSealedBy")), m_class(new QComboBox), m_period(new QCheckBox),
      m_withdrawn(new QCheckBox), m_from(makeAuditDate("auditFrom")),
      m_until(makeAuditDate("auditUntil")), m_table(makeTable("auditTable")),
      m_find(makeNext("auditFind")), m_forget(makeButton("auditForget")),
      m_open(makeButton("auditOpen")) {
    m_model->setParent(this);
    m_table->setModel(m_model);
    stretchColumn(m_table, RecordModel::Patient);
    limitColumn(m_table, RecordModel::Sealed, kAuditTimeLetters);
    limitColumn(m_table, RecordModel::Document, kAuditDocumentLetters);
    limitColumn(m_table, RecordModel::Record,
                kAuditRecordLetters); // nobody reads it; it is found by
    m_class->setObjectName("auditClass");
    // As wide as there is room, not as the longest class.
    m_class->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_class->setMinimumContentsLength(kAuditClassLetters);
    m_class->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_period->setObjectName("auditPeriod");
    m_withdrawn->setObjectName("auditWithdrawn");
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_open);
    foot->addStretch(1);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    rows->addWidget(m_title);
    auto* body = new QWidget;
    auto* middle = new QVBoxLayout(body);
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(12);
    middle->addWidget(searchCard());
    middle->addWidget(m_result);
    middle->addWidget(m_table, 1);
    rows->addWidget(scrolling(body), 1);
    rows->addLayout(foot);
    QWidget* before = m_patient;
    for (QWidget* next :
         std::initializer_list<QWidget*>{m_record, m_class, m_sealedBy, m_period, m_from, m_until,
                                         m_withdrawn, m_find, m_table, m_open, m_forget}) {
        setTabOrder(before, next);
        before = next;
    }
    connectParts();
}

QFrame* AuditPage::searchCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    auto* fields = new FlowLayout(16);
    for (const auto& [label, field] :
         std::initializer_list<std::pair<QLabel*, QWidget*>>{{m_patientLabel, m_patient},
                                                             {m_recordLabel, m_record},
                                                             {m_classLabel, m_class},
                                                             {m_sealedByLabel, m_sealedBy}}) {
        label->setWordWrap(false);
        auto* group = new QWidget;
        auto* pair = new QVBoxLayout(group);
        pair->setContentsMargins(0, 0, 0, 0);
        pair->setSpacing(4);
        pair->addWidget(label);
        pair->addWidget(field);
        fields->addWidget(group);
    }
    fields->addWidget(m_find);
    auto* line = new FlowLayout(14);
    for (QLabel* label : {m_fromLabel, m_untilLabel}) {
        label->setWordWrap(false);
        label->setMinimumHeight(kTouchHeight);
    }
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_period, m_fromLabel, m_from, m_untilLabel, m_until, m_withdrawn, m_forget}) {
        line->addWidget(part);
    }
    column->addLayout(fields);
    column->addLayout(line);
    return card;
}

void AuditPage::connectParts() {
    for (QLineEdit* field : {m_patient, m_record, m_sealedBy}) {
        connect(field, &QLineEdit::returnPressed, this, [this] { find(); });
    }
    connect(m_find, &QPushButton::clicked, this, [this] { find(); });
    connect(m_forget, &QPushButton::clicked, this, [this] {
        forget();
        m_patient->setFocus();
    });
    connect(m_open, &QPushButton::clicked, this, [this] { openSelected(); });
    connect(m_table, &QTableView::activated, this, [this] { openSelected(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { fillResult(); });
    connect(m_period, &QCheckBox::toggled, this, [this](bool on) {
        m_from->setEnabled(on);
        m_until->setEnabled(on);
    });
    connect(&m_desk, &AuditDesk::searchBegan, this, [this] { fillResult(); });
    connect(&m_desk, &AuditDesk::found, this, [this] {
        if (!m_table->currentIndex().isValid() && m_model->rowCount() > 0) {
            selectRow(m_table, 0);
            m_table->setFocus();
        }
        fillResult();
    });
    connect(&state(), &WindowState::ready, this, [this] {
        fillClasses();
        const QDate today =
            QDate::fromString(state().timeText(state().facts().openedAt).left(10), kAuditDayFormat);
        m_from->setDate(today.addDays(-kAuditDays));
        m_until->setDate(today);
    });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { fillResult(); });
}

void AuditPage::fillClasses() {
    const QString kept = m_class->currentData().toString();
    m_class->clear();
    m_class->addItem(word(AuditWord::AnyClass, state().language()), QString());
    for (const ClassRow& row : state().facts().classes) {
        m_class->addItem(row.name(state().language()), text(row.id));
    }
    m_class->setCurrentIndex(std::max(0, m_class->findData(kept)));
}

void AuditPage::find() {
    if (!m_find->isEnabled()) {
        return;
    }
    RecordSearch wanted;
    wanted.recordId = m_record->text();
    wanted.patientId = m_patient->text();
    wanted.documentClass = m_class->currentData().toString();
    wanted.sealedBy = m_sealedBy->text();
    if (m_period->isChecked()) {
        wanted.from = m_from->date();
        wanted.until = m_until->date();
    }
    wanted.withdrawnToo = m_withdrawn->isChecked();
    m_desk.search(wanted);
}

void AuditPage::forget() {
    for (QLineEdit* field : {m_patient, m_record, m_sealedBy}) {
        field->clear();
    }
    m_class->setCurrentIndex(0);
    m_period->setChecked(false);
    m_withdrawn->setChecked(false);
    m_desk.forget();
}

void AuditPage::openSelected() {
    const QString id = m_model->recordAt(m_table->currentIndex().row());
    if (!id.isEmpty() && m_open->isEnabled()) {
        m_desk.open(id);
        state().go("audit-record");
    }
}

void AuditPage::fillResult() {
    const record::Language language = state().language();
    const bool busy = state().thread().busy();
    const int rows = m_model->rowCount();
    m_find->setEnabled(!busy);
    m_open->setEnabled(!busy && m_table->currentIndex().isValid() &&
                       state().may(regulation::Authority::ViewRecord));
    m_open->setToolTip(state().may(regulation::Authority::ViewRecord)
                           ? QString()
                           : state().word(Word::NotAllowed));
    m_result->setText(!m_desk.searched() ? word(AuditWord::Asked, language)
                      : rows == 0        ? word(AuditWord::NothingFound, language)
                      : m_desk.more()    ? word(AuditWord::FoundMore, language).arg(rows)
                                         : word(AuditWord::FoundSome, language).arg(rows));
}

void AuditPage::enter() {
    fillResult();
    if (m_model->rowCount() > 0) {
        m_table->setFocus();
    } else {
        m_patient->setFocus();
    }
}

void AuditPage::wipe() {
    forget();
}

QString AuditPage::title() const {
    return word(AuditWord::Search, state().language());
}

void AuditPage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    m_table->setAccessibleName(title());
    nameFor(m_patient, m_patientLabel, word(AuditWord::PatientId, language));
    nameFor(m_record, m_recordLabel, word(AuditWord::RecordId, language));
    nameFor(m_class, m_classLabel, word(AuditWord::DocumentClass, language));
    nameFor(m_sealedBy, m_sealedByLabel, word(AuditWord::SealedBy, language));
    nameFor(m_from, m_fromLabel, word(AuditWord::From, language));
    nameFor(m_until, m_untilLabel, word(AuditWord::Until, language));
    for (const auto& [box, said] :
         {std::pair{m_period, AuditWord::Period}, std::pair{m_withdrawn, AuditWord::Withdrawn}}) {
        box->setText(word(said, language));
        box->setAccessibleName(withoutMnemonic(word(said, language)));
    }
    setText(m_find, word(AuditWord::Find, language));
    setText(m_forget, word(AuditWord::Forget, language));
    setText(m_open, word(AuditWord::Open, language));
    fillClasses();
    m_model->retranslate();
    fillResult();
}

} // namespace seihon::station_ui
