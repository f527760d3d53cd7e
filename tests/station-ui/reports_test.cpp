#include "station-ui/audit_desk.h"
#include "station-ui/log_check_page.h"
#include "station-ui/page_strip.h"
#include "station-ui/report_chart.h"
#include "station-ui/report_page.h"
#include "tests/station-ui/access_keys.h"
#include "tests/station-ui/admin_desk.h"
#include "tests/station-ui/desk_paper.h"
#include "tests/station-ui/suites.h"

#include <QAbstractButton>
#include <QDateEdit>
#include <QProcess>
#include <QTableView>
#include <QtCharts/QAbstractBarSeries>
#include <QtCharts/QBarCategoryAxis>
#include <QtCharts/QBarSet>
#include <QtCharts/QChart>

namespace seihon::station_ui {

namespace fs = std::filesystem;

namespace {
constexpr std::streamoff kLineByte = 2000; // of the log's file, within some entry
}

// The auditor's reports, proofs, questions to the log and its check, by keyboard; what is shown is
// compared with what the station itself answers, what is written is read by other programs.
class ReportsTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void theReportShowsTheStationsOwnFigures();
    void everyChartHasItsTable();
    void theReportIsSavedAndNeverOverAnother();
    void aMonthWithoutWorkIsEmptyAndWhole();
    void aYearIsShownByMonth();
    void namesOnAChartAreShownAsTyped();
    void theLogIsAskedByPatientAndDays();
    void aProofIsTakenAndHoldsWithoutTheStation();
    void aBundleIsTakenAndHoldsWithoutTheStation();
    void theLogIsVerifiedInWords();
    void theLogLeavesAsAuditMessages();
    void anAlteredLogIsDamaged();
    void nothingStaysWhenTheDeskIsLeft();
    void cleanup() { m_desk->keepPictureOfFailure(); }
    void cleanupTestCase() { m_desk.reset(); }

  private:
    ReportPage& page() const { return *m_desk->window().findChild<ReportPage*>(); }
    QAbstractItemModel* model(const char* table) const {
        return m_desk->part<QTableView>(table)->model();
    }
    bool makeReport();
    bool fillIn(const char* field, const QString& words);
    bool openRecord();

    std::unique_ptr<AdminDesk> m_desk;
    std::vector<std::string> m_records;
    QTemporaryDir m_outside;
};

void ReportsTest::initTestCase() {
    m_desk = std::make_unique<AdminDesk>();
    m_desk->close();
    m_records = sealPapers(m_desk->home(), 2);
    QCOMPARE(m_records.size(), std::size_t(2));
    m_desk->restart();
    m_desk->become("auditor");
}

bool ReportsTest::makeReport() {
    if (!m_desk->idle() || !m_desk->tabTo("reportMake")) {
        return false;
    }
    m_desk->press(Qt::Key_Space);
    return QTest::qWaitFor([this] { return page().hasReport(); }, kPatience) && m_desk->idle();
}

bool ReportsTest::fillIn(const char* field, const QString& words) {
    if (!m_desk->tabTo(field)) {
        return false;
    }
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type(words);
    return true;
}

void ReportsTest::theReportShowsTheStationsOwnFigures() {
    m_desk->open("reports");
    const std::size_t looks = m_desk->entriesOf(record::EntryKind::LogViewed).size();
    QVERIFY(makeReport());
    QCOMPARE(m_desk->entriesOf(record::EntryKind::LogViewed).size(), looks + 1); // an act [F5]
    const QDate month = m_desk->part<QDateEdit>("reportMonth")->date();
    const auto figures = m_desk->ask<station::WorkFigures>([month](Desk& desk) {
        const auto of = std::chrono::year(month.year()) /
                        std::chrono::month(static_cast<unsigned>(month.month()));
        return station::PeriodReport(*desk.station)
            .make(desk.identified(), station::monthOf(of, station::ReportKind::Work))
            .figures;
    });
    QCOMPARE(figures.total.jobs, 2);
    QCOMPARE(figures.total.sealed, 2);
    // The part of the numbers stands there first: each row a fact.
    QCOMPARE(model("reportTable")->index(0, 1).data().toString(), QString("2"));
    QCOMPARE(model("reportTable")->index(4, 1).data().toString(),
             QString::number(figures.total.pages));
    QVERIFY(model("reportParts")->rowCount() >= 12);
    // Both languages were made at once: the switch asks nobody.
    const QString japanese = model("reportParts")->index(0, 0).data().toString();
    m_desk->window().state().setLanguage(record::Language::English);
    QVERIFY(model("reportParts")->index(0, 0).data().toString() != japanese);
    QVERIFY(!m_desk->window().state().thread().busy());
    m_desk->window().state().setLanguage(record::Language::Japanese);
}

void ReportsTest::everyChartHasItsTable() {
    QVERIFY(m_desk->tabTo("reportParts"));
    m_desk->press(Qt::Key_Home, Qt::ControlModifier);
    int charts = 0;
    const auto* view = page().shown();
    for (const station::ReportSection& section : view->sections) {
        const auto* table = m_desk->part<QTableView>("reportTable");
        if (!section.bars.empty()) {
            ++charts;
            QVERIFY2(m_desk->shown("reportChart"), section.heading.c_str());
            auto* chart = m_desk->part<ReportChart>("reportChart");
            QVERIFY(!chart->accessibleName().isEmpty());
            const auto series = chart->chart()->series();
            QCOMPARE(series.size(), 1);
            const auto sets = qobject_cast<QAbstractBarSeries*>(series.front())->barSets();
            QCOMPARE(static_cast<std::size_t>(sets.size()), section.parts.size());
            std::set<Qt::BrushStyle> patterns; // never the colour alone
            for (const QBarSet* set : sets) {
                patterns.insert(set->brush().style());
            }
            QCOMPARE(patterns.size(), section.parts.size());
            QVERIFY(table->isVisible());
            QCOMPARE(static_cast<std::size_t>(table->model()->rowCount()), section.bars.size());
            for (std::size_t bar = 0; bar < section.bars.size(); ++bar) {
                for (std::size_t part = 0; part < section.parts.size(); ++part) {
                    QCOMPARE(table->model()
                                 ->index(static_cast<int>(bar), static_cast<int>(part) + 1)
                                 .data()
                                 .toString(),
                             QString::number(section.bars[bar].counts[part]));
                }
            }
        } else {
            QVERIFY2(!m_desk->shown("reportChart"), section.heading.c_str());
            QVERIFY(table->isVisible() || m_desk->shown("reportRemarks")); // "none" is said
        }
        m_desk->press(Qt::Key_Down);
    }
    QVERIFY(charts >= 3);
}

void ReportsTest::theReportIsSavedAndNeverOverAnother() {
    QVERIFY(!m_desk->enabled("reportSave")); // no folder yet
    QVERIFY(fillIn("reportFolder", m_outside.path()));
    const std::pair<const char*, const char*> formats[] = {
        {".pdf", "%PDF-"}, {".html", "<!DOCTYPE"}, {".csv", "table,key"}};
    for (const auto& [ending, begins] : formats) {
        QVERIFY(m_desk->idle() && m_desk->tabTo("reportSave"));
        m_desk->press(Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("reportResult")->text().contains(ending),
                                 kPatience);
        const QString said = m_desk->part<QLabel>("reportResult")->text();
        const fs::path file = said.mid(said.indexOf('/')).toStdString();
        QVERIFY2(readFile(file).find(begins) < 10, ending);
        QVERIFY(m_desk->tabTo("reportFormat"));
        m_desk->press(Qt::Key_Down);
    }
    QVERIFY(m_desk->idle() && m_desk->tabTo("reportSave"));
    m_desk->press(Qt::Key_Space); // the last one again
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->said().isEmpty(), kPatience);
    QVERIFY(!m_desk->shown("reportResult"));
}

void ReportsTest::aMonthWithoutWorkIsEmptyAndWhole() {
    m_desk->part<QDateEdit>("reportMonth")->setDate(QDate(2001, 2, 1));
    QVERIFY(makeReport());
    for (const station::ReportSection& section : page().shown()->sections) {
        QVERIFY2(!section.rows.empty() || !section.remarks.empty(), section.heading.c_str());
        QVERIFY2(section.bars.empty(), section.heading.c_str());
    }
    QCOMPARE(model("reportTable")->index(0, 1).data().toString(), QString("0"));
    QVERIFY(!m_desk->shown("reportChart"));
    // Days in the wrong order are told, and the page goes on.
    QVERIFY(m_desk->tabTo("reportPeriod"));
    m_desk->press(Qt::Key_Down);
    m_desk->part<QDateEdit>("reportFrom")->setDate(QDate(2026, 2, 2));
    m_desk->part<QDateEdit>("reportUntil")->setDate(QDate(2026, 2, 1));
    QVERIFY(m_desk->tabTo("reportMake"));
    m_desk->press(Qt::Key_Space);
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->said().isEmpty(), kPatience);
    QVERIFY(m_desk->idle() && !page().hasReport());
    QVERIFY(m_desk->enabled("reportMake"));
}

void ReportsTest::aYearIsShownByMonth() {
    station::WorkFigures figures;
    constexpr int kDays = 366;
    for (int day = 0; day < kDays; ++day) {
        const QString name = QDate(2024, 1, 1).addDays(day).toString(Qt::ISODate);
        station::WorkCount& count = figures.days[name.toStdString()];
        count.jobs = 3;
        count.sealed = 1;
        count.late = 1;
        count.delays.minutes = {day};
        figures.total.delays.minutes.push_back(day * 10);
    }
    const auto view = m_desk->ask<station::ReportView>([figures](Desk& desk) {
        return station::reportView(*desk.station, {}, figures, record::Language::English);
    });
    const station::ReportSection& months = view.sections.at(1);
    QCOMPARE(months.bars.size(), std::size_t(12));
    QCOMPARE(months.bars[1].label, std::string("2024-02"));
    QCOMPARE(months.bars[1].counts, (std::vector<std::int64_t>{29, 29, 29}));
    std::int64_t papers = 0;
    for (const station::ReportBar& bar : view.sections.at(2).bars) { // until sealed
        papers += bar.counts[0];
    }
    QCOMPARE(papers, std::int64_t(kDays));
    QCOMPARE(view.sections.at(2).bars[0].counts[0], std::int64_t(2)); // 0 and 10 minutes
}

void ReportsTest::namesOnAChartAreShownAsTyped() {
    station::ReportSection section;
    section.parts = {"<b>n</b>"};
    section.bars = {{"<img src=/etc/passwd> & <b>a very long name of a scanner</b> 1", {1}},
                    {"<img src=/etc/passwd> & <b>a very long name of a scanner</b> 2", {2}}};
    ReportChart chart("chart");
    chart.setParent(&m_desk->window()); // no window of its own
    chart.showSection(section);
    const auto axes = chart.chart()->axes(Qt::Horizontal);
    QCOMPARE(axes.size(), 1);
    const QStringList names = qobject_cast<QBarCategoryAxis*>(axes.front())->categories();
    QCOMPARE(names.size(), 2); // twins once they are cut short
    QVERIFY(names[0].startsWith("&lt;img") && !names[0].contains('<'));
    const auto* bars = qobject_cast<QAbstractBarSeries*>(chart.chart()->series().front());
    QCOMPARE(bars->barSets().front()->label(), QString("&lt;b&gt;n&lt;/b&gt;"));
    chart.wipe();
    QVERIFY(chart.chart()->series().isEmpty());
}

void ReportsTest::theLogIsAskedByPatientAndDays() {
    auto* log = m_desk->window().state().findChild<LogDesk*>();
    const auto answered = [&] {
        return QTest::qWaitFor([&] { return log->wasRead() && !log->looking(); }, kPatience);
    };
    m_desk->open("log");
    QVERIFY(answered());
    const std::size_t all = log->lines().size();
    QVERIFY(fillIn("logPatient", "P-000123"));
    m_desk->press(Qt::Key_Return);
    QVERIFY(answered());
    QVERIFY(!log->lines().empty() && log->lines().size() < all);
    const auto asked = m_desk->ask<station::LogPage>([](Desk& desk) {
        station::LogQuery query;
        query.patientId = "P-000123";
        return station::LogReader(*desk.station).read(desk.identified(), query);
    });
    for (std::size_t i = 0; i < log->lines().size(); ++i) { // newest first; the question itself
        QVERIFY(std::any_of(asked.lines.begin(), asked.lines.end(), [&](const auto& line) {
            return line.sequence == log->lines()[i].sequence;
        }));
    }
    QVERIFY(fillIn("logPatient", "P-999999"));
    m_desk->press(Qt::Key_Return);
    QVERIFY(answered());
    QVERIFY(log->lines().empty());
    QVERIFY(fillIn("logPatient", " "));
    QVERIFY(m_desk->tabTo("logDays"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->shown("logUntil"));
    m_desk->part<QDateEdit>("logUntil")->setDate(QDate(2001, 1, 1));
    m_desk->part<QDateEdit>("logFrom")->setDate(QDate(2001, 1, 1));
    m_desk->push("logShow");
    QVERIFY(answered());
    QVERIFY(log->lines().empty());
}

bool ReportsTest::openRecord() {
    m_desk->open("audit");
    if (!fillIn("auditPatient", "P-000123")) {
        return false;
    }
    m_desk->press(Qt::Key_Return);
    auto* found = m_desk->part<QTableView>("auditTable");
    if (!QTest::qWaitFor([&] { return found->model()->rowCount() == 2; }, kPatience) ||
        !m_desk->idle() || !m_desk->tabTo("auditTable")) {
        return false;
    }
    m_desk->press(Qt::Key_Return);
    return QTest::qWaitFor([&] { return m_desk->part<PageStrip>("recordPages")->count() > 0; },
                           kPatience) &&
           m_desk->idle();
}

void ReportsTest::aProofIsTakenAndHoldsWithoutTheStation() {
    QVERIFY(openRecord());
    const char* const parts[] = {"recordToPages", "recordToVerdict", "recordToHistory",
                                 "recordToProof", "recordToBundle",  "recordToCopies"};
    for (const auto language : {record::Language::English, record::Language::Japanese}) {
        m_desk->window().state().setLanguage(language);
        for (const char* part : parts) {
            m_desk->push(part);
            const QStringList clashes = clashesIn(m_desk->window(), part);
            QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join("\n")));
        }
    }
    m_desk->push("recordToProof");
    QVERIFY(!m_desk->enabled("proofTake")); // no folder yet
    QVERIFY(fillIn("proofFolder", m_outside.path()));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("proofProves"), kPatience);
    QVERIFY(m_desk->idle());
    const auto& proven = m_desk->window().state().findChild<AuditDesk*>()->proven();
    QVERIFY(proven.has_value());
    const QString proves = m_desk->part<QLabel>("proofProves")->text();
    QVERIFY(proves.contains(QString::number(proven->outcome.entries)));
    QVERIFY(QString(proves).remove(' ').contains(text(proven->outcome.digest.hex())));
    QVERIFY(proven->outcome.entries > 5);
    QCOMPARE(m_desk->entriesOf(record::EntryKind::LogProven).back().what.actor.user,
             std::string("auditor"));
    // A stranger's program, a trust folder, nothing else.
    QProcess verify;
    verify.start(QCoreApplication::applicationDirPath() + "/seihon-verify",
                 {"proof", proven->file, "--trust",
                  QString::fromStdString((m_desk->home() / "trust").string())});
    QVERIFY(verify.waitForFinished(kPatience));
    QCOMPARE(verify.exitCode(), 0);
    // A second time there is something already: said, not overwritten.
    m_desk->push("proofTake");
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->said().isEmpty(), kPatience);
    QVERIFY(!m_desk->shown("proofProves"));
}

void ReportsTest::aBundleIsTakenAndHoldsWithoutTheStation() {
    m_desk->push("recordToBundle");
    QVERIFY(fillIn("bundleFolder", m_outside.path()));
    QVERIFY(fillIn("bundleRecipient", "監査人 佐藤"));
    QVERIFY(!m_desk->enabled("bundleTake")); // why?
    QVERIFY(fillIn("bundleReason", "立入検査 12"));
    QVERIFY(m_desk->tabTo("bundleLevel"));
    m_desk->press(Qt::Key_End); // without the patient
    m_desk->push("bundleTake");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("bundleResult"), kPatience);
    QVERIFY(m_desk->idle());
    const auto& bundled = m_desk->window().state().findChild<AuditDesk*>()->bundled();
    QVERIFY(bundled && bundled->outcome.verdict.permitted());
    QVERIFY(bundled->outcome.note.redaction == record::Redaction::Patient);
    QVERIFY(m_desk->part<QLabel>("bundleResult")->text().contains(bundled->folder));
    QCOMPARE(m_desk->entriesOf(record::EntryKind::BundleTaken).back().what.actor.user,
             std::string("auditor"));
    QProcess verify;
    verify.start(QCoreApplication::applicationDirPath() + "/seihon-verify",
                 {"bundle", bundled->folder, "--trust",
                  QString::fromStdString((m_desk->home() / "trust").string())});
    QVERIFY(verify.waitForFinished(kPatience));
    QCOMPARE(verify.exitCode(), 0);
}

void ReportsTest::theLogIsVerifiedInWords() {
    m_desk->open("log-check");
    m_desk->push("logCheck");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("logCheckVerdict"), kPatience);
    QVERIFY(m_desk->idle());
    QVERIFY(m_desk->part<QLabel>("logCheckVerdict")->text().startsWith("✓"));
    const auto& report = *m_desk->window().findChild<LogCheckPage*>()->report();
    QCOMPARE(m_desk->rowsOf("logCheckFacts", 1)[1], QString::number(report.entries));
    QCOMPARE(model("logCheckFindings")->rowCount(),
             static_cast<int>(report.verdict.findings.size()));
    QCOMPARE(m_desk->entriesOf(record::EntryKind::LogVerified).back().what.actor.user,
             std::string("auditor"));
}

void ReportsTest::theLogLeavesAsAuditMessages() {
    const fs::path folder = fs::path(m_outside.path().toStdString()) / "messages";
    QVERIFY(!m_desk->enabled("logExport"));
    QVERIFY(fillIn("logExportFolder", text(folder.string())));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("logExportSaid"), kPatience);
    const auto files = std::distance(fs::directory_iterator(folder), fs::directory_iterator());
    QVERIFY(files > 20);
    QVERIFY(m_desk->part<QLabel>("logExportSaid")->text().contains(QString::number(files)));
    QVERIFY(m_desk->idle());
    m_desk->push("logExport"); // the folder is there now
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->said().isEmpty(), kPatience);
    QVERIFY(!m_desk->shown("logExportSaid"));
}

void ReportsTest::anAlteredLogIsDamaged() {
    fs::path lines; // the append-only file
    for (const auto& file :
         fs::recursive_directory_iterator(m_desk->home() / "ledger" / "entries")) {
        lines = file.is_regular_file() ? file.path() : lines;
    }
    QVERIFY(!lines.empty());
    const auto flip = [&lines] { // the same byte each time: the file grows meanwhile
        std::fstream bytes(lines, std::ios::binary | std::ios::in | std::ios::out);
        bytes.seekg(kLineByte);
        const int before = bytes.get();
        bytes.seekp(kLineByte);
        bytes.put(static_cast<char>(before ^ 1));
    };
    flip();
    m_desk->push("logCheck");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("logCheckVerdict")->text().startsWith("✗"),
                             kPatience);
    QVERIFY(model("logCheckFindings")->index(0, 0).data().toString().startsWith("✗"));
    QVERIFY(m_desk->idle());
    flip();
    m_desk->push("logCheck");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("logCheckVerdict")->text().startsWith("✓"),
                             kPatience);
}

void ReportsTest::nothingStaysWhenTheDeskIsLeft() {
    m_desk->become("clerk");
    QVERIFY(!m_desk->shown("go-reports") && !m_desk->shown("go-log-check"));
    m_desk->window().state().go("reports"); // not by another way, either
    QVERIFY(m_desk->window().pageShown() != "reports");
    QVERIFY(!page().hasReport());
    for (const char* field : {"reportFolder", "proofFolder", "logPatient", "logExportFolder"}) {
        QVERIFY2(m_desk->part<QLineEdit>(field)->text().isEmpty(), field);
    }
    QVERIFY(m_desk->part<QLabel>("proofProves")->text().isEmpty());
}

QObject* makeReportsTest() {
    return new ReportsTest;
}

} // namespace seihon::station_ui

#include "reports_test.moc"
