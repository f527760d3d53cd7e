#include "station-ui/record_page.h"

#include "station-ui/audit_words.h"
#include "station-ui/bundle_card.h"
#include "station-ui/copy_card.h"
#include "station-ui/copy_words.h"
#include "station-ui/flow_layout.h"
#include "station-ui/history_model.h"
#include "station-ui/page_body.h"
#include "station-ui/parts.h"
#include "station-ui/proof_card.h"
#include "station-ui/proof_words.h"
#include "station-ui/table_parts.h"
#include "station-ui/theme.h"
#include "station-ui/viewer_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace seihon::station_ui {

namespace {

constexpr int kRecordHeight = 240;
constexpr int kHistoryWhoLetters = 30;

} // namespace

RecordPage::RecordPage(WindowState& windowState, AuditDesk& desk)
    : Page(windowState), m_desk(desk),
      m_model(new HistoryModel(
          windowState,
          [&desk]() -> const std::vector<station::HistoryLine>& { return desk.record().history; })),
      m_pictures(new SmallPictures(windowState.thread(), this)),
      m_strip(new PageStrip(windowState, *m_pictures, "recordPages")),
      m_panel(new ViewerPanel(windowState)), m_title(makeLabel("recordTitle", "title")),
      m_banner(makeLabel("recordBanner", "title")), m_pageHolds(makeLabel("recordPageHolds")),
      m_facts(makeLabel("recordFacts")), m_findings(makeLabel("recordFindings")),
      m_seenBy(makeLabel("recordSeenBy")), m_folderLabel(makeLabel("recordFolderLabel")),
      m_result(makeLabel("recordResult", "good")), m_whole(makeLabel("recordWholeLine")),
      m_history(makeTable("recordHistory")), m_proof(new ProofCard(windowState, desk)),
      m_bundle(new BundleCard(windowState, desk)), m_copies(new CopyCard(windowState, desk)),
      m_parts(new QStackedWidget), m_folder(new QLineEdit), m_back(makeButton("recordBack")),
      m_toPages(makeButton("recordToPages")), m_toVerdict(makeButton("recordToVerdict")),
      m_toHistory(makeButton("recordToHistory")), m_toProof(makeButton("recordToProof")),
      m_toBundle(makeButton("recordToBundle")), m_toCopies(makeButton("recordToCopies")),
      m_choose(makeButton("recordChoose")), m_export(makeButton("recordExport")) {
    m_model->setParent(this);
    m_folder->setObjectName("recordFolder");
    m_banner->setWordWrap(false);
    m_folderLabel->setWordWrap(false);
    auto* head = new QHBoxLayout;
    head->setSpacing(16);
    head->addWidget(m_back);
    head->addWidget(m_title, 1);
    head->addWidget(m_banner);
    auto* choice = new FlowLayout(6);
    for (QPushButton* to :
         {m_toPages, m_toVerdict, m_toHistory, m_toProof, m_toBundle, m_toCopies}) {
        to->setCheckable(true);
        to->setProperty("role", "tool");
        choice->addWidget(to);
    }
    m_parts->addWidget(pagesPart());
    m_parts->addWidget(verdictPart());
    m_parts->addWidget(historyPart());
    m_parts->addWidget(m_proof);
    m_parts->addWidget(m_bundle);
    m_parts->addWidget(m_copies);
    auto* body = new PageBody(kRecordHeight);
    auto* whole = new QVBoxLayout(body);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_parts);
    auto* foot = new FlowLayout(14, FlowLayout::Last::Right);
    foot->addWidget(m_folderLabel);
    foot->addWidget(m_folder);
    foot->addWidget(m_choose);
    foot->addWidget(m_export);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    rows->addLayout(head);
    rows->addLayout(choice);
    rows->addWidget(body, 1);
    rows->addLayout(foot);
    rows->addWidget(m_result);
    connectParts();
    showPart(0);
    recordChanged();
}

QWidget* RecordPage::pagesPart() {
    auto* part = new QWidget;
    auto* columns = new QHBoxLayout(part);
    columns->setContentsMargins(0, 0, 0, 0);
    columns->setSpacing(12);
    auto* right = new QVBoxLayout;
    right->addWidget(m_pageHolds);
    right->addWidget(m_panel, 1);
    columns->addWidget(m_strip);
    columns->addLayout(right, 1);
    return part;
}

// May be long: scrolled by itself, with the keyboard as well.
QWidget* RecordPage::verdictPart() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(column);
    for (QLabel* label : {m_findings, m_facts, m_seenBy}) {
        label->setTextFormat(Qt::RichText);
        column->addWidget(label);
    }
    column->addStretch(1);
    auto* area = new QScrollArea;
    area->setObjectName("recordVerdict");
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::StrongFocus);
    area->setWidget(card);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return area;
}

QWidget* RecordPage::historyPart() {
    m_history->setModel(m_model);
    stretchColumn(m_history, HistoryModel::Why);
    limitColumn(m_history, HistoryModel::Who, kHistoryWhoLetters);
    m_history->setColumnHidden(HistoryModel::About, true); // they are all about this record
    m_whole->setTextFormat(Qt::PlainText);
    auto* part = new QWidget;
    auto* rows = new QVBoxLayout(part);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->addWidget(m_history, 1);
    rows->addWidget(m_whole);
    return part;
}

void RecordPage::connectParts() {
    connect(&m_desk, &AuditDesk::recordChanged, this, [this] { recordChanged(); });
    connect(&m_desk, &AuditDesk::exportEnded, this, [this] { fillExport(); });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { fillFoot(); });
    connect(m_strip, &PageStrip::pageSelected, this, [this] { showSelected(); });
    connect(m_history->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) { m_whole->setText(m_model->wholeLine(now.row())); });
    connect(m_back, &QPushButton::clicked, this, [this] { state().go("audit"); });
    connect(m_toPages, &QPushButton::clicked, this, [this] { showPart(0); });
    connect(m_toVerdict, &QPushButton::clicked, this, [this] { showPart(1); });
    connect(m_toHistory, &QPushButton::clicked, this, [this] { showPart(2); });
    connect(m_toProof, &QPushButton::clicked, this, [this] { showPart(3); });
    connect(m_toBundle, &QPushButton::clicked, this, [this] { showPart(4); });
    connect(m_toCopies, &QPushButton::clicked, this, [this] { showPart(5); });
    connect(m_folder, &QLineEdit::textChanged, this, [this] { fillFoot(); });
    connect(m_folder, &QLineEdit::returnPressed, m_export, &QPushButton::click);
    connect(m_choose, &QPushButton::clicked, this, [this] { chooseFolder(); });
    connect(m_export, &QPushButton::clicked, this,
            [this] { m_desk.exportTo(m_folder->text().trimmed()); });
    connect(m_panel, &ViewerPanel::besideWanted, this, [this] { showSelected(); });
}

void RecordPage::showPart(int part) {
    m_parts->setCurrentIndex(part);
    int place = 0;
    for (QPushButton* to :
         {m_toPages, m_toVerdict, m_toHistory, m_toProof, m_toBundle, m_toCopies}) {
        to->setChecked(place++ == part);
    }
}

void RecordPage::chooseFolder() {
    chooseFolderFor(m_folder, word(AuditWord::ChooseTitle, state().language()));
}

// The sign of a page says what the verification says of it, not what was found at the scanner.
PageStrip::Sign RecordPage::signOf(const PageView& page) const {
    return m_desk.record().doubtful.contains(page.number)
               ? PageStrip::Sign{QString::fromUtf8("■"), Theme::shown().bad()}
               : PageStrip::Sign{};
}

void RecordPage::recordChanged() {
    const RecordView& view = m_desk.record();
    if (view.empty()) {
        m_strip->wipe();
        m_panel->clear();
        m_pageHolds->clear();
    } else {
        std::vector<std::size_t> order;
        for (std::size_t place = 0; place < view.job.pages.size(); ++place) {
            order.push_back(place);
        }
        m_strip->show(view.job, order, [this](const PageView& page) { return signOf(page); });
    }
    m_model->begin();
    m_whole->clear();
    m_findings->setText(view.empty() ? QString() : findingsHtml());
    m_facts->setText(view.empty() ? QString() : verdictHtml());
    m_seenBy->setText(view.empty() ? QString() : seenByHtml());
    fillHead();
    fillFoot();
    fillExport();
}

void RecordPage::showSelected() {
    const RecordView& view = m_desk.record();
    const PageView* page = m_strip->selected();
    if (page == nullptr || view.empty()) {
        return;
    }
    const bool doubtful = view.doubtful.contains(page->number);
    m_pageHolds->setText(doubtful       ? word(AuditWord::PageDiffers, state().language())
                         : view.valid() ? word(AuditWord::PageHolds, state().language())
                                        : QString()); // nobody vouches for it
    setRole(m_pageHolds, doubtful ? "bad" : "good");
    m_panel->showPage(view.job.id, *page, m_pictures->of(page->captureId));
    m_strip->see();
    if (m_panel->sideBySide()) {
        const auto place = static_cast<std::size_t>(page->number); // counted from 1
        m_panel->showBeside(view.job.id,
                            view.job.pages[std::min(place, view.job.pages.size() - 1)]);
    }
}

void RecordPage::fillHead() {
    const record::Language language = state().language();
    const RecordView& view = m_desk.record();
    m_banner->setVisible(!view.empty());
    if (view.empty()) {
        m_title->clear();
        m_banner->clear();
        return;
    }
    const record::Original& original = view.job.original;
    m_title->setText(state().nameOfClass(original.documentClass) + "   " +
                     text(original.patient.id) + "  " + text(original.patient.name));
    const std::vector<record::Finding>& findings = view.verification.verdict.findings;
    const bool remarks = std::any_of(findings.begin(), findings.end(), [](const auto& finding) {
        return finding.severity == record::Severity::Warn;
    });
    m_banner->setText(word(!view.valid() ? AuditWord::NotValid
                           : remarks     ? AuditWord::ValidWithRemarks
                                         : AuditWord::Valid,
                           language));
    setRole(m_banner, !view.valid() ? "titleBad" : "titleGood");
}

QString RecordPage::findingsHtml() const {
    const record::Language language = state().language();
    QStringList lines{"<b>" + word(AuditWord::Findings, language) + "</b>   " +
                      word(AuditWord::Checked, language)};
    for (const record::Finding& finding : m_desk.record().verification.verdict.byUrgency()) {
        const QString sign = finding.severity == record::Severity::Refuse ? "<b>■ %1</b>"
                             : finding.severity == record::Severity::Warn ? "▲ %1"
                                                                          : "・ %1";
        const QString sentence = state().sentence(finding);
        const bool named = finding.subject.empty() || sentence.contains(text(finding.subject));
        lines += sign.arg(sentence.toHtmlEscaped()) +
                 (named ? QString() : "   <i>" + escaped(finding.subject) + "</i>");
    }
    if (lines.size() == 1) {
        lines += word(AuditWord::NoFindings, language);
    }
    return lines.join("<br>");
}

QString RecordPage::verdictHtml() const {
    const record::Language language = state().language();
    const signing::RecordVerification& found = m_desk.record().verification;
    const auto role = record::enumFromName<record::Role>(found.signerRole);
    const auto time = [&](const std::optional<record::Instant>& at) {
        return at ? state().timeText(*at) : QString::fromUtf8("－");
    };
    QString layers;
    for (const signing::ArchiveLayer& layer : found.layers) {
        layers += (layers.isEmpty() ? "" : "<br>") + QString::number(layer.number) + "  " +
                  time(layer.at) + "  " + escaped(layer.service);
    }
    const std::pair<AuditWord, QString> facts[] = {
        {AuditWord::ColumnRecord, escaped(m_desk.record().job.sealed->recordId)},
        {AuditWord::Signer, escaped(found.signer.holder) +
                                (role ? "  " + text(record::wordFor(*role, language)) : QString())},
        {AuditWord::SignedAt, time(found.signedAt)},
        {AuditWord::ProvenAt, time(found.provenAt)},
        {AuditWord::ScanProvenAt, time(found.scanProvenAt)},
        {AuditWord::Pages, QString::number(found.pages)},
        {AuditWord::Completed,
         word(found.completed ? AuditWord::CompletedYes : AuditWord::CompletedNot, language)},
        {AuditWord::Layers, layers.isEmpty() ? word(AuditWord::NoLayers, language) : layers},
        {AuditWord::ProvenUntil,
         m_desk.record().valid() ? time(found.provenUntil) : QString::fromUtf8("－")},
    };
    QString html = "<table cellspacing=\"6\">";
    for (const auto& [name, value] : facts) {
        html += "<tr><td>" + word(name, language) + "　</td><td><b>" + value + "</b></td></tr>";
    }
    return html + "</table>";
}

QString RecordPage::seenByHtml() const {
    const record::Language language = state().language();
    QStringList lines{"<b>" + word(AuditWord::SeenBy, language) + "</b>"};
    for (const station::SeenBy& one : m_desk.record().seenBy) {
        lines += word(AuditWord::SeenByOne, language)
                     .arg(escaped(one.user))
                     .arg(one.views)
                     .arg(one.exports)
                     .arg(state().timeText(one.last));
    }
    if (lines.size() == 1) {
        lines += word(AuditWord::NobodySaw, language);
    }
    return lines.join("<br>");
}

// Open exactly as the station says; the tooltip is why not.
void RecordPage::fillFoot() {
    const RecordView& view = m_desk.record();
    const bool idle = !view.empty() && !state().thread().busy();
    m_folder->setEnabled(view.mayExport);
    m_choose->setEnabled(idle && view.mayExport);
    m_export->setEnabled(idle && view.mayExport && !m_folder->text().trimmed().isEmpty());
    m_export->setToolTip(view.mayExport ? QString()
                                        : htmlTip(state().sentencesHtml(view.exporting)));
}

void RecordPage::fillExport() {
    const record::Language language = state().language();
    const std::optional<ExportEnd>& end = m_desk.exported();
    m_result->setVisible(end.has_value());
    if (!end) {
        m_result->clear();
        return;
    }
    if (end->verdict.permitted()) {
        m_result->setText("✓ " + word(AuditWord::Exported, language) + "  " + end->file +
                          "\nSHA-256 " + end->digest);
    } else {
        m_result->setText(
            "■ " + (end->invalid ? word(AuditWord::NotExported, language) + "  " : QString()) +
            state().sentences(end->verdict).join("  "));
    }
    m_result->setTextFormat(Qt::PlainText);
    setRole(m_result, end->verdict.permitted() ? "good" : "bad");
}

void RecordPage::enter() {
    showPart(0);
    recordChanged();
    m_strip->setFocus();
}

void RecordPage::wipe() {
    m_proof->wipe();
    m_bundle->wipe();
    m_copies->wipe();
    m_strip->wipe();
    m_panel->clear();
    m_folder->clear();
    for (QLabel* label :
         {m_title, m_banner, m_pageHolds, m_facts, m_findings, m_seenBy, m_result, m_whole}) {
        label->clear();
    }
}

QString RecordPage::title() const {
    return word(AuditWord::Record, state().language());
}

void RecordPage::retranslate() {
    const record::Language language = state().language();
    m_strip->setAccessibleName(state().word(Word::Pages));
    m_history->setAccessibleName(withoutMnemonic(word(AuditWord::TabHistory, language)));
    m_parts->widget(1)->setAccessibleName(withoutMnemonic(word(AuditWord::TabVerdict, language)));
    nameFor(m_folder, m_folderLabel, word(AuditWord::Folder, language));
    setText(m_back, word(AuditWord::Back, language));
    setText(m_toPages, word(AuditWord::TabPages, language));
    setText(m_toVerdict, word(AuditWord::TabVerdict, language));
    setText(m_toHistory, word(AuditWord::TabHistory, language));
    setText(m_toProof, word(ProofWord::ProofTab, language));
    m_proof->retranslate();
    setText(m_toBundle, word(ProofWord::BundleTab, language));
    m_bundle->retranslate();
    setText(m_toCopies, word(CopyWord::Tab, language));
    m_copies->retranslate();
    setText(m_choose, word(AuditWord::Choose, language));
    setText(m_export, word(AuditWord::Export, language));
    m_panel->retranslate();
    m_model->retranslate();
    recordChanged();
}

} // namespace seihon::station_ui
