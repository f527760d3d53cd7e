#include "station-ui/report_page.h"

#include "station-ui/admin_parts.h"
#include "station-ui/columns.h"
#include "station-ui/flow_layout.h"
#include "station-ui/parts.h"
#include "station-ui/report_chart.h"
#include "station-ui/report_words.h"
#include "station-ui/rows_model.h"

#include <QComboBox>
#include <QDateEdit>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace seihon::station_ui {

using station::ReportKind;

namespace {

constexpr int kLeastAnswer = 150;
constexpr const char* kFormats[] = {".pdf", ".html", ".csv"};
constexpr std::array kKindNames{"work", "questions", "director"};

QDateEdit* makeReportDate(const char* name, const char* format) {
    auto* field = named(new QDateEdit, name);
    field->setDisplayFormat(format);
    return field;
}

QComboBox* makeReportChoice(const char* name) {
    auto* box = named(new QComboBox, name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

std::chrono::local_days dayFrom(const QDate& day) {
    using namespace std::chrono;
    return local_days(year(day.year()) / month(static_cast<unsigned>(day.month())) /
                      std::chrono::day(static_cast<unsigned>(day.day())));
}

// A shape with the number that somebody should look at.
QString cellText(const station::ReportCell& cell) {
    return cell.standing && *cell.standing != station::Health::Well
               ? standingSign(*cell.standing) + " " + text(cell.text)
               : text(cell.text);
}

} // namespace

ReportPage::ReportPage(WindowState& windowState)
    : Page(windowState),
      m_parts(new RowsModel(
          [this](int row, int) {
              return text(shown()->sections.at(static_cast<std::size_t>(row)).heading);
          },
          this)),
      m_rows(new RowsModel([this](int row, int column) { return cell(row, column); }, this)),
      m_title(makeLabel("reportTitle", "title")), m_kindLabel(makeLabel("reportKindLabel")),
      m_periodLabel(makeLabel("reportPeriodLabel")), m_monthLabel(makeLabel("reportMonthLabel")),
      m_fromLabel(makeLabel("reportFromLabel")), m_untilLabel(makeLabel("reportUntilLabel")),
      m_head(makeLabel("reportHead", "lead")), m_banner(makeLabel("reportBanner", "good")),
      m_remarks(makeLabel("reportRemarks")), m_whole(makeLabel("reportWhole")),
      m_folderLabel(makeLabel("reportFolderLabel")), m_formatLabel(makeLabel("reportFormatLabel")),
      m_result(makeLabel("reportResult", "good")), m_kind(makeReportChoice("reportKind")),
      m_period(makeReportChoice("reportPeriod")), m_format(makeReportChoice("reportFormat")),
      m_month(makeReportDate("reportMonth", "yyyy-MM")),
      m_from(makeReportDate("reportFrom", "yyyy-MM-dd")),
      m_until(makeReportDate("reportUntil", "yyyy-MM-dd")), m_make(makeNext("reportMake")),
      m_choose(makeButton("reportChoose")), m_save(makeButton("reportSave")),
      m_folder(makeField("reportFolder")), m_partTable(makeTable("reportParts", m_parts, 0)),
      m_table(makeTable("reportTable", m_rows, -1)), m_chart(new ReportChart("reportChart")) {
    m_rows->setTip([this](int row, int column) { return plainTip(cell(row, column)); });
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(10);
    rows->addWidget(m_title);
    rows->addWidget(asking()); // with the big button: never scrolled away
    auto* body = new QWidget;
    auto* middle = new QVBoxLayout(body);
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(10);
    middle->addWidget(m_head);
    middle->addWidget(m_banner);
    middle->addWidget(answer(), 1);
    middle->addWidget(m_whole);
    rows->addWidget(scrolling(body), 1);
    rows->addWidget(saving());
    rows->addWidget(m_result);
    connectParts();
    fill();
}

QWidget* ReportPage::asking() {
    auto* card = new QWidget;
    auto* line = new FlowLayout(12, FlowLayout::Last::Right);
    card->setLayout(line);
    for (const auto& [label, field] :
         std::initializer_list<std::pair<QLabel*, QWidget*>>{{m_kindLabel, m_kind},
                                                             {m_periodLabel, m_period},
                                                             {m_monthLabel, m_month},
                                                             {m_fromLabel, m_from},
                                                             {m_untilLabel, m_until}}) {
        label->setWordWrap(false);
        auto* group = new QWidget;
        auto* pair = new QHBoxLayout(group);
        pair->setContentsMargins(0, 0, 0, 0);
        pair->setSpacing(8);
        pair->addWidget(label);
        pair->addWidget(field);
        line->addWidget(group);
    }
    line->addWidget(m_make);
    return card;
}

QWidget* ReportPage::answer() {
    auto* right = new QWidget;
    auto* rows = new QVBoxLayout(right);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    rows->addWidget(m_chart, 3);
    rows->addWidget(m_remarks);
    rows->addWidget(m_table, 2);
    m_partTable->horizontalHeader()->setVisible(false);
    m_partTable->setMinimumHeight(kLeastAnswer);
    return new Columns({{m_partTable, 2}, {right, 5}});
}

QWidget* ReportPage::saving() {
    auto* foot = new QWidget;
    auto* line = new FlowLayout(12, FlowLayout::Last::Right);
    foot->setLayout(line);
    for (QLabel* label : {m_folderLabel, m_formatLabel}) {
        label->setWordWrap(false);
    }
    for (QWidget* part : std::initializer_list<QWidget*>{m_folderLabel, m_folder, m_choose,
                                                         m_formatLabel, m_format, m_save}) {
        line->addWidget(part);
    }
    return foot;
}

void ReportPage::connectParts() {
    connect(m_make, &QPushButton::clicked, this, [this] { make(); });
    connect(m_choose, &QPushButton::clicked, this, [this] { chooseFolder(); });
    connect(m_save, &QPushButton::clicked, this, [this] { save(); });
    connect(m_folder, &QLineEdit::returnPressed, m_save, &QPushButton::click);
    connect(m_folder, &QLineEdit::textChanged, this, [this] { refresh(); });
    connect(m_period, &QComboBox::currentIndexChanged, this, [this] { refresh(); });
    connect(m_partTable->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { fillSection(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { fillWhole(); });
    connect(&state().thread(), &StationThread::busyChanged, this, [this] { refresh(); });
    connect(&state(), &WindowState::ready, this, [this] {
        const QDate today = dayOf(state().facts().openedAt, state().facts().utcOffset);
        m_month->setDate(QDate(today.year(), today.month(), 1));
        m_from->setDate(QDate(today.year(), today.month(), 1));
        m_until->setDate(today);
    });
}

station::ReportRequest ReportPage::request() const {
    const auto kind = static_cast<ReportKind>(std::max(0, m_kind->currentIndex()));
    if (m_period->currentIndex() == 1) {
        return {kind, dayFrom(m_from->date()), dayFrom(m_until->date())};
    }
    const std::chrono::year_month_day day(dayFrom(m_month->date()));
    return station::monthOf(day.year() / day.month(), kind);
}

void ReportPage::make() {
    if (!m_make->isEnabled()) {
        return;
    }
    m_made.reset();
    m_making = true;
    m_result->clear();
    state().sayNothing();
    fill();
    const int round = ++m_round;
    state().thread().ask(
        this,
        [request = request()](Desk& desk) {
            station::Station& station = *desk.station;
            station::MadeReport made =
                station::PeriodReport(station).make(desk.identified(), request);
            auto report = std::make_shared<ReportMade>();
            report->verdict = made.verdict;
            report->request = request;
            report->figures = std::move(made.figures);
            if (report->verdict.permitted()) {
                report->japanese = station::reportView(station, request, report->figures,
                                                       record::Language::Japanese);
                report->english = station::reportView(station, request, report->figures,
                                                      record::Language::English);
            }
            return std::shared_ptr<const ReportMade>(std::move(report));
        },
        [this, round](const std::shared_ptr<const ReportMade>& report) {
            if (round != m_round) {
                return;
            }
            m_making = false;
            if (report->verdict.permitted()) {
                m_made = report;
            } else {
                state().say(Tone::Careful, [this, verdict = report->verdict] {
                    return state().sentencesHtml(verdict);
                });
            }
            fill();
            if (m_made) {
                chooseRow(m_partTable, 0);
                m_partTable->setFocus();
            }
        },
        [this, round](const record::Fault& fault) {
            if (round == m_round) {
                m_making = false;
                fill();
                state().sayFault(fault);
            }
        });
}

// As its days say; a second one of the same days is refused by the station, never overwritten.
QString ReportPage::fileName() const {
    const auto dayText = [](std::chrono::local_days day) {
        return text(record::formatLocal(record::Instant(day.time_since_epoch()), {})).left(10);
    };
    const station::ReportRequest& of = m_made->request;
    return QString("seihon-%1-%2_%3%4")
        .arg(kKindNames.at(static_cast<std::size_t>(of.kind)), dayText(of.first), dayText(of.last),
             kFormats[std::max(0, m_format->currentIndex())]);
}

void ReportPage::save() {
    if (!m_made || !m_save->isEnabled()) {
        return;
    }
    m_result->clear();
    state().sayNothing();
    const int round = m_round;
    const QString file = m_folder->text().trimmed() + "/" + fileName();
    state().thread().ask(
        this,
        [made = m_made, to = file.toStdString(), language = state().language()](Desk& desk) {
            station::PeriodReport(*desk.station).write(to, made->request, made->figures, language);
        },
        [this, round, file] {
            if (round == m_round) {
                m_result->setText("✓ " + word(ReportWord::Saved, state().language()) + "  " + file);
                refresh();
            }
        });
}

void ReportPage::chooseFolder() {
    chooseFolderFor(m_folder, word(ReportWord::ChooseTitle, state().language()));
}

const station::ReportView* ReportPage::shown() const {
    if (!m_made) {
        return nullptr;
    }
    return state().language() == record::Language::Japanese ? &m_made->japanese : &m_made->english;
}

const station::ReportSection* ReportPage::section() const {
    const station::ReportView* view = shown();
    return view == nullptr ? nullptr : rowAt(view->sections, currentRow(m_partTable));
}

QString ReportPage::cell(int row, int column) const {
    const station::ReportSection* here = section();
    if (here == nullptr) {
        return {};
    }
    const std::vector<station::ReportCell>* cells = rowAt(here->rows, row);
    return cells == nullptr || column >= static_cast<int>(cells->size())
               ? QString()
               : cellText((*cells)[static_cast<std::size_t>(column)]);
}

void ReportPage::fill() {
    const record::Language language = state().language();
    const station::ReportView* view = shown();
    const int kept = currentRow(m_partTable);
    m_parts->reset(view == nullptr ? 0 : static_cast<int>(view->sections.size()));
    m_head->setText(m_making          ? word(ReportWord::Making, language)
                    : view == nullptr ? word(ReportWord::Asked, language)
                                      : text(view->title) + "　" + text(view->subtitle));
    m_banner->setVisible(view != nullptr);
    if (view != nullptr) {
        const station::Health health = view->standing.value_or(station::Health::Well);
        m_banner->setText(standingSign(health) + " " + text(view->banner));
        setRole(m_banner, standingRole(health));
    } else {
        m_banner->clear();
    }
    chooseRow(m_partTable, kept);
    fillSection();
    refresh();
}

void ReportPage::fillSection() {
    const station::ReportSection* here = section();
    m_rows->reset(0);
    m_partTable->setVisible(m_made != nullptr);
    m_table->setVisible(here != nullptr && !here->rows.empty());
    m_remarks->setVisible(here != nullptr && !here->remarks.empty());
    m_whole->clear();
    if (here == nullptr) {
        m_chart->wipe();
        m_remarks->clear();
        return;
    }
    QStringList columns, remarks;
    for (const std::string& column : here->columns) {
        columns += text(column);
    }
    for (const std::string& remark : here->remarks) {
        remarks += text(remark);
    }
    m_rows->setHeader(columns);
    m_rows->reset(static_cast<int>(here->rows.size()));
    m_remarks->setText(remarks.join("\n"));
    m_table->setAccessibleName(text(here->heading));
    m_chart->showSection(*here);
    m_chart->setAccessibleName(
        word(ReportWord::ChartIsTable, state().language()).arg(text(here->heading)));
}

// What the table cuts short, in full.
void ReportPage::fillWhole() {
    QStringList said;
    for (int column = 0; column < m_rows->columnCount(); ++column) {
        said += cell(currentRow(m_table), column);
    }
    said.removeAll(QString());
    m_whole->setText(said.join("   "));
}

void ReportPage::refresh() {
    const bool idle = !state().thread().busy();
    const bool days = m_period->currentIndex() == 1;
    m_make->setEnabled(idle && !m_making);
    m_month->parentWidget()->setVisible(!days);
    for (QWidget* field : {m_from->parentWidget(), m_until->parentWidget()}) {
        field->setVisible(days);
    }
    m_choose->setEnabled(idle);
    m_save->setEnabled(idle && m_made && !m_folder->text().trimmed().isEmpty());
    m_result->setVisible(!m_result->text().isEmpty());
}

void ReportPage::fillChoices() {
    const record::Language language = state().language();
    const std::pair<QComboBox*, std::vector<ReportWord>> choices[] = {
        {m_kind, {ReportWord::KindWork, ReportWord::KindQuestions, ReportWord::KindDirector}},
        {m_period, {ReportWord::ByMonth, ReportWord::ByDays}},
        {m_format, {ReportWord::FormatPdf, ReportWord::FormatHtml, ReportWord::FormatCsv}}};
    for (const auto& [box, words] : choices) {
        const QSignalBlocker quiet(box);
        const int kept = std::max(0, box->currentIndex());
        box->clear();
        for (const ReportWord one : words) {
            box->addItem(word(one, language));
        }
        box->setCurrentIndex(kept);
    }
}

void ReportPage::enter() {
    refresh();
    if (m_made) {
        m_partTable->setFocus();
    } else {
        m_kind->setFocus();
    }
}

void ReportPage::wipe() {
    ++m_round;
    m_made.reset();
    m_making = false;
    m_folder->clear();
    m_result->clear();
    fill();
}

QString ReportPage::title() const {
    return word(ReportWord::Reports, state().language());
}

void ReportPage::retranslate() {
    const record::Language language = state().language();
    m_title->setText(title());
    fillChoices();
    nameFor(m_kind, m_kindLabel, word(ReportWord::Kind, language));
    nameFor(m_period, m_periodLabel, word(ReportWord::Period, language));
    nameFor(m_month, m_monthLabel, word(ReportWord::Month, language));
    nameFor(m_from, m_fromLabel, word(ReportWord::From, language));
    nameFor(m_until, m_untilLabel, word(ReportWord::Until, language));
    nameFor(m_folder, m_folderLabel, word(ReportWord::Folder, language));
    nameFor(m_format, m_formatLabel, word(ReportWord::Format, language));
    setText(m_make, word(ReportWord::Make, language));
    setText(m_choose, word(ReportWord::Choose, language));
    setText(m_save, word(ReportWord::Save, language));
    m_partTable->setAccessibleName(word(ReportWord::Part, language));
    m_table->setAccessibleName(title());
    m_parts->setHeader({word(ReportWord::Part, language)});
    m_result->clear();
    fill();
}

} // namespace seihon::station_ui
