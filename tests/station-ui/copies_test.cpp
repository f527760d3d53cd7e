#include "station-ui/copy_words.h"
#include "tests/station-ui/access_keys.h"
#include "tests/station-ui/suites.h"
#ifndef Q_MOC_RUN // moc does not understand what <concepts> says
#include "record/digest.h"
#include "station-ui/audit_desk.h"
#include "station-ui/page_strip.h"
#include "tests/station-ui/admin_desk.h"
#include "tests/station-ui/desk_paper.h"
#endif

#include <QCheckBox>
#include <QProcess>
#include <QRegularExpression>
#include <QTableView>

namespace seihon::station_ui {

namespace fs = std::filesystem;

// Copies of a sealed record for other systems, made by keyboard; other programs read them.
class CopiesTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void noAccessKeyStandsTwiceInAnyForm();
    void aPdfHoldsThePagesAndIsInTheLog();
    void whatLiesThereIsNotOverwritten();
    void aSmallerPdfSaysSo();
    void aCdaDocumentNeedsTheHospitalsNumbers();
    void objectsAreInTheSyntaxAndSetThatWereChosen();
    void aNameThatTheSetDoesNotHaveIsRefusedOrNoted();
    void withAWrongPinNothingIsMadeAndWithTheRightOneEachIsSigned();
    void whoMayNotExportMayNotCopy();
    void ofARecordThatDoesNotHoldNothingIsMade();
    void cleanup() { m_desk->keepPictureOfFailure(); }
    void cleanupTestCase() { m_desk.reset(); }

  private:
    void openCopies(const char* user);
    void setFolder(const char* name); // a new one
    void pick(const char* box, int place);
    QString make(); // and what the card says then
    std::size_t exports() { return m_desk->entriesOf(record::EntryKind::RecordExported).size(); }
    const record::Json& facts() {
        m_last = m_desk->entriesOf(record::EntryKind::RecordExported).back();
        return m_last.what.facts;
    }
    fs::path made(const char* ending) const { return m_folder / (m_record + ending); }

    std::unique_ptr<AdminDesk> m_desk;
    std::string m_record;
    record::Entry m_last;
    QTemporaryDir m_outside;
    fs::path m_folder;
};

namespace {

QString outputOf(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool good = process.waitForFinished(kPatience) && process.exitCode() == 0;
    return good ? QString::fromUtf8(process.readAll()) : QString();
}

} // namespace

void CopiesTest::initTestCase() {
    m_desk = std::make_unique<AdminDesk>();
    m_desk->close();
    const std::vector<std::string> records = sealPapers(m_desk->home(), 1);
    QCOMPARE(records.size(), std::size_t(1));
    m_record = records.front();
    m_desk->restart();
    openCopies("auditor");
}

void CopiesTest::openCopies(const char* user) {
    m_desk->become(user);
    m_desk->open("audit");
    QVERIFY(m_desk->idle() && m_desk->tabTo("auditPatient"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type("P-000123");
    m_desk->press(Qt::Key_Return);
    auto* found = m_desk->part<QTableView>("auditTable");
    QTRY_COMPARE_WITH_TIMEOUT(found->model()->rowCount(), 1, kPatience);
    QVERIFY(m_desk->idle() && m_desk->tabTo("auditTable"));
    m_desk->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<PageStrip>("recordPages")->count() > 0, kPatience);
    QVERIFY(m_desk->idle());
    m_desk->push("recordToCopies");
}

void CopiesTest::setFolder(const char* name) {
    m_folder = fs::path(m_outside.path().toStdString()) / name;
    fs::create_directories(m_folder);
    QVERIFY(m_desk->tabTo("copyFolder"));
    m_desk->press(Qt::Key_A, Qt::ControlModifier);
    m_desk->type(QString::fromStdString(m_folder.string()));
}

void CopiesTest::pick(const char* box, int place) {
    QVERIFY(m_desk->idle() && m_desk->tabTo(box));
    m_desk->press(Qt::Key_Home);
    for (int i = 0; i < place; ++i) {
        m_desk->press(Qt::Key_Down);
    }
    QCOMPARE(m_desk->part<QComboBox>(box)->currentIndex(), place);
}

QString CopiesTest::make() {
    m_desk->push("copyMake");
    if (!m_desk->idle()) {
        return "never ended";
    }
    return m_desk->part<QLabel>("copyResult")->text();
}

void CopiesTest::noAccessKeyStandsTwiceInAnyForm() {
    for (const auto language : {record::Language::English, record::Language::Japanese}) {
        m_desk->window().state().setLanguage(language);
        for (const int form : {0, 1, 2}) {
            pick("copyForm", form);
            const QStringList clashes = clashesIn(m_desk->window(), QString::number(form));
            QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join("\n")));
            QCOMPARE(m_desk->shown("copyImage"), form == 0);
            QCOMPARE(m_desk->shown("copyPixels"), form == 2);
            QCOMPARE(m_desk->shown("copySign"), form == 2);
            QVERIFY(!m_desk->shown("copyPin"));
        }
    }
    pick("copyForm", 0);
}

void CopiesTest::aPdfHoldsThePagesAndIsInTheLog() {
    QVERIFY(!m_desk->enabled("copyMake")); // no folder yet
    const std::size_t before = exports();
    setFolder("pdf");
    const QString said = make();
    QVERIFY2(said.startsWith("✓"), qPrintable(said + m_desk->said()));
    const std::string digest = record::sha256(readFile(made(".pdf"))).hex();
    QVERIFY(said.contains(QString::fromStdString(digest)));
    QVERIFY(said.contains(QString::fromStdString(made(".pdf").string())));
    QCOMPARE(QApplication::focusWidget()->objectName(), QString("copyMake"));
    QCOMPARE(exports(), before + 1);
    QCOMPARE(facts().at("sha256").asString(), digest);
    QCOMPARE(facts().at("form").asString(), std::string("PDF/A-2b"));
    QVERIFY(facts().at("jpegQuality").isNull());
    QCOMPARE(m_last.what.actor.user, std::string("auditor"));
    const QString file = QString::fromStdString(made(".pdf").string());
    QVERIFY(!outputOf("qpdf", {"--check", file}).isEmpty());
    QVERIFY(outputOf("pdfinfo", {file}).contains(QRegularExpression("Pages:\\s+1\\n")));
}

void CopiesTest::whatLiesThereIsNotOverwritten() {
    const std::string whole = readFile(made(".pdf"));
    const std::size_t before = exports();
    QVERIFY(make().isEmpty());
    QVERIFY(!m_desk->said().isEmpty());
    QCOMPARE(exports(), before);
    QVERIFY(readFile(made(".pdf")) == whole);
    // Nor is anything made where there is no folder, or inside of the archive.
    const std::string record = m_record;
    const fs::path archive =
        m_desk->ask<fs::path>([record](Desk& desk) { return desk.station->recordFolder(record); });
    const auto files = std::distance(fs::directory_iterator(archive), fs::directory_iterator());
    const std::pair<int, fs::path> places[] = {
        {2, archive}, {0, archive}, {0, m_folder / "nowhere"}};
    for (const auto& [form, place] : places) {
        QVERIFY(m_desk->tabTo("copyFolder"));
        m_desk->press(Qt::Key_A, Qt::ControlModifier);
        m_desk->type(text(place.string()));
        pick("copyForm", form);
        m_desk->window().state().sayNothing();
        QVERIFY(make().isEmpty());
        QVERIFY(!m_desk->said().isEmpty());
    }
    QCOMPARE(exports(), before);
    QVERIFY(!fs::exists(m_folder / "nowhere"));
    QCOMPARE(std::distance(fs::directory_iterator(archive), fs::directory_iterator()), files);
}

void CopiesTest::aSmallerPdfSaysSo() {
    const auto whole = fs::file_size(made(".pdf"));
    setFolder("small");
    pick("copyImage", 3); // quality 80
    QVERIFY(m_desk->tabTo("copyText"));
    m_desk->press(Qt::Key_Space);
    const QString said = make();
    QVERIFY2(said.startsWith("✓"), qPrintable(said + m_desk->said()));
    QVERIFY(fs::file_size(made(".pdf")) < whole);
    QCOMPARE(facts().at("jpegQuality").asInt(), std::int64_t(80));
    QVERIFY(facts().at("text").asBool());
    QVERIFY(outputOf("pdftotext", {QString::fromStdString(made(".pdf").string()), "-"}).size() >
            100); // what was read of the page is in it
}

void CopiesTest::aCdaDocumentNeedsTheHospitalsNumbers() {
    setFolder("cda");
    pick("copyForm", 1);
    const std::size_t before = exports();
    QVERIFY(make().isEmpty());
    QVERIFY2(m_desk->said().contains("[cda]"), qPrintable(m_desk->said()));
    QCOMPARE(exports(), before);
    QVERIFY(fs::is_empty(m_folder));
    std::ofstream(m_desk->home() / "deliveries.toml")
        << "[cda]\nfacility_oid = \"2.999.10\"\npatient_oid = \"2.999.10.1\"\n"
           "confidentiality = \"N\"\n";
    const QString said = make();
    QVERIFY2(said.startsWith("✓"), qPrintable(said + m_desk->said()));
    const QString file = QString::fromStdString(made(".cda.xml").string());
    QVERIFY(outputOf("xmllint", {"--huge", "--xpath", "name(/*)", file})
                .startsWith("ClinicalDocument"));
    QCOMPARE(exports(), before + 1);
    QCOMPARE(facts().at("sha256").asString(), record::sha256(readFile(made(".cda.xml"))).hex());
    fs::remove(m_desk->home() / "deliveries.toml");
}

void CopiesTest::objectsAreInTheSyntaxAndSetThatWereChosen() {
    setFolder("objects");
    pick("copyForm", 2);
    pick("copyPixels", 2);  // JPEG-LS
    pick("copyCharset", 1); // IR 87
    const QString said = make();
    QVERIFY2(said.startsWith("✓"), qPrintable(said + m_desk->said()));
    QVERIFY(said.contains(QString::fromStdString(made(".dicom").string())));
    QVERIFY(facts().at("form").asString() == "dicom");
    const auto& objects = facts().at("objects").asArray();
    QCOMPARE(objects.size(), std::size_t(1));
    int files = 0;
    for (const auto& file : fs::directory_iterator(made(".dicom"))) {
        ++files;
        QCOMPARE(record::sha256(readFile(file.path())).hex(),
                 objects.front().at("sha256").asString());
        const QString dump =
            outputOf("dcmdump", {"-q", QString::fromStdString(file.path().string())});
        QVERIFY(dump.contains("=JPEGLSLossless"));
        QVERIFY(dump.contains("\\ISO 2022 IR 87"));
    }
    QCOMPARE(files, 1);
}

void CopiesTest::aNameThatTheSetDoesNotHaveIsRefusedOrNoted() {
    setFolder("ascii");
    pick("copyCharset", 4); // the patient's name has kanji
    const std::size_t before = exports();
    QString said = make();
    QVERIFY2(said.startsWith("■") && said.size() > 10, qPrintable(said));
    QCOMPARE(exports(), before);
    QVERIFY(!fs::exists(made(".dicom")));
    QVERIFY(m_desk->tabTo("copyOutside"));
    m_desk->press(Qt::Key_Space);
    said = make();
    QVERIFY2(said.startsWith("✓"), qPrintable(said));
    QVERIFY(said.count('\n') > 0); // and it is said that other characters were written
    QCOMPARE(exports(), before + 1);
}

void CopiesTest::withAWrongPinNothingIsMadeAndWithTheRightOneEachIsSigned() {
    openCopies("manager"); // whose card signs
    setFolder("signed");
    pick("copyForm", 2);
    QVERIFY(m_desk->enabled("copyMake"));
    QVERIFY(m_desk->tabTo("copySign"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->shown("copyPin"));
    QVERIFY(!m_desk->enabled("copyMake")); // without a PIN
    for (const auto language : {record::Language::English, record::Language::Japanese}) {
        m_desk->window().state().setLanguage(language);
        const QStringList clashes = clashesIn(m_desk->window(), "signing");
        QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join("\n")));
    }
    const std::size_t before = exports();
    QVERIFY(m_desk->tabTo("copyPin"));
    m_desk->type("000000");
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->idle());
    QTRY_VERIFY2_WITH_TIMEOUT(m_desk->said().contains("PIN"), qPrintable(m_desk->said()),
                              kPatience);
    QVERIFY(m_desk->part<QLineEdit>("copyPin")->text().isEmpty());
    QCOMPARE(QApplication::focusWidget()->objectName(), QString("copyPin"));
    QVERIFY(!m_desk->shown("copyResult"));
    QCOMPARE(exports(), before);
    QVERIFY(fs::is_empty(m_folder)); // nothing half done
    QVERIFY(m_desk->window().state().person().has_value());

    m_desk->type("123456");
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->idle());
    auto* result = m_desk->part<QLabel>("copyResult");
    QTRY_VERIFY2_WITH_TIMEOUT(result->text().startsWith("✓"),
                              qPrintable(result->text() + m_desk->said()), kPatience);
    QVERIFY(result->text().contains(word(CopyWord::MadeSigned, kJapanese)));
    QCOMPARE(exports(), before + 1);
    QVERIFY(facts().at("signed").asBool());
    QVERIFY(m_desk->part<QLineEdit>("copyPin")->text().isEmpty()); // asked anew next time
    QVERIFY(!m_desk->enabled("copyMake"));
    for (const auto& file : fs::directory_iterator(made(".dicom"))) {
        const QString dump =
            outputOf("dcmdump", {"-q", QString::fromStdString(file.path().string())});
        QVERIFY(dump.contains("DigitalSignaturesSequence"));
    }
}

void CopiesTest::whoMayNotExportMayNotCopy() {
    openCopies("clerk");                   // looks at records, and takes none out of the house
    QVERIFY(!m_desk->shown("copyResult")); // what the one before was told is gone
    QCOMPARE(m_desk->part<QComboBox>("copyForm")->currentIndex(), 0);
    for (const char* part :
         {"copyMake", "copyChoose", "copyForm", "copyImage", "copyText", "copyFolder"}) {
        QVERIFY2(!m_desk->enabled(part), part);
    }
    const auto* audit = m_desk->window().state().findChild<AuditDesk*>();
    QVERIFY(!audit->record().exporting.permitted());
    QVERIFY(m_desk->part<QPushButton>("copyMake")
                ->toolTip()
                .contains(m_desk->window().state().sentencesHtml(audit->record().exporting)));
}

void CopiesTest::ofARecordThatDoesNotHoldNothingIsMade() {
    const std::string record = m_record;
    const auto folder =
        m_desk->ask<fs::path>([record](Desk& desk) { return desk.station->recordFolder(record); });
    flipByte(folder / "pages" / "0001.tif");
    openCopies("manager");
    const std::size_t before = exports();
    for (const int form : {0, 2}) {
        setFolder("damaged");
        pick("copyForm", form);
        const QString said = make();
        QVERIFY2(said.startsWith("■ " + word(CopyWord::NotMade, kJapanese)), qPrintable(said));
        QVERIFY(fs::is_empty(m_folder));
    }
    QCOMPARE(exports(), before);
}

QObject* makeCopiesTest() {
    return new CopiesTest;
}

} // namespace seihon::station_ui

#include "copies_test.moc"
