#include "station-ui/log_check_page.h"

#include "station-ui/admin_parts.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/proof_words.h"
#include "station-ui/rows_model.h"
#include "station/people.h"

#include <QCheckBox>
#include <QDateEdit>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace seihon::station_ui {

namespace {

constexpr int kCheckDays = 30;
constexpr int kPerMille = 1000; // of the entries
constexpr int kLeastFacts = 160;

enum FindingColumn { kWeight, kSaid };

QDateEdit* makeCheckDate(const char* name) {
    auto* field = named(new QDateEdit, name);
    field->setDisplayFormat("yyyy-MM-dd");
    return field;
}

} // namespace

LogCheckPage::LogCheckPage(WindowState& windowState)
    : Page(windowState),
      m_findings(
          new RowsModel([this](int row, int column) { return findingCell(row, column); }, this)),
      m_title(makeLabel("logCheckTitle", "title")), m_lead(makeLabel("logCheckLead", "lead")),
      m_verdict(makeLabel("logCheckVerdict", "title")), m_foundSaid(makeLabel("logCheckFound")),
      m_whole(makeLabel("logCheckWhole")), m_exportLead(makeLabel("logExportLead", "lead")),
      m_fromLabel(makeLabel("logExportFromLabel")), m_untilLabel(makeLabel("logExportUntilLabel")),
      m_folderLabel(makeLabel("logExportFolderLabel")),
      m_exportSaid(makeLabel("logExportSaid", "good")), m_progress(new QProgressBar),
      m_check(makeNext("logCheck")), m_export(makeButton("logExport")),
      m_facts(makeTable("logCheckFacts", 2, {0, 1})),
      m_findingTable(makeTable("logCheckFindings", m_findings, kSaid)), m_days(new QCheckBox),
      m_from(makeCheckDate("logExportFrom")), m_until(makeCheckDate("logExportUntil")),
      m_folder(makeField("logExportFolder")) {
    m_findings->setTip([this](int row, int column) { return plainTip(findingCell(row, column)); });
    m_facts->setMinimumHeight(kLeastFacts);
    m_days->setObjectName("logExportDays");
    m_progress->setObjectName("logCheckProgress");
    m_progress->setVisible(false);
    auto* head = new FlowLayout(14, FlowLayout::Last::Right);
    m_title->setWordWrap(false);
    head->addWidget(m_title);
    head->addWidget(m_check);
    auto* right = new QWidget;
    auto* found = new QVBoxLayout(right);
    found->setContentsMargins(0, 0, 0, 0);
    found->addWidget(m_foundSaid);
    found->addWidget(m_findingTable, 1);
    found->addWidget(m_whole);
    auto* body = new QWidget;
    auto* middle = new QVBoxLayout(body);
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(10);
    middle->addWidget(m_lead);
    middle->addWidget(m_progress);
    middle->addWidget(m_verdict);
    middle->addWidget(new Columns({{m_facts, 1}, {right, 1}}), 1);
    middle->addWidget(exportCard());
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(10);
    rows->addLayout(head);
    rows->addWidget(scrolling(body), 1);
    connectParts();
}

QWidget* LogCheckPage::exportCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    column->setContentsMargins(20, 12, 20, 12);
    column->addWidget(m_exportLead);
    auto* line = new FlowLayout(12, FlowLayout::Last::Right);
    for (QLabel* label : {m_folderLabel, m_fromLabel, m_untilLabel}) {
        label->setWordWrap(false);
    }
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_folderLabel, m_folder, m_days, m_fromLabel, m_from,
                                         m_untilLabel, m_until, m_export}) {
        line->addWidget(part);
    }
    column->addLayout(line);
    column->addWidget(m_exportSaid);
    return card;
}

void LogCheckPage::connectParts() {
    connect(m_findingTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { fillWhole(); });
    connect(m_check, &QPushButton::clicked, this, [this] { check(); });
    connect(m_export, &QPushButton::clicked, this, [this] { exportMessages(); });
    connect(m_folder, &QLineEdit::returnPressed, this, [this] { exportMessages(); });
    connect(m_folder, &QLineEdit::textChanged, this, [this] { refresh(); });
    connect(m_days, &QCheckBox::toggled, this, [this] { refresh(); });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { refresh(); });
    connect(&state(), &WindowState::ready, this, [this] {
        m_until->setDate(dayOf(state().facts().openedAt, state().facts().utcOffset));
        m_from->setDate(m_until->date().addDays(-kCheckDays));
    });
}

// As `audit verify` does it; the look is an entry of its own.
void LogCheckPage::check() {
    m_report.reset();
    m_checking = true;
    m_progress->setRange(0, 0); // until the first number comes
    state().sayNothing();
    fill();
    const int round = ++m_round;
    state().thread().ask(
        this,
        [this, round](Desk& desk) {
            const station::Viewer viewer(desk.identified());
            station::LogReport report;
            const record::Verdict may = station::People(*desk.station)
                                            .judgeLook(viewer, regulation::Authority::ViewLog, {});
            if (!may.permitted()) {
                return std::pair(may, report);
            }
            const auto tell = [this, round, &desk](std::uint64_t done, std::uint64_t all) {
                const int share =
                    static_cast<int>(done * kPerMille / std::max<std::uint64_t>(all, 1));
                desk.tell([this, round, share] {
                    if (round == m_round) {
                        m_progress->setRange(0, kPerMille);
                        m_progress->setValue(share);
                    }
                });
            };
            report = station::LogVerifier(*desk.station).verify(viewer, {}, tell);
            return std::pair(may, report);
        },
        [this, round](const std::pair<record::Verdict, station::LogReport>& answer) {
            if (round != m_round) {
                return;
            }
            m_checking = false;
            if (answer.first.permitted()) {
                m_report = answer.second;
                m_found = m_report->verdict.byUrgency();
            } else {
                state().say(Tone::Careful,
                            [this, why = answer.first] { return state().sentencesHtml(why); });
            }
            fill();
            m_facts->setFocus();
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                m_checking = false;
                fill();
                state().sayFault(fault);
            }
        });
}

void LogCheckPage::exportMessages() {
    if (!m_export->isEnabled()) {
        return;
    }
    m_exported.reset();
    state().sayNothing();
    fill();
    const int round = m_round;
    const QString folder = m_folder->text().trimmed();
    station::AuditExportRequest request;
    request.folder = folder.toStdString();
    if (m_days->isChecked()) {
        request.from = beginOf(m_from->date(), state().facts().utcOffset);
        request.until = beginOf(m_until->date().addDays(1), state().facts().utcOffset);
    }
    state().thread().ask(
        this,
        [request](Desk& desk) {
            return station::AuditExport(*desk.station).toFolder(desk.identified(), request);
        },
        [this, round, folder](const station::AuditExportOutcome& outcome) {
            if (round != m_round) {
                return;
            }
            if (!outcome.verdict.permitted()) {
                state().say(Tone::Careful,
                            [this, why = outcome.verdict] { return state().sentencesHtml(why); });
                return;
            }
            m_exported = std::pair(outcome, folder);
            fill();
        });
}

// What the table cuts short, in full, with where it is.
void LogCheckPage::fillWhole() {
    const record::Finding* finding = rowAt(m_found, currentRow(m_findingTable));
    m_whole->setText(
        finding == nullptr
            ? QString()
            : state().sentence(*finding) + "\n" +
                  word(ProofWord::FindingAbout, state().language()) + ": " +
                  (finding->subject.empty() ? QString::fromUtf8("－") : text(finding->subject)));
}

QString LogCheckPage::findingCell(int row, int column) const {
    const record::Finding* finding = rowAt(m_found, row);
    if (finding == nullptr) {
        return {};
    }
    const record::Language language = state().language();
    switch (column) {
    case kWeight:
        return word(finding->severity == record::Severity::Refuse ? ProofWord::Refuses
                    : finding->severity == record::Severity::Warn ? ProofWord::Warns
                                                                  : ProofWord::Notes,
                    language);
    case kSaid:
        return state().sentence(*finding);
    default:
        return {};
    }
}

void LogCheckPage::fillFacts() {
    const record::Language language = state().language();
    m_facts->setRowCount(0);
    if (!m_report) {
        return;
    }
    const station::LogReport& report = *m_report;
    const auto time = [this](const std::optional<record::Instant>& at) {
        return at ? state().timeText(*at) : QString::fromUtf8("－");
    };
    const auto add = [&](ProofWord name, const QString& value) {
        addRow(m_facts, {word(name, language), value});
    };
    add(ProofWord::Station, text(report.station));
    add(ProofWord::Entries, QString::number(report.entries));
    add(ProofWord::Period, time(report.first) + " – " + time(report.latest));
    add(ProofWord::Checkpoints, QString("%1 (%2)").arg(report.checkpoints).arg(report.timestamped));
    add(ProofWord::Covered, QString("%1 (%2)").arg(report.covered).arg(report.stamped));
    add(ProofWord::Cosignatures, QString::number(report.cosignatures));
    add(ProofWord::Anchors, QString("%1 (%2)").arg(report.anchors).arg(time(report.anchoredAt)));
    add(ProofWord::StepsBack, QString::number(report.stepsBack));
    add(ProofWord::Restarts, QString::number(report.restarts));
    add(ProofWord::Destroyed, QString::number(report.destroyed));
    chooseRow(m_facts, 0);
}

void LogCheckPage::fill() {
    const record::Language language = state().language();
    const bool valid = m_report && m_report->verdict.permitted();
    if (!m_report) {
        m_found.clear();
    }
    m_progress->setVisible(m_checking);
    m_verdict->setVisible(m_report.has_value());
    m_verdict->setText(!m_report ? QString()
                                 : word(valid ? ProofWord::Whole : ProofWord::Damaged, language));
    setRole(m_verdict, valid ? "titleGood" : "titleBad");
    m_foundSaid->setText(!m_report         ? QString()
                         : m_found.empty() ? word(ProofWord::NoFindings, language)
                                           : word(ProofWord::Findings, language));
    m_findings->reset(static_cast<int>(m_found.size()));
    chooseRow(m_findingTable, 0);
    fillWhole();
    fillFacts();
    m_exportSaid->setVisible(m_exported.has_value());
    m_exportSaid->setText(m_exported ? word(ProofWord::Exported, language)
                                           .arg(m_exported->first.messages)
                                           .arg(m_exported->first.logSize)
                                           .arg(m_exported->second)
                                     : QString());
    refresh();
}

void LogCheckPage::refresh() {
    const bool idle = !state().thread().busy();
    m_check->setEnabled(idle && !m_checking);
    m_export->setEnabled(idle && !m_folder->text().trimmed().isEmpty());
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_fromLabel, m_from, m_untilLabel, m_until}) {
        part->setVisible(m_days->isChecked());
    }
    setText(m_check, word(m_checking ? ProofWord::Checking : ProofWord::Check, state().language()));
}

void LogCheckPage::enter() {
    refresh();
    m_check->setFocus();
}

void LogCheckPage::wipe() {
    ++m_round;
    m_report.reset();
    m_exported.reset();
    m_checking = false;
    m_folder->clear();
    m_days->setChecked(false);
    fill();
}

QString LogCheckPage::title() const {
    return word(ProofWord::LogCheck, state().language());
}

void LogCheckPage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    m_lead->setText(word(ProofWord::CheckLead, language));
    m_exportLead->setText(word(ProofWord::ExportLead, language));
    m_progress->setAccessibleName(word(ProofWord::Checking, language));
    m_facts->setAccessibleName(title());
    m_facts->setHorizontalHeaderLabels(
        {word(ProofWord::Fact, language), word(ProofWord::Value, language)});
    m_findingTable->setAccessibleName(word(ProofWord::Findings, language));
    m_findings->setHeader(
        {word(ProofWord::FindingStanding, language), word(ProofWord::Findings, language)});
    m_days->setText(word(ProofWord::ExportDays, language));
    m_days->setAccessibleName(withoutMnemonic(m_days->text()));
    nameFor(m_from, m_fromLabel, word(ProofWord::From, language));
    nameFor(m_until, m_untilLabel, word(ProofWord::Until, language));
    nameFor(m_folder, m_folderLabel, word(ProofWord::ExportFolder, language));
    setText(m_export, word(ProofWord::Export, language));
    fill();
}

} // namespace seihon::station_ui
