#include "station-ui/clerk_job.h"
#include "station-ui/film_words.h"
#include "station-ui/page_viewer.h"
#include "tests/station-ui/access_keys.h"
#include "tests/station-ui/film_paper.h"
#include "tests/station-ui/suites.h"
#ifndef Q_MOC_RUN // moc does not understand what <span> says
#include "record/film_fit.h"
#include "tests/station-ui/admin_desk.h"
#endif

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>

#include <algorithm>

namespace seihon::station_ui {

// A film at the desk: its greys, and which way round it lies [A4].
class FilmTest : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { m_desk = std::make_unique<AdminDesk>(); }
    void itsSideIsAskedBesideTheComparison();
    void theDevicesPageTellsTheCalibrationsAge();
    void aDeviceIsCalibratedInNumbersAndWords();
    void whatIsNotGoodEnoughIsRefusedWithItsReason();
    void aCalibrationIsVoidedWithAReasonOnly();
    void cleanup() { m_desk->keepPictureOfFailure(); }
    void cleanupTestCase() { m_desk.reset(); }

  private:
    void densityIsReadByKeys();
    void openCalibration();
    void measure(); // says that the tablet lies there, and waits
    std::size_t entries(record::EntryKind kind) { return m_desk->entriesOf(kind).size(); }

    std::unique_ptr<AdminDesk> m_desk;
};

void FilmTest::itsSideIsAskedBesideTheComparison() {
    m_desk->close();
    QVERIFY(calibrateFeeder(m_desk->home()));
    QVERIFY(!scanFilm(m_desk->home()).empty());
    m_desk->restart();
    QVERIFY(m_desk->logIn());
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QTableWidget>("queue")->rowCount() == 1, kPatience);
    QVERIFY(m_desk->tabTo("queue"));
    m_desk->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->window().pageShown(), QString("job"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("filmSide"), kPatience);
    auto* clerk = m_desk->window().state().findChild<ClerkJob*>();
    QTRY_VERIFY_WITH_TIMEOUT(clerk->seen(clerk->view().pages.at(0)), kPatience);
    const QList<PageViewer*> viewers = m_desk->window().findChildren<PageViewer*>();
    QTRY_VERIFY_WITH_TIMEOUT(std::any_of(viewers.begin(), viewers.end(),
                                         [](const PageViewer* one) { return one->isFilm(); }),
                             kPatience);
    QVERIFY(!m_desk->enabled("next")); // seen is not enough
    densityIsReadByKeys();
    // Mirrored: the film has to be laid down anew.
    QVERIFY(m_desk->tabTo("filmSide"));
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->shown("ask-filmAnswer"));
    m_desk->part<QComboBox>("ask-filmAnswer")->setCurrentIndex(2);
    m_desk->part<QLineEdit>("ask-filmReason")->setText("R が逆");
    QTest::keyClick(m_desk->part<QLineEdit>("ask-filmReason"), Qt::Key_Return);
    QVERIFY(m_desk->idle());
    QTRY_COMPARE_WITH_TIMEOUT(clerk->view().filmSide, std::string("mirrored"), kPatience);
    QVERIFY(clerk->view().obstacles.has(record::FindingId::FilmSideWrong));
    QVERIFY(!m_desk->enabled("next"));
    // Looked at again.
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("filmSide"), kPatience);
    QVERIFY(m_desk->tabTo("filmSide"));
    m_desk->press(Qt::Key_Return);
    QTest::keyClick(m_desk->part<QLineEdit>("ask-filmReason"), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(clerk->view().filmSide, std::string("correct"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("next"), kPatience);
    QVERIFY(m_desk->part<QPushButton>("filmSide")->text().startsWith("✓"));
}

// The film that the desk shows, with the calibration of its own feeder.
void FilmTest::densityIsReadByKeys() {
    const QList<PageViewer*> viewers = m_desk->window().findChildren<PageViewer*>();
    PageViewer* film = *std::find_if(viewers.begin(), viewers.end(), [](const PageViewer* one) {
        return one->isFilm() && one->isVisible();
    });
    const auto* panel = film->parentWidget();
    const auto* said = panel->findChild<QLabel*>("filmReading");
    QVERIFY(said->isVisible() && !said->text().isEmpty());
    QVERIFY(m_desk->tabTo("densityCross"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(film->cross() && film->hasFocus());
    QVERIFY(film->reading().has_value());
    const FilmReading first = *film->reading();
    const auto density = m_desk->ask<std::vector<std::uint16_t>>([](Desk& desk) {
        const record::ScanJob job = desk.station->jobs(1).front();
        return record::filmScaleOf(*job.pages.at(0).calibration).densityOfValue;
    });
    QCOMPARE(first.milliDensity, std::optional<int>(density.at(first.value)));
    m_desk->press(Qt::Key_Right);
    m_desk->press(Qt::Key_Down, Qt::ShiftModifier);
    QVERIFY(film->reading()->pixel.x() > first.pixel.x());
    QCOMPARE(film->reading()->pixel.y(), first.pixel.y() + 1);
    QCOMPARE(said->text(), textOf(*film->reading(), m_desk->window().state().language()));
    QVERIFY(film->accessibleDescription().contains(said->text()));
    QVERIFY(m_desk->tabTo("densityCross"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(!film->accessibleDescription().contains(said->text()));
}

void FilmTest::theDevicesPageTellsTheCalibrationsAge() {
    m_desk->window().state().logout();
    QVERIFY(m_desk->logIn("admin"));
    m_desk->window().state().go("devices");
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QTableWidget>("devices")->rowCount() == 1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("deviceSaid")->text().contains("150 dpi"),
                             kPatience);
    QVERIFY(m_desk->part<QLabel>("deviceSaid")->text().contains("0.20"));
    QVERIFY(m_desk->part<QLabel>("deviceSaid")->text().contains("3.80"));
}

void FilmTest::openCalibration() {
    QVERIFY(m_desk->idle());
    m_desk->push("calibrateFilms");
    QVERIFY(m_desk->shown("filmCertificate"));
    QVERIFY(!m_desk->enabled("filmRun")); // light goes through a tablet that a person laid down
    const QString file = text(certificateBeside(m_desk->home()).string());
    const std::pair<const char*, QString> fields[] = {
        {"filmCertificate", file}, {"filmDpi", "150"}, {"filmWidth", "100"}, {"filmHeight", "80"}};
    for (const auto& [field, words] : fields) {
        QVERIFY2(m_desk->tabTo(field), field);
        m_desk->press(Qt::Key_A, Qt::ControlModifier);
        m_desk->type(words);
    }
    QVERIFY(!m_desk->enabled("filmRun"));
}

void FilmTest::measure() {
    QVERIFY(m_desk->tabTo("filmLaid"));
    m_desk->press(Qt::Key_Space);
    QVERIFY(m_desk->enabled("filmRun"));
    m_desk->press(Qt::Key_Space); // it has the focus
    QVERIFY(m_desk->idle());
}

void FilmTest::aDeviceIsCalibratedInNumbersAndWords() {
    openCalibration();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("filmCalibrations", 1), QStringList{"150 dpi"},
                              kPatience);
    for (const auto language : {record::Language::English, record::Language::Japanese}) {
        m_desk->window().state().setLanguage(language);
        const QStringList clashes = clashesIn(m_desk->window(), "films");
        QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join("\n")));
    }
    m_desk->clearTray();
    measure();
    QVERIFY(m_desk->said().contains("トレイ")); // nothing lies there
    QVERIFY(!m_desk->enabled("filmRun"));
    layTablet(m_desk->home(), false);
    measure();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("filmSign"), kPatience);
    const QString result = m_desk->part<QLabel>("filmResult")->text();
    QVERIFY2(m_desk->part<QLabel>("filmSign")->text().startsWith("✓"), qPrintable(result));
    const auto made = m_desk->entriesOf(record::EntryKind::FilmCalibrated);
    QCOMPARE(made.size(), std::size_t(2));
    QCOMPARE(made.back().what.actor.user, std::string("admin"));
    const auto one = record::filmCalibrationFromJson(made.back().what.facts.at("calibration"));
    QCOMPARE(one.dpi, std::int64_t(150));
    QVERIFY2(result.contains("0.20 – 3.80"), qPrintable(result));
    QVERIFY(result.contains("12 bit"));
    QVERIFY(result.contains(
        QString::number(static_cast<double>(one.pitchAcrossNanometres) / 1e6, 'f', 5)));
    QCOMPARE(result.count("<tr>"), 17); // the sixteen steps
    // The one before is replaced, and is not forgotten.
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->rowsOf("filmCalibrations", 0).size(), 2, kPatience);
    const QStringList standing = m_desk->rowsOf("filmCalibrations", 0);
    QVERIFY(standing[0].contains(word(FilmWord::InForce, kJapanese)));
    QVERIFY(standing[1].contains(word(FilmWord::Replaced, kJapanese)));
    m_desk->push("filmClose");
}

void FilmTest::whatIsNotGoodEnoughIsRefusedWithItsReason() {
    openCalibration();
    layTablet(m_desk->home(), true);
    const std::size_t before = entries(record::EntryKind::FilmCalibrated);
    measure();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->shown("filmSign"), kPatience);
    QVERIFY(m_desk->part<QLabel>("filmSign")->text().startsWith("✗"));
    QCOMPARE(entries(record::EntryKind::FilmCalibrated), before);
    const auto refused = m_desk->entriesOf(record::EntryKind::FilmCalibrationRefused);
    QVERIFY(!refused.back().what.verdict->permitted());
    const QString said = m_desk->part<QLabel>("filmResult")->text();
    QVERIFY2(
        said.contains(m_desk->window().state().sentencesHtml(*refused.back().what.verdict, true)),
        qPrintable(said));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->rowsOf("filmCalibrations", 0).size() == 2, kPatience);
    m_desk->push("filmClose");
    // A certificate that says nothing.
    openCalibration();
    std::ofstream(certificateBeside(m_desk->home())) << "[tablet]\nid = \"?\"\n";
    measure();
    QVERIFY(!m_desk->said().isEmpty());
    QVERIFY(!m_desk->shown("filmSign"));
    m_desk->push("filmClose");
}

void FilmTest::aCalibrationIsVoidedWithAReasonOnly() {
    openCalibration();
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->enabled("filmVoid"), kPatience);
    m_desk->push("filmVoid");
    QVERIFY(!m_desk->enabled("deviceAskYes"));
    m_desk->type("ランプを交換した");
    m_desk->press(Qt::Key_Return);
    QVERIFY(m_desk->idle());
    const auto voided = m_desk->entriesOf(record::EntryKind::FilmCalibrationVoided);
    QVERIFY(!voided.empty());
    QCOMPARE(voided.back().what.facts.at("reason").asString(), std::string("ランプを交換した"));
    QTRY_VERIFY_WITH_TIMEOUT(m_desk->part<QLabel>("deviceSaid")
                                 ->text()
                                 .contains(word(AdminWord::FilmNotInForce, kJapanese)),
                             kPatience);
    openCalibration();
    QTRY_VERIFY_WITH_TIMEOUT(!m_desk->rowsOf("filmCalibrations", 0).isEmpty(), kPatience);
    QVERIFY(m_desk->rowsOf("filmCalibrations", 0)[0].contains(word(FilmWord::Voided, kJapanese)));
    QVERIFY(!m_desk->enabled("filmVoid")); // nothing is in force
    m_desk->push("filmClose");
}

QObject* makeFilmTest() {
    return new FilmTest;
}

} // namespace seihon::station_ui

#include "film_test.moc"
