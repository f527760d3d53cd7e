#include "station-ui/first_run.h"

#include "station-ui/columns.h"
#include "station-ui/parts.h"
#include "station-ui/shell.h"
#include "station-ui/window_state.h"
#include "station/init.h"

#include <QComboBox>
#include <QDir>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace seihon::station_ui {

using station::FirstField;

namespace {

enum FirstStep {
    kFirstKind,
    kFirstHouse,
    kFirstScanner,
    kFirstAdmin,
    kFirstTrust,
    kFirstKeep,
    kFirstSummary
};

QLineEdit* makeLine(const char* name) {
    auto* line = new QLineEdit;
    line->setObjectName(name);
    line->setMinimumHeight(kTouchHeight);
    return line;
}

QComboBox* makeChoice(const char* name) {
    auto* box = new QComboBox;
    box->setObjectName(name);
    box->setMinimumHeight(kTouchHeight);
    return box;
}

QRadioButton* makeRadio(const char* name) {
    auto* button = new QRadioButton;
    button->setObjectName(name);
    button->setMinimumHeight(kTouchHeight);
    return button;
}

std::string typed(const QLineEdit* line) {
    return line->text().trimmed().toStdString();
}

} // namespace

bool FirstRun::isNeeded(const QString& home) {
    const QDir folder(home);
    return !folder.exists() ||
           folder.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

FirstRun::FirstRun(const QString& home, record::Language language)
    : m_home(home), m_language(language), m_steps(new QStackedWidget),
      m_real(makeRadio("firstReal")), m_demo(makeRadio("firstDemo")),
      m_hospital(makeLine("firstHospital")), m_archive(makeLine("firstArchive")),
      m_closedDays(makeLine("firstClosedDays")), m_driver(makeLine("firstDriver")),
      m_module(makeLine("firstModule")), m_user(makeLine("firstUser")),
      m_name(makeLine("firstName")), m_trustFolder(makeLine("firstTrust")),
      m_url(makeLine("firstUrl")), m_repository(makeLine("firstRepository")),
      m_password(makeLine("firstPassword")), m_replica(makeLine("firstReplica")),
      m_userLabel(makeLabel("firstUserLabel")), m_nameLabel(makeLabel("firstNameLabel")),
      m_cardLabel(makeLabel("firstCardLabel")), m_device(makeChoice("firstDevice")),
      m_card(makeChoice("firstCard")), m_find(makeButton("firstFind")),
      m_read(makeButton("firstRead")), m_summary(makeLabel("firstSummary")),
      m_said(makeLabel("firstSaid", "bad")), m_working(new QProgressBar),
      m_languageButton(makeButton("firstLanguage")), m_back(makeButton("firstBack")),
      m_next(makeNext("firstNext")), m_thread(QString()) {
    setObjectName("firstRun");
    resize(Shell::sizeOn(screen()));
    auto* sheet = new QWidget;
    sheet->setObjectName("shell");
    auto* rows = new QVBoxLayout(sheet);
    rows->setContentsMargins(28, 20, 28, 20);
    rows->setSpacing(14);
    auto* head = new QHBoxLayout;
    m_working->setRange(0, 0);
    m_working->setVisible(false);
    head->addStretch(1);
    head->addWidget(m_working);
    head->addWidget(m_languageButton);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_back);
    foot->addStretch(1);
    foot->addWidget(m_next);
    m_said->setTextFormat(Qt::RichText);
    rows->addLayout(head);
    rows->addWidget(m_said);
    rows->addWidget(scrolling(m_steps), 1);
    rows->addLayout(foot);
    setCentralWidget(sheet);
    makeKindStep();
    makeHouseStep();
    makeScannerStep();
    makeAdminStep();
    makeTrustStep();
    makeKeepStep();
    makeSummaryStep();
    connectParts();
    m_real->setChecked(true);
    m_archive->setText("archive");
    setFont(baseFont());
    setStyleSheet(Theme{}.styleSheet());
    retranslate();
    showStep(kFirstKind);
}

void FirstRun::connectParts() {
    connect(m_next, &QPushButton::clicked, this, [this] { next(); });
    connect(m_back, &QPushButton::clicked, this, [this] { back(); });
    connect(m_find, &QPushButton::clicked, this, [this] { findScanners(); });
    connect(m_read, &QPushButton::clicked, this, [this] { readCards(); });
    connect(m_driver, &QLineEdit::returnPressed, this, [this] { findScanners(); });
    connect(m_module, &QLineEdit::returnPressed, this, [this] { readCards(); });
    for (QLineEdit* line : {m_hospital, m_archive, m_closedDays, m_user, m_trustFolder, m_url,
                            m_repository, m_password, m_replica}) {
        connect(line, &QLineEdit::returnPressed, this, [this] { next(); });
    }
    connect(m_card, &QComboBox::currentIndexChanged, this, [this](int place) {
        if (place > 0 && m_name->text().isEmpty()) {
            m_name->setText(text(m_cards.at(static_cast<std::size_t>(place) - 1).holder));
        }
    });
    connect(m_languageButton, &QPushButton::clicked, this, [this] {
        m_language = m_language == record::Language::Japanese ? record::Language::English
                                                              : record::Language::Japanese;
        retranslate();
    });
    connect(&m_thread, &StationThread::busyChanged, this, [this](bool busy) {
        m_working->setVisible(busy);
        refresh();
    });
    connect(&m_thread, &StationThread::faulted, this, &FirstRun::sayFault);
}

// --- the answers ---

bool FirstRun::demo() const {
    return m_demo->isChecked();
}

station::FirstSettings FirstRun::settings() const {
    station::FirstSettings settings;
    settings.hospital = typed(m_hospital);
    settings.archive = typed(m_archive);
    settings.closedDays = typed(m_closedDays);
    settings.scannerDriver = typed(m_driver);
    settings.defaultDevice = m_device->currentData().toString().toStdString();
    settings.cardModule = typed(m_module);
    if (const int place = m_card->currentIndex() - 1; place >= 0) {
        settings.administrator = {typed(m_user), typed(m_name),
                                  m_cards.at(static_cast<std::size_t>(place))};
    }
    settings.trustFolder = typed(m_trustFolder);
    settings.timestampUrl = typed(m_url);
    settings.backupRepository = typed(m_repository);
    settings.backupPasswordFile = typed(m_password);
    settings.replica = typed(m_replica);
    return settings;
}

// What the station says of a field is for its files, in English; with it a sentence for the person.
QString FirstRun::faultText(station::FirstField id, const QString& said) const {
    static const std::map<station::FirstField, FirstWord> kFaults{
        {station::FirstField::Archive, FirstWord::ArchiveFault},
        {station::FirstField::ClosedDays, FirstWord::ClosedDaysFault},
        {station::FirstField::CardModule, FirstWord::CardModuleFault},
        {station::FirstField::Administrator, FirstWord::AdministratorFault},
        {station::FirstField::TrustFolder, FirstWord::TrustFolderFault},
        {station::FirstField::TimestampUrl, FirstWord::TimestampUrlFault},
        {station::FirstField::BackupRepository, FirstWord::BackupRepositoryFault},
        {station::FirstField::BackupPassword, FirstWord::BackupPasswordFault},
        {station::FirstField::Replica, FirstWord::ReplicaFault},
    };
    const auto found = kFaults.find(id);
    const QString own =
        word(found == kFaults.end() ? FirstWord::FieldFault : found->second, m_language);
    return m_language == record::Language::Japanese ? own : own + " (" + said + ")";
}

bool FirstRun::judge() {
    const auto faults = station::faultsOf(settings());
    bool good = true;
    for (auto& [id, field] : m_fields) {
        const auto fault = faults.find(id);
        const bool here = m_stepOf.at(id) == m_steps->currentIndex();
        field.fault->setText(fault == faults.end() ? QString()
                                                   : "✗ " + faultText(id, text(fault->second)));
        field.fault->setVisible(here && fault != faults.end());
        if (here && fault != faults.end()) {
            if (good) {
                field.widget->setFocus();
            }
            good = false;
        }
    }
    return good;
}

void FirstRun::showStep(int step) {
    m_steps->setCurrentIndex(step);
    m_said->clear();
    m_said->setVisible(false);
    refresh();
    if (step == kFirstSummary) {
        fillSummary();
    }
    const std::array<QWidget*, 7> firsts{m_real,        m_hospital,   m_driver, m_module,
                                         m_trustFolder, m_repository, m_next};
    (step == kFirstKind && demo() ? static_cast<QWidget*>(m_demo)
                                  : firsts.at(static_cast<std::size_t>(step)))
        ->setFocus();
}

void FirstRun::next() {
    if (m_thread.busy() || m_made) {
        return;
    }
    const int step = m_steps->currentIndex();
    if (step == kFirstSummary) {
        make();
    } else if (demo()) {
        showStep(kFirstSummary);
    } else if (judge()) {
        showStep(step + 1);
    }
}

void FirstRun::back() {
    showStep(demo() ? kFirstKind : m_steps->currentIndex() - 1);
}

void FirstRun::findScanners() {
    if (m_thread.busy() || !judge()) {
        return;
    }
    m_thread.ask(
        this, [driver = typed(m_driver)](Desk&) { return station::scannersOf(driver); },
        [this](const std::vector<record::DeviceIdentity>& found) {
            m_scanners = found;
            m_said->setVisible(found.empty());
            m_said->setText(word(FirstWord::NoScanner, m_language));
            retranslate();
            m_device->setCurrentIndex(found.empty() ? 0 : 1);
            m_device->setFocus();
        });
}

void FirstRun::readCards() {
    if (m_thread.busy() || !judge()) {
        return;
    }
    config::StationConfig config;
    config.pkcs11Module = typed(m_module);
    m_thread.ask(
        this, [config](Desk&) { return station::cardsIn(config); },
        [this](const std::vector<station::CardHere>& cards) {
            m_cards = cards;
            m_said->setVisible(cards.empty());
            m_said->setText(word(FirstWord::NoCardRead, m_language));
            retranslate();
            m_card->setCurrentIndex(cards.empty() ? 0 : 1);
            m_card->setFocus();
        });
}

void FirstRun::make() {
    m_thread.ask(
        this,
        [home = m_home.toStdString(), demo = demo(), settings = settings()](Desk&) {
            if (demo) {
                station::initialise(home, true);
            } else {
                station::initialise(home, settings);
            }
        },
        [this] {
            m_made = true;
            emit made();
        });
}

void FirstRun::sayFault(const record::Fault& fault) {
    const record::FaultText words = record::textOf(fault, m_language);
    m_said->setText("<b>✗ " + escaped(words.what) + "</b><br>" + escaped(words.safe) + "<br>" +
                    escaped(words.todo));
    m_said->setVisible(true);
}

void FirstRun::fillSummary() {
    QStringList lines;
    const auto fact = [&](FirstWord name, const QString& value) {
        lines += "<b>" + withoutMnemonic(word(name, m_language)) + "</b>: " +
                 (value.isEmpty() ? word(FirstWord::Left, m_language) : value.toHtmlEscaped());
    };
    if (demo()) {
        lines += word(FirstWord::KindDemo, m_language);
        lines += m_home.toHtmlEscaped();
    } else {
        fact(FirstWord::KindReal, m_home);
        fact(FirstWord::Hospital, m_hospital->text().trimmed());
        fact(FirstWord::Archive, m_archive->text().trimmed());
        fact(FirstWord::Scanner,
             m_device->currentIndex() > 0 ? m_device->currentText() : QString());
        fact(FirstWord::Admin, m_card->currentIndex() > 0 ? m_name->text().trimmed() + " (" +
                                                                m_user->text().trimmed() + ")"
                                                          : QString());
        if (m_card->currentIndex() <= 0) {
            lines += "▲ " + word(FirstWord::NoAdministrator, m_language);
        }
        fact(FirstWord::TrustFolder, m_trustFolder->text().trimmed());
        fact(FirstWord::TimestampUrl, m_url->text().trimmed());
        fact(FirstWord::BackupRepository, m_repository->text().trimmed());
        fact(FirstWord::Replica, m_replica->text().trimmed());
    }
    m_summary->setText(lines.join("<br>"));
}

void FirstRun::refresh() {
    const int step = m_steps->currentIndex();
    const bool free = !m_thread.busy();
    m_back->setEnabled(step > kFirstKind && free);
    m_next->setEnabled(free);
    m_find->setEnabled(free);
    m_read->setEnabled(free);
    setText(m_next, word(!free                   ? FirstWord::Making
                         : step == kFirstSummary ? FirstWord::Make
                                                 : FirstWord::Next,
                         m_language));
}

void FirstRun::retranslate() {
    setWindowTitle(word(FirstWord::Title, m_language));
    for (const auto& [label, which] : m_texts) {
        const QString said = word(which, m_language);
        label->setText(which == FirstWord::KindLead ? said.arg(m_home) : said);
    }
    for (const auto& [id, field] : m_fields) {
        nameFor(field.widget, field.label, word(field.word, m_language));
    }
    nameFor(m_name, m_nameLabel, word(FirstWord::AdminName, m_language));
    nameFor(m_card, m_cardLabel, word(FirstWord::Card, m_language));
    m_real->setText(word(FirstWord::KindReal, m_language));
    m_demo->setText(word(FirstWord::KindDemo, m_language));
    setText(m_find, word(FirstWord::FindScanners, m_language));
    setText(m_read, word(FirstWord::ReadCards, m_language));
    setText(m_back, word(FirstWord::Back, m_language));
    setText(m_languageButton, station_ui::word(Word::LanguageName, m_language));
    m_languageButton->setAccessibleDescription(station_ui::word(Word::Language, m_language));
    m_working->setAccessibleName(station_ui::word(Word::Working, m_language));
    const int device = m_device->currentIndex(), card = m_card->currentIndex();
    m_device->clear();
    m_device->addItem(word(FirstWord::Later, m_language));
    for (const record::DeviceIdentity& one : m_scanners) {
        m_device->addItem(text(one.vendor + " " + one.model + "  " + one.name), text(one.name));
    }
    m_device->setCurrentIndex(std::clamp(device, 0, m_device->count() - 1));
    m_card->clear();
    m_card->addItem(word(FirstWord::Later, m_language));
    for (const station::CardHere& one : m_cards) {
        m_card->addItem(text(one.holder + "  " + one.label));
    }
    m_card->setCurrentIndex(std::clamp(card, 0, m_card->count() - 1));
    if (m_steps->currentIndex() == kFirstSummary) {
        fillSummary();
    }
    refresh();
}

} // namespace seihon::station_ui
