#include "station-ui/first_run.h"
#include "station-ui/parts.h"

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QVBoxLayout>

// The questions of the first run, one step each.
namespace seihon::station_ui {

using station::FirstField;

namespace {
constexpr int kFormWidth = 860;
}

QVBoxLayout* FirstRun::addStep(FirstWord title, FirstWord lead) {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    card->setMaximumWidth(kFormWidth);
    m_texts.emplace_back(makeLabel("firstTitle", "title"), title);
    column->addWidget(m_texts.back().first);
    m_texts.emplace_back(makeLabel("firstLead", "lead"), lead);
    column->addWidget(m_texts.back().first);
    m_steps->addWidget(card);
    return column;
}

QWidget* FirstRun::addField(QVBoxLayout* step, FirstField id, FirstWord word, QWidget* widget) {
    Field field{widget, makeLabel(("firstLabel" + std::to_string(int(id))).c_str()),
                makeLabel(("firstFault" + std::to_string(int(id))).c_str(), "bad"), word};
    step->addWidget(field.label);
    step->addWidget(widget);
    step->addWidget(field.fault);
    field.fault->setVisible(false);
    m_fields[id] = field;
    m_stepOf[id] = m_steps->count() - 1;
    return widget;
}

void FirstRun::makeKindStep() {
    QVBoxLayout* step = addStep(FirstWord::Kind, FirstWord::KindLead);
    for (const auto& [button, lead] :
         {std::pair{m_real, FirstWord::KindRealLead}, {m_demo, FirstWord::KindDemoLead}}) {
        step->addWidget(button);
        m_texts.emplace_back(makeLabel("firstKindLead", "lead"), lead);
        step->addWidget(m_texts.back().first);
    }
    step->addStretch(1);
}

void FirstRun::makeHouseStep() {
    QVBoxLayout* step = addStep(FirstWord::House, FirstWord::HouseLead);
    addField(step, FirstField::Hospital, FirstWord::Hospital, m_hospital);
    addField(step, FirstField::Archive, FirstWord::Archive, m_archive);
    addField(step, FirstField::ClosedDays, FirstWord::ClosedDays, m_closedDays);
    step->addStretch(1);
}

void FirstRun::makeScannerStep() {
    QVBoxLayout* step = addStep(FirstWord::Scanner, FirstWord::ScannerLead);
    addField(step, FirstField::ScannerDriver, FirstWord::Driver, m_driver);
    step->addWidget(m_find);
    addField(step, FirstField::DefaultDevice, FirstWord::Device, m_device);
    step->addStretch(1);
}

void FirstRun::makeAdminStep() {
    QVBoxLayout* step = addStep(FirstWord::Admin, FirstWord::AdminLead);
    addField(step, FirstField::CardModule, FirstWord::CardModule, m_module);
    step->addWidget(m_read);
    step->addWidget(m_cardLabel);
    step->addWidget(m_card);
    step->addWidget(m_nameLabel);
    step->addWidget(m_name);
    addField(step, FirstField::Administrator, FirstWord::AdminUser, m_user);
    step->addStretch(1);
}

void FirstRun::makeTrustStep() {
    QVBoxLayout* step = addStep(FirstWord::Trust, FirstWord::TrustLead);
    addField(step, FirstField::TrustFolder, FirstWord::TrustFolder, m_trustFolder);
    addField(step, FirstField::TimestampUrl, FirstWord::TimestampUrl, m_url);
    step->addStretch(1);
}

void FirstRun::makeKeepStep() {
    QVBoxLayout* step = addStep(FirstWord::Keep, FirstWord::KeepLead);
    addField(step, FirstField::BackupRepository, FirstWord::BackupRepository, m_repository);
    addField(step, FirstField::BackupPassword, FirstWord::BackupPassword, m_password);
    addField(step, FirstField::Replica, FirstWord::Replica, m_replica);
    step->addStretch(1);
}

void FirstRun::makeSummaryStep() {
    QVBoxLayout* step = addStep(FirstWord::Summary, FirstWord::SummaryLead);
    m_summary->setTextFormat(Qt::RichText);
    step->addWidget(m_summary);
    m_texts.emplace_back(makeLabel("firstNotHere", "title"), FirstWord::NotHere);
    step->addWidget(m_texts.back().first);
    m_texts.emplace_back(makeLabel("firstCommands"), FirstWord::Commands);
    step->addWidget(m_texts.back().first);
    step->addStretch(1);
}

} // namespace seihon::station_ui
