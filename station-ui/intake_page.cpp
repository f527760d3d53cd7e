#include "station-ui/intake_page.h"

#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QDateTimeEdit>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <array>

namespace seihon::station_ui {

namespace {

constexpr int kMostLabels = 999'999'999;
constexpr std::array kEvidence = {
    std::pair{record::ReceptionEvidence::CounterRegistration, Word::ReceivedHere},
    std::pair{record::ReceptionEvidence::DateStamp, Word::ReceivedStamp},
    std::pair{record::ReceptionEvidence::MailLog, Word::ReceivedMail},
    std::pair{record::ReceptionEvidence::Claim, Word::ReceivedClaim}};

// As the hospital's clock on the wall says it.
record::Instant instantOf(QDate date, QTime time, std::chrono::minutes utcOffset) {
    const QDateTime there(date, time, Qt::OffsetFromUTC,
                          static_cast<int>(std::chrono::seconds(utcOffset).count()));
    return record::Instant(std::chrono::milliseconds(there.toMSecsSinceEpoch()));
}

} // namespace

IntakePage::IntakePage(WindowState& windowState, ClerkJob& clerk)
    : Page(windowState), m_clerk(clerk), m_title(makeLabel("intakeTitle", "title")),
      m_patientTitle(makeLabel("patientTitle", "title")), m_idLabel(makeLabel("patientIdLabel")),
      m_asked(makeLabel("patientAsked", "lead")), m_found(makeLabel("patientFound", "title")),
      m_nameLabel(makeLabel("patientNameLabel")), m_labelLabel(makeLabel("labelLabel")),
      m_differsLabel(makeLabel("differsLabel")), m_id(named(new QLineEdit, "patientId")),
      m_name(named(new QLineEdit, "patientName")),
      m_differs(named(new QLineEdit, "patientDiffers")), m_look(makeButton("lookUp")),
      m_same(named(new QCheckBox, "patientSame")),
      m_unknown(named(new QCheckBox, "patientUnknown")), m_label(named(new QSpinBox, "label")),
      m_paperTitle(makeLabel("paperTitle", "title")), m_classLabel(makeLabel("classLabel")),
      m_receivedLabel(makeLabel("receivedLabel")), m_atLabel(makeLabel("receivedAtLabel")),
      m_sheetsLabel(makeLabel("sheetsLabel")), m_class(named(new QComboBox, "class")),
      m_received(named(new QComboBox, "received")), m_at(named(new QDateTimeEdit, "receivedAt")),
      m_sheets(named(new QSpinBox, "sheets")), m_duplex(named(new QCheckBox, "duplex")),
      m_attested(named(new QCheckBox, "attested")), m_demoPaper(makeButton("demoPaper")),
      m_register(makeButton("registerOnly")), m_go(makeNext("go")), m_order(makeOrderCard()) {
    m_sheets->setRange(0, kMostSheets);
    m_sheets->setSpecialValueText(" "); // nobody has counted yet
    m_label->setRange(0, kMostLabels);
    m_label->setSpecialValueText(" "); // none
    m_at->setDisplayFormat("yyyy-MM-dd HH:mm");
    m_at->setCalendarPopup(true);
    m_who = patientCard();
    m_paper = paperCard();
    auto* columns = new Columns({{m_who, 1}, {m_paper, 1}}, 16);
    auto* foot = new QHBoxLayout;
    auto* acts = new FlowLayout(8);
    acts->addWidget(m_register);
    acts->addWidget(m_demoPaper);
    foot->addLayout(acts, 1);
    foot->addWidget(m_go);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(14);
    rows->addWidget(m_title);
    auto* middle = new QWidget;
    auto* parts = new QVBoxLayout(middle);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->addWidget(m_order);
    parts->addWidget(columns, 1);
    rows->addWidget(scrolling(middle), 1);
    rows->addLayout(foot);
    QWidget* before = m_id;
    for (QWidget* next : std::initializer_list<QWidget*>{
             m_look, m_same, m_unknown, m_name, m_label, m_differs, m_order->button(), m_class,
             m_received, m_at, m_sheets, m_duplex, m_attested, m_go, m_register, m_demoPaper}) {
        setTabOrder(before, next);
        before = next;
    }
    connectParts();
    wipe();
}

QFrame* IntakePage::patientCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    auto* line = new QHBoxLayout;
    line->addWidget(m_id, 1);
    line->addWidget(m_look);
    column->addWidget(m_patientTitle);
    column->addWidget(m_idLabel);
    column->addLayout(line);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_asked, m_found, m_same, m_unknown, m_nameLabel, m_name,
                                         m_labelLabel, m_label, m_differsLabel, m_differs}) {
        column->addWidget(part);
    }
    column->addWidget(m_order->button(), 0, Qt::AlignLeft);
    column->addStretch(1);
    return card;
}

QFrame* IntakePage::paperCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    for (QWidget* part : std::initializer_list<QWidget*>{
             m_paperTitle, m_classLabel, m_class, m_receivedLabel, m_received, m_atLabel, m_at,
             m_sheetsLabel, m_sheets, m_duplex, m_attested}) {
        column->addWidget(part);
    }
    column->addStretch(1);
    return card;
}

void IntakePage::connectParts() {
    connect(m_id, &QLineEdit::textChanged, this, [this] { patientChanged(); });
    connect(m_id, &QLineEdit::returnPressed, this, [this] { lookUp(); });
    connect(m_id, &QLineEdit::editingFinished, this, [this] {
        if (m_lookedUp != m_id->text().trimmed() && state().facts().hasPatientIndex) {
            lookUp(); // no number goes on that nobody looked up
        }
    });
    connect(m_look, &QPushButton::clicked, this, [this] { lookUp(); });
    connect(m_name, &QLineEdit::textChanged, this, [this] { updateGo(); });
    connect(m_name, &QLineEdit::returnPressed, this, [this] { m_class->setFocus(); });
    connect(m_same, &QCheckBox::toggled, this, [this](bool same) {
        if (same && m_answer) {
            m_name->setText(m_answer->name);
            m_class->setFocus();
        }
        updateGo();
    });
    connect(m_class, &QComboBox::currentIndexChanged, this, [this] { updateGo(); });
    connect(m_received, &QComboBox::currentIndexChanged, this, [this] { updateGo(); });
    connect(m_sheets, &QSpinBox::valueChanged, this, [this] { updateGo(); });
    connect(m_attested, &QCheckBox::toggled, this, [this](bool attested) {
        updateGo();
        if (attested && m_go->isEnabled()) {
            m_go->setFocus(); // Enter goes on
        }
    });
    connect(m_unknown, &QCheckBox::toggled, this, [this](bool unknown) {
        showAsked();
        updateGo();
        if (unknown) {
            m_name->setFocus();
        }
    });
    connect(m_differs, &QLineEdit::textChanged, this, [this] { updateGo(); });
    connect(m_register, &QPushButton::clicked, this, [this] { m_clerk.registerOnly(form()); });
    connect(&m_clerk, &ClerkJob::registered, this, [this] {
        wipe();
        m_id->setFocus();
    });
    connect(&m_clerk, &ClerkJob::identified, this, [this] {
        m_identifying = false;
        wipe();
        state().go("job");
    });
    connect(m_go, &QPushButton::clicked, this, [this] { go(); });
    connect(m_demoPaper, &QPushButton::clicked, &m_clerk, &ClerkJob::layDemoPaper);
    connect(&m_clerk, &ClerkJob::patientKnown, this, &IntakePage::showAnswer);
    connect(&m_clerk, &ClerkJob::changed, this, [this] {
        if (m_clerk.step() == ClerkStep::Checking && !isPreparing() && !isIdentifying()) {
            wipe(); // the next paper is another patient's
        }
    });
    connect(&state(), &WindowState::ready, this, [this] {
        fillClasses();
        m_at->setDateTime(
            QDateTime::fromString(state().timeText(state().facts().openedAt), "yyyy-MM-dd HH:mm"));
    });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] {
        if (std::exchange(m_lookLater, false)) {
            lookUp();
        }
        updateGo();
    });
}

bool IntakePage::isPreparing() const {
    return !m_clerk.view().id.empty() && m_clerk.view().state == record::JobState::Open &&
           !m_clerk.view().prepared;
}

void IntakePage::fillClasses() {
    const QString kept = m_class->currentData().toString();
    m_class->clear();
    for (const ClassRow& row : state().facts().classes) {
        m_class->addItem(row.name(state().language()), text(row.id));
    }
    const int place = m_class->findData(kept.isEmpty() ? QString("referral-letter") : kept);
    m_class->setCurrentIndex(std::max(0, place));
}

// Another number, another patient: neither the name nor the word that it is the same goes along.
void IntakePage::patientChanged() {
    m_answer.reset();
    m_lookedUp.clear();
    m_lookLater = false;
    m_same->setChecked(false);
    m_name->clear();
    m_differs->clear();
    showAsked();
    updateGo();
}

void IntakePage::lookUp() {
    const QString id = m_id->text().trimmed();
    m_lookedUp = id;
    m_lookLater = !id.isEmpty() && state().thread().busy();
    if (!id.isEmpty() && !m_lookLater) {
        m_clerk.lookUpPatient(id);
    }
}

void IntakePage::showAnswer(const PatientAnswerHere& answer) {
    if (m_id->text().trimmed().isEmpty() || (answer.found && answer.id != m_id->text().trimmed())) {
        return; // the answer to an id that is gone
    }
    if (m_same->isChecked()) {
        return; // the same answer once more, after it was compared
    }
    m_answer = answer;
    showAsked();
    (answer.found ? static_cast<QWidget*>(m_same) : m_name)->setFocus();
    updateGo();
}

void IntakePage::showAsked() {
    const bool found = m_answer && m_answer->found;
    const bool unavailable =
        m_answer && m_answer->verdict.has(record::FindingId::DemographicsUnavailable);
    m_found->setVisible(found);
    m_same->setVisible(found);
    m_asked->setVisible(m_answer.has_value());
    if (found) {
        m_asked->setText(state().word(Word::PatientAsk));
        m_found->setText(m_answer->name + "\n" + m_answer->kana + "\n" +
                         state().word(Word::BirthDate) + "  " + m_answer->birthDate);
    } else if (m_answer) {
        m_asked->setText(state().word(unavailable ? Word::PatientNoIndex : Word::PatientUnknown));
    }
    setRole(m_asked, found || unavailable ? "lead" : "careful");
    m_name->setVisible(!found);
    m_nameLabel->setVisible(!found);
    const bool unknown = m_unknown->isChecked();
    m_unknown->setVisible(!isPreparing() && !isIdentifying());
    m_id->setEnabled(!unknown && !isPreparing());
    for (QWidget* part : std::initializer_list<QWidget*>{m_label, m_labelLabel}) {
        part->setVisible(unknown);
    }
    for (QWidget* part : std::initializer_list<QWidget*>{m_differs, m_differsLabel}) {
        part->setVisible(isIdentifying() && m_answer.has_value());
    }
}

bool IntakePage::patientGiven() const {
    const bool named = !m_name->text().trimmed().isEmpty();
    if (m_unknown->isChecked()) {
        return named;
    }
    const bool hasIndex = state().facts().hasPatientIndex;
    if (m_id->text().trimmed().isEmpty() || (hasIndex && !m_answer)) {
        return false;
    }
    const bool differs = isIdentifying() && !m_differs->text().trimmed().isEmpty();
    if (m_answer && m_answer->found) {
        return m_same->isChecked() || differs;
    }
    return named && (!isIdentifying() || !hasIndex || differs);
}

// What is there, not whether it is right: that the station says.
void IntakePage::updateGo() {
    const bool here = m_received->currentIndex() <= 0;
    m_at->setVisible(!here);
    m_atLabel->setVisible(!here);
    const bool idle = state().person() && !state().thread().busy();
    const bool counted = m_sheets->value() > 0 && m_attested->isChecked();
    m_go->setEnabled(idle && (isPreparing() || patientGiven()) && (isIdentifying() || counted));
    m_register->setEnabled(idle && patientGiven() && m_sheets->value() > 0);
    m_look->setEnabled(!m_id->text().trimmed().isEmpty() && !state().thread().busy());
    followOrder();
}

IntakeForm IntakePage::form() const {
    IntakeForm form;
    form.documentClass = m_class->currentData().toString();
    form.provisional = m_unknown->isChecked();
    form.patientId = form.provisional ? QString() : m_id->text().trimmed();
    form.patientName = m_name->text().trimmed();
    form.label = form.provisional ? m_label->value() : 0;
    form.evidence =
        kEvidence[static_cast<std::size_t>(std::max(0, m_received->currentIndex()))].first;
    if (m_received->currentIndex() > 0) {
        form.receivedAt = instantOf(m_at->date(), m_at->time(), state().facts().utcOffset);
    }
    form.sheets = m_sheets->value();
    form.duplex = m_duplex->isChecked();
    form.attested = m_attested->isChecked();
    form.order = m_ordered;
    form.orderReason = m_orderReason;
    return form;
}

void IntakePage::go() {
    if (isIdentifying()) {
        // Without an index the person alone says that it is the patient on the paper.
        const bool same = m_same->isChecked() || !state().facts().hasPatientIndex;
        m_clerk.identify({m_id->text().trimmed(),
                          m_answer && m_answer->found ? m_answer->name : m_name->text().trimmed(),
                          same, m_differs->text().trimmed()});
        return;
    }
    if (isPreparing()) {
        const int sheets = m_sheets->value();
        const bool attested = m_attested->isChecked();
        wipe(); // counted and looked at was this paper, not the next one
        m_clerk.prepare(sheets, attested);
        return;
    }
    const IntakeForm wanted = form();
    m_attested->setChecked(false); // the next paper is looked at anew
    m_clerk.start(wanted);
}

void IntakePage::enter() {
    lookForWorklist();
    const bool identifying = std::exchange(m_identifyNext, false);
    const std::string prepared = isPreparing() ? m_clerk.view().id : std::string();
    if (identifying || m_identifying || prepared != std::exchange(m_preparing, prepared)) {
        wipe(); // what was counted and ticked for another paper
    }
    m_identifying = identifying;
    m_paper->setVisible(!identifying);
    m_patientTitle->setText(identifying ? state().word(Word::IdentifyTitle) + "  " +
                                              text(m_clerk.view().original.patient.name)
                                        : state().word(Word::StepPatient));
    setText(m_go, state().word(identifying ? Word::Identify : Word::Scan));
    const bool preparing = isPreparing();
    const record::Original& original = m_clerk.view().original;
    if (preparing) {
        m_id->setText(text(original.patient.id));
        m_name->setText(text(original.patient.name));
        m_class->setCurrentIndex(m_class->findData(text(original.documentClass)));
        m_duplex->setChecked(original.duplex);
    }
    for (QWidget* field :
         std::initializer_list<QWidget*>{m_id, m_name, m_class, m_received, m_at, m_duplex}) {
        field->setEnabled(!preparing);
    }
    m_look->setVisible(!preparing);
    m_register->setVisible(!preparing && !identifying);
    m_demoPaper->setVisible(state().facts().demo && !identifying);
    showAsked();
    updateGo();
    (preparing ? static_cast<QWidget*>(m_sheets) : m_id)->setFocus();
}

void IntakePage::wipe() {
    m_ordered.reset();
    m_order->stop();
    m_id->clear();
    m_name->clear();
    m_answer.reset();
    m_same->setChecked(false);
    m_unknown->setChecked(false);
    m_label->setValue(0);
    m_differs->clear();
    m_sheets->setValue(0);
    m_duplex->setChecked(false);
    m_attested->setChecked(false);
    m_received->setCurrentIndex(0);
    showAsked();
    updateGo();
}

QString IntakePage::title() const {
    return state().word(Word::Intake);
}

void IntakePage::retranslate() {
    m_title->setText(title());
    m_patientTitle->setText(state().word(m_identifying ? Word::IdentifyTitle : Word::StepPatient));
    m_paperTitle->setText(state().word(Word::StepPaper));
    nameFor(m_id, m_idLabel, state().word(Word::PatientId));
    nameFor(m_name, m_nameLabel, state().word(Word::PatientName));
    nameFor(m_label, m_labelLabel, state().word(Word::LabelNumber));
    nameFor(m_differs, m_differsLabel, state().word(Word::PatientDiffersHere));
    nameFor(m_class, m_classLabel, state().word(Word::DocumentClass));
    nameFor(m_received, m_receivedLabel, state().word(Word::Received));
    nameFor(m_at, m_atLabel, state().word(Word::ReceivedAt));
    nameFor(m_sheets, m_sheetsLabel, state().word(Word::Sheets));
    for (const auto& [box, said] :
         {std::pair{m_same, Word::PatientSame}, std::pair{m_duplex, Word::Duplex},
          std::pair{m_attested, Word::AttestPrepared},
          std::pair{m_unknown, Word::PatientNotKnown}}) {
        box->setText(state().word(said));
        box->setAccessibleName(withoutMnemonic(state().word(said)));
    }
    setText(m_look, state().word(Word::Look));
    setText(m_go, state().word(m_identifying ? Word::Identify : Word::Scan));
    setText(m_register, state().word(Word::RegisterOnly));
    setText(m_demoPaper, state().word(Word::LayDemoPaper));
    const int kept = std::max(0, m_received->currentIndex());
    m_received->clear();
    for (const auto& [evidence, said] : kEvidence) {
        m_received->addItem(state().word(said));
    }
    m_received->setCurrentIndex(kept);
    fillClasses();
    showAsked();
    m_order->retranslate();
}

} // namespace seihon::station_ui
