#include "station-ui/intake_panel.h"

#include "station-ui/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace seihon::station_ui {

IntakePanel::IntakePanel(record::Language language, QWidget* parent)
    : QWidget(parent), m_class(new QComboBox), m_patientId(new QLineEdit),
      m_patientName(new QLineEdit), m_sheets(new QSpinBox),
      m_duplex(new QCheckBox(word(Word::Duplex, language))),
      m_attested(new QCheckBox(word(Word::AttestPrepared, language))),
      m_go(new QPushButton(word(Word::Scan, language))),
      m_demoPaper(new QPushButton(word(Word::LayDemoPaper, language))) {
    m_class->setObjectName("class");
    m_patientId->setObjectName("patientId");
    m_patientName->setObjectName("patientName");
    m_sheets->setObjectName("sheets");
    m_attested->setObjectName("attested");
    m_go->setObjectName("go");
    m_demoPaper->setObjectName("demoPaper");
    m_sheets->setRange(0, 2000);
    auto* form = new QFormLayout(this);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->addRow(word(Word::DocumentClass, language), m_class);
    form->addRow(word(Word::PatientId, language), m_patientId);
    form->addRow(word(Word::PatientName, language), m_patientName);
    form->addRow(word(Word::Sheets, language), m_sheets);
    form->addRow(m_duplex);
    form->addRow(m_attested);
    form->addRow(m_go);
    form->addRow(m_demoPaper);
    for (QWidget* field :
         std::initializer_list<QWidget*>{m_class, m_patientId, m_patientName, m_sheets, m_go}) {
        field->setMinimumHeight(kTouchHeight);
    }
    m_demoPaper->setVisible(false);
    connect(m_patientId, &QLineEdit::textChanged, this, &IntakePanel::updateButton);
    connect(m_sheets, &QSpinBox::valueChanged, this, &IntakePanel::updateButton);
    connect(m_attested, &QCheckBox::toggled, this, &IntakePanel::updateButton);
    connect(m_demoPaper, &QPushButton::clicked, this, &IntakePanel::demoPaperWanted);
    connect(m_go, &QPushButton::clicked, this, [this] {
        const IntakeForm wantedForm{m_class->currentData().toString(),
                                    m_patientId->text().trimmed(),
                                    m_patientName->text().trimmed(),
                                    m_sheets->value(),
                                    m_duplex->isChecked(),
                                    m_attested->isChecked()};
        m_attested->setChecked(false); // the next paper is looked at anew
        emit wanted(wantedForm);
    });
    updateButton();
}

void IntakePanel::setClasses(const QVector<ClassRow>& classes) {
    m_class->clear();
    for (const ClassRow& row : classes) {
        m_class->addItem(row.name, row.id);
    }
    m_class->setCurrentIndex(std::max(0, m_class->findData("referral-letter")));
}

void IntakePanel::setDemo(bool demo) {
    m_demoPaper->setVisible(demo);
}

void IntakePanel::setReady(bool ready) {
    m_ready = ready;
    updateButton();
}

void IntakePanel::clearPatient() {
    m_patientId->clear();
    m_patientName->clear();
}

void IntakePanel::updateButton() {
    m_go->setEnabled(m_ready && !m_patientId->text().trimmed().isEmpty() && m_sheets->value() > 0 &&
                     m_attested->isChecked());
}

} // namespace seihon::station_ui
